"""A letter in a page keeps its look under a policy that names its one style sheet."""

from base64 import b64encode
from hashlib import sha256

from blueprints.shared.letters.documents import letter_document
from tests.browser_of_pages import Document

LETTER = (
    '<html><head><title>A letter</title></head><body style="margin:0">'
    '<p style="color:red;font-family:&quot;A b&quot;">One</p><p style="margin:0">'
    "&lt;p style=&#34;color:blue&#34;&gt;</p></body></html>"
)


def test_its_styles_stand_in_a_sheet_that_the_policy_knows_by_its_content(sqlite_app):
    with sqlite_app.test_request_context():
        answer = letter_document(LETTER)
    page = Document(answer.get_data(as_text=True))
    [sheet] = [element.text for element in page.all("style")]
    assert sheet == '.s0{margin:0}.s1{color:red;font-family:"A b"}'
    assert [e.attributes for e in page.elements if "style" in e.attributes] == []
    assert [e.attributes["class"] for e in page.all("p")] == ["s1", "s0"]
    digest = b64encode(sha256(sheet.encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy and "unsafe" not in policy
