"""Questions that many events ask, written well once: added with one click, then changed at will."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.events import Event
from models.forms import AskedAt, FormPurpose, Question, QuestionKind
from models.users import User
from operations.forms.builder import add_question
from operations.forms.details import ChoiceDetails, QuestionDetails

_K = QuestionKind


@dataclass(frozen=True)
class ReadyMade:
    kind: QuestionKind
    details: QuestionDetails

    def name_in(self, locale: str) -> str:
        return self.details.label_en if locale == "en" else self.details.label


_DIET = QuestionDetails(
    label="Yemekte dikkat etmemizi istediğiniz bir şey var mı?",
    label_en="Do you have any dietary needs?",
    help="Alerji, diyet ya da tercih. Yalnızca düzenleyiciler görür; boş bırakabilirsiniz.",
    help_en="An allergy, a diet or a preference. Only the organisers see it; you can leave it empty.",
    sensitive=True,
)
_ACCESS = QuestionDetails(
    label="Rahatça katılabilmeniz için neye ihtiyacınız var?",
    label_en="What do you need to take part comfortably?",
    help="Örneğin rampa, işaret dili tercümesi ya da refakatçi. Yalnızca düzenleyiciler görür; boş bırakabilirsiniz.",
    help_en="Such as a ramp, sign language interpretation or a companion. Only the organisers see it; you can leave it empty.",
    sensitive=True,
)
_WORKSHOP = QuestionDetails(
    label="Hangi çalıştaya katılmak istersiniz?",
    label_en="Which workshop would you like to join?",
    required=True,
    choices=[
        ChoiceDetails("Birinci çalıştay", "First workshop", places=25),
        ChoiceDetails("İkinci çalıştay", "Second workshop", places=25),
    ],
)
_ARRIVAL = QuestionDetails(
    label="Etkinliğe nasıl geleceksiniz?",
    label_en="How will you travel to the event?",
    choices=[
        ChoiceDetails("Kendi imkânlarımla", "On my own"),
        ChoiceDetails("Düzenleyicilerin otobüsüyle", "On the organisers’ bus", places=40),
    ],
)
_ROLE = QuestionDetails(
    label="Kuruluşunuz hangi konuda çalışıyor?",
    label_en="What does your organisation work on?",
    help="Birkaç sözcük yeter; masaları ve konuşmacıları buna göre seçiyoruz.",
    help_en="A few words are enough; tables and speakers are chosen accordingly.",
    maximum=200,
)
_HEARD = QuestionDetails(
    label="Etkinliği nereden duydunuz?",
    label_en="How did you hear about the event?",
    choices=[
        ChoiceDetails("Kurumumdan", "From my institution"),
        ChoiceDetails("E-posta ile", "By email"),
        ChoiceDetails("Sosyal medyadan", "On social media"),
        ChoiceDetails("Bir tanıdığımdan", "From someone I know"),
    ],
)
_PASSPORT = QuestionDetails(
    label="Pasaport numaranız",
    label_en="Your passport number",
    help="Uçak bileti ve vize işlemleri için. Yalnızca düzenleyiciler görür.",
    help_en="For flight tickets and the visa. Only the organisers see it.",
    asked_at=AskedAt.AFTER_APPROVAL,
    sensitive=True,
    maximum=20,
)
_RECOMMEND = QuestionDetails(
    label="Bu etkinliği bir meslektaşınıza önerir misiniz?",
    label_en="Would you recommend this event to a colleague?",
)

READY_MADE: Mapping[FormPurpose, Mapping[str, ReadyMade]] = {
    FormPurpose.REGISTRATION: {
        "workshop": ReadyMade(_K.SINGLE_CHOICE, _WORKSHOP),
        "arrival": ReadyMade(_K.SINGLE_CHOICE, _ARRIVAL),
        "diet": ReadyMade(_K.LONG_TEXT, _DIET),
        "access": ReadyMade(_K.LONG_TEXT, _ACCESS),
        "work": ReadyMade(_K.SHORT_TEXT, _ROLE),
        "heard": ReadyMade(_K.SINGLE_CHOICE, _HEARD),
        "passport": ReadyMade(_K.SHORT_TEXT, _PASSPORT),
    },
    FormPurpose.FEEDBACK: {
        "recommend": ReadyMade(_K.YES_NO, _RECOMMEND),
        "heard": ReadyMade(_K.SINGLE_CHOICE, _HEARD),
    },
}
"""Ready-made questions by purpose, and by the name that the builder's buttons send."""


def add_ready_made(
    event: Event, purpose: FormPurpose, name: str, *, by: User | None, at: datetime
) -> Question:
    """Add a ready-made question. Raises KeyError for an unknown name,
    operations.forms.builder.FormFull."""
    found = READY_MADE[purpose][name]
    return add_question(event, purpose, found.kind, found.details, by=by, at=at)
