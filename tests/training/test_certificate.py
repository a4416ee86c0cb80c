"""A certificate is checked without a network; one changed letter is noticed."""

from datetime import date

import pytest

from trainer_app.errors import CertificateRejected
from trainer_app.training.certificate import (
    MARK,
    Facts,
    fingerprint,
    public_key,
    read,
    sign,
    valid_until,
)

SEED = bytes(range(32))
FACTS = Facts(
    serial="WP-2026-ABCDEFGH",
    name="Rosa Mamani",
    module_id="small",
    module_title="Un módulo pequeño",
    version="1.0",
    issued_on=date(2026, 11, 22),
    valid_until=date(2027, 11, 21),
    issuer="Terminal Norte",
)


def test_what_was_signed_is_read_back():
    signed = read(sign(FACTS, SEED))
    assert signed.facts == FACTS
    assert signed.key == public_key(SEED)


def test_spaces_line_breaks_and_small_letters_do_not_matter():
    text = sign(FACTS, SEED)
    broken = "\n".join(text[i : i + 40] for i in range(0, len(text), 40)).lower()
    assert read(f"  {broken} ").facts == FACTS


def test_every_changed_letter_is_noticed():
    text = sign(FACTS, SEED)
    for place in range(len(MARK), len(text) - 1):
        other = "A" if text[place] != "A" else "B"
        with pytest.raises(CertificateRejected):
            read(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize("text", ["", "hello", MARK, MARK + "AAAA", MARK + "!!", "WAYPOST2:AAAA"])
def test_other_texts_are_refused_in_plain_words(text):
    with pytest.raises(CertificateRejected, match="certificate"):
        read(text)


def test_the_text_fits_a_readable_qr_code():
    import segno

    assert int(segno.make(sign(FACTS, SEED), error="m").version) <= 16


def test_twelve_months_less_a_day_and_leap_days():
    assert valid_until(date(2026, 11, 22)) == date(2027, 11, 21)
    assert valid_until(date(2028, 2, 29)) == date(2029, 2, 28)
    assert valid_until(date(2027, 1, 1)) == date(2027, 12, 31)


def test_a_fingerprint_can_be_read_aloud():
    assert len(fingerprint(public_key(SEED)).split("-")) == 3
