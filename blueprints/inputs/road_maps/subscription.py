from flask_babel import lazy_gettext as _l

from blueprints.inputs.base import fields as base


class SubscriptionForm(base.Form):
    """Where the changes of a road map are sent."""

    email = base.email(_l("Your email address"), render_kw={"autocomplete": "email"})
