from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all

bp = Blueprint("privacy", __name__)


@bp.get("/privacy")
@for_all
def show() -> ResponseReturnValue:
    return render_template("public/site/privacy.html")
