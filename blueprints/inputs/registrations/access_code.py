from flask_babel import lazy_gettext as _l

from blueprints.inputs.base import fields as base


class AccessCodeForm(base.Form):
    code = base.line(
        _l("Code on paper"),
        longest=60,
        description=_l("As it is printed on the paper, such as ABCDE-FGHJK-MNPQR."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
