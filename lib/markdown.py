"""Descriptions that organizers write in Markdown, turned into HTML that can do no harm."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_PARSER, _PARSER_OF_LINES = (
    MarkdownIt("commonmark", {"html": False, "breaks": breaks}).enable("table")
    for breaks in (False, True)
)
_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"} | {
    "h3",
    "h4",
    "h5",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
# The page itself uses h1 and h2: what an author writes as # becomes h3.
_DEMOTED = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}


@lru_cache(maxsize=512)
def to_html(source: str, *, breaks: bool = False) -> str:
    """The text as safe HTML. With `breaks`, each line of a paragraph stays a line of its own."""
    parser = _PARSER_OF_LINES if breaks else _PARSER
    tokens = parser.parse(source)
    for token in tokens:
        token.tag = _DEMOTED.get(token.tag, token.tag)
    rendered = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )
