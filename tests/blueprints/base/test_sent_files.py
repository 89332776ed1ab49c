"""Files and the names under which they are saved."""

import pytest
from flask import Response

from blueprints.base.sent_files import PDF, named, sent


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("corum.xlsx", "attachment; filename=corum.xlsx"),
        ("two words.pdf", 'attachment; filename="two words.pdf"'),
        (
            "Özgeçmiş.pdf",
            "attachment; filename=Ozgecmis.pdf; filename*=UTF-8''%C3%96zge%C3%A7mi%C5%9F.pdf",
        ),
        ('a"; x="b.pdf', 'attachment; filename="a\\"; x=\\"b.pdf"'),
        (
            "şifre/../x.pdf",
            "attachment; filename=\"sifre/../x.pdf\"; filename*=UTF-8''%C5%9Fifre%2F..%2Fx.pdf",
        ),
    ],
)
def test_every_name_fits_a_header_and_arrives_whole(name, header):
    said = named(Response(b""), name).headers["Content-Disposition"]
    assert said == header
    assert said.isascii()


def test_what_is_sent_is_kept_by_nobody_on_the_way():
    answer = sent(b"%PDF-", "a.pdf", PDF, inline=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == "inline; filename=a.pdf"
    assert answer.content_type == "application/pdf"
