"""The code by which someone joins others who wait together."""

from flask_babel import lazy_gettext as _l

from blueprints.inputs.base import fields as base


class PartyForm(base.Form):
    code = base.line(
        _l("Group code"),
        longest=60,
        description=_l(
            "Eight letters and digits, such as ABCD-EFGH. The person who formed the group sees "
            "the code on this page."
        ),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
