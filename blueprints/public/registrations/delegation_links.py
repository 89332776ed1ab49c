"""The link of an institution's contact: whoever holds it nominates for the institution."""

from flask import abort

from blueprints.base.found import signed_numbers_or_404
from lib.clock import utc_now
from models.delegations import Delegation
from models.link_terms import have_links_lapsed
from queries.registrations.delegations import delegation_by_link


def delegation_or_404(token: str) -> Delegation:
    number, version = signed_numbers_or_404("delegation", token, count=2)
    delegation = delegation_by_link(number, version)
    if delegation is None or have_links_lapsed(delegation.event, utc_now()):
        abort(410)
    return delegation
