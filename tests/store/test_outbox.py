"""Handing in: each endpoint gets everything once, in order, whatever is refused or cut off."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.conftest import HandClock, OpenStore, draft, from_elsewhere
from trainer_app.store import EndpointRow, Store
from trainer_app.training.times import at

SERVER = EndpointRow("server", "server", "Record store", {"address": "https://results.example"})
HUB = EndpointRow("hub:0011223344556677", "hub", "Laptop of the facilitator")


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    """A store with two endpoints."""
    store = open_store()
    store.endpoints.put(SERVER)
    store.endpoints.put(HUB)
    return store


def waiting(store: Store, endpoint: EndpointRow = SERVER, limit: int = 500) -> list[int]:
    return [one.row for one in store.outbox.outgoing(endpoint.endpoint_id, limit)]


def add(store: Store, count: int) -> None:
    store.append([draft(f"i{number}") for number in range(count)])


# ---------------------------------------------------------------- endpoints


def test_an_endpoint_is_kept_as_it_was_put(open_store: OpenStore) -> None:
    store = open_store()
    known = replace(SERVER, mark=3, last_contact_ms=5, last_error="No road.")
    store.endpoints.put(known)
    store.close()
    store = open_store()
    assert store.endpoints.all() == [known]
    assert store.endpoints.one("server") == known


def test_new_settings_leave_the_rest_alone(store: Store) -> None:
    add(store, 2)
    store.outbox.acknowledge("server", [1, 2], 77)
    store.endpoints.set_cursor("server", "2026-12-01T12:00:00Z")
    store.endpoints.put(replace(SERVER, title="New", settings={"key": "ñ"}))
    now = store.endpoints.one("server")
    assert (now.title, now.settings, now.mark, now.last_contact_ms) == ("New", {"key": "ñ"}, 2, 77)
    assert store.endpoints.cursor("server") == "2026-12-01T12:00:00Z"


def test_contact_and_trouble_are_noted(store: Store) -> None:
    store.endpoints.note_contact("server", 10)
    store.endpoints.note_contact("server", error="The line is cut.")
    now = store.endpoints.one("server")
    assert (now.last_contact_ms, now.last_error) == (10, "The line is cut.")
    add(store, 1)
    store.outbox.acknowledge("server", [1], 20)
    now = store.endpoints.one("server")
    assert (now.last_contact_ms, now.last_error) == (20, None)


def test_a_dropped_endpoint_is_gone_with_its_secrets(store: Store) -> None:
    store.inbox.receive(from_elsewhere(draft("a")), "server")
    add(store, 1)
    store.outbox.refuse("server", 2, 400, "no")
    store.endpoints.drop("server")
    assert [one.endpoint_id for one in store.endpoints.all()] == [HUB.endpoint_id]
    with pytest.raises(KeyError):
        store.endpoints.one("server")
    with store._reading() as connection:
        rows = connection.exec_driver_sql("SELECT title, settings FROM endpoint").all()
    assert tuple(rows[0]) == ("", "{}")
    store.endpoints.put(SERVER)
    assert waiting(store) == [1, 2]  # another server at this id has none of it
    assert store.outbox.refusals() == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.endpoints.one("nobody"),
        lambda store: store.endpoints.drop("nobody"),
        lambda store: store.endpoints.note_contact("nobody", 1),
        lambda store: store.endpoints.cursor("nobody"),
        lambda store: store.endpoints.set_cursor("nobody", "1"),
        lambda store: store.outbox.outgoing("nobody", 1),
        lambda store: store.outbox.acknowledge("nobody", [], 1),
        lambda store: store.outbox.refuse("nobody", 1, 400, ""),
        lambda store: store.outbox.forgive("nobody", 1),
        lambda store: store.outbox.refusals("nobody"),
        lambda store: store.outbox.to_hand_in("nobody"),
        lambda store: store.inbox.receive(from_elsewhere(draft()), "nobody"),
    ],
)
def test_an_unknown_endpoint_is_a_key_error(store: Store, ask: object) -> None:
    with pytest.raises(KeyError):
        ask(store)  # type: ignore[operator]


# ---------------------------------------------------------------- handing in


def test_everything_waits_in_the_order_of_the_log(store: Store) -> None:
    stamps = store.append([draft("a"), draft("b", site="bo-lpz-001"), draft("c")])
    found = store.outbox.outgoing("server", 2)
    assert [(one.row, one.stamp, one.own) for one in found] == [
        (1, stamps[0], True),
        (2, stamps[1], True),
    ]
    assert [one.text for one in found] == [text for _row, text in store.statement_texts(limit=2)]
    assert store.chains.before(store.device, 1, 3) == found[1].hash


def test_what_was_received_is_not_handed_in_again(store: Store) -> None:
    add(store, 4)
    store.outbox.acknowledge("server", [1, 2, 3], 1)
    assert waiting(store) == [4]
    assert waiting(store, HUB) == [1, 2, 3, 4]


def test_nothing_is_passed_over_that_was_left_out(store: Store) -> None:
    add(store, 4)
    store.outbox.acknowledge("server", [1, 3, 4], 1)
    assert waiting(store) == [2, 3, 4]
    store.outbox.acknowledge("server", [2], 1)
    assert waiting(store) == [3, 4]


def test_the_mark_never_goes_back(store: Store) -> None:
    add(store, 3)
    store.outbox.acknowledge("server", [1, 2, 3], 1)
    store.outbox.acknowledge("server", [1], 2)
    assert store.endpoints.one("server").mark == 3


def test_what_came_from_there_does_not_go_back_there(store: Store) -> None:
    add(store, 1)
    store.inbox.receive(from_elsewhere(draft("x"), draft("y")), HUB.endpoint_id)
    add(store, 1)
    assert waiting(store, HUB) == [1, 4]
    assert waiting(store) == [1, 2, 3, 4]
    assert [one.own for one in store.outbox.outgoing("server", 9)] == [True, False, False, True]
    store.outbox.acknowledge(HUB.endpoint_id, [1], 1)
    assert store.endpoints.one(HUB.endpoint_id).mark == 3


def test_it_is_counted_what_waits_and_since_when(store: Store, clock: HandClock) -> None:
    assert store.outbox.to_hand_in("server").count == 0
    assert store.outbox.to_hand_in("server").oldest_at is None
    for _number in range(3):
        add(store, 1)
        clock.pass_time(1000)
    first = clock.utc_ms - 3000
    waits = store.outbox.to_hand_in("server")
    assert (waits.count, waits.oldest_at) == (3, at(first))
    store.outbox.acknowledge("server", [1], 1)
    waits = store.outbox.to_hand_in("server")
    assert (waits.count, waits.oldest_at) == (2, at(first + 1000))


# ---------------------------------------------------------------- refused


def test_what_is_refused_waits_for_a_person(store: Store, clock: HandClock) -> None:
    stamps = store.append([draft("a"), draft("b"), draft("c")])
    store.outbox.refuse("server", 2, 400, "context.team is no group")
    assert waiting(store) == [1, 3]
    (refused,) = store.outbox.refusals()
    assert (refused.endpoint_id, refused.row, refused.code) == ("server", 2, 400)
    assert refused.reason == "context.team is no group"
    assert (refused.statement_id, refused.at) == (stamps[1].statement_id, at(clock.utc_ms))
    assert (refused.draft, refused.stamp) == (draft("b"), stamps[1])
    assert store.outbox.refusals(HUB.endpoint_id) == []
    assert waiting(store, HUB) == [1, 2, 3]
    assert store.outbox.to_hand_in("server").count == 2
    store.outbox.acknowledge("server", [1, 3], 1)
    assert (waiting(store), store.outbox.to_hand_in("server").count) == ([], 0)


def test_what_is_forgiven_is_tried_alone_and_once(store: Store) -> None:
    add(store, 4)
    for row in (1, 3):
        store.outbox.refuse("server", row, 409, "conflict")
    store.outbox.acknowledge("server", [2], 1)
    for row in (1, 3, 4):
        store.outbox.forgive("server", row)
    assert store.outbox.refusals() == []
    assert store.outbox.to_hand_in("server").count == 3
    assert waiting(store) == [1, 3]
    store.outbox.acknowledge("server", [3], 1)
    assert waiting(store) == [1]
    store.outbox.refuse("server", 1, 409, "conflict again")
    assert waiting(store) == [4]
    assert [one.reason for one in store.outbox.refusals("server")] == ["conflict again"]
    assert store.outbox.to_hand_in("server").count == 1


def test_forgiving_while_others_are_under_way_loses_nothing(store: Store) -> None:
    add(store, 4)
    store.outbox.refuse("server", 2, 400, "no")
    assert waiting(store) == [1, 3, 4]
    store.outbox.forgive("server", 2)
    store.outbox.acknowledge("server", [1, 3, 4], 1)
    assert waiting(store) == [2]
    store.outbox.acknowledge("server", [2], 1)
    assert waiting(store) == []


def test_pages_can_be_asked_for_before_any_is_acknowledged(store: Store) -> None:
    add(store, 6)
    store.outbox.refuse("server", 1, 400, "no")
    store.outbox.acknowledge("server", [2], 1)
    store.outbox.forgive("server", 1)
    pages = [waiting(store, limit=2)]
    for after in (1, 4, 6):
        found = store.outbox.outgoing("server", 2, after=after)
        pages.append([one.row for one in found])
    assert pages == [[1], [3, 4], [5, 6], []]


def test_rows_are_found_for_a_receipt(store: Store) -> None:
    add(store, 5)
    assert store.outbox.rows_between(store.device, 1, 2, 4) == [2, 3, 4]
    assert store.outbox.rows_between(store.device, 2, 1, 9) == []


# ---------------------------------------------------------------- against a model


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_an_endpoint_gets_all_that_is_for_it_and_no_more(
    store_template: Path, data: st.DataObject
) -> None:
    """Any order of appending, receiving, refusing, forgiving, and answers that cover a part."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(store_template, scratch, dirs_exist_ok=True)
        store = Store.open(Path(scratch), use_keystore=False)
        store.endpoints.put(SERVER)
        store.endpoints.put(HUB)
        try:
            _anything(store, data)
        finally:
            store.close()


def _anything(store: Store, data: st.DataObject) -> None:
    got: list[int] = []
    for _step in range(data.draw(st.integers(3, 15))):
        match data.draw(st.sampled_from(["append", "receive", "send", "refuse", "forgive"])):
            case "append":
                add(store, data.draw(st.integers(1, 3)))
            case "receive":
                made = from_elsewhere(draft("a"), draft("b"), device=data.draw(st.uuids()))
                store.inbox.receive(made, data.draw(st.sampled_from(["server", HUB.endpoint_id])))
            case "send":
                batch = waiting(store, limit=data.draw(st.integers(1, 5)))
                taken = [row for row in batch if data.draw(st.integers(0, 3))]
                got += taken
                store.outbox.acknowledge("server", taken, 1)
            case "refuse":
                for row in waiting(store, limit=1):
                    store.outbox.refuse("server", row, 400, "")
            case "forgive":
                for one in store.outbox.refusals("server"):
                    store.outbox.forgive("server", one.row)
        assert store.outbox.to_hand_in("server").count == _left(store)
    while batch := waiting(store, limit=3):
        got += batch
        store.outbox.acknowledge("server", batch, 1)
    assert store.outbox.to_hand_in("server").count == 0
    left = {one.row for one in store.outbox.refusals("server")}
    with store._reading() as connection:
        others = connection.exec_driver_sql("SELECT row FROM statement WHERE origin IS NOT 1")
        assert set(got) | left == set(others.scalars())


def _left(store: Store) -> int:
    """What waits, counted by asking for it: first what is tried again, then the rest."""
    with store._reading() as connection:
        return int(
            connection.exec_driver_sql(
                "SELECT count(*) FROM statement, endpoint "
                "LEFT JOIN sync_refusal "
                "  ON sync_refusal.statement = statement.row AND endpoint = endpoint.row "
                "WHERE endpoint_id = 'server' AND origin IS NOT endpoint.row "
                "AND iif(again IS NULL, statement.row > mark, again = 1 AND statement.row <= mark)"
            ).scalar_one()
        )


def test_refusals_are_counted_without_reading_them(store: Store, monkeypatch) -> None:
    store.endpoints.put(EndpointRow("stick", "stick", "s"))
    add(store, 6)
    rows = [one.row for one in store.outbox.outgoing("server", 10)]
    for row in rows[:4]:
        store.outbox.refuse("server", row, 400, "no")
    store.outbox.refuse("stick", rows[0], 409, "no")
    counted: dict[str, int] = {}
    for one in store.outbox.refusals():
        counted[one.endpoint_id] = counted.get(one.endpoint_id, 0) + 1
    monkeypatch.setattr("trainer_app.store.outbox.record", None)
    assert store.outbox.refused() == counted == {"server": 4, "stick": 1}
    store.outbox.forgive("server", *rows[:3])
    assert store.outbox.refused() == {"server": 1, "stick": 1}


def test_what_is_kept_is_counted_in_every_epoch(store: Store) -> None:
    add(store, 2)
    store.begin_epoch()
    add(store, 1)
    assert store.outbox.kept() == 3
    store.outbox.refuse("server", 1, 409, "another text")
    assert store.reissue([1]) == 1
    assert store.outbox.kept() == 3  # said again is not one more
