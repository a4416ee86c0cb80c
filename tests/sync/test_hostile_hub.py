"""A hub that lies: nothing it says keeps a computer for ever, fills its disk or breaks a page."""

from dataclasses import replace
from uuid import UUID

import msgspec
import pytest

from tests.sync.computers import QUICK, computers, make_results, reason
from tests.sync.small_servers import Answer, Authority, Server
from trainer_app.operations import syncing
from trainer_app.operations.asking import asking
from trainer_app.store import EndpointRow
from trainer_app.sync import hub_push, load, messages
from trainer_app.sync.frame import decode
from trainer_app.sync.messages import Conflict, Onward, Receipt
from trainer_app.sync.pinned import pin_of
from trainer_app.sync.push import Pushed, push
from trainer_app.training.clocks import Observation

HUB = "hub:liar"


@pytest.fixture
def make(store_template, tmp_path):
    with computers(store_template, tmp_path) as make:
        yield make


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


class Hub:
    """Takes everything, and then says what ``lie`` makes of its answer; at most so many times."""

    def __init__(self, lie=lambda answer, _message: answer, most=60) -> None:
        self.lie, self.most = lie, most
        self.heard: list[messages.Exchange] = []

    def __call__(self, request):
        message = messages.read_exchange(request.body)
        self.heard.append(message)
        if len(self.heard) > self.most:
            return Answer(401)
        frames = [decode(data) for data in message.frames]
        receipts = [
            Receipt(one.device, one.epoch, one.first, one.first + len(one.entries) - 1,
                    len(one.entries), 0)
            for one in frames
        ]  # fmt: skip
        taken = messages.Answer(
            now_ms=1_800_000_000_000,
            clock_known=True,
            receipts=receipts,
            known_seq=message.hello.seq,
            known_head=message.hello.head,
            texts_stored=len(message.texts),
        )
        headers = {"Content-Type": messages.MEDIA_TYPE}
        return Answer(200, messages.write(self.lie(taken, message)), headers)


def hand_in(store, hub, authority, people=None) -> Pushed:
    issued = authority.issue()
    with Server(hub, issued.context) as server:
        settings = {
            "address": f"https://127.0.0.1:{server.port}/",
            "pin": pin_of(issued.der).hex(),
            "key": "k",
            "secret": "s",
        }
        known = {one.endpoint_id: one for one in store.endpoints.all()}
        row = known.get(HUB, EndpointRow(HUB, "hub", "Hub"))
        store.endpoints.put(replace(row, settings=row.settings | settings))
        endpoint = store.endpoints.one(HUB)
        return push(asking(store), endpoint, around=QUICK, people=people)


def test_an_honest_one_gets_everything(make, authority):
    store, hub = make(), Hub()
    make_results(store, 30)
    pushed = hand_in(store, hub, authority)
    assert (pushed.sent, pushed.left, pushed.fault) == (30, 0, None)
    assert len(hub.heard) == 1


def all_conflicts(answer, message):
    receipts = []
    for data, receipt in zip(message.frames, answer.receipts, strict=True):
        ids = [one.stamp.statement_id for one in decode(data).entries]
        conflicts = [Conflict(one, "no") for one in ids]
        receipts.append(
            Receipt(
                receipt.device, receipt.epoch, receipt.first, receipt.last, 0, 0, conflicts, False
            )
        )
    return msgspec.structs.replace(answer, receipts=receipts)


def test_one_that_calls_everything_a_conflict_does_not_fill_the_disk(make, authority):
    store, hub = make(), Hub(all_conflicts)
    make_results(store, 5)
    pushed = hand_in(store, hub, authority)
    assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (0, 5, 0, None)
    assert len(hub.heard) == 1 + hub_push._MOST_SAID_AGAIN
    assert len(store.outbox.refusals()) == 5
    kept = store.verify_chain()
    assert kept == 5 * (1 + hub_push._MOST_SAID_AGAIN)
    hand_in(store, hub, authority)
    assert store.verify_chain() == kept


def test_a_computer_that_is_reset_each_night_gets_past_all_its_earlier_lives(make, authority):
    """The hub holds results of every night before, each in the first epoch that was free then."""
    nights = 200

    def taken_before(answer, message):
        return all_conflicts(answer, message) if message.hello.epoch <= nights else answer

    store, hub = make(), Hub(taken_before)
    make_results(store, 5)
    pushed = hand_in(store, hub, authority)
    assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (5, 0, 0, None)
    assert store.outbox.refusals() == []
    assert len(hub.heard) < 12


def test_one_that_forgets_more_each_time_is_given_everything_once_more_in_a_contact(
    make, authority
):
    def forgets(answer, _message):
        return msgspec.structs.replace(answer, known_seq=70 - len(hub.heard), known_head=None)

    store, hub = make(), Hub(forgets)
    make_results(store, 70)
    assert hand_in(store, hub, authority).sent == 70
    pushed = hand_in(store, hub, authority)
    assert (pushed.sent, pushed.left, pushed.fault) == (70, 0, None)
    assert len(hub.heard) == 3


@pytest.mark.parametrize("number", [1, 0, 7])
def test_one_that_always_has_more_names_is_left(make, authority, number):
    def more(answer, _message):
        blob = messages.Blob(number, b"sealed")
        return msgspec.structs.replace(answer, people=[blob], people_newest=9)

    store, hub = make(), Hub(more)
    assert hand_in(store, hub, authority).fault is None
    assert len(hub.heard) <= 2


@pytest.mark.parametrize(
    "said",
    [
        {"now_ms": 2**60},
        {"now_ms": -(2**60)},
        {"now_ms": 253_402_300_800_000},
        {"known_seq": 2**63},
        {"people_newest": -1},
        {"others_newest": 2**64 - 1},
        {"heads": [messages.Head(UUID(int=1), -1, 1, bytes(32), bytes(64), bytes(32))]},
        {"heads": [messages.Head(UUID(int=1), 1, 2**63, bytes(32), bytes(64), bytes(32))]},
        {"people": [messages.Blob(2**63, b"x")]},
        {"onward": [Onward("server", UUID(int=1), 1, 1, 2**60)]},
        {"onward": [Onward("server", UUID(int=1), 2**63, 1, 1)]},
    ],
)
def test_numbers_that_cannot_be_are_no_answer(make, authority, said):
    store = make()
    hub = Hub(lambda answer, _message: msgspec.structs.replace(answer, **said))
    make_results(store, 3)
    pushed = hand_in(store, hub, authority)
    assert (reason(pushed.fault), pushed.sent, pushed.left) == ("hub-version", 0, 3)
    assert store.observations.every() == []


def test_a_moment_at_the_end_of_all_calendars_still_has_a_page(make, authority):
    store = make()

    def late(answer, message):
        onward = [Onward("server", message.hello.device, 1, 3, 253_402_300_799_999)]
        return msgspec.structs.replace(answer, now_ms=253_402_300_799_999, onward=onward)

    make_results(store, 3)
    hand_in(store, Hub(late), authority)
    (road,) = syncing.hand_in_status(store).roads
    assert road.onward_at is not None
    assert road.onward_at.year == 9999


# ---------------------------------------------------------------- much to say


class Feed:
    """Names as they wait, and how often they were said to be delivered."""

    recipient = ""

    def __init__(self, *blobs: bytes) -> None:
        self.blobs, self.times = blobs, 0

    def waiting(self, _endpoint_id):
        return self.blobs

    def delivered(self, _endpoint_id):
        self.blobs, self.times = (), self.times + 1

    def arrived(self, _endpoint_id, _blobs):
        """Nothing arrives here."""


def test_more_names_than_one_exchange_holds_go_in_several(make, authority):
    large = [bytes([n]) * messages.MOST_BLOB_BYTES for n in range(30)]
    small = [b"%d" % n for n in range(250)]
    store, hub, feed = make(), Hub(), Feed(*large, *small)
    make_results(store, 3)
    pushed = hand_in(store, hub, authority, people=feed)
    assert (pushed.sent, pushed.fault) == (3, None)
    assert [one for message in hub.heard for one in message.people] == [*large, *small]
    assert max(len(messages.write(one)) for one in hub.heard) < messages.MOST_BYTES // 3
    assert feed.times == 1


def test_names_that_are_cut_off_go_once_more_and_none_is_left_out(make, authority):
    feed = Feed(*(bytes([n]) * messages.MOST_BLOB_BYTES for n in range(20)))
    store, wanted = make(), feed.blobs
    hand_in(store, Hub(most=2), authority, people=feed)
    assert feed.times == 0
    hub = Hub()
    hand_in(store, hub, authority, people=feed)
    assert tuple(one for message in hub.heard for one in message.people) == wanted
    assert feed.times == 1


def test_names_a_hub_has_no_room_for_are_brought_once_in_a_contact(make, authority):
    def full(answer, message):
        refused = [
            messages.Refusal(f"people {place}", "no room") for place in range(len(message.people))
        ]
        return msgspec.structs.replace(answer, refused=refused)

    store, hub, feed = make(), Hub(full), Feed(b"x" * 1000)
    make_results(store, 700)
    assert hand_in(store, hub, authority, people=feed).sent == 700
    assert [len(one.people) for one in hub.heard] == [1, 0]
    assert feed.times == 0


def test_the_clocks_of_years_without_a_hub_go_in_several_exchanges(make, authority, monkeypatch):
    assert load.MOST_OBSERVATIONS <= messages.MOST_STATEMENTS, "as a hub reads them"
    monkeypatch.setattr(load, "MOST_OBSERVATIONS", 3)
    store, hub = make(), Hub()
    for boot in range(101, 109):
        store.observations.observe(
            Observation(
                device=store.device, epoch=store.epoch, boot=boot, mono_ms=5, wall_ms=7,
                reference_ms=9, source="server",
            )
        )  # fmt: skip
    for _contact in range(4):
        make_results(store, 2)
        assert hand_in(store, hub, authority).sent == 2
    brought = [[one.boot for one in message.observations] for message in hub.heard]
    assert brought == [[101, 102, 103], [104, 105, 106], [107, 108], []]
