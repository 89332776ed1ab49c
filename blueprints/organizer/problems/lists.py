"""All problem lists that the user may see, and how far each has come."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.lists import part_asked_for
from policy import Permission
from queries.problems.lists import lists_for

bp = Blueprint("problem_lists", __name__)

PAGE = 50


@bp.get("/problems")
@requires(Permission.SEE_RESULTS)
def index() -> ResponseReturnValue:
    page = part_asked_for(lists_for(current_user), limit=PAGE)
    return render_template("organizer/problems/lists.html", page=page)
