"""What a link to a form stands for."""

from dataclasses import dataclass

from blueprints.base.found import or_404, signed_numbers_or_404
from extensions import keys
from lib.signed_links import BadLink
from models.feedback import Right, Wave
from queries.feedback.waves import (
    invitation_by_id,
    right_by_id,
    right_of_invitation,
    wave_by_id,
)


@dataclass(frozen=True)
class Link:
    wave: Wave
    right_id: int
    right: Right | None
    """None: it was used, or the wave is over."""

    @property
    def is_of_somebody_known(self) -> bool:
        """Whether we know whose answers come by it, as named waves must."""
        return self.right is None or self.right.invitation_id is not None


def link_or_404(token: str) -> Link:
    """The wave and the right that were signed into the link; 404 for one that is not ours.

    Links of before waves hold the number of the invitation alone.
    """
    try:
        wave_id, right_id = keys.links.read("feedback", token, count=2)
    except BadLink:
        return _link_of_before(token)
    wave = or_404(wave_by_id(wave_id))
    return Link(wave, right_id, right_by_id(wave_id, right_id))


def _link_of_before(token: str) -> Link:
    [number] = signed_numbers_or_404("feedback", token, count=1)
    invitation = or_404(invitation_by_id(number))
    wave = or_404(wave_by_id(invitation.wave_id))
    right = right_of_invitation(invitation)
    return Link(wave, right.id if right else 0, right)
