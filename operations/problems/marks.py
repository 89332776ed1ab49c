"""What the public should not read of a statement is marked when it is written, and masked at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.personal_data import Span, found_in
from models.statements import MarkKind, Statement

Marks = Sequence[Mapping[str, Any]]
"""See models.statements."""

MASKS: Mapping[MarkKind, str] = {
    MarkKind.NAME: "[kişi adı]",
    MarkKind.PHONE: "[telefon]",
    MarkKind.EMAIL: "[e-posta]",
    MarkKind.ADDRESS: "[adres]",
    MarkKind.IDENTITY: "[kimlik no]",
    MarkKind.ACCOUNT: "[hesap no]",
    MarkKind.INSULT: "[…]",
}
"""What stands in the public text; statements are Turkish, whoever reads them."""
AT_ONCE = 500


def marked(text: str) -> dict[str, Any]:
    """The columns of a statement that depend on its text: `text`, `public_text`, `marks` and
    `unanswered`. Until a moderator answers, all marks are masked."""
    marks = [mark(span) for span in found_in(text)]
    return {
        "text": text,
        "public_text": masked(text, marks),
        "marks": marks,
        "unanswered": bool(marks),
    }


def mark(span: Span, *, masked: bool | None = None) -> dict[str, Any]:
    """`masked`: what a moderator answered."""
    return {"kind": str(span.kind), "start": span.start, "end": span.end, "masked": masked}


def masked(text: str, marks: Marks) -> str:
    """The text with a mask for each mark that no moderator rejected."""
    return "".join(piece for piece, _mark in pieces(text, marks))


def pieces(text: str, marks: Marks) -> Iterable[tuple[str, Mapping[str, Any] | None]]:
    """The public text in pieces, each with its mark, or None for what no mark touches."""
    read = 0
    for found in marks:
        yield text[read : found["start"]], None
        read = found["end"]
        rejected = found["masked"] is False
        yield text[found["start"] : read] if rejected else MASKS[MarkKind(found["kind"])], found
    yield text[read:], None


def look_through_old() -> int:
    """Mark statements that nobody has looked through yet, a few hundred at once; how many.

    One in a public list stays there, masked, until a moderator answers. The caller commits.
    """
    return look_through(sa.select(Statement).order_by(Statement.id).limit(AT_ONCE))


def look_through(chosen: sa.Select[Statement]) -> int:
    """Mark those of these statements that nobody has looked through yet; how many."""
    rows = chosen.where(Statement.marks.is_(None)).with_for_update(of=Statement, key_share=True)
    statements = db.session.scalars(rows).all()
    for statement in statements:
        for name, value in marked(statement.text).items():
            if name != "text":
                setattr(statement, name, value)
    db.session.flush()
    return len(statements)
