from flask_babel import lazy_gettext as _l

from blueprints.inputs.base import fields as base


class AddressForm(base.Form):
    """The address to which the list of one's registrations is sent."""

    email = base.email(
        _l("Email"),
        description=_l("The address you used to register."),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
