from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lib.local_days import midnight
from models.base import Base
from models.events import Event, Session
from models.forms import Choice


class Checkpoint(Base):
    """A door, a day, a session, a bus or a meal at which people are scanned."""

    __tablename__ = "checkpoints"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sessions.id"))
    name: Mapped[str]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    exits: Mapped[bool] = mapped_column(default=False)
    """Whether exits are scanned, even where neither re-entry nor a capacity depends on them."""
    reentry: Mapped[bool] = mapped_column(default=False)
    """Whether someone who left may come in again."""
    multiple: Mapped[bool] = mapped_column(default=False)
    """Whether one ticket may enter several times without leaving."""
    only_chosen: Mapped[bool] = mapped_column(default=False)
    """At a door of a session: only people who chose that session may enter."""
    choice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("choices.id"))
    """Only people who picked this choice may enter, such as those who asked for one bus."""
    sectors: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Only people of these sectors may enter, stored by value; an empty list admits all."""
    admits_waiting: Mapped[bool] = mapped_column(default=False)
    """Whether those on the waiting list may enter, too, once the desk has given them a ticket."""
    capacity: Mapped[int | None]
    """How many people may be inside at once; None: no limit."""
    beside_programme: Mapped[bool] = mapped_column(default=False)
    """Such as a bus or a meal: an admission at this door alone is not attendance of the event."""
    roster: Mapped[bool] = mapped_column(default=False)
    """Whether devices of this door may keep the names, encrypted, for when there is no network."""
    shown_tags: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Names of the tags that are shown here beside a person's name. By name, since a tag ends with
    its last person and may be given anew."""
    shows_groups: Mapped[bool] = mapped_column(default=False)
    """Whether the code of a person's group is shown here."""

    event: Mapped[Event] = relationship()
    session: Mapped[Session | None] = relationship()
    choice: Mapped[Choice | None] = relationship()

    @property
    def counts_exits(self) -> bool:
        """Whether it matters at this door that someone leaves."""
        return self.exits or self.reentry or self.capacity is not None

    @property
    def is_for_all(self) -> bool:
        """Whether every confirmed ticket of the event may enter."""
        return not (self.sectors or self.choice_id or (self.only_chosen and self.session_id))

    def takes_walk_ins(self, at: datetime) -> bool:
        """Whether people without a registration can be put on the list at this door now.

        They can on the days of a published event; before and after them while the door's own hours
        say so.
        """
        event = self.event
        day, first, last = (event.day_of(moment) for moment in (at, event.starts_at, event.ends_at))
        has_begun = first <= day or (self.opens_at is not None and self.opens_at <= at)
        goes_on = day <= last or (self.closes_at is not None and at < self.closes_at)
        return event.is_published and has_begun and goes_on

    @property
    def is_shut_when_needed(self) -> bool:
        """Whether the door is shut during the whole session it leads to, or on all days of its
        event: somebody moved one and not the other."""
        if self.session is not None:
            first, last = self.session.starts_at, self.session.ends_at
        else:
            first = midnight(self.event.day_of(self.event.starts_at), self.event.timezone)
            after = self.event.day_of(self.event.ends_at) + timedelta(days=1)
            last = midnight(after, self.event.timezone)
        opens_late = self.opens_at is not None and self.opens_at >= last
        return opens_late or (self.closes_at is not None and self.closes_at <= first)

    def is_open(self, at: datetime) -> bool:
        after_opening = self.opens_at is None or self.opens_at <= at
        return after_opening and (self.closes_at is None or at < self.closes_at)
