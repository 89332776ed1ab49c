"""One event before it and one after it, with everything that their pages can show."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa

from extensions import db, keys
from models.events import Event
from models.factors import Authenticator
from models.forms import AskedAt, Choice, Question, QuestionKind
from models.letters import Letter
from models.registrations import Registration
from models.scans import Verdict
from models.scopes import Scope
from models.sectors import Sector
from models.statements import Statement
from models.users import Role, User
from operations.accounts.factor_resets import ask_for_factor_reset
from operations.accounts.tokens import create_api_token, revoke_token
from operations.accounts.users import create_invited_user
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from operations.check_in.conflicts import leave_so
from operations.check_in.devices import pair, pair_own_phone, prepare_device, revoke_device
from operations.check_in.scans import check_in
from operations.check_in.walk_ins import admit
from operations.events.agenda import SessionDetails, SpeakerDetails, add_session
from operations.problems.lists import list_of
from operations.problems.publication import publish_list
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.factories import feedback, forms, problems
from tests.factories.contacts import OF_EVENT
from tests.factories.survey_pages import asked, page_of, survey_wave
from tests.operations.check_in.doors import ticket_of

LONG = "Uzunköprülüoğullarından " * 4 + "İğneci"
"""A name of a hundred letters."""


@dataclass(frozen=True)
class Site:
    admin: User
    public: list[str]
    """Paths that everyone may open."""
    staff: list[str]
    """Paths for who is signed in; the last is a door."""
    form: str
    """The path of a registration form."""
    codes: dict[str, str]
    """What is typed at the door, by the end of the verdict's class that answers it."""


def furnish() -> Site:
    """Make the rows of a whole small site, and commit them."""
    admin = factories.user(name="Görevli Şükran")
    coming = factories.event(capacity=40, transferable=True, **OF_EVENT)
    over = factories.event(over=True, title=f"Gün {LONG}")
    _agenda(coming, admin)
    for kind in QuestionKind:
        choices = {LONG: 3, "Su": 0, "Kültür": None} if "choice" in kind else None
        forms.question(coming, kind, label=f"{kind} {LONG}", help=LONG, choices=choices)
    asked = forms.workshop(coming)
    forms.question(coming, label=LONG, shown_if=(asked, str(asked.choices[0].id)))
    guest = factories.registration(coming, given_name=LONG[:100], institution=LONG, by=admin)
    come = feedback.attendee(coming)
    just_now = datetime.now(UTC) - timedelta(minutes=1)
    late = factories.registration(
        factories.event(transferable=True, changes_close_at=just_now), by=admin
    )
    factories.registration(factories.event(approval=True, title="Ziyaret"))
    for side in (Sector.CSO, Sector.PUBLIC) * 6:
        feedback.answer(over, side=side, text=LONG, problem="Yazılarımıza yanıt gelmiyor.")
    feedback.close(over)
    still_asked = factories.event(over=True, title="Dün")
    invited = feedback.right(still_asked)
    for _ in range(10):
        feedback.answer(still_asked, text=LONG)
    feedback.count()
    _problems(over, admin)
    checkpoint = _doors(coming, asked.choices[0], come, admin)
    desk, arrived, waits = _desk(admin)
    letter = db.session.scalars(sa.select(Letter.id).limit(1)).one()
    db.session.commit()
    site = Site(
        admin=admin,
        public=[
            "/",
            "/events",
            "/events?q=hiçbiri",
            f"/events/{coming.slug}",
            f"/events/{over.slug}",
            f"/events/{coming.slug}/register",
            _own_page(guest),
            f"{_own_page(guest)}/details",
            f"{_own_page(guest)}/sessions",
            f"{_own_page(guest)}/transfer",
            f"{_own_page(late)}/transfer",
            _revoked(guest),
            "/my-registrations",
            "/my-registrations/sent",
            feedback.feedback_path(invited),
            page_of(survey_wave(*_asked_of_all(), title=LONG, description=LONG)),
            "/problems",
            f"/events/{over.slug}/problems",
            "/privacy",
            "/sign-in",
            "/sign-in/forgotten",
            "/sign-in/forgotten/sent",
            _invitation(admin),
            "/sign-in/password/unknown",
            "/api/v1/docs",
            "/nowhere",
        ],
        staff=[
            "/organizer/",
            "/organizer/events",
            "/organizer/events/new",
            "/organizer/contacts",
            "/organizer/contacts/19",
            "/organizer/audit",
            "/organizer/users",
            "/organizer/users/new",
            f"/organizer/users/{_account(admin).id}",
            f"/organizer/users/{admin.id}/edit",
            "/account/tokens",
            *(
                f"/organizer/events/{coming.id}{page}"
                for page in (
                    "",
                    "/edit",
                    "/sessions",
                    "/sessions/new",
                    "/registrations",
                    "/registrations/new",
                    "/checkpoints",
                    "/checkpoints/new",
                    "/devices",
                    "/devices/new",
                    "/conflicts",
                    "/attendance",
                    "/attendance/people",
                    "/feedback",
                    "/problems",
                    "/form",
                    "/form/preview",
                    "/questions/new",
                    "/questions/new?kind=single_choice",
                    "/feedback-form",
                    "/form-copies/new",
                    "/copies/new",
                    "/duplicates",
                    "/status-changes/new",
                    "/tags/new",
                )
            ),
            f"/organizer/events/{over.id}/feedback",
            f"/organizer/events/{still_asked.id}/feedback",
            f"/organizer/events/{over.id}/problems",
            *(
                f"/organizer/events/{over.id}{page}"
                for page in (
                    "/problems/acts",
                    "/problems/marks",
                    "/problems/hide-reasons",
                    "/problems/priorities",
                    "/statements/new",
                    "/statements/imports/new",
                    "/workshops",
                )
            ),
            "/organizer/problems",
            "/organizer/problems/weights",
            "/organizer/problems/lists/programme",
            "/organizer/workshops",
            "/organizer/roadmaps",
            "/organizer/roadmaps/new",
            f"/organizer/registrations/{guest.id}",
            f"/organizer/registrations/{come.id}",
            f"/organizer/registrations/{guest.id}/answers",
            f"/organizer/registrations/{guest.id}/mergers/{come.id}",
            "/organizer/letters",
            f"/organizer/letters/{letter}",
            "/organizer/accesses",
            "/account",
            "/account/password",
            "/account/sessions",
            "/account/factors",
            "/account/factors/authenticator",
            "/sign-in/second-factor",
            f"/organizer/events/{coming.id}/badges",
            f"{desk}/desk",
            f"{desk}/desk/{arrived.id}",
            f"{desk}/desk/{waits.id}",
            f"{desk}/walk-ins/new",
            f"{desk}/arrivals",
            f"{desk}/ticks/new",
            f"/check-in/{checkpoint}/walk-ins/new",
            f"/organizer/checkpoints/{checkpoint}/edit",
            f"/check-in/{checkpoint}/live",
            f"/check-in/{checkpoint}/conflicts",
            "/check-in/",
            f"/check-in/{checkpoint}",
        ],
        form=f"/events/{coming.slug}/register",
        codes={"admitted": _code(guest), "already": _code(come), "refused": "ABCD-2345"},
    )
    db.session.commit()  # what was just read, too: the server may write
    return site


def _desk(by: User) -> tuple[str, Registration, Registration]:
    """The path of a door of today, and whom one finds there: somebody inside, and one who waits."""
    now = datetime.now(UTC)
    event = factories.event(
        starts_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(hours=8),
        capacity=1,
        waitlist=True,
        title="Bugün",
    )
    forms.question(event, QuestionKind.YES_NO, label="Yemeğe kalıyor mu?", asked_at=AskedAt.DOOR)
    arrived = factories.registration(event, given_name=LONG[:100], institution=LONG, by=by)
    waits = factories.registration(event, family_name=LONG[:50], by=by)
    door = checkpoints_of(event)[0]
    admit(door, arrived, nonce="desk", by=by, at=now)
    return f"/check-in/{door.id}", arrived, waits


def _asked_of_all() -> list[Question]:
    """A question of each kind that an open link may ask, on two pages."""
    return [
        asked(kind, f"{kind} {LONG}", help=LONG, page=1 + nth % 2, choices=_choices_of(kind))
        for nth, kind in enumerate(QuestionKind)
    ]


def _choices_of(kind: QuestionKind) -> tuple[str, ...]:
    return (LONG, "Su", "Kültür") if kind.endswith(("_choice", "ranking", "problem")) else ()


def _agenda(event: Event, by: User) -> None:
    for number in range(3):
        starts_at = event.starts_at + timedelta(hours=number)
        details = SessionDetails(
            title=f"Oturum {number} {LONG}",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            room="Büyük salon",
            chosen=number > 0,
            speakers=[SpeakerDetails("Şule Çetin", "Valilik"), SpeakerDetails(LONG)],
        )
        add_session(event, details, by=by, at=factories.NOW)


def _doors(event: Event, choice: Choice, come: Registration, by: User) -> int:
    """One with every rule, phones in every state, and conflicts: one open, one settled."""
    main, at = checkpoints_of(event)[0], datetime.now(UTC)
    main.reentry, main.capacity = True, 40
    ruled = CheckpointDetails(
        name=LONG[:100],
        choice_id=choice.id,
        sectors=list(Sector),
        admits_waiting=True,
        roster=True,
        multiple=True,
        opens_at=event.starts_at,
        closes_at=event.ends_at,
    )
    add_checkpoint(event, ruled, by=by, at=at)
    phones = []
    for name in (LONG[:60], "Sağ kapı", "Sol kapı"):
        phone, code = prepare_device(
            event, name=name, checkpoints=checkpoints_of(event), kiosk=True, by=by, at=at
        )
        if name != "Sol kapı":
            pair(code, at=at)
        phones.append(phone)
    pair_own_phone(event, [main], name=by.name, by=by, at=at)
    code = ticket_of(come).short_code
    for number, read in enumerate((code, code, "ABCD-2345")):
        scan = check_in(
            main,
            code=read,
            nonce=f"door {number}",
            scanned_at=at,
            at=at,
            by=phones[number % 2],
            told=Verdict.ADMITTED,
        ).scan
    leave_so(scan, by=by, at=at)
    revoke_device(phones[0], by=by, at=at)
    return main.id


def _problems(event: Event, by: User) -> None:
    """One is public, one is not, and two statements belong to none yet."""
    said = db.session.scalars(sa.select(Statement).where(Statement.event_id == event.id)).all()
    problems.filed(said[:1], title="Yazışma", title_en="Letters", by=by)
    publish_list(list_of(Scope(event_id=event.id)), by=by, at=factories.NOW)
    problems.filed(said[1:2], title=LONG, by=by)


def _own_page(registration: Registration) -> str:
    token = keys.links.sign("registration", registration.id, registration.link_version)
    return f"/registrations/{token}"


def _invitation(by: User) -> str:
    _user, link = create_invited_user(
        "yeni@example.org",
        name=LONG[:100],
        role=Role.CHECK_IN_STAFF,
        province=None,
        at=datetime.now(UTC),
        by=by,
    )
    return urlsplit(link).path


def _account(admin: User) -> User:
    """Somebody signed in, with API tokens of every state, who has lost their authenticator app."""
    user, other = factories.user(name=LONG[:100]), factories.user()
    now = datetime.now(UTC)
    factories.signed_in(user)
    for owner in (user, admin):
        create_api_token(owner, name=LONG[:100], permissions=["see_results", "check_in"], at=now)
        create_api_token(owner, name="Eski", at=now - timedelta(days=400))
        token, _text = create_api_token(owner, name="Pano", at=now)
        revoke_token(token, by=admin, at=now)
    db.session.add(Authenticator(user=user, seed="", confirmed_at=now))
    ask_for_factor_reset(user, by=other, at=now)
    db.session.commit()
    return user


def _revoked(registration: Registration) -> str:
    return f"/registrations/{keys.links.sign('registration', registration.id, 0)}"


def _code(registration: Registration) -> str:
    return ticket_of(registration).short_code
