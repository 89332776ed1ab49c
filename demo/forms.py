"""The questions of one coming event, and what people answered."""

from datetime import datetime
from random import Random

from demo.people import People
from extensions import db
from models.events import Event
from models.forms import AskedAt, FormPurpose, Question, QuestionKind
from models.registrations import Registration
from models.sectors import Sector
from models.users import User
from operations.base.answers import Given, write_answers
from operations.forms.builder import add_question
from operations.forms.details import ChoiceDetails, QuestionDetails, ShownIf
from operations.places.capacities import set_choice_places, set_sector_places, set_session_places
from operations.registrations.delegations import DelegationDetails, invite_delegation

_K = QuestionKind
_CSO_PLACES, _TABLE_PLACES, _BUS_PLACES, _HALL_PLACES = 80, 25, 40, 60
_DIETS = ["Vejetaryen", "Fıstık alerjim var", "Glutensiz"]


def ask_questions(
    event: Event, registered: list[Registration], *, by: User, at: datetime, chance: Random
) -> None:
    """Ask about tables and a bus with places, with a condition, and a sensitive one about diet.

    Places are set last, so that they count those who hold them already.
    """
    table, bus, stop, diet = _questions(event, by=by, at=at)
    for registration in registered:
        answers: dict[int, Given] = {
            table.id: (chance.choices(table.choices, weights=[5, 4, 2])[0].id,),
        }
        if chance.random() < 0.4:
            answers[bus.id] = (bus.choices[1].id,)
            answers[stop.id] = chance.choice(["Garaj", "Çarşı", "Üniversite"])
        else:
            answers[bus.id] = (bus.choices[0].id,)
        if chance.random() < 0.15:
            answers[diet.id] = chance.choice(_DIETS)
        write_answers(
            registration, [table, bus, stop, diet], answers, at=registration.registered_at
        )
    db.session.flush()
    for choice in table.choices:
        set_choice_places(choice, _TABLE_PLACES)
    set_choice_places(bus.choices[1], _BUS_PLACES)
    set_sector_places(event, Sector.CSO, _CSO_PLACES)


def offer_sessions(event: Event, registered: list[Registration], *, chance: Random) -> None:
    """Two sessions for people to choose, in a hall that holds fewer than the event."""
    for session in event.sessions[2:4]:
        session.chosen = True
        for registration in registered:
            if chance.random() < 0.6:
                registration.chosen_sessions.append(session)
        db.session.flush()
        set_session_places(session, _HALL_PLACES)


def ask_for_nominations(event: Event, *, by: User, at: datetime, people: People) -> None:
    """Ask two institutions to nominate officials."""
    for institution in ("Ankara Büyükşehir Belediyesi", "Ankara Valiliği"):
        contact = people.someone(event.province, {Sector.PUBLIC: 1})
        details = DelegationDetails(
            institution=institution,
            sector=Sector.PUBLIC,
            province=event.province,
            contact_name=f"{contact.given_name} {contact.family_name}",
            contact_email=contact.email or "",
            locale="tr",
            size=12,
            nominations_close_at=None,
        )
        invite_delegation(event, details, by=by, at=at)


def _questions(
    event: Event, *, by: User, at: datetime
) -> tuple[Question, Question, Question, Question]:
    def ask(kind: QuestionKind, label: str, label_en: str, **more: object) -> Question:
        details = QuestionDetails(label=label, label_en=label_en, **more)  # type: ignore[arg-type]
        return add_question(event, FormPurpose.REGISTRATION, kind, details, by=by, at=at)

    table = ask(
        _K.SINGLE_CHOICE,
        "Hangi çalışma masasına oturmak istersiniz?",
        "Which table would you like to join?",
        required=True,
        choices=[
            ChoiceDetails("İzin ve bildirim işlemleri", "Permits and notifications"),
            ChoiceDetails("Proje ve kaynak", "Projects and funds"),
            ChoiceDetails("Gönüllülük ve gençlik", "Volunteering and youth"),
        ],
    )
    bus = ask(
        _K.SINGLE_CHOICE,
        "Etkinliğe nasıl geleceksiniz?",
        "How will you travel to the event?",
        required=True,
        choices=[
            ChoiceDetails("Kendi imkânlarımla", "On my own"),
            ChoiceDetails("Düzenleyicilerin otobüsüyle", "On the organisers’ bus"),
        ],
    )
    stop = ask(
        _K.SHORT_TEXT,
        "Otobüse nereden bineceksiniz?",
        "Where will you get on the bus?",
        required=True,
        maximum=100,
        condition=ShownIf(bus.id, (str(bus.choices[1].id),)),
    )
    diet = ask(
        _K.SHORT_TEXT,
        "Yemekte dikkat etmemizi istediğiniz bir şey var mı?",
        "Do you have any dietary needs?",
        sensitive=True,
        asked_at=AskedAt.REGISTRATION,
    )
    return table, bus, stop, diet
