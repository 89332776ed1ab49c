"""What holds for all charts: well-formed, told in words, without styles, in the page's colours."""

import re
from typing import Any

import pytest
import typst

from exports.charts.canvas import COLOURS
from exports.typst_pdf import FOLDER
from lib.text_widths import text_width
from tests.exports.charts.drawings import SVG, one_of_each, parsed
from tests.house.test_style_sheets import DARK, LIGHT, SHEETS, contrast

HOSTILE = [
    "</text></svg><script>alert(1)</script>",
    "\"quoted\" & 'single' <b>",
    "NUL \x00, half \ud800, \ufffe and \x1b",
    "ğüşiöçıİ" * 400,
    "kelime " * 1500,
    "日本語のとても長い質問です" * 20,
    "",
]
PLAIN = {"svg", "title", "desc", "rect", "line", "path", "text"}
CSS = SHEETS["charts.css"]
FILLS = [tone for tone in COLOURS if tone not in {"ground", "ink", "muted", "line", "control"}]


def drawings():
    return [svg for chart in one_of_each() for svg in (chart.svg, chart.file)]


def tag(element):
    return element.tag.removeprefix(SVG)


def test_each_has_a_title_and_a_description_that_name_it():
    for chart in one_of_each():
        for svg in (chart.svg, chart.file):
            root = parsed(svg)
            title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
            assert root.get("role") == "img"
            assert (root.get("aria-labelledby"), title.text) == (title.get("id"), chart.title)
            assert (root.get("aria-describedby"), desc.text) == (desc.get("id"), chart.description)


def test_no_id_is_used_twice_on_a_page():
    ids = [
        one.get("id")
        for chart in one_of_each()
        for one in parsed(chart.svg).iter()
        if one.get("id")
    ]
    assert len(ids) == len(set(ids)) == 20


def test_there_are_plain_shapes_alone_and_nothing_that_a_strict_policy_stops():
    for svg in drawings():
        elements = list(parsed(svg).iter())
        assert {tag(one) for one in elements} <= PLAIN
        names = {name for one in elements for name in one.attrib}
        assert not [name for name in names if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_labels_stay_text_whatever_people_wrote(words):
    for chart in one_of_each(words):
        root = parsed(chart.file)
        assert {tag(one) for one in root.iter()} <= PLAIN
        chart.file.encode()  # no half surrogates


@pytest.mark.parametrize("width", [360, 560])
@pytest.mark.parametrize("words", [*HOSTILE, "E-posta"], ids=range(len(HOSTILE) + 1))
def test_no_words_leave_the_picture_or_cross_others(words, width):
    for chart in one_of_each(words, width=width):
        placed = [_place(text) for text in parsed(chart.file).iter(f"{SVG}text")]
        for left, right, _y in placed:
            assert left >= -0.5
            assert right <= width + 0.5
        for at, (left, right, y) in enumerate(placed):
            for other_left, other_right, other_y in placed[at + 1 :]:
                if abs(y - other_y) < 9:
                    assert right <= other_left + 0.5 or other_right <= left + 0.5


def _place(text):
    width = text_width(
        text.text or "", float(text.get("font-size")), bold=bool(text.get("font-weight"))
    )
    x, y = float(text.get("x")), float(text.get("y"))
    begins = {"middle": x - width / 2, "end": x - width}.get(text.get("text-anchor"), x)
    return begins, begins + width, y


def test_only_the_file_says_its_title_in_the_picture():
    for chart in one_of_each("Yalnız burada"):
        above = float(parsed(chart.file).get("viewBox").split()[1])
        assert above < 0
        assert parsed(chart.svg).get("viewBox").startswith("0 0 ")


def test_each_tone_of_a_picture_has_its_rule_and_the_colour_of_the_light_theme():
    used = set(re.findall(r"chart__(?:fill|stroke)--[\w-]+", "".join(map(str, drawings()))))
    rules = dict(re.findall(r"\.(chart__(?:fill|stroke)--[\w-]+) \{ \w+: var\(--([\w-]+)\)", CSS))
    assert used <= set(rules)
    colours = LIGHT | dict(re.findall(r"--([\w-]+): (#\w{6})", CSS.split("@media")[0]))
    for name, token in rules.items():
        assert COLOURS[name.split("--")[1]] == colours[token], name


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", FILLS)
def test_shares_can_be_read_on_their_parts_and_parts_told_from_gaps(theme, tone):
    part = 1 if theme is LIGHT else 2
    own = dict(re.findall(r"--([\w-]+): (#\w{6})", CSS.split(":root {")[part]))
    colour = (theme | own)[re.search(rf"fill--{tone} {{ fill: var\(--([\w-]+)", CSS)[1]]
    assert contrast(colour, theme["ground"]) >= 4.5
    assert contrast(colour, theme["line"]) >= 3  # a bar on its track


def test_reports_can_take_them_in():
    source = '#set document(title: "x")\n' + "\n".join(
        f'#image(bytes(sys.inputs.at("{at}")), format: "svg", alt: "x")' for at in range(10)
    )
    charts = {str(at): str(chart.svg) for at, chart in enumerate(one_of_each(width=560))}
    fonts: list[Any] = [FOLDER / "fonts"]
    pdf = typst.compile(
        source.encode(), format="pdf", pdf_standards="ua-1", sys_inputs=charts, font_paths=fonts
    )
    assert pdf.startswith(b"%PDF")
