"""How public bodies and CSOs see each other, asked before a programme and again after it."""

from operations.feedback.templates.common import (
    COOPERATION_PROBLEM,
    EASING_CHOICES,
    OBSTACLE_CHOICES,
)
from operations.feedback.templates.pieces import (
    TRUST,
    FormTemplate,
    Words,
    heading,
    matrix,
    picked,
    ranking,
    scale,
    text,
)

_TRUST = matrix(
    "trust",
    "Şu kurumlara ne kadar güveniyorsunuz?",
    "How much do you trust these institutions?",
    ends=TRUST,
    rows=[
        ("trust_ministries", Words("Bakanlıklar", "Ministries")),
        ("trust_governorships", Words("Valilik ve kaymakamlıklar", "Governors’ offices")),
        ("trust_municipalities", Words("Belediyeler", "Municipalities")),
        ("trust_associations", Words("Dernekler", "Associations")),
        ("trust_foundations", Words("Vakıflar", "Foundations")),
        ("trust_universities", Words("Üniversiteler", "Universities")),
    ],
)
_SEEN_CSOS = matrix(
    "seen_csos",
    "STK’lar için ne dersiniz?",
    "What do you say about CSOs?",
    rows=[
        (
            "csos_competent",
            Words("Alanlarını iyi biliyorlar.", "They know their field well."),
        ),
        (
            "csos_transparent",
            Words("Gelirlerini ve harcamalarını açıklıyorlar.", "They are open about their money."),
        ),
        (
            "csos_represent",
            Words("Toplumun sesini yansıtıyorlar.", "They speak for the people they serve."),
        ),
        (
            "csos_contribute",
            Words("Kamu hizmetlerine katkı sağlıyorlar.", "They contribute to public services."),
        ),
        (
            "csos_reliable",
            Words("Verdikleri sözü tutuyorlar.", "They keep their word."),
        ),
    ],
)
_SEEN_PUBLIC = matrix(
    "seen_public",
    "Kamu kurumları için ne dersiniz?",
    "What do you say about public bodies?",
    rows=[
        (
            "public_open",
            Words("STK’lara kapıları açık.", "They are open to CSOs."),
        ),
        (
            "public_consults",
            Words(
                "Karar almadan önce STK’lara danışıyorlar.",
                "They consult CSOs before they decide.",
            ),
        ),
        (
            "public_responds",
            Words("Başvurulara zamanında yanıt veriyorlar.", "They answer requests in time."),
        ),
        (
            "public_fair",
            Words("Bütün STK’lara eşit davranıyorlar.", "They treat all CSOs alike."),
        ),
        (
            "public_reliable",
            Words("Verdikleri sözü tutuyorlar.", "They keep their word."),
        ),
    ],
)
_COOPERATION = matrix(
    "cooperation",
    "İki tarafın iş birliği için ne dersiniz?",
    "What do you say about the cooperation of both sides?",
    rows=[
        (
            "coop_useful",
            Words("Birlikte daha iyi sonuç alıyoruz.", "Together we achieve better results."),
        ),
        (
            "coop_contact_known",
            Words(
                "Diğer tarafta kime başvuracağımı biliyorum.",
                "I know whom to turn to on the other side.",
            ),
        ),
        (
            "coop_rules_known",
            Words("İş birliğinin kurallarını biliyorum.", "I know the rules for working together."),
        ),
        (
            "coop_equal",
            Words("İki tarafın sözü eşit sayılıyor.", "The word of both sides counts alike."),
        ),
        (
            "coop_grows",
            Words("İş birliğimiz son yılda arttı.", "Our cooperation grew in the last year."),
        ),
    ],
)

PERCEPTION = FormTemplate(
    title=Words("Algı ve güven: önce ve sonra", "Perception and trust: before and after"),
    about=Words(
        "İki tarafın birbirini nasıl gördüğü, güven ve iş birliği. Programdan önce ve sonra, aynı "
        "sözlerle sorulur.",
        "How both sides see each other, trust and cooperation. Asked before and after a programme, "
        "in the same words.",
    ),
    pages=[
        [
            heading(
                "part_contact",
                "Diğer tarafla görüşmeleriniz",
                "Your contacts with the other side",
                help=Words(
                    "Kamuda çalışıyorsanız “diğer taraf” STK’lar, STK’da çalışıyorsanız kamu "
                    "kurumlarıdır.",
                    "If you work for a public body, the other side is CSOs; if you work for a CSO, "
                    "it is public bodies.",
                ),
            ),
            picked(
                "contact_often",
                "Son bir yılda diğer tarafla ne sıklıkla görüştünüz?",
                "How often were you in touch with the other side in the last year?",
                Words("Hiç", "Never"),
                Words("Yılda birkaç kez", "A few times a year"),
                Words("Ayda birkaç kez", "A few times a month"),
                Words("Haftada bir veya daha sık", "Once a week or more often"),
                other=False,
            ),
            picked(
                "contact_ways",
                "Hangi yollarla?",
                "In which ways?",
                Words("Toplantı ve çalıştaylarda", "At meetings and workshops"),
                Words("Yazışmayla", "In writing"),
                Words("Ortak bir projede", "In a joint project"),
                Words("Denetim veya izin işlerinde", "For audits or permits"),
                Words("Kişisel tanışıklıkla", "Through someone I know"),
                several=True,
            ),
            scale(
                "contact_satisfied",
                "Bu görüşmelerden ne kadar memnunsunuz?",
                "How satisfied are you with these contacts?",
            ),
        ],
        [heading("part_trust", "Güven", "Trust"), _TRUST],
        [
            heading("part_seen", "Birbirimizi nasıl görüyoruz", "How we see each other"),
            _SEEN_CSOS,
            _SEEN_PUBLIC,
        ],
        [
            heading("part_cooperation", "İş birliği", "Cooperation"),
            _COOPERATION,
            picked(
                "obstacle",
                "İş birliğinin önündeki en büyük engel sizce hangisi?",
                "What is the greatest obstacle to cooperation?",
                *OBSTACLE_CHOICES,
            ),
            ranking(
                "easing",
                "İş birliğini en çok hangisi kolaylaştırır? Önem sırasına koyun.",
                "What would make cooperation easier? Put them in order of importance.",
                *EASING_CHOICES,
            ),
            COOPERATION_PROBLEM,
            text(
                "wish",
                "Diğer taraftan ne beklersiniz?",
                "What do you expect from the other side?",
            ),
        ],
    ],
)
