"""Who looked: a view notes whose data its answer shows; rows say so before the answer is sent.

    looked(AccessKind.LIST, people=len(page.items), event=event, narrowed_by=wanted.as_query())

If they cannot be written, nothing is shown. Tests walk all pages and fail where one shows people
and no row says so.
"""

from collections.abc import Iterable, Mapping

from flask import Flask, Response, current_app, g, make_response, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from blueprints.base.errors import nothing_shown
from blueprints.base.proofs import require_proof
from blueprints.base.refusals import respond_with
from blueprints.base.transactions import beside_the_request
from lib.clock import utc_now
from models.accesses import AccessKind
from models.devices import Device
from models.events import Event
from models.registrations import Registration
from models.users import ApiToken
from operations.accounts.accesses import Look, Looker, write_looks

MANY = 100
"""A file about more people than that asks who is there once more."""
_SEARCH = "q"


def init_app(app: Flask) -> None:
    """Call it after all others that change answers: what is asked last to do so comes first."""
    app.after_request(_written_down)


def looked(
    kind: AccessKind,
    *,
    people: int,
    event: Event | None = None,
    narrowed_by: Mapping[str, object] | None = None,
    sensitive: bool = False,
) -> None:
    """Note that the answer shows this many people. Of what was searched for only that it was is
    kept."""
    _note(
        Look(
            kind=kind,
            people=people,
            event_id=event.id if event else None,
            narrowed_by=_as_kept(narrowed_by or {}),
            sensitive=sensitive,
        )
    )


def looked_at(
    *people: Registration, kind: AccessKind = AccessKind.PERSON, sensitive: bool = False
) -> None:
    """Note that the answer shows each of these people by themselves."""
    for person in people:
        _note(
            Look(
                kind=kind,
                people=1,
                event_id=person.event_id,
                registration_id=person.id,
                sensitive=sensitive,
            )
        )


def exported(
    *,
    people: int,
    event: Event | None = None,
    narrowed_by: Mapping[str, object] | None = None,
    sensitive: bool = False,
) -> None:
    """Note that the answer is a file about this many people.

    Call it before the file is made: for one about many people a fresh proof is asked for.
    """
    if people > MANY and (proof := require_proof()) is not None:
        respond_with(proof)
    looked(
        AccessKind.EXPORT,
        people=people,
        event=event,
        narrowed_by=narrowed_by,
        sensitive=sensitive,
    )


def write_down() -> None:
    """Write what was noted now, before rows are read for a long answer: what was read earlier is
    read anew. If it cannot be written, the request ends here."""
    refusal = _refused()
    if refusal is not None:
        respond_with(refusal)


def _written_down(response: Response) -> Response:
    return _refused() or response


def _refused() -> Response | None:
    """Write the noted looks; the answer in place of the page where that fails."""
    looks: list[Look] = g.pop("looks", [])
    if not looks:
        return None
    by = _looker()
    try:
        with beside_the_request() as connection:
            write_looks(connection, looks, page=request.endpoint or "", by=by, at=utc_now())
    except SQLAlchemyError as error:
        current_app.logger.error("who looked cannot be written: %s", type(error).__name__)
        return make_response(nothing_shown())
    return None


def _note(look: Look) -> None:
    noted: list[Look] = g.setdefault("looks", [])
    noted.append(look)


def _looker() -> Looker:
    """The token or the phone that was shown with the request, else who has signed in."""
    shown: ApiToken | Device | None = g.get("api_token") or g.get("phone")
    if isinstance(shown, Device):
        return Looker(user_id=shown.user_id, device_id=shown.id)
    if shown is not None:
        return Looker(user_id=shown.user_id, token_id=shown.id)
    return Looker(user_id=current_user.id)


def _as_kept(narrowed_by: Mapping[str, object]) -> str:
    kept: Iterable[str] = (
        name if name == _SEARCH else f"{name}={value}" for name, value in narrowed_by.items()
    )
    return "&".join(kept)
