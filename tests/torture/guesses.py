"""Who guesses at the hub: six digits, secrets, keys; and how long it takes to be told no."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import msgspec

from tests.hub.asking import as_json, basic
from tests.torture import crew
from tests.torture.callers import PRINT, VERSION, Ask, Hall, Heard, _heard, _told, opened, post
from trainer_app.hub.limits import FOR_STRANGERS, WRONG_FROM_ADDRESS, WRONG_SECRETS, Limits
from trainer_app.hub.pairing import open_pairing
from trainer_app.hub.pairing_records import TRIES
from trainer_app.sync.pairing import FINISH_PATH, START_PATH, DeviceSide

_PAIRS = 150
_SPOKEN = tuple((name.encode(), value.encode()) for name, value in VERSION.items())
_ASK = Ask("GET", "/xapi/statements", "", _SPOKEN)


@dataclass(frozen=True)
class Guessed:
    """``ratios``: how much longer one kind of wrong guess took to be refused than another."""

    found: crew.Found
    ratios: dict[str, float]


class Steady:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def torture(rounds: int) -> Guessed:
    """So many rounds of each kind of guessing, at a hub with its true limits."""
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    with tempfile.TemporaryDirectory(prefix="waypost-hub-", dir=crew.SCRATCH) as scratch:
        clock = Steady()
        with opened(Path(scratch), Limits(clock=clock)) as hall:
            for _round in range(rounds):
                for name, guess in _KINDS.items():
                    clock.now += 1_000
                    told = guess(hall, clock)
                    verdicts["ok" if told is None else name] += 1
                    if told is not None:
                        bad.append(f"{name}: {told}")
            ratios = _ratios(hall, clock)
    return Guessed(crew.Found(verdicts, bad[:5]), ratios)


# ---------------------------------------------------------------- six digits


def _try(hall: Hall, clock: Steady, digits: str) -> Heard:
    """One guess; the last answer to it."""
    clock.now += 1
    side = DeviceSide(digits, PRINT)
    said = {"message": _told(side.message), "device": secrets.token_hex(16), "name": "x"}
    begun = hall.ask(post(START_PATH, as_json(said)))
    if begun.status != 200:
        return begun
    answer = msgspec.json.decode(begun.body)
    proof = side.proof(_heard(answer["message"]))
    finish = {"pairing": answer["pairing"], "mac": _told(proof)}
    return hall.ask(post(FINISH_PATH, as_json(finish)))


def _other(code: str) -> str:
    return f"{(int(code) + 1 + secrets.randbelow(999_998)) % 1_000_000:06}"


def _digits(hall: Hall, clock: Steady) -> str | None:
    """Five wrong ones end a code; fewer do not; whatever is wrong, the answer is the same."""
    code = open_pairing(hall.records)
    wrong = [_try(hall, clock, _other(code)) for _guess in range(TRIES)]
    late = _try(hall, clock, code)
    told = {(one.status, one.body, one.headers) for one in (*wrong, late)}
    if len(told) != 1 or late.status != 403:
        return f"five wrong ones, then the right one: {[one.status for one in (*wrong, late)]}"
    code = open_pairing(hall.records)
    slips = secrets.randbelow(TRIES)
    statuses = [_try(hall, clock, _other(code)).status for _guess in range(slips)]
    statuses.append(_try(hall, clock, code).status)
    if statuses != [403] * slips + [200]:
        return f"{slips} slips, then the right one: {statuses}"
    again = _try(hall, clock, code)
    return None if again.status == 403 else "a code is good for two computers"


def _at_once(hall: Hall, clock: Steady) -> str | None:
    """On many lines at once there are no more tries than on one."""
    clock.now += 100
    code = open_pairing(hall.records)
    begun = 0
    for _line in range(TRIES * 3):
        said = {"message": _told(DeviceSide(_other(code), PRINT).message),
                "device": secrets.token_hex(16), "name": "x"}  # fmt: skip
        begun += hall.ask(post(START_PATH, as_json(said))).status == 200
    return None if begun == TRIES else f"{begun} tries"


# ---------------------------------------------------------------- secrets and keys


def _secrets(hall: Hall, clock: Steady) -> str | None:
    """After five wrong ones the next waits, the right one too; the owner elsewhere does not."""
    known = hall.callers["reader"]
    guesses = [
        _ASK.with_headers(authorization=basic(known.key, secrets.token_urlsafe(32)))
        for _guess in range(WRONG_SECRETS + 2)
    ]
    statuses = [hall.ask(ask).status for ask in guesses]
    if statuses != [401] * WRONG_SECRETS + [429, 429]:
        return f"wrong secrets: {statuses}"
    right = _ASK.with_headers(authorization=known.authorization)
    here, away = hall.ask(right), hall.ask(replace(right, address="192.168.1.20"))
    if (here.status, away.status) != (429, 200):
        return f"the right one then, here and elsewhere: {here.status}, {away.status}"
    return None if b"retry-after" in here.headers.lower() else "not said how long to wait"


def _keys(hall: Hall, clock: Steady) -> str | None:
    """Whoever makes keys up has to wait after fifty; who was known from there goes on."""
    known = _ASK.with_headers(authorization=hall.callers["supervisor"].authorization)
    if hall.ask(known).status != 200:
        return "a known one has to wait before anybody guessed"
    statuses = [
        hall.ask(_ASK.with_headers(authorization=basic(secrets.token_hex(8), "x"))).status
        for _guess in range(WRONG_FROM_ADDRESS + 10)
    ]
    if statuses != [401] * WRONG_FROM_ADDRESS + [429] * 10:
        return f"made up keys: {Counter(statuses)}"
    return None if hall.ask(known).status == 200 else "a known one has to wait"


def _strangers(hall: Hall, clock: Steady) -> str | None:
    """Without a credential nobody asks for ever."""
    burst = int(FOR_STRANGERS.burst)
    statuses = [hall.ask(Ask("GET", "/xapi/about")).status for _ask in range(burst + 20)]
    return None if statuses == [200] * burst + [429] * 20 else f"{Counter(statuses)}"


_KINDS = {
    "digits": _digits,
    "digits at once": _at_once,
    "secrets": _secrets,
    "keys": _keys,
    "strangers": _strangers,
}


# ---------------------------------------------------------------- time


def _ratios(hall: Hall, clock: Steady) -> dict[str, float]:
    known = hall.callers["device north"].key
    took: dict[str, list[int]] = {"known": [], "unknown": [], "begun": [], "not begun": []}

    def timed(name: str, ask: Ask) -> None:
        clock.now += 700
        began = time.perf_counter_ns()
        hall.ask(ask)
        took[name].append(time.perf_counter_ns() - began)

    for pair in range(_PAIRS):
        for name in ("known", "unknown") if pair % 2 else ("unknown", "known"):
            key = known if name == "known" else f"device-{secrets.token_hex(8)}"
            ask = _ASK.with_headers(authorization=basic(key, secrets.token_urlsafe(32)))
            timed(name, ask)
    for _pair in range(_PAIRS // 5):
        open_pairing(hall.records)
        side = DeviceSide("000000", PRINT)
        said = {"message": _told(side.message), "device": secrets.token_hex(16), "name": "x"}
        begun = msgspec.json.decode(hall.ask(post(START_PATH, as_json(said))).body)
        mac = _told(secrets.token_bytes(32))
        for name, which in (("begun", begun["pairing"]), ("not begun", secrets.token_hex(16))):
            timed(name, post(FINISH_PATH, as_json({"pairing": which, "mac": mac})))
    middle = {name: median(times) for name, times in took.items()}
    return {
        "a known key to an unknown one": middle["known"] / middle["unknown"],
        "a pairing under way to none": middle["begun"] / middle["not begun"],
    }
