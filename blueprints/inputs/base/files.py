"""A file in a form: checked by its content, and kept if the form is refused for another reason."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation
from wtforms.widgets import html_params

from blueprints.base.languages import language
from extensions import keys
from lib import file_kinds, pictures
from lib.clock import utc_now
from lib.signed_links import BadLink
from lib.text import clean_line
from models.answers import Upload
from models.forms import Question
from operations.forms.uploads import SentFile
from queries.forms.opened import name_of
from queries.forms.uploads import upload_for_question

_LONGEST_NAME = 120
_SUFFIXES = ",".join(suffix for kind in file_kinds.KINDS for suffix in kind.suffixes)


class UploadField(Field):  # type: ignore[misc]
    """`data` is a SentFile of this form, or the Upload that was kept before, or None.

    The page names the kept file by a signed number, so that nobody can name another person's file.
    """

    data: SentFile | Upload | None

    def __init__(self, label: str, *, question: Question, required: bool, **more: Any) -> None:
        super().__init__(label, [_not_missing] if required else [], **more)
        self.question, self.flags.required = question, required
        self.kept: Upload | None = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.object_data = self.data = self.kept = data if isinstance(data, Upload) else None
        self.raw_data: Sequence[Any] = []
        if formdata is not None:
            self._take(formdata)

    @property
    def token(self) -> str:
        """The signed number of the kept file; "" if there is none."""
        return upload_token(self.kept.id, self.question) if self.kept else ""

    @property
    def kept_name(self) -> str:
        return name_of(self.kept, language()) if self.kept else ""

    def widget(self, field: "UploadField", **attributes: Any) -> Markup:
        shown = {"type": "file", "id": self.id, "name": self.name, "accept": _SUFFIXES}
        return Markup(f"<input {html_params(**shown, **_without_flags(attributes))}>")  # noqa: S704 - escaped

    def _take(self, formdata: Any) -> None:
        self.kept = self._kept_before(formdata.get(f"{self.name}-kept"))
        if formdata.get(f"{self.name}-removed"):
            self.kept = None
        self.data = self.kept
        sent = [file for file in formdata.getlist(self.name) if isinstance(file, FileStorage)]
        chosen = [file for file in sent if file.filename]
        if chosen:
            try:
                self.data = _checked(chosen[0])
            except ValueError as error:
                self.process_errors.append(str(error))

    def _kept_before(self, token: str | None) -> Upload | None:
        if not token:
            return None
        try:
            upload_id, question_id = keys.links.read("upload", token, count=2)
        except BadLink:
            return None
        found = upload_for_question(upload_id, question_id, at=utc_now())
        if found is None or question_id != self.question.id:
            self.process_errors.append(_("The file is no longer stored. Choose it again."))
            return None
        return found


def upload_token(upload_id: int, question: Question) -> str:
    """A signed number for a kept file of this question; whoever has it may answer with the file."""
    return keys.links.sign("upload", upload_id, question.id)


def _checked(file: FileStorage) -> SentFile:
    """The file, if its size and kind are allowed. Raises ValueError with words for the person."""
    content = file.stream.read(file_kinds.LARGEST + 1)
    if len(content) > file_kinds.LARGEST:
        raise ValueError(_("The file is too large. Choose one of at most 5 MB."))
    kind = file_kinds.kind_of(content)
    if kind is None:
        raise ValueError(_("Choose a PDF, PNG, JPEG or Word (DOCX) file."))
    if kind in file_kinds.PICTURES:
        content = _rewritten(content)
    bare = clean_line((file.filename or "").replace("\\", "/").rpartition("/")[2])
    name = file_kinds.fitting_name(bare[-_LONGEST_NAME:] or "dosya", kind)
    return SentFile(name, kind.mimetype, content)


def _rewritten(content: bytes) -> bytes:
    try:
        return pictures.rewritten(content)
    except pictures.TooManyPixels:
        raise ValueError(
            _("The picture is too large or too long. Choose one of at most 40 million pixels.")
        ) from None
    except pictures.BadPicture:
        raise ValueError(
            _("We could not read this picture. Save it anew or choose another one.")
        ) from None


def _not_missing(_form: Any, field: UploadField) -> None:
    if field.data is None and not field.errors:
        raise StopValidation(_("Choose a file."))


def _without_flags(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not False}
