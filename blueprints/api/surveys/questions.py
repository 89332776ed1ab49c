"""Reads the questions of a survey: all of them, or changes of what a form asks now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, Field

from blueprints.api.base.bodies import parsed
from blueprints.api.base.problem_details import Refused
from blueprints.api.base.refusal_kinds import INVALID_FIELDS
from blueprints.api.surveys.question_schemas import SurveyQuestion, questions_json
from operations.surveys.questions import ItemDetails

Changes = Annotated[
    list[dict[str, Any]],
    Field(
        max_length=200,
        description="Questions as in `POST /surveys`, known by their `item`; fields left out stay as"
        " they are. If every question has its `kind`, these are all questions, in this order;"
        " otherwise the others stay.",
    ),
]


class _Questions(BaseModel):
    questions: list[SurveyQuestion]


def details_of(questions: Iterable[SurveyQuestion]) -> list[ItemDetails]:
    """Raises Refused (422) where two questions or rows have the same item."""
    seen: set[str] = set()
    errors: dict[str, list[str]] = {}
    details: list[ItemDetails] = []
    for n, question in enumerate(questions):
        fields = ["item", *(f"rows.{row}.item" for row in range(len(question.rows)))]
        for field, item in zip(fields, question.items, strict=True):
            if item in seen:
                errors[f"questions.{n}.{field}"] = ["Another question has the same item."]
            seen.add(item)
        details += question.details()
    if errors:
        raise Refused(INVALID_FIELDS, errors=errors)
    return details


def changed_details(
    items: Sequence[ItemDetails], sent: Sequence[Mapping[str, Any]]
) -> list[ItemDetails]:
    """What the form is to ask from now on. Raises Refused (422)."""
    now = {question.item: question.model_dump(mode="json") for question in questions_json(items)}
    changed = [_over(now, question) for question in sent]
    if not all("kind" in question for question in sent):
        new = {str(question.get("item")): question for question in changed}
        changed = list({**now, **new}.values())
    return details_of(parsed(_Questions, {"questions": changed}).questions)


def _over(now: Mapping[str, dict[str, Any]], sent: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, with what the question is now behind it; nothing of another kind."""
    item = sent.get("item")
    before = now.get(item, {}) if isinstance(item, str) else {}
    if sent.get("kind", before.get("kind")) != before.get("kind"):
        return dict(sent)
    return {**before, **sent}
