"""The address of a problem's public page, which names it."""

from flask import url_for

from lib.slugs import slugify
from models.problems import Problem


def slug_of(problem: Problem) -> str:
    """The Turkish title as part of an address: the same in both languages."""
    return slugify(problem.title, without="sorun")


def problem_address(problem: Problem) -> str:
    return url_for("public.problems.show", problem_id=problem.id, slug=slug_of(problem))
