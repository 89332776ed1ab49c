"""What people give when they are put on a list: details of themselves, and wishes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from hashlib import sha256

from lib import turkish
from lib.emails import mailbox_of
from models.events import Event, Session
from models.forms import Question
from models.registrations import Gender, Registration
from models.sectors import Sector
from operations.base.answers import Answers


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """A person's details, already cleaned and checked."""

    given_name: str
    family_name: str
    email: str | None
    phone: str | None
    sector: Sector
    institution: str = ""
    institution_role: str = ""
    province: str | None = None
    gender: Gender | None = None
    locale: str = "tr"


PERSON_FIELDS = tuple(field.name for field in fields(PersonDetails))
"""What is told of a person, by name and in the order of pages and tables."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a registration asks for besides a place: answers to questions, sessions."""

    questions: Sequence[Question] = ()
    """The questions that were asked; one of them without an answer loses the answer it had."""
    answers: Answers = field(default_factory=dict)
    sessions: Sequence[Session] | None = None
    """None: the sessions stay as they are; a new registration gets none."""


NO_WISHES = Wishes()


def write_details(registration: Registration, person: PersonDetails) -> None:
    """Write the person's details, and the keys by which lists are searched and sorted."""
    registration.given_name = person.given_name
    registration.family_name = person.family_name
    registration.email = person.email
    registration.mailbox = mailbox_of(person.email) if person.email else None
    registration.phone = person.phone
    registration.sector = person.sector
    registration.institution = person.institution
    registration.institution_role = person.institution_role
    registration.province = person.province
    registration.gender = person.gender
    registration.locale = person.locale
    registration.search_key = turkish.search_key(
        f"{registration.name} {person.email or ''} {person.institution}"
    )
    registration.sort_key = turkish.sort_key(f"{person.family_name} {person.given_name}")
    registration.name_key = turkish.search_key(registration.name)


def key_of(submission_key: str, event: Event, person: PersonDetails) -> str:
    """One key for each submission, made from the shown page's key, the event and the person.

    A submission that is sent twice is recognised by it.
    """
    name = turkish.sort_key(f"{person.family_name} {person.given_name}")
    sent = f"{submission_key}\n{event.id}\n{person.email}\n{name}"
    return sha256(sent.encode()).hexdigest()
