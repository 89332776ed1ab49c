"""The results of a wave as JSON."""

import pytest

from models.forms import AskedOf, QuestionKind
from models.sectors import Sector
from models.users import Role
from operations.base.answers import NamedProblem, NoOpinion
from operations.feedback.closing import close_wave
from operations.feedback.taking import GivenAnswers, take_answers
from queries.feedback.waves import questions_of, wave_of_event
from tests import factories
from tests.factories import feedback, waves
from tests.factories.waves import Person
from tests.statements import count_statements

K = QuestionKind
CSO, PUBLIC = Sector.CSO, Sector.PUBLIC


def test_totals_and_groups_are_told_and_what_is_withheld_is_absent(program):
    sides = [CSO] * 7 + [PUBLIC] * 6 + [Sector.ACADEMIA] * 3 + [Sector.OTHER] * 2
    wave = waves.wave(
        waves.survey(waves.scale("a")), [Person({"a": 4}, side=side) for side in sides], invited=30
    )
    told = program.get(f"/waves/{wave.id}/results?by=side")
    [item] = told.pop("items")
    assert told == {
        "wave_id": wave.id,
        "invited": 30,
        "answered": 18,
        "counted": 18,
        "waiting": 0,
        "minimum": 5,
        "by": "side",
        "groups": [{"value": "public", "n": 6}, {"value": "cso", "n": 7}],
        "withheld": 5,
    }
    assert item == {
        "item": "a",
        "kind": "scale",
        "label": "a",
        "label_en": "",
        "n": 18,
        "missing": 0,
        "distribution": {"1": 0, "2": 0, "3": 0, "4": 18, "5": 0},
        "mean": 4,
        "sd": 0,
        "ci": [4, 4],
        "top_two": {"share": 1, "ci": item["top_two"]["ci"]},
        "groups": [
            {
                "value": side,
                "n": n,
                "mean": 4,
                "ci": [4, 4],
                "distribution": {"1": 0, "2": 0, "3": 0, "4": n, "5": 0},
            }
            for side, n in (("public", 6), ("cso", 7))
        ],
    }
    assert item["top_two"]["ci"] == pytest.approx([0.8241, 1], abs=1e-4)


def test_each_kind_has_its_own_figures(program):
    form = waves.survey(
        waves.scale("scale", 7, no_opinion=True),
        waves.question("nps", K.NPS),
        waves.question("pick", K.MULTIPLE_CHOICE, choices="xyz"),
        waves.question("rank", K.RANKING, choices="xyz"),
        waves.question("yes", K.YES_NO),
        waves.question("matrix", K.MATRIX),
        waves.question("text", K.LONG_TEXT),
        waves.question("problem", K.PROBLEM),
        waves.question("heading", K.HEADING),
    )
    choices = {q.key: [c.id for c in q.choices] for q in form.questions}
    x, _y, z = choices["pick"]
    first, second, third = choices["rank"]
    wave = waves.wave(
        form,
        [
            Person(
                {
                    "scale": NoOpinion.NO_OPINION if number < 2 else 7,
                    "nps": 10 if number < 4 else 0,
                    "pick": (x, z) if number < 3 else (z,),
                    "rank": (third, first, second) if number < 4 else (first, third, second),
                    "yes": number < 2,
                    "text": "söz",
                    "problem": NamedProblem("yol"),
                }
            )
            for number in range(5)
        ],
    )
    items = {item["item"]: item for item in program.get(f"/waves/{wave.id}/results")["items"]}
    assert list(items) == ["scale", "nps", "pick", "rank", "yes", "text", "problem"]
    scale = items["scale"]
    assert (scale["n"], scale["mean"], scale["distribution"]) == (
        5,
        7,
        {**{str(point): 0 for point in range(1, 7)}, "7": 3, "none": 2},
    )
    assert items["nps"]["nps"]["score"] == 60
    assert items["pick"]["distribution"] == {"1": 3, "2": 0, "3": 5}
    assert items["rank"]["ranking"] == [
        {"choice": 3, "mean_place": 1.2, "first": 4},
        {"choice": 1, "mean_place": 1.8, "first": 1},
        {"choice": 2, "mean_place": 3, "first": 0},
    ]
    assert items["yes"]["distribution"] == {"yes": 2, "no": 3}
    for name in ("text", "problem"):
        assert (items[name]["n"], items[name]["distribution"]) == (5, {})
    assert {"nps", "ranking"}.isdisjoint(scale)


def test_sessions_are_told_by_their_numbers(program):
    asked = waves.scale("a", asked_of=AskedOf.SESSION)
    everybody = [Person(about={("a", 12): 4, ("a", 7): 2}) for _ in range(5)]
    wave = waves.wave(waves.survey(asked), everybody)
    told = program.get(f"/waves/{wave.id}/results?by=session")
    assert told["groups"] == [{"value": 7, "n": 5}, {"value": 12, "n": 5}]
    [item] = told["items"]
    assert [(group["value"], group["mean"]) for group in item["groups"]] == [(7, 2), (12, 4)]
    assert (item["n"], item["missing"], item["mean"]) == (10, 0, 3)


def test_what_few_answered_has_no_figures_and_a_wave_of_four_no_items(program):
    form = waves.survey(waves.scale("a"), waves.scale("b"))
    few = waves.wave(form, [Person({"a": 1}), *(Person({"b": 2}) for _ in range(6))])
    item = program.get(f"/waves/{few.id}/results?by=side")["items"][0]
    assert {name for name, value in item.items() if value} == {"item", "kind", "label"}
    four = waves.wave(form, [Person({"a": 1}, side=CSO) for _ in range(4)])
    told = program.get(f"/waves/{four.id}/results?by=side")
    assert (told["counted"], told["groups"], told["withheld"], told["items"]) == (4, [], 4, [])


def test_before_closing_there_are_no_groups_and_two_looks_never_differ_by_few(program):
    wave = waves.wave(waves.survey(waves.scale("a")), settled=False)
    [question] = questions_of(wave)
    looks = []
    for number in range(17):
        given = GivenAnswers({question.id: 1 + number % 5}, side=CSO if number % 3 else PUBLIC)
        take_answers(wave, [question], given, nonce=str(number), at=factories.NOW)
        factories.commit()
        feedback.count()
        told = program.get(f"/waves/{wave.id}/results?by=side")
        assert (told["groups"], told["answered"]) == ([], number + 1)
        assert not any(item["groups"] for item in told["items"])
        looks.append((told["counted"], *(item["n"] for item in told["items"])))
    close_wave(wave, by=None, at=factories.NOW)
    factories.commit()
    feedback.count()
    told = program.get(f"/waves/{wave.id}/results?by=side")
    assert told["groups"] == [{"value": "public", "n": 6}, {"value": "cso", "n": 11}]
    looks.append((told["counted"], told["items"][0]["n"]))
    assert list(dict.fromkeys(looks)) == [(0,), (5, 5), (10, 10), (17, 17)]


def test_other_provinces_waves_are_not_found_and_other_cuts_refused(program_of):
    form = waves.survey(waves.scale("a"), province="19")
    wave = waves.wave(form)
    event = factories.event(over=True, province="19")
    feedback.answer(event)
    addresses = [f"/waves/{each.id}/results" for each in (wave, wave_of_event(event))]
    for province, status in (("19", 200), ("06", 404)):
        program = program_of(Role.VIEWER, province=province)
        for address in addresses:
            program.get(address, status)
    program_of().get(f"{addresses[0]}?by=name", 422)
    program_of(Role.CHECK_IN_STAFF).get(addresses[0], 403)
    program_of().get("/waves/999999/results", 404)


def test_a_cut_is_told_in_few_statements(program):
    form = waves.survey(*(waves.question(i, K.RANKING, choices="xyz") for i in "abcdef"))
    wave = waves.wave(form, [Person(side=CSO) for _ in range(6)])
    with count_statements() as statements:
        program.get(f"/waves/{wave.id}/results?by=side")
    assert len(statements) <= 8
