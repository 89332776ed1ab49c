"""Makes the files of results that people ordered, one by one."""

from flask import current_app

from commands.duties import Working
from extensions import db
from lib import errors, sqlite
from lib.clock import utc_now
from models.ordered_files import OrderedFile
from operations.base.files import conclude_file, next_file
from operations.feedback import file_contents
from operations.problems import files as problem_files
from operations.road_maps import files as road_map_files

CONTENTS = {
    "waves": file_contents.content_of,
    "problems": problem_files.content_of,
    "road_maps": road_map_files.content_of,
}
"""What each kind of file is made by."""


def make_files(worker: Working) -> None:
    while worker.goes_on and make_ordered_file():
        pass


def make_ordered_file() -> bool:
    """Make one file, without the write lock, since it can take seconds. False: none is ordered."""
    with sqlite.only_reading():
        ordered = next_file()
        file_id = ordered.id if ordered else None
        content = _content(ordered) if ordered else None
        db.session.rollback()
    if file_id is None:
        return False
    conclude_file(file_id, content, at=utc_now())
    db.session.commit()
    return True


def _content(ordered: OrderedFile) -> bytes | None:
    """None: it could not be made; the log says why."""
    number = ordered.id
    try:
        return CONTENTS[ordered.subject[0]](ordered, at=utc_now())
    except Exception as error:
        current_app.logger.error("file %d could not be made: %s", number, errors.described(error))
        return None
