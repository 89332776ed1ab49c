"""Figures for programs that watch the site, as Prometheus reads them: of routes, never of people."""

from collections.abc import Iterator
from hmac import compare_digest
from ipaddress import IPv6Address, ip_address

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from blueprints.base import watching
from blueprints.base.access import for_all
from blueprints.base.bearers import bearer_token
from extensions import db
from lib.clock import utc_now
from queries.base import running
from queries.base.seals import age_of_newest_seal
from settings import Settings

bp = Blueprint("metrics", __name__)

_PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip")


@bp.get("/metrics")
@for_all
def show() -> ResponseReturnValue:
    """For who brings METRICS_TOKEN, or asks from this machine without a proxy."""
    if not (_brings_token() or _asks_from_here()):
        abort(404)
    registry = watching.figures().registry()
    registry.register(_State())
    answer = Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _brings_token() -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    token, given = settings.metrics_token, bearer_token()
    if not token or given is None:
        return False
    return compare_digest(given.encode(errors="replace"), token.encode())


def _asks_from_here() -> bool:
    if any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


class _State(Collector):
    """What the database says; without an answer of it, the figures of requests are shown alone."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            families = [*_outbox(), *_duties(), *_seals()]
        except SQLAlchemyError:
            families = []
        up = "Whether the database answers."
        yield GaugeMetricFamily("meydan_database_up", up, value=bool(families))
        yield from families
        pool = db.engine.pool
        if most := getattr(pool, "size", None):
            said = "Connections to the database that one web process keeps at most."
            yield GaugeMetricFamily("meydan_database_connections_kept", said, value=most())


def _outbox() -> Iterator[GaugeMetricFamily]:
    now = utc_now()
    outbox = running.outbox(at=now)
    letters = GaugeMetricFamily(
        "meydan_outbox_letters", "Letters that are not sent yet.", labels=["state"]
    )
    letters.add_metric(["due"], outbox.due)
    letters.add_metric(["later"], outbox.waiting - outbox.due)
    yield letters
    age = (now - outbox.due_since).total_seconds() if outbox.due_since else 0
    said = "Seconds for which the oldest due letter has waited."
    yield GaugeMetricFamily("meydan_outbox_oldest_due_seconds", said, value=age)


def _duties() -> Iterator[GaugeMetricFamily]:
    ended = GaugeMetricFamily(
        "meydan_duty_last_round_seconds",
        "When the last round of a duty of the worker ended, in seconds since 1970.",
        labels=["duty"],
    )
    failed = GaugeMetricFamily(
        "meydan_duty_failed", "1: the last round of the duty failed.", labels=["duty"]
    )
    for round_ in running.duty_rounds():
        ended.add_metric([round_.name], round_.ended_at.timestamp())
        failed.add_metric([round_.name], round_.failed)
    yield ended
    yield failed


def _seals() -> Iterator[GaugeMetricFamily]:
    if (age := age_of_newest_seal(utc_now())) is not None:
        said = "Seconds since the audit was last sealed."
        seconds = age.total_seconds()
        yield GaugeMetricFamily("meydan_audit_newest_seal_age_seconds", said, value=seconds)
