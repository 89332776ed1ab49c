"""«You said, we did»: to those who were there and want to hear of it, through the real outbox."""

import pytest
import sqlalchemy as sa

from commands.sending import send_letters
from commands.work import Worker, tell_outcomes
from extensions import db
from models.feedback import OutcomeAddress, Wave, WaveLink
from models.forms import Form
from models.letters import Letter
from models.outcomes import NewsKind, OutcomeNews
from models.problems import Problem
from models.registrations import Consent, ConsentPurpose
from models.road_maps import ActionStatus
from models.scopes import PROGRAMME, Scope
from models.statements import Statement, StatementSource, StatementState
from operations.letters.outcomes import (
    announce,
    announce_done,
    announce_list,
    announce_road_map,
    write_outcome_letters,
)
from operations.surveys.surveys import SurveyDetails, create_survey
from tests import factories
from tests.factories import NOW, problems
from tests.factories.feedback import attendee
from tests.factories.road_maps import action, road_map
from tests.smtp import sending_to


@pytest.fixture
def server(app, smtp_server):
    with sending_to(app, smtp_server.host, smtp_server.port):
        yield smtp_server


@pytest.fixture
def event(app):
    made = factories.event(over=True, title="Iğdır Günü", title_en="Iğdır Day")
    problems.problem(made, "Rampa yok", title_en="No ramp", published_at=NOW)
    db.session.commit()
    return made


def reader(event, email, *, came=True, withdrawn=False, consents=True, **values):
    make = attendee if came else factories.registration
    made = make(event, email=email, **values)
    if consents:
        withdrawn_at = NOW if withdrawn else None
        given = {"given_at": NOW, "withdrawn_at": withdrawn_at}
        made.consents.append(Consent(purpose=ConsentPurpose.FUTURE_EVENTS, **given))
    db.session.commit()
    return made


def left(event, email, locale="tr"):
    db.session.add(OutcomeAddress(event_id=event.id, email=email, locale=locale))
    db.session.commit()


def tell(event):
    announce(NewsKind.LIST_PUBLISHED, event_id=event.id, at=NOW)
    db.session.commit()
    tell_outcomes(Worker())


def written_to():
    letters = db.session.scalars(sa.select(Letter).where(Letter.once_key.startswith("outcome:")))
    return sorted(letter.to_address for letter in letters)


def consents():
    db.session.rollback()
    return db.session.scalars(sa.select(Consent)).all()


def test_those_who_came_and_allowed_it_hear_and_nobody_else(event):
    reader(event, "geldi@example.org")
    reader(event, "gelmedi@example.org", came=False)
    reader(event, "hayir@example.org", consents=False)
    reader(event, "vazgecti@example.org", withdrawn=True)
    reader(event, "birlesti@example.org").merged_into_id = reader(event, "kalan@example.org").id
    reader(factories.event(over=True), "baska@example.org")
    left(event, "birakti@example.org")
    tell(event)
    assert written_to() == ["birakti@example.org", "geldi@example.org", "kalan@example.org"]


def test_each_mailbox_is_written_to_once_for_a_piece_of_news(event):
    reader(event, "isil@example.org")
    reader(event, "isil+is@example.org")
    left(event, "isil@example.org")
    left(event, "isil+baska@example.org")
    for _again in range(2):
        tell(event)
        assert written_to() == ["isil@example.org"]


def test_what_was_begun_goes_on_where_it_stopped(event):
    for number in range(5):
        reader(event, f"kisi{number}@example.org")
        left(event, f"adres{number}@example.org")
    announce(NewsKind.LIST_PUBLISHED, event_id=event.id, at=NOW)
    sizes = []
    while write_outcome_letters(at=NOW, limit=3):
        db.session.commit()
        sizes.append(len(written_to()))
    assert sizes == [3, 5, 8, 10, 10]
    [news] = db.session.scalars(sa.select(OutcomeNews))
    assert news.written_at == NOW


def test_of_two_announcements_one_holds(event):
    kind = NewsKind.LIST_PUBLISHED
    assert announce(kind, event_id=event.id, at=NOW) is True
    assert announce(kind, event_id=event.id, at=NOW) is False
    assert len(list(db.session.scalars(sa.select(OutcomeNews)))) == 1


def test_what_was_taken_back_meanwhile_is_told_to_nobody(event):
    reader(event, "geldi@example.org")
    announce(NewsKind.LIST_PUBLISHED, event_id=event.id, at=NOW)
    for problem in db.session.scalars(sa.select(Problem)):
        problem.published_at = None
    tell(event)
    assert written_to() == []


def test_what_was_taken_back_is_told_once_it_is_public_again(event):
    reader(event, "isil@example.org")
    [problem] = db.session.scalars(sa.select(Problem))
    for public, told in ((None, []), (NOW, ["isil@example.org"]), (None, ["isil@example.org"])):
        problem.published_at = public
        tell(event)
        assert written_to() == told
    problem.published_at = NOW
    tell(event)
    assert written_to() == ["isil@example.org"]


def test_a_road_map_that_was_out_before_the_list_is_told_of_with_it(event):
    reader(event, "isil@example.org")
    [problem] = db.session.scalars(sa.select(Problem))
    problem.published_at = None
    taking_up = road_map(province=None)
    action(taking_up, problem)
    announce_road_map(taking_up, at=NOW)
    assert db.session.scalar(sa.select(sa.func.count(OutcomeNews.id))) == 0
    problem.published_at = NOW
    for _again in range(2):
        announce_list(problem.problem_list, at=NOW)
        db.session.commit()
        tell_outcomes(Worker())
        assert written_to() == ["isil@example.org"] * 2


@pytest.mark.parametrize(
    "locale, said, done",
    [("tr", "Rampa yok", "Yolu onar"), ("en", "No ramp", "Mend the road")],
)
def test_three_kinds_say_what_was_said_and_where_to_read_on(server, event, locale, said, done):
    reader(event, "isil@example.org", locale=locale)
    page = f"/events/{event.slug}/outcomes"
    [problem] = db.session.scalars(sa.select(Problem))
    whole = problems.problem(PROGRAMME, "Erişim", published_at=NOW)
    problem.part_of_id = whole.id
    announce_list(problem.problem_list, at=NOW)
    plan = road_map("Yol haritası 2026", title_en="Road map 2026")
    evidence = [{"title": "Tutanak", "url": "https://example.org/tutanak"}]
    made = action(plan, whole, title_en="Mend the road", evidence=evidence)
    announce_road_map(plan, at=NOW)
    made.status = ActionStatus.DONE
    announce_done(made, at=NOW)
    db.session.commit()
    tell_outcomes(Worker())
    server.accepted.clear()
    send_letters(Worker())
    told = [m for m in server.messages if m["List-Unsubscribe"]]
    assert len(told) == 3
    texts = [message.get_body(("plain",)).get_content() for message in told]
    for text in texts:
        assert said in text
        assert page in text
    assert [done in text for text in texts] == [False, True, True]
    assert "https://example.org/tutanak" in texts[2]


def test_one_click_in_the_mail_program_ends_them_for_the_mailbox(server, event, app):
    reader(event, "isil@example.org")
    reader(event, "isil+is@example.org")
    left(event, "isil@example.org")
    left(event, "can@example.org")
    tell(event)
    send_letters(Worker())
    for message in server.messages:
        if (
            message["To"].addresses[0].addr_spec == "isil@example.org"
            and message["List-Unsubscribe"]
        ):
            address = message["List-Unsubscribe"].strip("<>")
            assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client = app.test_client()
    path = address.removeprefix("http://meydan.example.org")
    assert client.get(path).status_code == 200
    assert [consent.withdrawn_at for consent in consents()] == [None, None]
    client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert all(consent.withdrawn_at for consent in consents())
    kept = db.session.scalars(sa.select(OutcomeAddress.email))
    assert list(kept) == ["can@example.org"]
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 303


def test_a_survey_s_answerers_hear_where_its_sentences_are_taken_up(app):
    survey = create_survey(
        SurveyDetails(title="Iğdır anketi"), [], province="76", by=factories.user(), at=NOW
    )
    form = db.session.scalars(sa.select(Form).where(Form.survey_id == survey.id)).first()
    wave = Wave(form=form, link=WaveLink.OPEN, opens_at=NOW, name="İlk", number=1)
    taken_up = problems.problem(Scope(province="76"), "Rampa yok", published_at=NOW)
    db.session.add(
        Statement(
            wave=wave,
            province="76",
            problem=taken_up,
            state=StatementState.JOINED,
            text="Rampa yok",
            public_text="Rampa yok",
            source=StatementSource.FEEDBACK,
            made_on=NOW.date(),
        )
    )
    db.session.add(OutcomeAddress(survey_id=survey.id, email="isil@example.org", locale="tr"))
    announce_list(taken_up.problem_list, at=NOW)
    plan = road_map()
    action(plan, taken_up)
    announce_road_map(plan, at=NOW)
    db.session.commit()
    tell_outcomes(Worker())
    letters = db.session.scalars(sa.select(Letter).order_by(Letter.id)).all()
    told = [letter for letter in letters if letter.to_address == "isil@example.org"]
    assert len(told) == 2
    assert "Iğdır anketi" in told[0].subject and "/problems" in told[0].text
    assert f"/roadmaps/{plan.slug}" in told[1].text
