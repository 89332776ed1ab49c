"""Questions that many events ask, written well once: added with one click, then changed at will."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.forms import AskedAt, AskedOf, FormPurpose, QuestionKind
from operations.forms.details import ChoiceDetails, QuestionDetails, RowDetails

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

_NPS = QuestionDetails(
    label="Bu etkinliği bir meslektaşınıza önerme olasılığınız nedir?",
    label_en="How likely are you to recommend this event to a colleague?",
    low="Hiç olası değil",
    low_en="Not at all likely",
    high="Son derece olası",
    high_en="Extremely likely",
)
_SESSIONS = QuestionDetails(
    label="Oturum işiniz için ne kadar yararlıydı?",
    label_en="How useful was the session for your work?",
    help="Katılmadığınız oturumları boş bırakın.",
    help_en="Leave out the sessions you did not attend.",
    points=5,
    low="Hiç yararlı değil",
    low_en="Not useful at all",
    high="Çok yararlı",
    high_en="Very useful",
    asked_of=AskedOf.SESSION,
)
_SPEAKERS = QuestionDetails(
    label="Konuşmacı ya da eğitmen konuyu ne kadar açık anlattı?",
    label_en="How clearly did the speaker or trainer explain the subject?",
    points=5,
    low="Hiç açık değil",
    low_en="Not clearly at all",
    high="Çok açık",
    high_en="Very clearly",
    no_opinion=True,
    asked_of=AskedOf.SPEAKER,
)
_PROBLEM = QuestionDetails(
    label="Çözülmesini istediğiniz en önemli sorun nedir?",
    label_en="What is the most important problem you would like to see solved?",
)
_COOPERATION = QuestionDetails(
    label="Kamu kurumları ile STK’lar arasındaki iş birliğini nasıl değerlendirirsiniz?",
    label_en="How do you rate the cooperation between public bodies and CSOs?",
    points=5,
    low="Çok kötü",
    low_en="Very poor",
    high="Çok iyi",
    high_en="Very good",
    no_opinion=True,
    rows=[
        RowDetails("Bilgi paylaşımı", "Sharing of information"),
        RowDetails("Danışma ve katılım", "Consultation and participation"),
        RowDetails("Ortak çalışmalar", "Work done together"),
    ],
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
        "likely": ReadyMade(_K.NPS, _NPS),
        "sessions": ReadyMade(_K.SCALE, _SESSIONS),
        "speakers": ReadyMade(_K.SCALE, _SPEAKERS),
        "problem": ReadyMade(_K.PROBLEM, _PROBLEM),
        "heard": ReadyMade(_K.SINGLE_CHOICE, _HEARD),
    },
    FormPurpose.SURVEY: {
        "cooperation": ReadyMade(_K.MATRIX, _COOPERATION),
        "problem": ReadyMade(_K.PROBLEM, _PROBLEM),
    },
}
"""Ready-made questions by purpose, and by the name that the builder's buttons send."""
