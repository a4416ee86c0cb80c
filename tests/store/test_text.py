"""The frozen texts on disk: small, and readable for ever."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from uuid import UUID

import pytest

from tests.bench import saving
from tests.store import make_dictionary
from tests.store.conftest import draft, earned, passed
from trainer_app.errors import StoreUnusable
from trainer_app.store import Store, text
from trainer_app.training.statement import Draft, Stamp, render

STAMP = Stamp(
    device=UUID("1e37d91e-322c-4f69-9a1a-d2ffbba06691"),
    epoch=1,
    seq=812,
    at=datetime(2026, 12, 1, 7, 41, 5, 120_000, tzinfo=UTC),
    offset_minutes=-240,
    boot=19,
    mono_ms=184_233,
    suspect=False,
    release="0.1.0",
)
SHIPPED_SHA256 = "1f1ccc28117f7696b88f615153ffe86e34b4fb468f04f80f4649cf3e0a598f64"
"""Codec 1 as it was released; this line never changes."""
PACKED = {
    "answer": (
        draft(),
        "1b2dc5474b71ea96e2a385f868213e5a88d3b5100700",
        "288da5c836655f8fdef91a6d4fa6bdc40e7e69864e30901ef5408505f7de7434",
    ),
    "pass": (
        passed(),
        "1b2d8d874c694c5ac300510a1351eee26eff0ceba277b4301d2d4c492c4c496ecf0300",
        "1123e0c89806f26ff3165f54277235a5e78e69e5e325240d7f44dfa6d8e280c2",
    ),
}
"""What codec 1 made of these, and the SHA-256 of their texts: readable for ever, come what may."""


def test_the_dictionary_is_the_released_one() -> None:
    assert hashlib.sha256(text.DICTIONARY.read_bytes()).hexdigest() == SHIPPED_SHA256


def test_another_dictionary_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "statements.zdict"
    other.write_bytes(text.DICTIONARY.read_bytes() + b" ")
    monkeypatch.setattr(text, "DICTIONARY", other)
    text._template.cache_clear()
    with pytest.raises(StoreUnusable, match="Install it again"):
        Store.open(tmp_path / "data", use_keystore=False)
    other.unlink()
    with pytest.raises(StoreUnusable, match="Install it again"):
        text.pack(b"{}", draft(), STAMP)
    text._template.cache_clear()


@pytest.mark.parametrize("name", list(PACKED))
def test_what_was_packed_can_be_read(name: str) -> None:
    one, packed, digest = PACKED[name]
    found = text.unpack(bytes.fromhex(packed), 1, one, STAMP)
    assert hashlib.sha256(found).hexdigest() == digest


@pytest.mark.parametrize(
    "one", [*make_dictionary.samples(), draft(), passed(), earned(), draft(response="é" * 300)]
)
def test_every_kind_comes_back_and_is_small(one: Draft) -> None:
    rendered = render(one, STAMP)
    packed = text.pack(rendered, one, STAMP)
    assert text.unpack(packed, text.CODEC, one, STAMP) == rendered
    assert len(packed) < 100


def test_the_words_stand_where_the_dictionary_has_them() -> None:
    odd = draft(response="$id 100% ${seq} $$", name="%s", site=None)
    for one in (odd, passed(), earned()):
        words = text._words(one, STAMP)
        told = Template(text.DICTIONARY.read_text(encoding="utf-8")).substitute(words)
        assert text._dictionary(one, STAMP) == told.encode()


def test_any_bytes_come_back() -> None:
    for odd in (b"", b"\x00\xff", b"$id" * 10_000):
        assert text.unpack(text.pack(odd, draft(), STAMP), text.CODEC, draft(), STAMP) == odd


def test_damage_is_an_error_or_another_text() -> None:
    packed = text.pack(render(draft(), STAMP), draft(), STAMP)
    for broken in (b"", packed[:-1], packed + b"x", b"\xff" * 40):
        with pytest.raises(ValueError, match=r"."):
            text.unpack(broken, text.CODEC, draft(), STAMP)
    with pytest.raises(ValueError, match="unknown codec"):
        text.unpack(packed, 99, draft(), STAMP)


def test_a_bomb_is_not_unpacked() -> None:
    packed = text.pack(bytes(5_000_000), draft(), STAMP)
    with pytest.raises(ValueError, match="no proper end"):
        text.unpack(packed, text.CODEC, draft(), STAMP)


def test_an_answer_costs_300_bytes_at_most(tmp_path: Path) -> None:
    figures = saving.measure(tmp_path, 2_500)
    assert figures.bytes_each <= 300
