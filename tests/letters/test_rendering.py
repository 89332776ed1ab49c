"""Letters put together from kept pieces are those that are rendered as a whole."""

from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.kinds import KEPT
from letters.rendering import PERSONAL, written, written_from_pieces
from letters.wordings import Words
from models.letters import LetterKind
from tests import factories

# What could be taken for something else: markup, placeholders, gettext's marks, line ends.
NASTY = st.sampled_from(
    [
        "<b>",
        "{name}",
        "%(event)s",
        "{{ 7*7 }}",
        "\n\n\n\n",
        "  ",
        "&amp;",
        "'\"",
        "İı",
        "\u0301",
        "\ue000",
        "\ue001",
        "**",
        "](",
        "0",
        "x",
        "–",
        "{reason}",
        "\u2028",
    ]
)
TEXTS = st.lists(st.one_of(NASTY, st.text(max_size=12)), max_size=5).map("".join)
WORDS = st.builds(
    Words,
    subject=TEXTS.map(lambda text: f"{text} {{name}}"),
    body=st.tuples(TEXTS, TEXTS).map(
        lambda ends: (
            f"{ends[0]} {{given_name}}{{event}}x, **{{when}}** [a]({{link}}) {{link}}\n"
            f"{{reason}}{ends[1]}"
        )
    ),
)
FACTS = st.fixed_dictionaries(
    dict.fromkeys(("title", "when", "where", "event_url", "events_url"), TEXTS)
    | dict.fromkeys(("contact_name", "contact_email", "contact_phone"), TEXTS)
)
PEOPLE = st.fixed_dictionaries(dict.fromkeys(PERSONAL, TEXTS))


@given(
    kind=st.sampled_from(sorted(KEPT)),
    locale=st.sampled_from(["tr", "en"]),
    facts=FACTS,
    people=st.lists(PEOPLE, min_size=2, max_size=3),
    words=st.none() | WORDS,
)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_pieces_make_the_same_letter(sqlite_app, kind, locale, facts, people, words):  # noqa: PLR0917
    with sqlite_app.app_context():
        for personal in people:
            whole = written(kind, locale, {"locale": locale, **facts, **personal}, words)
            kept = written_from_pieces(kind, locale, facts, personal, words)
            assert asdict(kept) == asdict(whole)


@pytest.mark.parametrize("kind", sorted(KEPT))
def test_templates_of_kept_letters_ask_for_nothing_else_of_the_person(app, kind):
    """Given the rows as well, they say the same: so nothing that they read is left out."""
    from letters.compose import facts_of, letter_values, personal_of

    person = factories.registration(factories.event(), email=None)
    person.email, person.status_reason = "isil@example.org", "Kontenjan <doldu>"
    context = {
        "locale": "tr",
        "registration": person,
        "event": person.event,
        **facts_of(person.event, "tr"),
        **personal_of(person, "<a@b>"),
    }
    kept = letter_values(kind, person, at=factories.NOW, worded=None, message_id="<a@b>")
    whole = written(kind, "tr", context, None)
    assert kept is not None
    assert {name: kept[name] for name in ("subject", "text", "html")} == asdict(whole)


def test_one_persons_values_never_reach_another(app):
    event = factories.event()
    first = factories.registration(event, given_name="Işıl")
    second = factories.registration(event, given_name="Ömer")
    from extensions import db
    from models.letters import Letter

    letters = {letter.registration_id: letter for letter in db.session.query(Letter)}
    assert "Işıl" in letters[first.id].html
    assert "Işıl" not in letters[second.id].html + letters[second.id].text
    assert letters[first.id].kind is LetterKind.REGISTRATION_CONFIRMED
