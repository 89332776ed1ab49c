from datetime import UTC, datetime

from exports.results.sections import MOST_DRAWN, finding_table, groups_overview, sections_of
from exports.results.sentences import finding_sentence, sentence_of
from exports.results.words import Wording
from models.feedback import Wave
from models.forms import Choice, Question, QuestionKind
from models.sectors import Sector
from queries.feedback.results import By, GroupResult, ItemResult, Results
from queries.feedback.waves import Totals

_K = QuestionKind
WAVE = Wave(opens_at=datetime(2027, 3, 1, tzinfo=UTC), settled=True)


def question(number, kind=_K.SCALE, **values):
    return Question(id=number, kind=kind, **{"label": f"Soru {number}", "points": 5, **values})


def item(number=1, values=None, groups=(), **more):
    values = values or {"2": 5, "4": 5}
    return ItemResult(question(number, **more), sum(values.values()), 0, values, groups)


def results(items, by=None, groups=None, matrices=None):
    return Results(WAVE, Totals(20, 10, 0), by, groups or {}, 0, items, matrices or {})


def test_the_rows_of_a_matrix_stand_below_it():
    matrix = question(7, _K.MATRIX, label="İki taraf")
    rows = [item(8, matrix_id=7), item(9, matrix_id=7)]
    found = sections_of(results([item(1), *rows, item(10)], matrices={7: matrix}), Wording("tr"))
    assert [section.heading for section in found] == ["Soru 1", "İki taraf", "Soru 10"]
    assert [row.heading for row in found[1].rows] == ["Soru 8", "Soru 9"]


def test_a_group_that_is_not_shown_for_a_question_is_a_dash():
    cut = [GroupResult(Sector.CSO, 5, {"4": 5})]
    groups = {Sector.PUBLIC: 5, Sector.CSO: 5}
    table = finding_table(results([item(groups=cut)], By.SIDE, groups), Wording("tr", By.SIDE))
    assert table.rows == [["Soru 1", "1–5", "10", "3,00", "–", "4,00"]]


def test_many_groups_share_one_table_instead_of_a_chart_each():
    places = [f"{number:02d}" for number in range(1, MOST_DRAWN + 2)]
    cut = [GroupResult(place, 5, {"4": 5}) for place in places]
    many = results([item(groups=cut)], By.PROVINCE, dict.fromkeys(places, 5))
    wording = Wording("tr", By.PROVINCE)
    [section] = sections_of(many, wording)
    assert section.groups_chart is None
    assert groups_overview(many, wording).rows[0] == ["Adana", "5", "4,00"]
    assert len(finding_table(many, wording).headings) == 4
    few = results([item(groups=cut[:3])], By.PROVINCE, dict.fromkeys(places[:3], 5))
    assert sections_of(few, wording)[0].groups_chart is not None
    assert groups_overview(few, wording) is None


def test_a_choice_that_nobody_picked_stands_with_the_others():
    offered = [Choice(id=number, label=f"Seçenek {number}") for number in (1, 2)]
    chosen = item(kind=_K.SINGLE_CHOICE, choices=offered, values={"1": 6})
    [section] = sections_of(results([chosen]), Wording("tr"))
    assert [row[0] for row in section.chart.table.rows] == ["Seçenek 1", "Seçenek 2"]
    assert section.sentence == "En çok seçilen: Seçenek 1 (%100)."


def test_beside_a_mean_stands_how_many_numbers_it_is_made_of():
    matrix = question(7, _K.MATRIX)
    row = item(8, {"2": 5, "4": 5, "none": 3}, matrix_id=7, no_opinion=True)
    [section] = sections_of(results([row], matrices={7: matrix}), Wording("tr"))
    assert section.chart.table.rows[0][1] == "10"


def test_sentences_say_what_there_are_answers_for():
    assert sentence_of(item(values={"none": 6}, no_opinion=True), Wording("tr")) == (
        "Yanıt verenlerin hepsi fikri olmadığını söyledi."
    )
    withheld = ItemResult(question(1), None, None, {})
    assert sentence_of(withheld, Wording("tr")) == "Gösterilemeyecek kadar az yanıt var."
    items = [item(1, {"5": 6}), item(2, {"1": 6})]
    assert finding_sentence(items, Wording("tr")).startswith("En yüksek ortalama: “Soru 1” (5,00).")
    assert finding_sentence([item(1), item(2)], Wording("tr")) == ""
    assert finding_sentence([item(1), item(2, points=7)], Wording("tr")) == ""
