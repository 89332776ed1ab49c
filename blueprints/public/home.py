from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.access import for_all

bp = Blueprint("home", __name__)


@bp.get("/")
@for_all
def show() -> ResponseReturnValue:
    return render_template("public/home.html")
