"""The contact persons of provinces and of the whole site."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from blueprints.inputs.events.contact import ContactForm
from lib.clock import utc_now
from lib.provinces import PROVINCES, by_name
from models.contacts import WHOLE_SITE, Contact
from operations.events.contacts import change_contact
from policy import Permission
from queries.events.contacts import contacts_for

bp = Blueprint("contacts", __name__, url_prefix="/contacts")


@bp.get("")
@requires(Permission.EDIT_EVENTS)
def index() -> ResponseReturnValue:
    contacts = contacts_for(current_user)
    in_order = [WHOLE_SITE, *(code for code, _name in by_name())]
    rows = [(place, _name_of(place), contacts[place]) for place in in_order if place in contacts]
    return render_template("organizer/events/contacts/index.html", rows=rows)


@bp.get("/<code>")
@requires(Permission.EDIT_EVENTS)
def edit(code: str) -> ResponseReturnValue:
    return _form_page(code, ContactForm(_contact_or_404(code), formdata=None))


@bp.post("/<code>")
@requires(Permission.EDIT_EVENTS)
def update(code: str) -> ResponseReturnValue:
    form = ContactForm(_contact_or_404(code))
    if not form.validate():
        return _form_page(code, form, 422)
    committed(lambda: change_contact(code, form.contact(), by=current_user, at=utc_now()))
    return redirect_with(_("The contact person is saved."), url_for(".index"))


def _contact_or_404(place: str) -> Contact:
    return or_404(contacts_for(current_user).get(place))


def _name_of(place: str) -> str:
    return PROVINCES.get(place) or _("The whole site")


def _form_page(place: str, form: ContactForm, status: int = 200) -> ResponseReturnValue:
    page = render_template("organizer/events/contacts/form.html", form=form, place=_name_of(place))
    return page, status
