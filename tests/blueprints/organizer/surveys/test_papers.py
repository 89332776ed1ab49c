"""A blank form to be printed: all kinds can be read, and it is for staff of the province."""

import re
from io import BytesIO

import pypdfium2
import pytest

from extensions import db
from models.forms import Choice, QuestionKind
from models.users import Role
from tests import factories
from tests.factories.survey_pages import asked, survey_wave

K = QuestionKind


@pytest.fixture
def wave(app):
    """A survey of Çorum that asks in every way that a form without a person can."""
    matrix = asked(K.MATRIX, "Ne kadar memnunsunuz?")
    row = asked(K.SCALE, "Yer", points=5, low="hiç", low_en="none", no_opinion=True)
    came = asked(K.YES_NO, "Geldiniz mi?")
    why = asked(K.LONG_TEXT, "Neden?")
    other = asked(K.SINGLE_CHOICE, "Nereden?", choices=("Gazete",))
    other.choices.append(Choice(position=2, label="Diğer", label_en="Other", takes_text=True))
    made = survey_wave(
        asked(K.HEADING, "Genel"),
        asked(K.NPS, "Önerir misiniz?"),
        matrix,
        row,
        other,
        asked(K.RANKING, "Sıralayın", choices=("Su", "Yol")),
        came,
        why,
        asked(K.PROBLEM, "Hangi sorun?", choices=("İzinler",)),
        asked(K.DISTRICT, "İlçeniz"),
        title="Kâğıt anketi",
        title_en="A survey on paper",
        province="19",
    )
    row.matrix_id = matrix.id
    why.shown_if_id, why.shown_if = came.id, ["no"]
    db.session.commit()
    return made


@pytest.fixture
def address(wave):
    return f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/paper.pdf"


def opened(client, address, user):
    factories.sign_in(client, user)
    return client.get(address)


def text_of(response):
    document = pypdfium2.PdfDocument(BytesIO(response.data))
    pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def test_a_form_of_all_kinds_is_printed_with_its_code(app, address, wave):
    response = opened(app.test_client(), address, factories.user())
    assert response.mimetype == "application/pdf"
    words = text_of(response)
    for part in (
        "Kâğıt anketi",
        "Çorum ilindeki düzenleyiciler",
        "Bu form anonimdir.",
        "1. Önerir misiniz?",
        "2. Ne kadar memnunsunuz?",
        "Fikrim yok",
        "3. Nereden?",
        "Diğer:",
        "Her kutuya bir sıra yazın",
        "6. Neden?",
        "Yalnızca 5 numaralı soruya yanıtınız şuysa: Hayır.",
        "7b. Konusu ne?",
        "Sivil toplum kuruluşu",
        f"Anket {wave.survey.id}, uygulama 1",
    ):
        assert part in words, part
    assert "Bulunduğunuz il" not in words  # the survey has one


def test_it_is_tagged_and_in_the_language_that_was_asked_for(app, address):
    pdf = opened(app.test_client(), f"{address}?lang=en", factories.user())
    assert b"/StructTreeRoot" in pdf.data and b"pdfuaid" in pdf.data
    assert re.search(rb"/Lang\s*\(en", pdf.data)
    assert "A survey on paper" in text_of(pdf)
    assert "Bu form" not in text_of(pdf)


def test_a_named_form_says_so_and_has_a_line_for_the_name(app, address, wave):
    wave.form.named = True
    db.session.commit()
    words = text_of(opened(app.test_client(), address, factories.user()))
    assert "Bu form anonim değil." in words
    assert "Adınız ve soyadınız" in words


def test_it_is_for_staff_of_the_province(app, address, wave):
    assert app.test_client().get(address).status_code == 302
    for role, province, status in (
        (Role.PROVINCIAL_ORGANIZER, "19", 200),
        (Role.PROVINCIAL_ORGANIZER, "76", 404),
        (Role.CHECK_IN_STAFF, "19", 403),
    ):
        user = factories.user(role, province=province)
        assert opened(app.test_client(), address, user).status_code == status
    elsewhere = address.replace(f"surveys/{wave.survey.id}", f"surveys/{wave.survey.id + 1}")
    assert opened(app.test_client(), elsewhere, factories.user()).status_code == 404
