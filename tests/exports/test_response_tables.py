import csv
import io

import pytest
from flask_babel import force_locale
from openpyxl import load_workbook

from exports.response_tables import (
    Chosen,
    Item,
    ItemKind,
    NoOpinion,
    Responses,
    responses_csv,
    responses_workbook,
)

RATED = Item(
    key="useful", label="Yararlı", kind=ItemKind.NUMBER, points={0: "hiç", 1: "", 2: "çok"}
)
HEARD = Item(
    key="heard",
    label="Nereden",
    kind=ItemKind.CHOICE,
    choices=["E-posta", "Diğer"],
    has_other=True,
)
WANTED = Item(key="wanted", label="Konular", kind=ItemKind.CHOICES, choices=["A", "B", "C"])
RANKED = Item(key="order", label="Sıra", kind=ItemKind.RANKING, choices=["A", "B"])
BEST = Item(key="best", label="En iyisi", kind=ItemKind.TEXT)
WORST = Item(key="worst", label="En kötüsü", kind=ItemKind.TEXT)
SPEAKER = Item(key="speaker", label="Konuşmacı", kind=ItemKind.NUMBER, linked=False)
ITEMS = [RATED, HEARD, BEST, WANTED, RANKED, WORST, SPEAKER]
HEADINGS = [
    "Yararlı",
    "Nereden",
    "Nereden: diğer, açıklama",
    "Konular: A",
    "Konular: B",
    "Konular: C",
    "Sıra: A",
    "Sıra: B",
]


@pytest.fixture(autouse=True)
def turkish(sqlite_app):
    with sqlite_app.test_request_context(), force_locale("tr"):
        yield


def responses_of(items, rows, loose=()):
    return Responses(items, rows, loose)


def sheets(responses, tmp_path):
    path = tmp_path / "answers.xlsx"
    responses_workbook(responses, path=str(path))
    return {
        page.title: [list(row) for row in page.iter_rows(values_only=True)]
        for page in load_workbook(path)
    }


def test_each_item_has_its_columns_in_the_forms_order_and_nought_stays_nought(tmp_path):
    row = {
        "useful": 0,
        "heard": Chosen([2], other="komşum"),
        "wanted": Chosen([1, 3]),
        "order": Chosen([2, 1]),
    }
    headings, cells = sheets(responses_of(ITEMS, [row]), tmp_path)["Yanıt"]
    assert headings == HEADINGS
    assert cells == [0, "Diğer", "komşum", 1, 0, 1, 2, 1]


def test_what_was_not_asked_is_empty_and_no_opinion_a_word(tmp_path):
    rows = [{"useful": NoOpinion()}, {"wanted": Chosen([])}]
    written = sheets(responses_of(ITEMS, rows), tmp_path)["Yanıt"][1:]
    assert sorted(written, key=str) == sorted(
        [["Fikrim yok"] + [None] * 7, [None] * 3 + [0, 0, 0, None, None]], key=str
    )


def test_rows_come_in_another_order_with_all_their_numbers(tmp_path):
    rows = [{"useful": n, "order": Chosen([1, 2] if n % 2 else [2, 1])} for n in range(200)]
    written = sheets(responses_of([RATED, RANKED], rows), tmp_path)["Yanıt"][1:]
    given = [[n, 1, 2] if n % 2 else [n, 2, 1] for n in range(200)]
    assert written != given
    assert sorted(written) == given


def test_texts_of_one_person_stand_neither_beside_numbers_nor_beside_one_another(tmp_path):
    rows = [{"useful": n, "best": f"b{n}", "worst": f"w{n}"} for n in range(200)]
    pages = sheets(responses_of([RATED, BEST, WORST], rows), tmp_path)
    assert all(isinstance(row[0], int) and len(row) == 1 for row in pages["Yanıt"][1:])
    headings, *texts = pages["Serbest metin"]
    assert headings == ["En iyisi", "En kötüsü"]
    best, worst = zip(*texts, strict=True)
    assert sorted(best) == sorted(f"b{n}" for n in range(200))
    assert sorted(worst) == sorted(f"w{n}" for n in range(200))
    numbers = [row[0] for row in pages["Yanıt"][1:]]
    in_one_row = [(n, int(b[1:]), int(w[1:])) for n, b, w in zip(numbers, best, worst, strict=True)]
    # By chance about one row in 200 has two of the same person.
    assert sum(len(set(row)) < 3 for row in in_one_row) < 20


def test_a_question_with_fewer_texts_begins_at_the_top_like_the_others(tmp_path):
    rows = [{"best": "iyi"}, {"best": "güzel", "worst": "uzun"}, {}]
    texts = sheets(responses_of([RATED, BEST, WORST], rows), tmp_path)["Serbest metin"][1:]
    assert {row[0] for row in texts} == {"iyi", "güzel"}
    assert [row[1] for row in texts] == ["uzun", None]


def test_answers_about_a_speaker_stand_on_a_sheet_apart(tmp_path):
    loose = [("speaker", 5), ("speaker", 0)]
    pages = sheets(responses_of(ITEMS, [{"useful": 1}], loose), tmp_path)
    assert pages["Yanıt"][0] == HEADINGS
    headings, *values = pages["Oturum veya konuşmacıya göre"]
    assert headings == ["Konuşmacı"]
    assert sorted(values) == [[0], [5]]


def test_the_codebook_says_what_each_value_means(tmp_path):
    _headings, *rows, note = sheets(responses_of(ITEMS, []), tmp_path)["Kod listesi"]
    assert [row[0] for row in rows] == [item.key for item in ITEMS]
    assert rows[0] == ["useful", "Yararlı", "Ölçek", "0 = hiç; 1; 2 = çok"]
    assert rows[1][3] == "1 = E-posta; 2 = Diğer"
    assert "rastgele" in note[1]


def test_a_form_of_texts_alone_has_no_empty_sheet(tmp_path):
    pages = sheets(responses_of([BEST], [{"best": "iyi"}]), tmp_path)
    assert list(pages) == ["Serbest metin", "Kod listesi"]


def test_text_is_never_calculated(tmp_path):
    formula = '=HYPERLINK("http://example.org")'
    row = {"heard": Chosen([2], other=formula), "best": formula}
    responses = responses_of([HEARD, BEST], [row])
    pages = sheets(responses, tmp_path)
    assert pages["Yanıt"][1][1] == pages["Serbest metin"][1][0] == formula
    path = tmp_path / "answers.xlsx"
    kinds = {cell.data_type for page in load_workbook(path) for line in page for cell in line}
    assert "f" not in kinds
    assert read(responses)[1] == ["Diğer", f"'{formula}"]


def test_csv_holds_the_first_sheet():
    rows = [{"useful": 0, "best": "nobody reads this there", "wanted": Chosen([2])}]
    assert read(responses_of(ITEMS, rows)) == [HEADINGS, ["0", "", "", "0", "1", "0", "", ""]]


def read(responses):
    content = b"".join(responses_csv(responses, delimiter=";")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))
