import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import qr
from lib.ticket_tokens import LENGTH, BadToken, TicketSigner, TicketToken, looks_like_token

SIGNER = TicketSigner(["the newest secret", "an older secret"])
SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
tickets = st.builds(TicketToken, st.integers(0, 2**32 - 1), st.binary(min_size=8, max_size=8))


@given(tickets)
def test_a_token_says_what_was_signed(ticket):
    text = SIGNER.sign(ticket)
    assert SIGNER.verify(text) == ticket
    assert looks_like_token(text) and len(text) == LENGTH and set(text) <= set(SYMBOLS)


@given(tickets, st.integers(0, LENGTH - 1), st.sampled_from(SYMBOLS))
def test_one_changed_character_is_refused(ticket, place, symbol):
    text = SIGNER.sign(ticket)
    changed = text[:place] + symbol + text[place + 1 :]
    if changed != text:
        with pytest.raises(BadToken):
            SIGNER.verify(changed)


@pytest.mark.parametrize("place", range(LENGTH))
def test_no_place_of_a_token_is_left_unguarded(place):
    text = SIGNER.sign(TicketToken(7, b"\x01" * 8))
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
    with pytest.raises(BadToken):
        SIGNER.verify(changed)


@given(
    st.text(st.characters(exclude_categories=[]), max_size=200)
    | st.text(SYMBOLS, min_size=121, max_size=121)
)
def test_any_other_text_is_refused(text):
    with pytest.raises(BadToken):
        SIGNER.verify(text)


def test_another_sites_token_is_refused():
    with pytest.raises(BadToken):
        SIGNER.verify(TicketSigner(["another secret"]).sign(TicketToken(7, b"12345678")))


def test_a_token_of_the_older_secret_is_still_good():
    old = TicketSigner(["an older secret"]).sign(TicketToken(7, b"12345678"))
    assert SIGNER.verify(old) == TicketToken(7, b"12345678")


def test_the_symbol_stays_small_enough_for_a_badge():
    size = len(qr.modules(SIGNER.sign(TicketToken(2**32 - 1, b"\xff" * 8)))) - 2 * qr.QUIET_ZONE
    assert size == 37  # version 5
