"""A contact's link: who holds it nominates for the institution."""

from flask import abort

from extensions import keys
from lib.signed_links import BadLink
from models.delegations import Delegation
from queries.registrations.delegations import delegation_by_link


def delegation_or_404(token: str) -> Delegation:
    try:
        number, version = keys.links.read("delegation", token, count=2)
    except BadLink:
        abort(404)
    delegation = delegation_by_link(number, version)
    if delegation is None:
        abort(410)
    return delegation
