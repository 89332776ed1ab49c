"""Rows named by an address, of the provinces of whoever is signed in; else 404."""

from typing import TypeVar

from flask import abort
from flask_login import current_user

from extensions import keys
from lib.signed_links import BadLink
from models.checkpoints import Checkpoint
from models.delegations import Delegation
from models.devices import Device
from models.events import Event, Session
from models.factors import FactorReset
from models.feedback import Wave
from models.forms import Question
from models.letters import Letter, Mailing
from models.problems import Problem
from models.progress import ActionReport
from models.registrations import Registration
from models.road_maps import Action, RoadMap
from models.selection import Criterion, Selection, SelectionRule
from models.statements import Statement
from models.surveys import Survey
from models.users import ApiToken, User
from models.workshops import Round, Workshop
from queries.accounts.factor_resets import reset_for
from queries.accounts.tokens import token_for
from queries.accounts.users import user_for
from queries.check_in.checkpoints import checkpoint_for
from queries.check_in.devices import device_for
from queries.events.agenda import session_for
from queries.events.events import event_for
from queries.forms.builder import question_for
from queries.letters.mailings import mailing_for
from queries.letters.outbox import letter_for
from queries.problems.problems import problem_for, statement_for
from queries.registrations.delegations import delegation_for
from queries.registrations.entries import registration_for
from queries.road_maps.actions import action_for
from queries.road_maps.reports import report_for
from queries.road_maps.road_maps import road_map_for
from queries.selection.evaluations import criterion_for
from queries.selection.proposals import rule_for, selection_for
from queries.surveys.surveys import survey_for, wave_for
from queries.workshops.workshops import round_for, workshop_for

Row = TypeVar("Row")


def or_404(row: Row | None) -> Row:
    if row is None:
        abort(404)
    return row


def signed_numbers_or_404(purpose: str, token: str, *, count: int) -> list[int]:
    """The numbers signed into one of our links for this purpose; 404 for a bad link."""
    try:
        return keys.links.read(purpose, token, count=count)
    except BadLink:
        abort(404)


def event_or_404(event_id: int) -> Event:
    return or_404(event_for(event_id, current_user))


def registration_or_404(registration_id: int) -> Registration:
    return or_404(registration_for(registration_id, current_user))


def standing_registration_or_404(registration_id: int) -> Registration:
    """A registration that was not merged into another; 404 for a merged one.

    What is written to merged registrations goes to the one that was kept.
    """
    registration = registration_or_404(registration_id)
    return or_404(registration if registration.merged_into_id is None else None)


def session_or_404(session_id: int) -> Session:
    return or_404(session_for(session_id, current_user))


def checkpoint_or_404(checkpoint_id: int) -> Checkpoint:
    return or_404(checkpoint_for(checkpoint_id, current_user))


def device_or_404(device_id: int) -> Device:
    return or_404(device_for(device_id, current_user))


def delegation_or_404(delegation_id: int) -> Delegation:
    return or_404(delegation_for(delegation_id, current_user))


def letter_or_404(letter_id: int) -> Letter:
    return or_404(letter_for(letter_id, current_user))


def mailing_or_404(mailing_id: int) -> Mailing:
    return or_404(mailing_for(mailing_id, current_user))


def problem_or_404(problem_id: int) -> Problem:
    return or_404(problem_for(problem_id, current_user))


def statement_or_404(statement_id: int) -> Statement:
    return or_404(statement_for(statement_id, current_user))


def question_or_404(question_id: int) -> Question:
    return or_404(question_for(question_id, current_user))


def selecting_event_or_404(event_id: int) -> Event:
    """An event that chooses among its applicants; else 404."""
    event = event_or_404(event_id)
    return or_404(event if event.approval else None)


def application_or_404(registration_id: int) -> Registration:
    """A registration of an event that chooses among its applicants; else 404."""
    registration = registration_or_404(registration_id)
    return or_404(registration if registration.event.approval else None)


def criterion_or_404(criterion_id: int) -> Criterion:
    return or_404(criterion_for(criterion_id, current_user))


def selection_rule_or_404(rule_id: int) -> SelectionRule:
    return or_404(rule_for(rule_id, current_user))


def selection_or_404(selection_id: int) -> Selection:
    return or_404(selection_for(selection_id, current_user))


def survey_or_404(survey_id: int) -> Survey:
    return or_404(survey_for(survey_id, current_user))


def wave_or_404(survey_id: int, wave_id: int) -> Wave:
    """A wave of this survey; 404 for one of another survey or of an event."""
    wave = or_404(wave_for(wave_id, current_user))
    return or_404(wave if wave.form.survey_id == survey_id else None)


def workshop_or_404(workshop_id: int) -> Workshop:
    return or_404(workshop_for(workshop_id, current_user))


def round_or_404(round_id: int) -> Round:
    return or_404(round_for(round_id, current_user))


def road_map_or_404(road_map_id: int) -> RoadMap:
    return or_404(road_map_for(road_map_id, current_user))


def action_or_404(action_id: int) -> Action:
    return or_404(action_for(action_id, current_user))


def report_or_404(report_id: int) -> ActionReport:
    return or_404(report_for(report_id, current_user))


def user_or_404(user_id: int) -> User:
    return or_404(user_for(user_id, current_user))


def token_or_404(token_id: int) -> ApiToken:
    return or_404(token_for(token_id, current_user))


def factor_reset_or_404(reset_id: int) -> FactorReset:
    return or_404(reset_for(reset_id, current_user))
