"""Chains from elsewhere: their gaps, their signed ends, and what was changed on the way."""

import random
from dataclasses import replace

import pytest

from tests.store.conftest import OTHER, Entry, OpenStore, draft, from_elsewhere
from trainer_app.store import EndpointRow, Held, SignedHead, Store, Tampered
from trainer_app.training import chain
from trainer_app.training.statement import RENDERER, render

KEY, OTHER_KEY = b"k" * 32, b"x" * 32
SIGNATURE = b"s" * 64


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    store = open_store()
    store.endpoints.put(EndpointRow("stick", "stick", "Sticks"))
    return store


def ten() -> list[Entry]:
    return from_elsewhere(*(draft(f"i{number}") for number in range(10)))


def end(entries: list[Entry]) -> bytes:
    """The hash that their device has at the last of them."""
    link = chain.START
    for one in entries:
        link = chain.link(link, one.draft, one.stamp, RENDERER, render(one.draft, one.stamp))
    return link


def sign(store: Store, seq: int, digest: bytes, key: bytes = KEY) -> bool:
    return store.chains.hold_head(OTHER, 1, seq, digest, SIGNATURE, key)


# ---------------------------------------------------------------- what is held


def test_our_own_chain_is_known_by_hash(store: Store) -> None:
    assert store.chains.heads() == {}
    assert store.head() == Held(0, 0, chain.START)
    store.append([draft("a"), draft("b")])
    head = store.head()
    assert store.chains.heads() == {(store.device, 1): head}
    assert (head.seq, head.count) == (2, 2)
    assert store.chains.before(store.device, 1, 1) == chain.START
    assert store.chains.before(store.device, 1, 3) == head.hash
    assert store.chains.before(store.device, 1, 4) is None


def test_of_another_chain_it_is_known_how_much_is_there(store: Store) -> None:
    entries = ten()
    store.inbox.receive([entries[place] for place in (8, 1, 2, 5)], "stick")
    assert store.chains.heads() == {(OTHER, 1): Held(9, 4, None)}
    assert store.chains.gaps(OTHER, 1) == [(1, 1), (4, 5), (7, 8)]
    assert store.chains.before(OTHER, 1, 3) is None
    store.inbox.receive(entries, "stick")
    assert store.chains.gaps(OTHER, 1) == []
    assert store.chains.gaps(OTHER, 2) == []
    sign(store, 10, end(entries))
    assert store.chains.heads() == {(OTHER, 1): Held(10, 10, end(entries))}


# ---------------------------------------------------------------- signed ends


def test_the_newest_end_is_held(store: Store) -> None:
    entries = ten()
    store.inbox.receive(entries, "stick")
    assert sign(store, 10, end(entries))
    assert sign(store, 4, b"an older one".ljust(32))
    assert store.chains.heads()[OTHER, 1].hash == end(entries)
    assert store.chains.signed() == [SignedHead(OTHER, 1, 10, end(entries), SIGNATURE, KEY)]


def test_the_first_of_two_ends_at_one_place_stays(store: Store) -> None:
    entries = ten()
    store.inbox.receive(entries, "stick")
    assert sign(store, 10, end(entries))
    assert sign(store, 10, end(entries))
    assert not sign(store, 10, b"another".ljust(32))
    assert not sign(store, 12, b"another".ljust(32), OTHER_KEY)
    assert store.chains.verify_received() == []


def test_a_chain_that_is_whole_is_what_was_signed(store: Store) -> None:
    entries = ten()
    random.Random(3).shuffle(entries)
    store.inbox.receive(entries[:6], "stick")
    sign(store, 10, end(ten()))
    assert store.chains.verify_received() == []  # not to be judged yet
    store.inbox.receive(entries[6:], "stick")
    assert store.chains.verify_received() == []
    store.inbox.receive(from_elsewhere(draft("more"), first=11), "stick")
    assert store.chains.verify_received() == []


@pytest.mark.parametrize("changed", [0, 4, 9])
def test_a_statement_changed_on_the_way_is_noticed(store: Store, changed: int) -> None:
    entries = ten()
    sign(store, 10, end(entries))
    entries[changed] = Entry(replace(entries[changed].draft, success=False), entries[changed].stamp)
    store.inbox.receive(entries, "stick")
    assert store.chains.verify_received() == [Tampered(OTHER, 1, 10)]
    assert store.verify_chain() == 10  # the file itself is as it was written


def test_our_own_chain_is_not_one_that_was_received(store: Store) -> None:
    store.append([draft("a")])
    store.chains.hold_head(store.device, 1, 1, b"wrong".ljust(32), SIGNATURE, KEY)
    assert store.chains.verify_received() == []
