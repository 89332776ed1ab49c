"""Files of a problem list: ordered, made, and who took one."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from flask_babel import force_locale

from exports.problems.report import list_report
from exports.problems.sheets import list_csv, list_workbook
from exports.reports.content import Report
from exports.reports.docx import docx_of
from exports.reports.pdf import pdf_of
from exports.workbooks import workbook_bytes
from extensions import site_zone
from models.audit import AuditAction
from models.events import Event
from models.ordered_files import FileFormat, OrderedFile
from models.scopes import Scope
from models.users import User
from operations.base.audit import record
from operations.base.files import order_file
from operations.problems.told import told_list
from queries.problems.told import ToldList


def order_list(
    kind: FileFormat, scope: Scope, *, version: str, locale: str, at: datetime
) -> OrderedFile:
    """A file of this scope's list, `version` as `version_of` says: see `order_file`."""
    return order_file(kind, f"problems:{scope}", version=version, locale=locale, at=at)


def record_list_export(
    scope: Scope, event: Event | None, kind: FileFormat, *, by: User, at: datetime
) -> None:
    """Write down who took a file, of which list."""
    record(AuditAction.PROBLEMS_EXPORTED, at=at, by=by, event=event, scope=str(scope), kind=kind)


def content_of(ordered: OrderedFile, *, at: datetime) -> bytes:
    """The file's bytes: read in the worker, which nobody waits for. Raises what the makers of PDF
    and DOCX raise."""
    scope = Scope.parse(ordered.about.partition(":")[2])
    with force_locale(ordered.locale):
        return _MAKERS[ordered.kind](told_list(scope, ordered.locale), ordered.locale, at)


def _workbook(told: ToldList, _locale: str, _at: datetime) -> bytes:
    return workbook_bytes(partial(list_workbook, told))


def _csv(told: ToldList, locale: str, _at: datetime) -> bytes:
    return b"".join(list_csv(told, delimiter=";" if locale == "tr" else ","))


def _docx(told: ToldList, locale: str, at: datetime) -> bytes:
    return docx_of(_report(told, locale, at))


def _pdf(told: ToldList, locale: str, at: datetime) -> bytes:
    return pdf_of(_report(told, locale, at))


def _report(told: ToldList, locale: str, at: datetime) -> Report:
    zone = site_zone()
    made_on = at.astimezone(ZoneInfo(zone)).date()
    return list_report(told, locale=locale, made_on=made_on, zone=zone)


_MAKERS: dict[FileFormat, Callable[[ToldList, str, datetime], bytes]] = {
    FileFormat.XLSX: _workbook,
    FileFormat.CSV: _csv,
    FileFormat.DOCX: _docx,
    FileFormat.PDF: _pdf,
}
