"""A file with statements."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.submissions import new_submission_key
from lib.file_kinds import XLSX
from lib.spreadsheets import LARGEST


class StatementTableForm(base.Form):
    table = FileField(
        _l("Table as XLSX or CSV"),
        [FileRequired(_l("Choose a file."))],
        render_kw={"accept": f".xlsx,.csv,text/csv,{XLSX.mimetype}"},
    )
    submission_key = HiddenField(default=new_submission_key)

    @property
    def content(self) -> bytes:
        """The content, at most one byte more than allowed: the reader then refuses it."""
        return bytes(self.table.data.read(LARGEST + 1))
