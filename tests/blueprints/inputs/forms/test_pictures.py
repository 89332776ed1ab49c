"""A picture sent with an answer is kept as it looks, without what its file told beside that."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image

from extensions import db
from models.answers import Upload
from models.forms import QuestionKind
from tests import factories
from tests.blueprints.public.registrations.test_online import FILLED
from tests.factories.forms import question
from tests.lib.test_pictures import header_of, picture


@pytest.fixture
def send(browser_of_pages):
    event = factories.event()
    asked = question(event, QuestionKind.FILE)

    def sent(content, name="foto.jpg"):
        file = {f"q{asked.id}": (BytesIO(content), name)}
        return browser_of_pages.submit(f"/events/{event.slug}/register", {**FILLED, **file})

    return sent


def test_its_place_its_camera_and_what_hangs_on_are_not_kept(send):
    exif = Image.Exif()
    exif[0x010F] = "A maker"
    assert send(picture("JPEG", exif=exif) + b"<script>").status_code == 303
    kept = db.session.scalars(sa.select(Upload.content)).one()
    assert b"A maker" not in kept and b"<script>" not in kept
    assert Image.open(BytesIO(kept)).size == (40, 30)
    assert db.session.scalars(sa.select(Upload.size)).one() == len(kept)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (header_of(60_000, 60_000), "40 milyon"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "okunamadı"),
        (b"\xff\xd8\xff\xe0<svg onload=alert(1)>", "okunamadı"),
    ],
)
def test_a_bomb_and_what_only_begins_like_a_picture_are_refused_in_words(send, content, said):
    answer = send(content)
    assert answer.status_code == 422 and said in answer.text
    assert db.session.scalars(sa.select(Upload.id)).all() == []
