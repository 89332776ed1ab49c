"""An error as it may be written to a log: what kind and where, never about whom.

Messages of exceptions may quote what people typed, so they are left out.
"""

from traceback import extract_tb


def described(error: BaseException) -> str:
    """The kinds of the error and of its causes, then the places in the code, one a line."""
    kinds = " ← ".join(type(cause).__name__ for cause in _chain(error))
    frames = extract_tb(error.__traceback__)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([kinds, *places])


def _chain(error: BaseException) -> list[BaseException]:
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and len(chain) < 10:
        chain.append(cause)
    return chain
