"""The comparison of two waves as JSON."""

import pytest

from models.sectors import Sector
from models.users import Role
from tests.factories import waves
from tests.factories.waves import Person
from tests.statements import count_statements

CSO, PUBLIC = Sector.CSO, Sector.PUBLIC


def people(side, *answers):
    return [Person({"a": answer}, side=side) for answer in answers]


@pytest.fixture
def form(app):
    return waves.survey(waves.scale("a"), province="19")


def address(first, second):
    return f"/surveys/{first.form.survey_id}/comparison?waves={first.id},{second.id}"


def test_two_waves_are_told_item_by_item_and_group_by_group(program, form):
    first = waves.wave(form, people(CSO, 1, 2, 2, 3, 3) + people(PUBLIC, 3, 3, 3, 3, 3), name="ilk")
    second = waves.wave(form, people(CSO, *[4, 5] * 5) + people(PUBLIC, 3, 3, 3, 3, 3))
    told = program.get(f"{address(first, second)}&by=side")
    assert told["waves"] == [
        {"id": first.id, "name": "ilk", "n": 10, "mix": {"public": 5, "cso": 5}},
        {"id": second.id, "name": "", "n": 15, "mix": {"public": 5, "cso": 10}},
    ]
    assert told["mix_warning"]
    assert "test" not in told
    [item] = told["items"]
    assert (item["item"], item["comparable"], item["n"]) == ("a", True, [10, 15])
    assert item["mean"] == pytest.approx([2.6, 4])
    assert item["difference"] == pytest.approx(1.4)
    assert item["difference_weighted"] == pytest.approx((4.5 + 3) / 2 - 2.6)
    low, high = item["difference_ci"]
    assert low < item["difference"] < high
    assert item["words"] == "large"
    assert "why" not in item
    assert {"u", "p", "p_holm", "delta", "delta_ci", "top_two_difference"} <= item.keys()
    assert item["top_two_difference"]["value"] == pytest.approx(10 / 15)
    public, cso = item["groups"]
    assert (public["value"], public["difference"], public["words"]) == ("public", 0, "none")
    assert (cso["value"], cso["n"], cso["mean"]) == ("cso", [5, 10], [2.2, 4.5])


def test_what_is_not_compared_says_why(program, form):
    first = waves.wave(form, people(CSO, *[1] * 6))
    other = waves.form(form.survey, waves.scale("a", 7))
    told = program.get(address(first, waves.wave(other, people(CSO, *[2] * 6))))
    [item] = told["items"]
    assert (item["comparable"], item["why"], item["n"]) == (False, "points", [6, 6])
    assert (item["difference"], item["mean"], item["words"]) == (None, [None, None], None)


@pytest.mark.parametrize("named", ["", "{0}", "{0},{0}", "{0},999999", "{0},{1},{0}", "a,b"])
def test_two_different_waves_of_the_survey_must_be_named(program, form, named):
    first, second = waves.wave(form), waves.wave(form)
    of = named.format(first.id, second.id)
    refused = program.get(f"/surveys/{form.survey_id}/comparison?waves={of}", 422)
    assert list(refused["errors"]) == ["waves"]


def test_other_provinces_surveys_and_other_surveys_waves_are_not_compared(program_of, form):
    first, second = waves.wave(form), waves.wave(form)
    program_of(Role.VIEWER, province="19").get(address(first, second))
    program_of(Role.VIEWER, province="06").get(address(first, second), 404)
    program_of(Role.CHECK_IN_STAFF).get(address(first, second), 403)
    foreign = waves.wave(waves.survey(waves.scale("a")))
    program_of().get(address(first, foreign), 422)
    program_of().get(f"{address(first, second)}&by=session", 422)


def test_a_comparison_is_told_in_few_statements(program, form):
    first, second = (waves.wave(form, people(CSO, *[3] * 6)) for _ in range(2))
    with count_statements() as statements:
        program.get(f"{address(first, second)}&by=province")
    assert len(statements) <= 12
