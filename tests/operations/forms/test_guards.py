import pytest

from models.forms import AskedAt, QuestionKind
from operations.forms.guards import Objection, objection_to, seems_sensitive

_K = QuestionKind
_O = Objection


def judged(label: str, *, kind=_K.SHORT_TEXT, asked_at=AskedAt.REGISTRATION, sensitive=False):
    """The same, whichever of the two languages it stands in."""
    in_turkish = objection_to(label, "", kind=kind, asked_at=asked_at, sensitive=sensitive)
    in_english = objection_to("Soru", label, kind=kind, asked_at=asked_at, sensitive=sensitive)
    assert in_turkish is in_english
    return in_turkish


@pytest.mark.parametrize(
    "label",
    [
        "T.C. kimlik no",
        "TC Kimlik Numaranız",
        "T.C. KİMLİK NO",
        "TCKN",
        "tckn'niz",
        "Kimlik no",
        "KIMLIK NUMARANIZ",
        "Kimlik kartınızın fotokopisi",
        "T.C. no",
        "Vatandaşlık numarası",
        "Nüfus cüzdanı seri no",
        "Identity number",
        "Your ID number",
        "ID card",
        "Identity card no",
        "National identification number",
        "Social security number",
    ],
)
def test_identity_numbers_are_not_asked(label):
    assert judged(label) is _O.IDENTITY_NUMBER
    assert judged(label, asked_at=AskedAt.AFTER_APPROVAL, sensitive=True) is _O.IDENTITY_NUMBER


@pytest.mark.parametrize(
    "label",
    [
        "Bir derneğe üye misiniz?",
        "Üye misiniz",
        "ÜYE MİSİNİZ?",
        "Üyesi olduğunuz dernek",
        "Hangi sendikaya üyesiniz?",
        "Hangi derneğin üyesisiniz?",
        "Siyasi partiye üyelik",
        "Üyelikleriniz",
        "Bir vakfa veya sendikaya üye olanlar işaretlesin",
        "Üyeliğiniz var mı?",
        "Are you a member of an association?",
        "Are you a trade union member?",
        "Which union are you a member of?",
        "Which party do you belong to?",
        "Your memberships",
    ],
)
@pytest.mark.parametrize("kind", [_K.SHORT_TEXT, _K.YES_NO, _K.SINGLE_CHOICE])
def test_membership_is_not_asked(label, kind):
    assert judged(label, kind=kind) is _O.MEMBERSHIP


@pytest.mark.parametrize(
    "label",
    [
        "Dininiz",
        "Mezhebiniz",
        "Etnik kökeniniz",
        "Siyasi görüşünüz",
        "Adli sicil kaydınız",
        "Sabıka kaydı",
        "Your religion",
        "Ethnic origin",
        "Political opinions",
        "Criminal record",
    ],
)
def test_other_special_categories_are_not_asked(label):
    assert judged(label) is _O.SPECIAL_CATEGORY


@pytest.mark.parametrize("label", ["Pasaport numaranız", "PASAPORT NO", "Passport number"])
@pytest.mark.parametrize("kind", [_K.SHORT_TEXT, _K.FILE])
def test_passports_are_asked_after_approval_and_as_sensitive_alone(label, kind):
    after = AskedAt.AFTER_APPROVAL
    assert judged(label, kind=kind) is _O.PASSPORT_TOO_EARLY
    assert judged(label, kind=kind, asked_at=after) is _O.PASSPORT_TOO_EARLY
    assert judged(label, kind=kind, sensitive=True) is _O.PASSPORT_TOO_EARLY
    assert judged(label, kind=kind, asked_at=after, sensitive=True) is None


@pytest.mark.parametrize(
    "label",
    [
        "Hangi kurumu temsil ediyorsunuz?",
        "Which organisation do you represent?",
        "Kuruluşunuzun kaç üyesi var?",
        "How many members does your organisation have?",
        "Kurumsal kimlik çalışmanız var mı?",
        "Dinleyici olarak mı katılıyorsunuz?",
        "Hangi çalıştaya katılmak istersiniz?",
        "Which workshop would you like to join?",
        "Ulaşım tercihiniz",
        "Notunuz",
        "Video adresi",
        "Beklentileriniz",
        "Dinlemek istediğiniz konu",
    ],
)
def test_ordinary_questions_are_asked(label):
    assert judged(label) is None
    assert not seems_sensitive(label, "")


def test_whether_someone_has_a_passport_can_be_asked():
    assert judged("Pasaportunuz var mı?", kind=_K.YES_NO) is None


def test_a_heading_may_speak_of_what_is_not_asked():
    assert judged("Lütfen T.C. kimlik no yazmayın", kind=_K.HEADING) is None


@pytest.mark.parametrize(
    "label",
    [
        "Alerjiniz var mı?",
        "ALERJİ",
        "Diyet tercihiniz",
        "Yemek tercihiniz",
        "Vejetaryen misiniz?",
        "Engelli misiniz?",
        "Erişim ihtiyaçlarınız",
        "Erişilebilirlik gereksinimi",
        "Tekerlekli sandalye kullanıyor musunuz?",
        "İşaret dili tercümesi",
        "Sağlık durumunuz",
        "Any allergies?",
        "Dietary requirements",
        "Access needs",
        "Do you use a wheelchair?",
        "Disability",
    ],
)
def test_diet_health_and_access_are_recognised_as_sensitive(label):
    assert seems_sensitive(label, "")
    assert seems_sensitive("Soru", label)
    assert judged(label) is None


@pytest.mark.parametrize(
    "label", ["Çalışmanızı engelleyen sorunlar", "Sağlık alanında mı çalışıyorsunuz?"]
)
def test_what_only_sounds_like_it_is_not(label):
    assert not seems_sensitive(label, "")
