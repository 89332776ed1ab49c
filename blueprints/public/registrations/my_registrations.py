"""«My registrations»: a letter with all links, so only the mailbox's reader gets them."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.languages import language
from blueprints.inputs.registrations.my_registrations import AddressForm
from blueprints.public.registrations.refusals import contact_address
from extensions import db, limiter
from lib.clock import utc_now
from operations.registrations.links import ask_for_listing
from queries.events.contacts import site_contact

bp = Blueprint("my_registrations", __name__, url_prefix="/my-registrations")


@bp.get("")
@for_all
def new() -> ResponseReturnValue:
    return render_template(
        "public/registrations/my_registrations/new.html", form=AddressForm(formdata=None)
    )


@bp.post("")
@limiter.limit("10 per minute; 100 per hour")
@for_all
def create() -> ResponseReturnValue:
    """The same response for every address; whether it is known is found out later, by the worker."""
    form = AddressForm()
    if not form.validate():
        return render_template("public/registrations/my_registrations/new.html", form=form), 422
    ask_for_listing(form.email.data, locale=language(), at=utc_now())
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.get("/sent")
@for_all
def show() -> ResponseReturnValue:
    return render_template(
        "public/registrations/my_registrations/show.html", contact=contact_address(site_contact())
    )
