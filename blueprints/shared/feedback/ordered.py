"""Files of results, ordered by a look at them."""

from collections.abc import Sequence
from functools import partial

from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.languages import language
from blueprints.base.ordered_files import file_or_waiting
from lib.clock import utc_now
from models.feedback import Wave
from models.ordered_files import FileFormat
from operations.feedback.files import order_results, record_results_export
from queries.feedback.results import By


def results_file_or_waiting(
    kind: FileFormat, waves: Sequence[Wave], *, by: By | None, name: str, page: str
) -> ResponseReturnValue:
    """The file in the reader's language, and an entry of who took it; else see
    `file_or_waiting`."""
    now = utc_now()
    return file_or_waiting(
        partial(order_results, kind, waves, by=by, locale=language(), at=now),
        taken=partial(record_results_export, waves, kind, by=current_user, at=now),
        name=name,
        page=page,
    )
