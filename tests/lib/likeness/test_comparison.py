from lib.likeness.comparison import Comparison
from lib.likeness.letters import with_turkish_letters
from lib.likeness.words import features_of, shared_words

TEXTS = {
    1: "Salon bulamıyoruz, toplantı yapacak yer yok",
    2: "TOPLANTI İÇİN SALON VERİLMİYOR",
    3: "Üye aidatları toplanamıyor",
}


def test_what_shares_rare_words_is_nearest():
    comparison = Comparison(TEXTS)
    nearest = comparison.nearest("toplanti salonu yok", most=2)
    assert {number for number, _ in nearest} == {1, 2}
    assert nearest[0][1] >= nearest[1][1]
    assert comparison.nearest(TEXTS[1], most=5, but=1)[0][0] == 2


def test_in_a_long_list_only_texts_that_share_a_word_are_looked_at():
    comparison = Comparison(TEXTS, closely=0)
    assert [number for number, _ in comparison.nearest("Aidat geliri yok", most=5)] == [3]


def test_a_text_without_words_is_like_nothing():
    assert Comparison({}).nearest("…", most=5) == []
    assert Comparison({1: "?!", 2: "5"}, closely=0).nearest("!", most=5) == []


def test_missing_turkish_letters_are_put_back():
    assert with_turkish_letters("gonullu calisanlarimiz") == "gönüllü çalışanlarımız"
    assert with_turkish_letters("GONULLU") == "gönüllü"
    assert with_turkish_letters("IĞDIR'da yol yok") == "ığdır'da yol yok"


def test_words_are_shared_in_whatever_form_and_shown_as_written():
    one, other = features_of("Derneklerin salonları yok"), features_of("dernek için salon")
    assert shared_words(one, other) == ["derneklerin", "salonları"]
