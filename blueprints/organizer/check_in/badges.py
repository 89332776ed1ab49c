"""Badges for all found by a filter of the participants' list, and the list for the door."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404, registration_or_404
from blueprints.base.lists import page_asked_for
from blueprints.base.looks import exported, looked_at
from blueprints.base.transactions import writing
from blueprints.organizer.registrations.filters import all_chips, asked_for
from blueprints.shared.check_in.badge_sheets import badge_file, has_badge, layout_asked_for
from blueprints.shared.check_in.door_list_sheets import AT_ONCE as LISTED_AT_ONCE
from blueprints.shared.check_in.door_list_sheets import door_list_file, parts_of
from exports.badges import BadgeLayout
from lib.clock import utc_now
from operations.check_in.prints import record_badge, record_badges
from policy import Permission
from queries.check_in.badges import badge_count, badge_page
from queries.check_in.door_lists import listed_count

bp = Blueprint("badges", __name__)

AT_ONCE = 600
"""Badges in one file: 75 sheets, drawn in some three seconds."""


@bp.get("/events/<int:event_id>/badges")
@requires(Permission.MANAGE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    """Which people, how many they are, and the files of six hundred badges each."""
    event = event_or_404(event_id)
    wanted, offered = asked_for(event)
    return render_template(
        "organizer/check_in/badges/index.html",
        event=event,
        filter=wanted,
        chips=all_chips(wanted, offered),
        count=badge_count(event, wanted),
        page=page_asked_for(lambda after: badge_page(event, wanted, limit=AT_ONCE, after=after)),
        after=request.args.get("after"),
        at_once=AT_ONCE,
        listed_at_once=LISTED_AT_ONCE,
        parts=parts_of(listed_count(event)),
    )


@bp.get("/events/<int:event_id>/badges.pdf")
@requires(Permission.MANAGE_REGISTRATIONS)
def table(event_id: int) -> ResponseReturnValue:
    """The badges that begin after `?after=`. Who prints them is written to the audit log first."""
    event = event_or_404(event_id)
    wanted, _offered = asked_for(event)
    page = page_asked_for(lambda after: badge_page(event, wanted, limit=AT_ONCE, after=after))
    or_404(page.items or None)
    exported(people=len(page.items), event=event, narrowed_by=wanted.as_query())
    file = badge_file(event, page.items, layout_asked_for(BadgeLayout.SHEET))
    with writing():
        record_badges(event, wanted, people=len(page.items), by=current_user, at=utc_now())
    return file


@bp.get("/registrations/<int:registration_id>/badge.pdf")
@requires(Permission.MANAGE_REGISTRATIONS)
def show(registration_id: int) -> ResponseReturnValue:
    registration = registration_or_404(registration_id)
    or_404(has_badge(registration) or None)
    looked_at(registration)
    file = badge_file(registration.event, [registration], layout_asked_for(BadgeLayout.LABEL))
    with writing():
        record_badge(registration, by=current_user, at=utc_now())
    return file


@bp.get("/events/<int:event_id>/door-list.pdf")
@requires(Permission.CHECK_IN)
def door_list(event_id: int) -> ResponseReturnValue:
    """All confirmed people, for when everything else fails; `?part=` if the list is very long."""
    return door_list_file(event_or_404(event_id))
