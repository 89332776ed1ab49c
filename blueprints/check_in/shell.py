"""The scanner as an application: a page without anybody's data that opens without a network."""

import json
from enum import StrEnum
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.headers import SECURITY_HEADERS, with_webassembly
from blueprints.base.labels import label
from blueprints.base.languages import LANGUAGES
from blueprints.base.pages import asset
from models.registrations import RegistrationStatus
from models.scans import RefusalReason, Verdict
from models.sectors import Sector

bp = Blueprint("shell", __name__)

# The decoder is WebAssembly, which these pages alone may run.
SCANNER_POLICY = with_webassembly(SECURITY_HEADERS["Content-Security-Policy"])
_SAID: dict[str, type[StrEnum]] = {
    "verdicts": Verdict,
    "reasons": RefusalReason,
    "sectors": Sector,
    "statuses": RegistrationStatus,
}
_FOLDERS = ("css", "fonts", "js/check_in", "vendor")
SHARED = ("js/page.js", "js/parts.js")
"""Scripts of other pages that the scanner loads too."""
_KINDS = (".css", ".js", ".wasm", ".woff2")


@bp.get("/shell")
@for_all
def show() -> ResponseReturnValue:
    response = Response(render_template("check_in/scanner/shell.html", labels_of=labels_of))
    response.headers["Content-Security-Policy"] = SCANNER_POLICY
    return response


@bp.get("/app.webmanifest")
@for_all
def index() -> ResponseReturnValue:
    response = jsonify(
        name=_("Meydan check-in"),
        short_name=_("Check-in"),
        start_url=url_for("check_in.checkpoints.index"),
        scope=url_for("check_in.checkpoints.index"),
        display="standalone",
        background_color="#0F171D",
        theme_color="#0B5C66",
        icons=[
            {"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": asset("icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": asset("icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    )
    response.mimetype = "application/manifest+json"
    return response


@bp.get("/service-worker.js")
@for_all
def service_worker() -> ResponseReturnValue:
    """The service worker's script. It names the release: browsers fetch all files of a new one."""
    told = {"mark": current_app.config["STATIC_MARK"], "files": _files(), "shells": _shells()}
    script = (_static() / "js/check_in/service_worker.js").read_text("utf-8")
    response = Response(
        f"const RELEASE = {json.dumps(told)};\n{script}", mimetype="text/javascript"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def labels_of(kind: str) -> dict[str, str]:
    """The words for each value of an enum, for the scanner's script."""
    return {member.value: label(member) for member in _SAID[kind]}


def _files() -> list[str]:
    """All files that the scanner may ever load, with the addresses of this release."""
    folder = _static()
    found = [path for name in _FOLDERS for path in (folder / name).rglob("*")]
    own = sorted(path for path in found if path.suffix in _KINDS)
    names = (*SHARED, *(path.relative_to(folder).as_posix() for path in own))
    return [asset(name) for name in names]


def _shells() -> list[str]:
    return [url_for("check_in.shell.show", lang=code) for code in LANGUAGES]


def _static() -> Path:
    return Path(current_app.static_folder or "")
