"""Links are signed with HMAC-SHA-256; those of earlier releases, with SHA-1, still open."""

import pytest
from itsdangerous import URLSafeSerializer

from lib.signed_links import BadLink, LinkSigner

SECRET, OLDER = "a secret of the site", "the one before"


@pytest.mark.parametrize("secret", [SECRET, OLDER])
def test_a_link_of_an_earlier_release_still_opens(secret):
    emailed = URLSafeSerializer(secret, salt="meydan own page").dumps((7, 1))
    signer = LinkSigner([SECRET, OLDER])
    assert signer.read("own page", emailed, count=2) == [7, 1]
    with pytest.raises(BadLink):
        signer.read("progress", emailed, count=2)
    with pytest.raises(BadLink):
        LinkSigner(["another"]).read("own page", emailed, count=2)


def test_a_new_link_has_a_signature_of_256_bits():
    token = LinkSigner([SECRET, OLDER]).sign("own page", 7, 1)
    assert len(token.rpartition(".")[2]) == 43  # of six bits each
    assert LinkSigner([SECRET]).read("own page", token, count=2) == [7, 1]
    with pytest.raises(BadLink):
        LinkSigner([OLDER]).read("own page", token, count=2)
