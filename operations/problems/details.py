"""What a moderator writes about a problem beside its title. Titles are acts: see `acts`."""

from dataclasses import dataclass
from datetime import datetime

from extensions import db
from models.audit import AuditAction
from models.problems import Problem
from models.users import User
from operations.base.audit import record


@dataclass(frozen=True, kw_only=True)
class ProblemDetails:
    summary: str = ""
    summary_en: str = ""
    topic: str = ""
    not_taken_up: str = ""
    """Why nothing will be done about it; empty: something is, or nothing yet."""
    not_taken_up_en: str = ""


def change_details(problem: Problem, details: ProblemDetails, *, by: User, at: datetime) -> None:
    problem.summary, problem.summary_en = details.summary, details.summary_en
    problem.topic = details.topic
    problem.not_taken_up = details.not_taken_up
    problem.not_taken_up_en = details.not_taken_up_en
    record(AuditAction.PROBLEM_CHANGED, at=at, by=by, event=problem.event, subject_id=problem.id)
    db.session.flush()
