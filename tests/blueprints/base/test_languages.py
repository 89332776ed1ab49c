import pytest


def shown(client, address="/events", wishes=None):
    answer = client.get(address, headers={"Accept-Language": wishes} if wishes else {})
    return "en" if '<html lang="en">' in answer.text else "tr"


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (None, "tr"),
        ("en", "en"),
        ("en-GB,en;q=0.8,tr;q=0.5", "en"),
        ("tr-TR,en;q=0.8", "tr"),
        ("de-DE,de", "tr"),
        ("de,en;q=0.5", "en"),
        ("*", "tr"),
        (";;q=x,,", "tr"),
        ("x" * 5000, "tr"),
    ],
)
def test_the_browsers_wish_decides_and_turkish_where_it_says_nothing(app, wishes, language):
    assert shown(app.test_client(), wishes=wishes) == language


def test_a_choice_is_kept_and_stands_above_the_browsers_wish(app):
    client = app.test_client()
    assert shown(client, "/events?lang=en", "tr") == "en"
    assert shown(client, wishes="tr") == "en"
    assert shown(client, "/events?lang=tr", "en") == "tr"
    assert shown(client, wishes="en") == "tr"


@pytest.mark.parametrize("choice", ["de", "", "EN", "tr%00", "en&lang=de"])
def test_a_choice_that_is_none_changes_nothing(app, choice):
    client = app.test_client()
    assert shown(client, f"/events?lang={choice}", "en") == "en"
    assert shown(client) == ("en" if choice == "en&lang=de" else "tr")


def test_an_answer_that_sets_the_choice_is_not_stored(app):
    answer = app.test_client().get("/events?lang=en")
    assert "Set-Cookie" in answer.headers and answer.headers["Cache-Control"] == "no-store"
