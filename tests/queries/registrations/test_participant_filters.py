"""Every way in which the list of participants can be narrowed, and the filter as an address."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from extensions import db
from lib.clock import utc_now
from lib.provinces import PROVINCES
from lib.short_codes import printed
from models.answers import RegistrationAnswer
from models.checkpoints import Checkpoint
from models.delegations import Delegation
from models.forms import AskedAt, Choice, Form, FormPurpose, Question, QuestionKind
from models.registrations import RegistrationSource, RegistrationStatus
from models.sectors import Sector
from operations.check_in.scans import check_in
from operations.events.agenda import SessionDetails, add_session
from operations.registrations.tags import tag_registration
from queries.base import arguments
from queries.base.arguments import BadArgument
from queries.registrations.participants import Lack, ParticipantFilter, Presence
from queries.registrations.tags import tags_of
from tests import factories

_numbers = st.integers(1, 2**31 - 1)


def _searched(typed):
    try:
        return arguments.search_text({"q": typed})
    except BadArgument:
        return ""


_texts = st.text(max_size=120).map(_searched)


def _one_of(kind):
    return st.none() | st.sampled_from(list(kind))


_filters = st.builds(
    ParticipantFilter,
    status=_one_of(RegistrationStatus),
    sector=_one_of(Sector),
    province=_one_of(PROVINCES),
    tag=st.none() | _numbers,
    session=st.none() | _numbers,
    answer=st.none() | st.tuples(_numbers, _numbers),
    source=_one_of(RegistrationSource),
    delegation=st.none() | _numbers,
    came=_one_of(Presence),
    lacks=_one_of(Lack),
    people=st.sets(_numbers, max_size=40).map(lambda numbers: tuple(sorted(numbers))),
    text=_texts,
)


@given(_filters)
def test_any_filter_is_its_address(wanted):
    assert ParticipantFilter.from_query(wanted.as_query()) == wanted


@given(
    st.dictionaries(
        st.sampled_from(
            sorted(
                ParticipantFilter(
                    status=RegistrationStatus.PENDING,
                    sector=Sector.CSO,
                    province="06",
                    tag=1,
                    session=1,
                    answer=(1, 1),
                    source=RegistrationSource.API,
                    delegation=1,
                    came=Presence.CAME,
                    lacks=Lack.EMAIL,
                    people=(1,),
                    text="x",
                ).as_query()
            )
        ),
        st.text(max_size=60),
    )
)
def test_any_address_is_a_filter_with_all_its_values_or_is_refused(query):
    try:
        wanted = ParticipantFilter.from_query(query)
    except BadArgument as refused:
        assert query[refused.name].strip() == refused.value
        return
    assert ParticipantFilter.from_query(wanted.as_query()) == wanted
    if not wanted.people:
        assert set(wanted.as_query()) == {name for name in query if query[name].strip()}


@pytest.mark.parametrize("name", ["tag", "session", "answer", "delegation"])
@pytest.mark.parametrize(
    "typed", ["0", "-1", "9" * 30, "²", "1:", ":1", "1:0", "x", "1.5", "\x00", "١", "1:2:3"]
)
def test_numbers_that_no_row_has_are_refused(name, typed):
    with pytest.raises(BadArgument) as refused:
        ParticipantFilter.from_query({name: typed})
    assert (refused.value.name, refused.value.value) == (name, typed)


@pytest.mark.parametrize(
    "name", ["status", "sector", "province", "source", "came", "lacks", "people"]
)
def test_words_that_mean_nothing_are_refused(name):
    with pytest.raises(BadArgument):
        ParticipantFilter.from_query({name: "nonsense"})


@pytest.mark.parametrize(
    "typed", ["\u00b4", "\u0301", "\u200b", "\x00", "x" * 101, "\u0301" * 5000]
)
def test_a_search_that_looks_for_nothing_or_for_less_than_was_typed_is_refused(typed):
    with pytest.raises(BadArgument):
        ParticipantFilter.from_query({"q": typed})


@pytest.mark.parametrize("nothing", ["", " ", "\t"])
def test_an_empty_value_is_no_filter(nothing):
    names = ParticipantFilter.__dataclass_fields__
    query = dict.fromkeys([*names, "q"], nothing)
    assert ParticipantFilter.from_query(query) == ParticipantFilter()


def test_a_text_without_anything_to_look_for_finds_nobody(app):
    event = factories.event()
    factories.registration(event)
    assert found(event, text="\u00b4") == []


def found(event, **rules):
    return list(ParticipantFilter(**rules).everyone(event))


def test_tags_narrow(app):
    event = factories.event()
    tagged, _other = factories.registration(event), factories.registration(event)
    tag_registration(tagged, "Basın", by=factories.user(), at=factories.NOW)
    db.session.commit()
    (tag,) = tags_of(event)
    assert found(event, tag=tag.id) == [tagged]
    assert found(factories.event(), tag=tag.id) == []


def test_chosen_sessions_narrow(app):
    event = factories.event()
    chosen, _other = factories.registration(event), factories.registration(event)
    session = add_session(
        event,
        SessionDetails(title="Atölye", starts_at=event.starts_at, ends_at=event.ends_at),
        by=None,
        at=factories.NOW,
    )
    chosen.chosen_sessions = [session]
    db.session.commit()
    assert found(event, session=session.id) == [chosen]


def test_answers_to_choice_questions_narrow(app):
    event = factories.event()
    picked, other = factories.registration(event), factories.registration(event)
    bus, train = Choice(position=1, label="Otobüs"), Choice(position=2, label="Tren")
    question = Question(
        position=1,
        kind=QuestionKind.SINGLE_CHOICE,
        label="Nasıl geleceksiniz?",
        asked_at=AskedAt.REGISTRATION,
        choices=[bus, train],
    )
    db.session.add(Form(event=event, purpose=FormPurpose.REGISTRATION, questions=[question]))
    db.session.flush()
    for person, choice in ((picked, bus), (other, train)):
        db.session.add(
            RegistrationAnswer(
                registration=person, question=question, choice=choice, answered_at=factories.NOW
            )
        )
    db.session.commit()
    assert found(event, answer=(question.id, bus.id)) == [picked]
    assert found(event, answer=(question.id, 2**31 - 1)) == []


def test_source_delegation_and_what_people_lack_narrow(app):
    event = factories.event()
    nominated = factories.registration(event, family_name="A", email=None)
    plain = factories.registration(event, family_name="B")
    delegation = Delegation(
        event=event,
        institution="Çorum Valiliği",
        sector=Sector.PUBLIC,
        contact_name="Can",
        contact_email="can@example.org",
        size=2,
        created_at=factories.NOW,
    )
    db.session.add(delegation)
    db.session.flush()
    nominated.delegation_id, nominated.awaits_completion = delegation.id, True
    nominated.source = RegistrationSource.DELEGATION
    db.session.commit()
    assert found(event, delegation=delegation.id) == [nominated]
    assert found(event, source=RegistrationSource.DELEGATION) == [nominated]
    assert found(event, source=RegistrationSource.ORGANIZER) == [plain]
    assert found(event, lacks=Lack.EMAIL) == [nominated]
    assert found(event, lacks=Lack.COMPLETION) == [nominated]


@pytest.mark.parametrize("broken", ["x", "0", "-1", "99999999999", ".", "1..2", "1.x", "1." * 2000])
def test_ticks_that_cannot_be_read_are_refused(broken):
    with pytest.raises(BadArgument):
        ParticipantFilter.from_query({"people": broken})


def test_ticked_people_are_meant_whatever_else_the_address_says(app):
    event = factories.event()
    first, second, _third = (factories.registration(event, family_name=n) for n in "ABC")
    theirs = factories.registration(factories.event())
    people = (first.id, second.id, theirs.id)
    assert found(event, people=people, text="nobody") == [first, second]


def test_who_came_and_who_did_not(app):
    now = utc_now()
    event = factories.event(at=now, starts_at=now, ends_at=now + timedelta(days=365))
    came, away = (factories.registration(event, family_name=n) for n in "AB")
    (door,) = db.session.query(Checkpoint).all()
    code = came.ticket.short_code
    check_in(door, code=code, nonce="n", scanned_at=now, at=now, by=None)
    db.session.commit()
    assert found(event, came=Presence.CAME) == [came]
    assert found(event, came=Presence.STAYED_AWAY) == [away]


@pytest.mark.parametrize(
    "typed",
    ["0532 777 66 55", "+90 532 777 66 55", "5327776655", "7776655", "777 66", "00905327776655"],
)
def test_digits_find_phone_numbers_however_they_are_typed(app, typed):
    event = factories.event()
    wanted = factories.registration(event, phone="+905327776655")
    factories.registration(event, phone="+905321112233")
    assert found(event, text=typed) == [wanted]


def test_short_code_finds_whose_ticket_it_is_until_it_is_revoked(app):
    event = factories.event()
    wanted, _other = factories.registration(event), factories.registration(event)
    code = wanted.ticket.short_code
    for typed in (code, printed(code), printed(code).lower()):
        assert found(event, text=typed) == [wanted]
    assert found(factories.event(), text=code) == []
    wanted.ticket.revoked_at = factories.NOW
    db.session.commit()
    assert found(event, text=code) == []


def test_counts_follow_every_filter_but_the_status(app):
    event = factories.event(capacity=1, waitlist=True)
    people = [factories.registration(event) for _ in range(3)]
    wanted = ParticipantFilter(people=tuple(p.id for p in people[:2]))
    narrower = replace(wanted, status=RegistrationStatus.CONFIRMED)
    counts = narrower.counts(event)
    assert counts == wanted.counts(event)
    assert (counts[RegistrationStatus.CONFIRMED], counts[RegistrationStatus.WAITLISTED]) == (1, 1)


def test_an_empty_value_beside_one_that_narrows_widens_nothing():
    for values in (["", "cancelled"], ["cancelled", ""], [" ", "cancelled", "confirmed"]):
        query = MultiDict([("status", value) for value in values])
        assert ParticipantFilter.from_query(query).status is RegistrationStatus.CANCELLED
