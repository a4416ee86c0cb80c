"""Pairing: who reads the code gets in, once; who guesses, repeats or stands between does not."""

import json
from uuid import uuid4

import pytest

from tests.hub.asking import Asker
from tests.hub.devices import Device, bring, brought
from tests.hub.opened import HubCaller, Relay, desk_of, heard, opened_hub, told
from tests.sync.computers import QUICK
from tests.sync.small_servers import Authority
from trainer_app.hub import device_records, pairing, pairing_records
from trainer_app.hub.app import Settings, make_app
from trainer_app.hub.pairing import open_pairing
from trainer_app.hub.pairing_records import Moment
from trainer_app.sync.lan import pair
from trainer_app.sync.pairing import (
    FINISH_PATH,
    START_PATH,
    DeviceSide,
    Grant,
    HubSide,
    PairingRefused,
    confirm,
    digits,
    new_code,
)

PRINT = bytes(range(32))
OTHER_PRINT = bytes(32)
GRANT = Grant(key="device-1", secret="s", hub="Terminal Norte")


@pytest.fixture
def stranger(records, portal):
    """Somebody without a credential."""
    app = make_app(records, Settings(name="Terminal Norte", fingerprint=PRINT))
    return Asker(app, portal, "", "", version=None, prefix="")


def ask(asker, path, value):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return asker.ask("POST", path, None, {"authorization": ""}, body)


def start(asker, side, device=None, name="Ticket office"):
    said = {"message": told(side.message), "device": str(device or uuid4()), "name": name}
    return ask(asker, START_PATH, said)


def finish(asker, side, begun):
    proof = side.proof(heard(begun.json["message"]))
    return ask(asker, FINISH_PATH, {"pairing": begun.json["pairing"], "mac": told(proof)})


def grant(side, finished):
    return side.opened(heard(finished.json["mac"]), heard(finished.json["sealed"]))


def paired(asker, code, **named):
    side = DeviceSide(code, PRINT)
    return grant(side, finish(asker, side, start(asker, side, **named)))


def refused(asker, code):
    side = DeviceSide(code, PRINT)
    begun = start(asker, side)
    return begun.status == 403 or finish(asker, side, begun).status == 403


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_who_knows_the_code_gets_a_credential_that_opens_the_exchange(stranger, records):
    device = Device()
    code = open_pairing(records, desk_recipient="age1desk", desk_key="ab")
    got = paired(stranger, code, device=device.uuid, name="Ticket office 2")
    assert (got.hub, got.desk_recipient, got.desk_key) == ("Terminal Norte", "age1desk", "ab")
    assert len(got.secret) >= 43
    known = device_records.devices(records.database)
    assert [(one.credential, one.name, one.met) for one in known] == [
        (got.key, "Ticket office 2", None)
    ]
    credential = records.credential(got.key)
    assert credential is not None
    assert credential.scopes == {"write", "read-mine"}
    own = Asker(stranger.app, stranger.portal, got.key, got.secret, version=None, prefix="")
    assert brought(own, device.exchange()).known_seq == 0
    assert bring(own, Device("b").exchange()).status == 401


def test_without_a_code_nobody_pairs(stranger):
    assert refused(stranger, "123456")


def test_a_code_is_for_one_computer(stranger, records):
    code = open_pairing(records)
    paired(stranger, code)
    assert refused(stranger, code)


def test_a_new_code_ends_the_one_before(stranger, records):
    old = open_pairing(records)
    side = DeviceSide(old, PRINT)
    begun = start(stranger, side)
    new = open_pairing(records)
    assert finish(stranger, side, begun).status == 403
    assert old == new or refused(stranger, old)
    paired(stranger, new)


def test_a_new_code_ends_the_one_before_even_in_the_middle_of_an_answer(
    stranger, records, monkeypatch
):
    old = open_pairing(records)

    class Slow(HubSide):
        def answer(self, device_message):
            open_pairing(records)
            return super().answer(device_message)

    monkeypatch.setattr(pairing, "HubSide", Slow)
    assert start(stranger, DeviceSide(old, PRINT)).status == 403


def test_four_slips_are_forgiven(stranger, records):
    code = open_pairing(records)
    assert all(refused(stranger, wrong(code)) for _ in range(4))
    paired(stranger, code)


def test_the_fifth_wrong_try_ends_the_code(stranger, records):
    code = open_pairing(records)
    assert all(refused(stranger, wrong(code)) for _ in range(5))
    assert refused(stranger, code)


def test_five_lines_at_once_are_five_tries(stranger, records):
    code = open_pairing(records)
    sides = [DeviceSide(code, PRINT) for _ in range(6)]
    begun = [start(stranger, side) for side in sides]
    assert [one.status for one in begun] == [200] * 5 + [403]


def test_a_wrong_code_costs_its_line_too(stranger, records):
    code = open_pairing(records)
    side = DeviceSide(wrong(code), PRINT)
    begun = start(stranger, side)
    assert finish(stranger, side, begun).status == 403
    again = {"pairing": begun.json["pairing"], "mac": told(bytes(32))}
    assert ask(stranger, FINISH_PATH, again).status == 403


@pytest.mark.parametrize("after_ms", [-1, 120_001, 10**12])
def test_two_minutes_by_the_steady_clock(stranger, records, monkeypatch, after_ms):
    made = pairing_records.now()
    monkeypatch.setattr(pairing_records, "now", lambda: made)
    code = open_pairing(records)
    half_way = DeviceSide(code, PRINT)
    begun = start(stranger, half_way)
    later = Moment(made.machine, made.steady_ms + after_ms)
    monkeypatch.setattr(pairing_records, "now", lambda: later)
    assert refused(stranger, code)
    assert finish(stranger, half_way, begun).status == 403


def test_just_in_time_is_in_time(stranger, records, monkeypatch):
    made = pairing_records.now()
    monkeypatch.setattr(pairing_records, "now", lambda: made)
    code = open_pairing(records)
    later = Moment(made.machine, made.steady_ms + 119_999)
    monkeypatch.setattr(pairing_records, "now", lambda: later)
    paired(stranger, code)


def test_another_machines_clock_says_nothing(stranger, records, monkeypatch):
    made = pairing_records.now()
    code = open_pairing(records)
    monkeypatch.setattr(pairing_records, "now", lambda: Moment("another", made.steady_ms))
    assert refused(stranger, code)


def test_what_was_said_once_opens_nothing_when_it_is_said_again(stranger, records):
    code = open_pairing(records)
    side = DeviceSide(code, PRINT)
    begun = start(stranger, side)
    proof = side.proof(heard(begun.json["message"]))
    said = {"pairing": begun.json["pairing"], "mac": told(proof)}
    assert ask(stranger, FINISH_PATH, said).status == 200
    assert ask(stranger, FINISH_PATH, said).status == 403
    open_pairing(records)
    assert ask(stranger, FINISH_PATH, said).status == 403
    again = start(stranger, side)
    assert ask(stranger, FINISH_PATH, said | {"pairing": again.json["pairing"]}).status == 403
    assert len(device_records.devices(records.database)) == 1


def test_a_computer_that_pairs_again_keeps_its_old_key_until_the_new_one_works(stranger, records):
    device = Device()
    old = paired(stranger, open_pairing(records), device=device.uuid)
    lost = paired(stranger, open_pairing(records), device=device.uuid)
    new = paired(stranger, open_pairing(records), device=device.uuid)

    def says(got):
        own = Asker(stranger.app, stranger.portal, got.key, got.secret, version=None, prefix="")
        return bring(own, device.exchange()).status

    assert [says(one) for one in (old, new, old, lost, new)] == [200, 200, 401, 401, 200]
    assert len(device_records.devices(records.database)) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"\xff", b"{}", {"message": "!", "device": str(uuid4()), "name": "x"},
        {"message": told(b"A" * 33), "device": "x", "name": "x"},
        {"message": told(b""), "device": str(uuid4()), "name": "x" * 600},
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(stranger, records, body):
    open_pairing(records)
    assert ask(stranger, START_PATH, body).status == 400


@pytest.mark.parametrize("message", [b"", b"A" * 33, b"B" * 33, b"A" + bytes(32), bytes(400)])
def test_a_message_that_is_no_point_is_a_wrong_code(stranger, records, message):
    open_pairing(records)
    said = {"message": told(message)[:200], "device": str(uuid4()), "name": "x"}
    assert ask(stranger, START_PATH, said).status in (400, 403)


def test_a_large_message_is_not_read(stranger):
    assert ask(stranger, START_PATH, b" " * 5000).status == 413


def test_names_are_tidied(stranger, records):
    paired(stranger, open_pairing(records), name=" a\0b\n" + "c" * 300)
    (known,) = device_records.devices(records.database)
    assert known.name == "a b " + "c" * 76


# ---------------------------------------------------------------- the two sides


def test_another_certificate_is_another_key():
    code = new_code()
    device, hub = DeviceSide(code, PRINT), HubSide(code, OTHER_PRINT)
    message, key = hub.answer(device.message)
    proof = device.proof(message)
    with pytest.raises(PairingRefused):
        confirm(key, OTHER_PRINT, proof, GRANT)


def test_a_hub_that_does_not_know_the_code_is_noticed():
    device, hub = DeviceSide("123456", PRINT), HubSide("123457", PRINT)
    message, key = hub.answer(device.message)
    device.proof(message)
    own = DeviceSide("123457", PRINT)
    other = HubSide("123457", PRINT)
    message, key = other.answer(own.message)
    mac, sealed = confirm(key, PRINT, own.proof(message), GRANT)
    with pytest.raises(PairingRefused):
        device.opened(mac, sealed)


def test_a_changed_seal_is_noticed():
    device, hub = DeviceSide("123456", PRINT), HubSide("123456", PRINT)
    message, key = hub.answer(device.message)
    mac, sealed = confirm(key, PRINT, device.proof(message), GRANT)
    assert device.opened(mac, sealed) == GRANT
    with pytest.raises(PairingRefused):
        device.opened(mac, sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(PairingRefused):
        DeviceSide("123456", PRINT).opened(mac, sealed)


def test_codes_are_six_digits_as_typed_anywhere():
    assert all(len(new_code()) == 6 and new_code().isdigit() for _ in range(50))
    assert digits(" 12 34-56 ") == "123456"
    assert digits("١٢٣ ٤٥٦") == "123456"


# ---------------------------------------------------------------- over TLS


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with opened_hub(tmp_path_factory.mktemp("served")) as opened:
        yield opened


def test_a_desk_opens_a_code_and_a_computer_pairs_with_it(served):
    desk = desk_of(served)
    brought_by_desk = Device("desk").exchange(hello=Device("desk").hello(recipient="age1desk"))
    desk.ask("POST", "/waypost/exchange", brought_by_desk, Content_Type="application/msgpack")
    status, opened = desk.json("POST", "/waypost/desk/pairing")
    assert (status, opened["seconds"]) == (200, 120)
    device = Device("pairs")
    made = pair(
        f"127.0.0.1:{served.port}", opened["code"], device=device.uuid, name="Gate", around=QUICK
    )
    assert made.pin == served.certificate.fingerprint
    assert made.grant.desk_recipient == "age1desk"
    assert made.grant.desk_key == Device("desk").hello().key.hex()
    own = HubCaller(served.port, made.grant.key, made.grant.secret)
    status, _headers, _body = own.ask(
        "POST", "/waypost/exchange", device.exchange(), Content_Type="application/msgpack"
    )
    assert status == 200
    _status, known = desk.json("GET", "/waypost/desk/devices")
    assert [one["name"] for one in known["devices"] if one["key"] == made.grant.key] == ["Gate"]
    assert desk.json("DELETE", f"/waypost/desk/devices/{made.grant.key}")[0] == 204
    assert desk.json("DELETE", f"/waypost/desk/devices/{made.grant.key}")[0] == 404
    status, _headers, _body = own.ask("POST", "/waypost/exchange", device.exchange())
    assert status == 401


def test_a_relay_with_a_certificate_of_its_own_is_noticed(served, tmp_path):
    issued = Authority(tmp_path).issue()
    _status, opened = desk_of(served).json("POST", "/waypost/desk/pairing")
    with Relay(served.port, issued.context) as between, pytest.raises(PairingRefused):
        pair(f"127.0.0.1:{between.port}", opened["code"], device=uuid4(), name="x", around=QUICK)
    assert between.up > 0
    _status, known = desk_of(served).json("GET", "/waypost/desk/devices")
    assert [one["name"] for one in known["devices"] if one["name"] == "x"] == []
