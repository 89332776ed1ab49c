"""A browser with taste: it reads pages through the test client and refuses careless HTML."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Element:
    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes, self.text = tag, attributes, ""


_VOID = {"input", "img", "br", "hr", "meta", "link", "source", "path", "circle", "rect", "use"}


class Document(HTMLParser):
    """The elements of a page in order, each with the text inside it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """`aria_label` is the attribute aria-label, `class_` is class."""
        wanted = {name.rstrip("_").replace("_", "-"): v for name, v in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def words(self, tag: str = "body") -> str:
        return " ".join(self.all(tag)[0].text.split())

    def form_values(self) -> dict[str, str]:
        """What the page's hidden fields would send."""
        return {
            e.attributes["name"]: e.attributes.get("value", "")
            for e in self.all("input", type="hidden")
        }


class PageBrowser:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, *, status: int = 200, **options: Any) -> Document:
        return self._read(self.client.get(address, **options), status)

    def post(self, address: str, data: dict[str, Any], *, status: int = 422) -> Document:
        """Send a form from its own page, with that page's hidden fields, and read the answer."""
        return self._read(self.submit(address, data), status)

    def submit(
        self, address: str, data: dict[str, Any], *, page: str | None = None
    ) -> TestResponse:
        """Send a form with the hidden fields of the page that it stands on."""
        hidden = self.get(page or address).form_values()
        return self.client.post(address, data={**hidden, **data})

    def _read(self, answer: TestResponse, status: int) -> Document:
        assert answer.status_code == status, (answer.status_code, answer.text[:2000])
        assert answer.mimetype == "text/html"
        page = Document(answer.text)
        refuse_carelessness(page)
        return page


def refuse_carelessness(page: Document) -> None:
    """One h1, a language, unique ids, labelled controls, nothing inline, no picture without words."""
    assert len(page.all("h1")) == 1, [e.text for e in page.all("h1")]
    assert page.all("html")[0].attributes.get("lang") in ("tr", "en")
    assert page.all("title")[0].text.strip()
    ids = Counter(e.attributes["id"] for e in page.elements if "id" in e.attributes)
    assert not [i for i, count in ids.items() if count > 1], ids.most_common(3)
    labelled = {e.attributes.get("for") for e in page.all("label")}
    for element in page.elements:
        name = (element.tag, element.attributes)
        if element.tag in ("input", "select", "textarea"):
            hidden = element.attributes.get("type") == "hidden"
            known = element.attributes.get("id") in labelled or "aria-label" in element.attributes
            assert hidden or known or "aria-labelledby" in element.attributes, name
        assert element.tag != "img" or "alt" in element.attributes, name
        assert element.tag not in ("style",) and "style" not in element.attributes, name
        assert not any(re.match("on[a-z]", a) for a in element.attributes), name
        assert (
            element.tag != "script"
            or element.attributes.get("src")
            or (element.attributes.get("type") in ("application/json", "application/ld+json"))
        ), name
        for reference in ("aria-describedby", "aria-labelledby"):
            for target in element.attributes.get(reference, "").split():
                assert target in ids, (reference, name)
