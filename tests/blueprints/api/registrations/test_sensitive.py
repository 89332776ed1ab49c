"""Sensitive answers are for whoever may see them: the right to manage people is another one."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from extensions import db
from models.accesses import Access
from models.forms import AskedAt
from operations.accounts.tokens import create_api_token
from operations.base.answers import write_answers
from policy import Permission
from tests import factories
from tests.factories import forms


@pytest.mark.parametrize(
    ("also", "told"),
    [((), []), ((Permission.SEE_SENSITIVE,), ["glutensiz"])],
)
def test_a_token_reads_them_only_with_the_right_to(app, also, told):
    event = factories.event()
    asked = forms.question(event, label="Beslenme", sensitive=True, asked_at=AskedAt.AFTER_APPROVAL)
    person, at = factories.registration(event), datetime.now(UTC)
    write_answers(person, [asked], {asked.id: "glutensiz"}, at=at)
    chosen = [Permission.SEE_REGISTRATIONS, Permission.MANAGE_REGISTRATIONS, *also]
    _token, text = create_api_token(factories.user(), name="deneme", at=at, permissions=chosen)
    db.session.commit()
    client, sent = app.test_client(), {"Authorization": f"Bearer {text}"}
    page = f"/api/v1/registrations/{person.id}"
    answer = client.get(page, headers=sent)
    assert list(answer.json["answers"].values()) == told
    assert answer.json["self_service_url"]  # which comes with managing
    listed = client.get(f"/api/v1/events/{event.id}/registrations", headers=sent)
    assert list(listed.json["items"][0]["answers"].values()) == told
    changed = client.patch(page, headers=sent, json={"institution": "Dernek"})
    assert list(changed.json["answers"].values()) == told
    rows = db.session.scalars(sa.select(Access)).all()
    assert [row.sensitive for row in rows] == [bool(told)] * 3
