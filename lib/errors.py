"""An error as it may be written to a log: what kind and where, never about whom.

Messages of exceptions may quote what people typed, so they are left out.
"""

from traceback import extract_tb


def described(error: BaseException) -> str:
    """The kinds of the error and of its causes, then the places in the code, one a line."""
    kinds = " ← ".join(type(cause).__name__ for cause in chain(error))
    frames = extract_tb(error.__traceback__)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([kinds, *places])


def chain(error: BaseException) -> list[BaseException]:
    """The error, and what led to it, the nearest first."""
    found = [error]
    while (cause := found[-1].__cause__ or found[-1].__context__) and len(found) < 10:
        found.append(cause)
    return found
