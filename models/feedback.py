import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.registrations import Registration


class FeedbackInvitation(Base):
    """The right of one attendee to give feedback once.

    It knows that feedback was given, never which: it holds no time that could be compared with the
    answers.
    """

    __tablename__ = "feedback_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registrations.id"), unique=True)
    answered: Mapped[bool] = mapped_column(default=False)

    registration: Mapped[Registration] = relationship()
