"""Each house test still finds what it looks for: a fault is planted in a copy of the tree, deep
inside an area, and the test must fail. A rule that looks at the wrong folders would pass."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

ROUTES = """

@bp.get("/planted/Places/<int:nr>")
def planted(nr: int) -> str:
    return str(nr)


@bp.route("/planted", methods=["GET", "POST"])
def planted_twice() -> str:
    return str(_("Words that nobody translated"))
"""
FAULTS = [
    # The file, what is added to it, and the test that must fail.
    ("policy.py", "import queries.places.quotas", "test_policy_knows_nouns"),
    ("extensions.py", "import models.events", "test_extensions_know_nothing"),
    ("settings.py", "import flask", "test_settings_stand_alone"),
    (
        "models/places.py",
        "import flask",
        "test_the_lowest_layers_know_no_single_module_above[models]",
    ),
    ("lib/dates.py", "import werkzeug", "test_the_lowest_layers_know_no_single_module_above[lib]"),
    (
        "operations/places/quotas.py",
        "from flask_login import current_user",
        "reads_the_current_user_or_the_clock[operations]",
    ),
    (
        "queries/forms/questions.py",
        "from lib.clock import utc_now",
        "reads_the_current_user_or_the_clock[queries]",
    ),
    (
        "operations/letters/outbox.py",
        "db.session.commit()",
        "test_the_commit_is_at_the_edge[operations]",
    ),
    ("queries/check_in/doors.py", "session.commit()", "test_the_commit_is_at_the_edge[queries]"),
    (
        "blueprints/organizer/places/capacities.py",
        "db.session.rollback()",
        "test_no_view_rolls_back_by_itself",
    ),
    ("demo/plan.py", "datetime.now(UTC)", "test_one_module_reads_the_clock"),
    ("queries/check_in/doors.py", "func.now()", "test_no_database_is_asked_for_the_time"),
    (
        "tests/operations/places/test_planted.py",
        "def test_planted():\n    Thread()",
        "test_every_test_of_several_at_once_is_marked_as_a_race",
    ),
    ("queries/places/quotas.py", "#\n" * 301, "test_no_file_of_ours_is_longer"),
    (
        "operations/forms/order.py",
        'os.environ["SECRET_KEY"]',
        "test_the_environment_is_read_in_one_place",
    ),
    ("settings.py", 'os.environ.get("PLANTED")', "test_every_setting_is_documented"),
    (
        "static/css/site.css",
        "a { color: var(--planted) }",
        "test_every_token_that_a_sheet_uses_is_defined[site.css]",
    ),
    (
        "blueprints/organizer/places/capacities.py",
        ROUTES,
        "test_every_route_declares_who_may_use_it",
    ),
    ("blueprints/organizer/places/capacities.py", "", "test_addresses_are_kebab_case"),
    ("blueprints/organizer/places/capacities.py", "", "test_whatever_changes_something_is_a_post"),
    ("blueprints/organizer/places/capacities.py", "", "test_every_string_is_translated"),
    (
        "templates/organizer/places/edit.html",
        '<p style="color: red">',
        "test_no_page_has_inline_scripts_or_styles[templates/organizer/places/edit.html]",
    ),
    ("templates/organizer/places/planted.html", "<p>", "test_no_page_template_is_unused"),
    (
        "templates/organizer/registrations/_filters.html",
        "{% macro called_by_nobody() %}{% endmacro %}",
        "test_no_macro_is_unused",
    ),
    ("templates/public/planted.html", "<p>", "test_pages_lie_in_areas_of_their_audience[public]"),
    ("operations/planted.py", "#", "test_no_module_lies_outside_of_an_area[operations]"),
    ("queries/planted/__init__.py", "#", "test_every_area_has_a_name_that_is_described[queries]"),
    (
        "queries/planted/planted.py",
        "#",
        "test_the_order_of_the_areas_is_held_by_the_linter[queries]",
    ),
    ("blueprints/shared/places/__init__.py", "#", "test_the_table_of_areas_and_layers_is_true"),
    ("static/js/check_in/room.js", "// @ts-nocheck", "test_no_script_is_exempt_from_a_check"),
    ("static/js/check_in/room.js", "/** @type {any} */", "test_no_script_says_any"),
    (
        "static/js/check_in/room.js",
        'import { askIn } from "../questions.js";',
        "test_phones_keep_every_script_that_the_scanner_loads",
    ),
    (
        "templates/check_in/scanner/_words.html",
        '    "planted": _("Planted"),',
        "test_the_scanner_knows_the_sentences_of_its_page",
    ),
    ("letters/compose.py", 'ZONE = "Europe/Vienna"', "test_no_zone_is_named_in_the_code"),
    (
        "tests/blueprints/public/planted/test_nothing.py",
        "#",
        "test_tests_lie_in_the_areas_of_what_they_test[public]",
    ),
]
UPWARD = [
    # The file, what it must not import, and the contract that this breaks.
    ("lib/text.py", "models.events", "Nothing imports upward"),
    ("queries/places/quotas.py", "operations.places.quotas", "Nothing imports upward"),
    ("models/links.py", "flask", "Nouns know nothing of HTTP"),
    (
        "blueprints/public/events/home.py",
        "blueprints.organizer.events.events",
        "Audiences stand beside one another",
    ),
    (
        "blueprints/base/lists.py",
        "blueprints.shared.letters.documents",
        "Audiences stand beside one another",
    ),
    ("operations/places/quotas.py", "operations.events.events", "Areas of operations"),
    ("queries/forms/answers.py", "queries.check_in.doors", "Areas of queries"),
    (
        "blueprints/organizer/registrations/tags.py",
        "blueprints.organizer.events.agenda",
        "Areas of the back office",
    ),
    (
        "blueprints/public/site/privacy.py",
        "blueprints.public.events.home",
        "Areas of the public pages",
    ),
    ("blueprints/api/base/lists.py", "blueprints.api.events.schemas", "Areas of the API"),
    (
        "blueprints/inputs/base/sides.py",
        "blueprints.inputs.registrations.person",
        "Areas of what people type",
    ),
    (
        "blueprints/shared/forms/json_answers.py",
        "blueprints.shared.registrations.cells",
        "Areas of what audiences share",
    ),
]


def _plant(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")


def _never_called(number: int, line: str) -> str:
    return f"def planted_{number}():\n    {line}\n" if line.isprintable() else line


def _run(copy: Path, *command: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own commands
        command, cwd=copy, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    made: Path = tmp_path_factory.mktemp("planted") / "copy"
    away = shutil.ignore_patterns(
        *(".git", ".venv", "node_modules", "instance", "__pycache__", ".*_cache", ".hypothesis"),
        "screenshots",
    )
    shutil.copytree(ROOT, made, ignore=away)
    for number, (name, text, _test) in enumerate(FAULTS):
        is_code = name.endswith(".py") and not text.startswith(("#", "\n", "def "))
        _plant(made / name, _never_called(number, text) if is_code and text else text)
    for number, (name, module, _contract) in enumerate(UPWARD):
        _plant(made / name, _never_called(100 + number, f"import {module}"))
    return made


def test_every_house_test_finds_the_fault_planted_for_it(copy):
    house = ("tests/house", "-k", "not migrations and not planted")
    said = _run(copy, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rf", *house)
    failed = "\n".join(re.findall(r"^(?:FAILED|ERROR) (.*)$", said, re.MULTILINE))
    assert [test for *_, test in FAULTS if test not in failed] == [], said[-3000:]


def test_every_contract_of_the_linter_is_broken_by_what_it_forbids(copy):
    lint = Path(sys.executable).with_name("lint-imports")
    said = _run(copy, str(lint), "--no-logo", "--no-cache")
    broken = "\n".join(re.findall(r"^(.*) BROKEN$", said, re.MULTILINE))
    assert [contract for *_, contract in UPWARD if contract not in broken] == [], said[-3000:]
    arrows = [
        f"{name.removesuffix('.py').replace('/', '.')} -> {module}" for name, module, _ in UPWARD
    ]
    assert [arrow for arrow in arrows if arrow not in said] == [], said[-3000:]
