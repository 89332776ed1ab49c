"""A training by Kirkpatrick's four levels: reaction after it, learning by a test before and after,
behaviour and results after 90 days (D. and J. Kirkpatrick, Evaluating Training Programs, 2006)."""

from models.events import EventKind
from models.forms import AskedOf
from operations.feedback.templates.common import (
    BEST,
    CHANGE,
    COOPERATION_PROBLEM,
    ORGANISATION,
    OVERALL,
    RECOMMEND,
    RELEVANCE,
    SESSION_USEFUL,
    SPEAKER_CLEAR,
)
from operations.feedback.templates.pieces import (
    FREQUENCY,
    FormTemplate,
    Words,
    heading,
    matrix,
    picked,
    ranking,
    scale,
    text,
)

_HINDRANCES = (
    Words("Zamanım yetmiyor", "I have too little time"),
    Words("Yöneticilerim desteklemiyor", "My superiors do not support it"),
    Words("İş arkadaşlarım bu yöntemi bilmiyor", "My colleagues do not know the method"),
    Words("Kurallar izin vermiyor", "The rules do not allow it"),
    Words("Araç ve bütçe yok", "There are no tools and no money"),
)
_REACTION = matrix(
    "training_parts",
    "Eğitimin şu yönleri için ne dersiniz?",
    "What do you say about these parts of the training?",
    rows=[
        ("level_right", Words("Düzeyi bana uygundu.", "The level was right for me.")),
        ("pace_right", Words("Hızı uygundu.", "The pace was right.")),
        (
            "examples_real",
            Words("Örnekler kendi işimizdendi.", "The examples came from our own work."),
        ),
        (
            "enough_practice",
            Words("Uygulamaya yeterince süre vardı.", "There was enough time for practice."),
        ),
        (
            "materials_useful",
            Words(
                "Verilen belgeleri işimde kullanabilirim.",
                "I can use the documents we were given at work.",
            ),
        ),
    ],
)
TRAINING = FormTemplate(
    title=Words("Eğitim: hemen ardından", "Training: right after it"),
    about=Words(
        "Eğitim, oturumlar, eğitmenler ve işte uygulanacaklar.",
        "The training, its sessions and trainers, and what will be applied at work.",
    ),
    fits=frozenset({EventKind.TRAINING, EventKind.CAPACITY_BUILDING}),
    pages=[
        [
            heading("part_training", "Eğitimin geneli", "The training as a whole"),
            OVERALL,
            RELEVANCE,
            ORGANISATION,
            _REACTION,
        ],
        [
            heading("part_sessions", "Oturumlar ve eğitmenler", "Sessions and trainers"),
            SESSION_USEFUL,
            SPEAKER_CLEAR,
            scale(
                "speaker_answered",
                "Sorulara ne kadar iyi yanıt verdi?",
                "How well were questions answered?",
                of=AskedOf.SPEAKER,
            ),
        ],
        [
            heading("part_work", "İşinizde", "At your work"),
            scale(
                "confidence",
                "Öğrendiklerinizi işinizde uygulayabileceğinize ne kadar güveniyorsunuz?",
                "How confident are you that you can apply what you learnt at work?",
            ),
            text(
                "first_step",
                "İlk olarak neyi uygulayacaksınız?",
                "What will you apply first?",
            ),
            picked(
                "hindrances",
                "Uygulamanızı ne zorlaştırabilir?",
                "What could make it difficult to apply?",
                *_HINDRANCES,
                several=True,
            ),
        ],
        [
            heading("part_end", "Son olarak", "Finally"),
            COOPERATION_PROBLEM,
            BEST,
            CHANGE,
            RECOMMEND,
        ],
    ],
)

_BEHAVIOUR = matrix(
    "behaviour",
    "Son üç ay için ne dersiniz?",
    "What do you say about the last three months?",
    rows=[
        (
            "works_differently",
            Words(
                "İşimi eğitimden öncekinden farklı yapıyorum.",
                "I do my work differently than before the training.",
            ),
        ),
        (
            "shared_knowledge",
            Words(
                "Öğrendiklerimi iş arkadaşlarıma anlattım.",
                "I told my colleagues what I had learnt.",
            ),
        ),
        (
            "contacted_others",
            Words("Diğer taraftan biriyle görüştüm.", "I was in touch with the other side."),
        ),
        (
            "had_support",
            Words("Kurumum bana destek oldu.", "My institution supported me."),
        ),
    ],
)
_RESULTS = matrix(
    "results",
    "Bu, kurumunuzda neyi değiştirdi?",
    "What did this change in your institution?",
    rows=[
        ("work_faster", Words("İşlerimiz hızlandı.", "Our work became faster.")),
        ("fewer_mistakes", Words("Daha az hata yapıyoruz.", "We make fewer mistakes.")),
        (
            "better_relations",
            Words(
                "Diğer tarafla ilişkimiz iyileşti.", "Our relations with the other side improved."
            ),
        ),
        (
            "joint_work_begun",
            Words("Ortak bir çalışma başlattık.", "We began to work on something together."),
        ),
    ],
)
AFTER_90_DAYS = FormTemplate(
    title=Words("Eğitim: 90 gün sonra", "Training: 90 days later"),
    about=Words(
        "Öğrenilenlerden işte ne kullanılıyor ve kurumda ne değişti.",
        "What is used at work, and what it changed in the institution.",
    ),
    pages=[
        [
            heading("part_use", "İşinizde kullandıklarınız", "What you use at work"),
            scale(
                "used_how_often",
                "Eğitimde öğrendiklerinizi ne sıklıkla kullanıyorsunuz?",
                "How often do you use what you learnt in the training?",
                ends=FREQUENCY,
            ),
            text(
                "used_what",
                "Neyi, hangi işte kullandınız? Bir örnek verin.",
                "What did you use, and for what? Give an example.",
            ),
            _BEHAVIOUR,
        ],
        [
            heading("part_results", "Kurumunuzda değişenler", "What changed in your institution"),
            _RESULTS,
            picked(
                "hindered",
                "Uygulamanızı ne zorlaştırdı?",
                "What made it difficult to apply?",
                *_HINDRANCES,
                several=True,
            ),
            ranking(
                "further_help",
                "Size bundan sonra ne yardımcı olur? Önem sırasına koyun.",
                "What would help you from here on? Put them in order of importance.",
                Words("Devam eğitimi", "A follow-up training"),
                Words("Deneyimli birinin yol göstermesi", "Advice from someone with experience"),
                Words("Örnek belgeler", "Sample documents"),
                Words("Katılanların yeniden buluşması", "Meeting the other participants again"),
            ),
            COOPERATION_PROBLEM,
        ],
    ],
)
