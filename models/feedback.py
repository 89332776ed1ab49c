import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.registrations import Registration


class FeedbackInvitation(Base):
    """The right of one attendee to answer once.

    It knows that an answer was given, never which: there is no time here that could be laid
    beside the answers.
    """

    __tablename__ = "feedback_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registrations.id"), unique=True)
    answered: Mapped[bool] = mapped_column(default=False)

    registration: Mapped[Registration] = relationship()
