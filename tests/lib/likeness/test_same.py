import pytest

from lib.likeness.same import is_same

SAID = "Gönüllülerin sigortası yok, sahada kaza olursa sorumlusu belli değil"


@pytest.mark.parametrize(
    "variant",
    [
        "GÖNÜLLÜLERİN SİGORTASI YOK, SAHADA KAZA OLURSA SORUMLUSU BELLİ DEĞİL",
        "GONULLULERIN SIGORTASI YOK SAHADA KAZA OLURSA SORUMLUSU BELLI DEGIL",
        "gonullulerin sigortasi yok sahada kaza olursa sorumlusu belli degil!",
        "Gönüllülerin sigortsı yok, sahada kaza olursa sorumluusu belli değil",
        "Gönüllülerin sigortası yok, sahada kaza olrusa sorumlusu belli deği",
    ],
)
def test_case_dots_marks_and_two_typos_make_no_difference(variant):
    assert is_same(SAID, variant)
    assert is_same(variant, SAID)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Toplantılar akşam yapılıyor", "Toplantılar akşam yapılmıyor"),
        ("Üç gün değil 3 aydır bekliyoruz", "Üç gün değil 5 aydır bekliyoruz"),
        ("İlçemizde salonlar yeterli", "İlçemizde salonlar yetersiz"),
        ("Yol", "Yok"),
        (SAID, "Gönüllülerin sigortası yok"),
    ],
)
def test_another_number_a_not_and_a_without_are_no_typos(one, other):
    assert not is_same(one, other)
