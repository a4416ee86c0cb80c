"""Receipts: only who opened a file can say what came of it, and nobody can change what was said."""

from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from trainer_app.content import canonical
from trainer_app.sync import bundle, receipt
from trainer_app.sync.bundle import Range
from trainer_app.sync.receipt import Receipt, ReceiptRejected, Refused

MAKER, COLLECTOR, THIEF = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
DEVICE = UUID(int=0xD1)
FACTS = Receipt(
    bundle=UUID(int=0xB1),
    device=DEVICE,
    epoch=1,
    ranges=(Range(DEVICE, 1, 1, 40), Range(UUID(int=0xD2), 2, 3, 3)),
    refused=(Refused(UUID(int=9), "conflict"),),
    count=41,
    people=7,
    at=1_796_126_400_000,
    collector=UUID(int=0xC1),
)


def written(seed: bytes = COLLECTOR, facts: Receipt = FACTS) -> bytes:
    return receipt.write(facts, seed=seed, secret=bundle.secret_of(MAKER, FACTS.bundle))


def test_what_was_taken_comes_back_proven():
    found = receipt.read(written())
    assert found.ranges == FACTS.ranges
    assert found.refused == FACTS.refused
    assert (found.count, found.people, found.at, found.collector) == (
        41, 7, FACTS.at, FACTS.collector,
    )  # fmt: skip
    assert found.key == _key(COLLECTOR)
    assert receipt.is_proven(found, MAKER)


def test_who_did_not_open_the_file_proves_nothing():
    guessed = receipt.write(FACTS, seed=THIEF, secret=bundle.secret_of(THIEF, FACTS.bundle))
    assert not receipt.is_proven(receipt.read(guessed), MAKER)


def test_a_proof_is_of_no_use_to_another_key_nor_for_another_file():
    genuine = receipt.read(written())
    stolen = replace(genuine, key=_key(THIEF), ranges=(Range(DEVICE, 1, 1, 9_000),))
    signed = receipt.MAGIC + canonical.encode(stolen)
    again = receipt.read(signed + Ed25519PrivateKey.from_private_bytes(THIEF).sign(signed))
    assert not receipt.is_proven(again, MAKER)
    assert not receipt.is_proven(replace(genuine, bundle=uuid4()), MAKER)


def test_a_flipped_or_missing_byte_is_refused():
    data = written()
    for place in range(len(data)):
        with pytest.raises(ReceiptRejected):
            receipt.read(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(ReceiptRejected):
            receipt.read(data[:place])


@pytest.mark.parametrize("text", ["Rosa Mamani said no", "", "x" * 41, "CONFLICT"])
def test_a_reason_is_a_word_and_nothing_somebody_typed(text):
    with pytest.raises(ReceiptRejected):
        receipt.read(written(facts=replace(FACTS, refused=(Refused(UUID(int=9), text),))))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(receipt.MAGIC.__add__)))
def test_anything_else_is_refused(data):
    with pytest.raises(ReceiptRejected):
        receipt.read(data)


def _key(seed: bytes) -> str:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()
