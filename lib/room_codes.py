"""The letters by which people in a room find their workshop: short, and heard as they are written.

Sixteen consonants without those that are mistaken for one another, and without vowels, so that
chance writes no words: six of them make 16.7 million codes.
"""

import secrets

ALPHABET = "BCDFGHKMNPRSTVYZ"
LENGTH = 6


def new_room_code() -> str:
    """A random code. The database keeps them unique."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str | None:
    """The code that was meant, without spaces and dashes; None where it cannot be one."""
    code = "".join(letter for letter in typed.upper() if letter not in " -–.\t")
    if len(code) != LENGTH or any(letter not in ALPHABET for letter in code):
        return None
    return code
