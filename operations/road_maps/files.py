"""Files of a road map: what each tells, ordered, made, and who took one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from flask_babel import force_locale

from exports.reports.content import Report
from exports.reports.docx import docx_of
from exports.reports.pdf import pdf_of
from exports.road_maps.evaluation import evaluation_report
from exports.road_maps.monitoring import monitoring_report
from exports.road_maps.sheets import actions_csv, actions_workbook
from exports.workbooks import workbook_bytes
from extensions import db
from models.audit import AuditAction
from models.ordered_files import FileFormat, OrderedFile
from models.road_maps import HalfYear, RoadMap
from models.users import User
from operations.base.audit import record
from operations.base.files import order_file
from operations.road_maps.standings import standing_now, standing_of, standings_of_year
from queries.base import arguments
from queries.road_maps.actions import ActionFilter, today_at
from queries.road_maps.told import Standing


@dataclass(frozen=True)
class AskedFile:
    """What of a road map a file tells: a half-year, a year, or how it stands now."""

    period: HalfYear | None
    year: int | None
    narrowed: ActionFilter

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, at: datetime) -> "AskedFile":
        """As the address says: a period goes before a year, and both before a filter of actions.
        Raises queries.base.arguments.BadArgument."""
        period, year = arguments.half_year(query), arguments.year(query)
        narrowed = ActionFilter.from_query(query, today=today_at(at))
        return cls(period, None if period else year, narrowed)

    def as_query(self) -> str:
        if self.period or self.year:
            return urlencode(arguments.as_query(period=self.period, year=self.year))
        return urlencode(sorted(self.narrowed.as_query().items()))


def standings_asked(road_map: RoadMap, asked: AskedFile, *, at: datetime) -> list[Standing]:
    """What the file tells, the last one above all. Empty: that time has not begun yet."""
    if asked.period:
        standing = standing_of(road_map, asked.period, at)
        return [standing] if standing else []
    if asked.year:
        return standings_of_year(road_map, asked.year, at)
    return [standing_now(road_map, asked.narrowed, at)]


def order_road_map(
    kind: FileFormat,
    road_map: RoadMap,
    asked: AskedFile,
    standings: Sequence[Standing],
    *,
    locale: str,
    at: datetime,
) -> OrderedFile:
    """A file of what `standings_asked` found: see `order_file`."""
    about = f"road_maps:{road_map.id}"
    return order_file(
        kind, about, version=_version(standings), by=asked.as_query(), locale=locale, at=at
    )


def record_road_map_export(
    road_map: RoadMap, kind: FileFormat, asked: AskedFile, *, by: User, at: datetime
) -> None:
    """Write down who took a file, of which road map and time."""
    of = str(asked.period or asked.year or "")
    record(AuditAction.ROAD_MAP_EXPORTED, at=at, by=by, subject_id=road_map.id, kind=kind, of=of)


def content_of(ordered: OrderedFile, *, at: datetime) -> bytes:
    """The file's bytes. Raises LookupError where the road map is gone or its time has not begun,
    and what the makers of PDF and DOCX raise."""
    road_map = db.session.get(RoadMap, int(ordered.subject[1][0]))
    if road_map is None:
        raise LookupError(ordered.about)
    asked = AskedFile.from_query(dict(parse_qsl(ordered.by)), at=at)
    standings = standings_asked(road_map, asked, at=at)
    if not standings:
        raise LookupError(ordered.by)
    with force_locale(ordered.locale):
        if ordered.kind in (FileFormat.XLSX, FileFormat.CSV):
            return _table(standings[-1], ordered)
        report = _report(standings, asked, locale=ordered.locale, at=at)
        return docx_of(report) if ordered.kind is FileFormat.DOCX else pdf_of(report)


def _table(standing: Standing, ordered: OrderedFile) -> bytes:
    actions = standing.actions(ordered.locale)
    if ordered.kind is FileFormat.XLSX:
        return workbook_bytes(partial(actions_workbook, actions))
    return b"".join(actions_csv(actions, delimiter=";" if ordered.locale == "tr" else ","))


def _report(
    standings: Sequence[Standing], asked: AskedFile, *, locale: str, at: datetime
) -> Report:
    made_on = today_at(at)
    if asked.year:
        return evaluation_report(standings, asked.year, locale=locale, made_on=made_on)
    return monitoring_report(standings[-1], locale=locale, made_on=made_on)


def _version(standings: Sequence[Standing]) -> str:
    """A checksum of all that is told."""
    told = [[standing.content, str(standing.approved_on)] for standing in standings]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
