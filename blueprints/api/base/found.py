"""Rows named by an address, if the token's user (by province) or device may see them; else 404."""

from blueprints.api.base.callers import caller, reader
from blueprints.base.found import or_404
from models.checkpoints import Checkpoint
from models.events import Event
from models.feedback import Wave
from models.progress import ActionReport
from models.registrations import Registration
from models.road_maps import Action, RoadMap
from models.statements import Statement
from models.surveys import Survey
from models.workshops import Round, Workshop
from queries.check_in.checkpoints import checkpoint_for
from queries.events.events import event_for
from queries.problems.problems import statement_for
from queries.registrations.entries import registration_for
from queries.road_maps.actions import action_for
from queries.road_maps.reports import report_for
from queries.road_maps.road_maps import road_map_for
from queries.surveys.surveys import survey_for, wave_for
from queries.workshops.workshops import round_for, workshop_for


def survey_or_404(survey_id: int) -> Survey:
    return or_404(survey_for(survey_id, caller()))


def wave_or_404(wave_id: int) -> Wave:
    return or_404(wave_for(wave_id, caller()))


def event_or_404(event_id: int) -> Event:
    return or_404(event_for(event_id, caller()))


def registration_or_404(registration_id: int) -> Registration:
    return or_404(registration_for(registration_id, caller()))


def checkpoint_or_404(checkpoint_id: int) -> Checkpoint:
    return or_404(checkpoint_for(checkpoint_id, reader()))


def workshop_or_404(workshop_id: int) -> Workshop:
    return or_404(workshop_for(workshop_id, caller()))


def round_or_404(round_id: int) -> Round:
    return or_404(round_for(round_id, caller()))


def statement_or_404(statement_id: int) -> Statement:
    return or_404(statement_for(statement_id, caller()))


def road_map_or_404(road_map_id: int) -> RoadMap:
    return or_404(road_map_for(road_map_id, caller()))


def action_or_404(action_id: int) -> Action:
    return or_404(action_for(action_id, caller()))


def report_or_404(report_id: int) -> ActionReport:
    return or_404(report_for(report_id, caller()))
