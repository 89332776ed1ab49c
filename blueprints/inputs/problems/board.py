"""What moderators type at the board of a problem list."""

from flask_babel import lazy_gettext as _l

from blueprints.inputs.base import fields as base

LONGEST_REASON = 500


class BoardForm(base.Form):
    """Nothing is required here: what an act needs depends on its button."""

    title = base.line(
        _l("Title of the new problem"),
        required=False,
        description=_l("One sentence in which both sides find what they said."),
    )
    title_en = base.line(_l("Title in English"), required=False)
    hide_reason = base.line(
        _l("Why it is hidden"),
        required=False,
        longest=LONGEST_REASON,
        description=_l("The person who wrote it can read this."),
    )
    reason = base.line(
        _l("Why"),
        required=False,
        longest=LONGEST_REASON,
        description=_l("Kept in the list of what was done."),
    )


class TitleForm(base.Form):
    """A problem's title, changed."""

    title = base.line(
        _l("Title of the problem"),
        description=_l("One sentence in which both sides find what they said."),
    )
    title_en = base.line(_l("Title in English"), required=False)
    reason = base.line(_l("Why"), required=False, longest=LONGEST_REASON)
