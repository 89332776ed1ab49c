"""The back office."""

from flask import Blueprint

from blueprints.organizer.check_in import (
    annulments,
    attendance,
    attendance_exports,
    badges,
    checkpoints,
    conflicts,
    devices,
    many_checkpoints,
)
from blueprints.organizer.events import agenda as sessions
from blueprints.organizer.events import copies as event_copies
from blueprints.organizer.events import dashboard, events, publications
from blueprints.organizer.feedback import results as feedback
from blueprints.organizer.forms import builder as forms
from blueprints.organizer.forms import copies as form_copies
from blueprints.organizer.forms import order as form_order
from blueprints.organizer.forms import previews as form_previews
from blueprints.organizer.forms import questions
from blueprints.organizer.letters import mailings, wordings
from blueprints.organizer.letters import outbox as letters
from blueprints.organizer.places import capacities as places
from blueprints.organizer.problems import problems, statements
from blueprints.organizer.registrations import (
    answers,
    bulk,
    delegations,
    duplicates,
    exports,
    imports,
    link_revocations,
    notes,
    status_changes,
    tags,
    uploads,
)
from blueprints.organizer.registrations import entries as registrations
from blueprints.organizer.selection import completeness, criteria, evaluations
from blueprints.organizer.selection import proposals as selections
from blueprints.organizer.selection import rules as selection_rules

bp = Blueprint("organizer", __name__, url_prefix="/organizer")
for page in (
    dashboard,
    events,
    publications,
    sessions,
    places,
    checkpoints,
    many_checkpoints,
    devices,
    conflicts,
    annulments,
    attendance,
    attendance_exports,
    registrations,
    answers,
    uploads,
    status_changes,
    exports,
    badges,
    bulk,
    tags,
    notes,
    duplicates,
    letters,
    wordings,
    mailings,
    link_revocations,
    feedback,
    completeness,
    criteria,
    evaluations,
    selection_rules,
    selections,
    problems,
    statements,
    delegations,
    imports,
    forms,
    form_previews,
    questions,
    form_order,
    form_copies,
    event_copies,
):
    bp.register_blueprint(page.bp)
