"""A phone on the way: register, change a session, give the place to someone else."""

import sqlalchemy as sa
from playwright.sync_api import expect

from extensions import db
from models.registrations import Registration, RegistrationStatus
from tests import factories
from tests.blueprints.public.registrations.test_own_page import session
from tests.browser.live import on_both


@on_both
def test_one_registers_changes_a_session_and_passes_the_place_on(app, live_server, open_browser):
    event = factories.event(transferable=True, capacity=3, title_en="Çorum Day")
    session(event, "Projeler", places=5)
    session(event, "Yazışmalar", hour=1, places=5)
    address = f"{live_server}/events/{event.slug}/register"
    db.session.commit()
    page = open_browser(phone=True, locale="en-GB")
    page.goto(address)
    page.get_by_label("Given name").fill("Ayşe")
    page.get_by_label("Family name").fill("Kaya")
    page.get_by_label("Email", exact=True).fill("ayse@example.org")
    page.get_by_label("Civil society organisation").check()
    page.get_by_label("Institution or organisation that you represent").fill("Dernek")
    page.get_by_label("Province").select_option(label="Çorum")
    page.get_by_label("Projeler (en)").check()
    page.get_by_role("button", name="Complete my registration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your place is confirmed")

    page.get_by_role("link", name="Change my sessions").click()
    page.get_by_label("Projeler (en)").uncheck()
    page.get_by_label("Yazışmalar (en)").check()
    page.get_by_role("button", name="Save my sessions").click()
    expect(page.locator("[aria-labelledby=sessions]")).to_contain_text("Yazışmalar (en)")
    expect(page.locator("[aria-labelledby=sessions]")).not_to_contain_text("Projeler")

    page.get_by_text("Someone else will come instead of me").click()
    page.get_by_role("link", name="Give my place to someone else").click()
    page.get_by_label("Given name").fill("Şükrü")
    page.get_by_label("Family name").fill("Ilgın")
    page.get_by_label("Email", exact=True).fill("sukru@example.org")
    page.get_by_role("button", name="Give my place to someone else").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your registration is cancelled")
    expect(page.locator("main")).to_contain_text("You have given your place to Şükrü")

    rows = db.session.scalars(sa.select(Registration).order_by(Registration.id)).all()
    assert [(row.name, row.status) for row in rows] == [
        ("Ayşe Kaya", RegistrationStatus.CANCELLED),
        ("Şükrü Ilgın", RegistrationStatus.CONFIRMED),
    ]
    assert [chosen.title for chosen in rows[1].chosen_sessions] == ["Yazışmalar"]
    db.session.refresh(event.places)
    assert event.places.taken == 1
    db.session.rollback()
