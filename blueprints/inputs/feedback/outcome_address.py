"""Where somebody wants to read what came of it."""

from flask_babel import lazy_gettext as _l

from blueprints.inputs.base import fields as base


class OutcomeAddressForm(base.Form):
    email = base.email(_l("Your email address"), render_kw={"autocomplete": "email"})
