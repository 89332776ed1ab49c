"""Which questions are asked where some depend on the answers to others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Condition:
    """The question is asked only where question `on` was asked and answered with one of
    `values`."""

    on: int
    values: frozenset[str]


def asked(
    conditions: Mapping[int, Condition | None], answers: Mapping[int, Collection[str]]
) -> set[int]:
    """The questions that are asked when these are the answers, as text.

    An answer counts only where its question is asked itself. A question that is not among
    `conditions`, such as one of an earlier form, counts by its answer alone. Questions that depend
    on each other in a circle are never asked.
    """

    def holds(condition: Condition | None, found: set[int]) -> bool:
        if condition is None:
            return True
        counts = condition.on in found or condition.on not in conditions
        return counts and not condition.values.isdisjoint(answers.get(condition.on, ()))

    found: set[int] = set()
    while (
        more := {number for number, condition in conditions.items() if holds(condition, found)}
        - found
    ):
        found |= more
    return found
