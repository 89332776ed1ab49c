"""Letters to those who subscribe to a road map's changes."""

from collections.abc import Sequence
from datetime import date, datetime

from extensions import keys
from letters.compose import enqueue_to, site_address
from models.letters import Letter, LetterKind
from models.outcomes import Subscription

CONFIRMS, ENDS = 0, 1
"""What a link does whose numbers are signed for «subscription»."""


def subscription_address(subscription: Subscription, does: int) -> str:
    token = keys.links.sign("subscription", subscription.id, does)
    return site_address("public.subscriptions.show", token=token)


def enqueue_question(subscription: Subscription, *, at: datetime) -> Letter | None:
    """Whether they asked for it: without a click on its link nothing more is sent."""
    return enqueue_to(
        LetterKind.SUBSCRIPTION_ASKED,
        to_address=subscription.email,
        to_name="",
        locale=subscription.locale,
        at=at,
        title=subscription.road_map.title_in(subscription.locale),
        link=subscription_address(subscription, CONFIRMS),
    )


def enqueue_digest(
    subscription: Subscription, told: Sequence[str], *, day: date, at: datetime
) -> Letter | None:
    """The changes since the last one, once a day."""
    road_map = subscription.road_map
    return enqueue_to(
        LetterKind.CHANGES_DIGESTED,
        to_address=subscription.email,
        to_name="",
        locale=subscription.locale,
        at=at,
        once_key=f"digest:{subscription.id}:{day}",
        title=road_map.title_in(subscription.locale),
        told=told,
        link=site_address("public.road_maps.show", slug=road_map.slug),
        end_url=subscription_address(subscription, ENDS),
    )
