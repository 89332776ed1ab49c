from tests import factories


def test_event_page_shows_the_title(browser_of_pages):
    event = factories.event()
    assert browser_of_pages.get(f"/events/{event.slug}").words("h1") == event.title


def test_registration_leads_to_the_persons_page(browser_of_pages):
    event = factories.event()
    address = f"/events/{event.slug}/register"
    answer = browser_of_pages.submit(
        address,
        {
            "given_name": "Işıl",
            "family_name": "Çağ",
            "email": "isil@example.org",
            "sector": "cso",
            "institution": "Dernek",
            "province": "19",
        },
    )
    assert answer.status_code == 303
    browser_of_pages.get(answer.location)
