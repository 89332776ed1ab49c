"""What a comparison of two waves says. Every difference is that of the second minus the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lib.measures.dominance import MannWhitney
from lib.measures.tallies import Estimate
from lib.measures.verdicts import Words
from models.feedback import Wave
from models.forms import Question
from queries.feedback.results import By, Group


class Why(StrEnum):
    """Why the answers to one item are not compared; the first of these that holds."""

    NOT_CLOSED = "not_closed"
    """One of the waves still counts answers."""
    OPEN_LINK = "open_link"
    """One wave was open to everybody who had its link, and the other was not."""
    ABSENT = "absent"
    """One of the waves did not ask it."""
    KIND = "kind"
    WORDING = "wording"
    POINTS = "points"
    LABELS = "labels"
    """The ends of the scale, or the choices."""


@dataclass(frozen=True)
class ComparedWave:
    wave: Wave
    n: int
    """How many answers were counted."""
    mix: Mapping[Group, int]
    """How many of them each sector gave, of the sectors that may be shown."""


@dataclass(frozen=True)
class Difference:
    """The answers to one item in both waves, of all or of one group.

    What needs numbers is None for kinds that have none, such as choices.
    """

    n: tuple[int | None, int | None]
    """"No opinion" included. None: fewer than five."""
    mean: tuple[float | None, float | None] = (None, None)
    mean_difference: Estimate | None = None
    weighted: float | None = None
    """The difference with the first wave's mix of sectors; only where Comparison.mix_moved."""
    ranks: MannWhitney | None = None
    p_holm: float | None = None
    """Adjusted for all items of the page; of a group, for all groups of all items."""
    delta: Estimate | None = None
    """Cliff's."""
    top_two: Estimate | None = None
    words: Words | None = None
    """None: nothing was tested."""


@dataclass(frozen=True)
class ComparedGroup:
    """One group that both waves may show."""

    group: Group
    found: Difference


@dataclass(frozen=True)
class ComparedItem:
    question: Question
    """As the second wave asked it; as the first did where the second did not."""
    why: Why | None
    """Why it is not compared; None: it is."""
    found: Difference
    """Where it is not compared, the numbers of answers alone."""
    groups: Sequence[ComparedGroup] = ()

    @property
    def key(self) -> str:
        """The item."""
        return self.question.key


@dataclass(frozen=True)
class Learnt:
    """What those who took a test twice got right, at least five of them."""

    n: int
    mean: tuple[float, float]
    """Points, of one for each item."""
    full: int
    """The most points."""
    gain: Estimate
    normalised: float | None
    right: Mapping[str, tuple[float, float]]
    """By item, the share that answered it right, from 0 to 1."""


@dataclass(frozen=True)
class Comparison:
    waves: tuple[ComparedWave, ComparedWave]
    by: By | None
    mix_moved: bool
    """Whether a sector's share of the answers differs by more than 10 points."""
    items: Sequence[ComparedItem]
    """None under five answers in one of the waves."""
    is_test: bool = False
    """Whether names are kept, and right answers are known."""
    learnt: Learnt | None = None
    """None where it is no test, or fewer than five took both."""
