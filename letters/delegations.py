from datetime import datetime

from extensions import keys
from letters.compose import enqueue, enqueue_to, registration_token, site_address
from models.delegations import Delegation
from models.letters import Letter, LetterKind
from models.registrations import Registration


def delegation_token(delegation: Delegation) -> str:
    return keys.links.sign("delegation", delegation.id, delegation.link_version)


def delegation_address(delegation: Delegation) -> str:
    """The address where the contact nominates; a new `link_version` makes it stop working."""
    return site_address("public.delegations.show", token=delegation_token(delegation))


def completion_address(registration: Registration) -> str:
    return site_address("public.completions.edit", token=registration_token(registration))


def enqueue_delegation_invitation(delegation: Delegation, *, at: datetime) -> Letter | None:
    """The letter that asks an institution's contact to nominate people."""
    return enqueue_to(
        LetterKind.DELEGATION_INVITED,
        to_address=delegation.contact_email,
        to_name=delegation.contact_name,
        locale=delegation.locale,
        at=at,
        event=delegation.event,
        institution=delegation.institution,
        size=delegation.size,
        deadline=delegation.closes_at,
        link=delegation_address(delegation),
    )


def enqueue_nomination(registration: Registration, *, at: datetime) -> Letter | None:
    """The letter that asks someone who was nominated to complete their own data."""
    return enqueue(
        LetterKind.PARTICIPANT_NOMINATED,
        registration,
        at=at,
        institution=registration.institution,
        link=completion_address(registration),
    )
