"""Guessing PINs: nothing but waiting while the program runs gives another try.

The attacker here has the folder and the computer, and restarts, copies and sets clocks as they
like. What counts is how many guesses are looked at while so much steady time passes.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.conftest import HandClock
from trainer_app import paths
from trainer_app.errors import NotSaved, StoreUnusable
from trainer_app.operations import staff_pins
from trainer_app.operations.staff import StaffSignIn, add_first_staff, change_pin, sign_in_staff
from trainer_app.operations.staff_pins import PinMissed, pin_hash, pin_standing, try_pin
from trainer_app.store import Store, identity, tries
from trainer_app.store.machine import Machine
from trainer_app.training.pins import DISTRUSTED, Tries
from trainer_app.training.staff import OnDuty

PIN = "482913"
HOUR_MS = 3_600_000
LONG_MS = 120_000
ENOUGH = 30
"""So many guesses in two hours show that something is wrong."""
FIRST_HOUR, EACH_HOUR = 11, 4
"""Five at once, then after 30 s, 60 s, 5 min and every 15 min: what the pauses allow."""
Prepare = Callable[["Attack"], None]


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_pins, "_bears_strong", lambda _seconds: False)


@pytest.fixture(autouse=True)
def state_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WAYPOST_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


class Attack:
    """Somebody with a folder who wants to know how many guesses they get."""

    def __init__(self, folder: Path, clock: HandClock) -> None:
        self.folder, self.clock = folder, clock
        self.store = self.opened(folder)
        self.by = self.account()
        self.staff_id = self.by.staff.staff_id
        self.looked_at = 0
        self.copies = 0
        self.others: list[Store] = []
        self.snapshot = folder.with_name("snapshot")
        self.take_snapshot()

    def opened(self, folder: Path) -> Store:
        return Store.open(folder, use_keystore=False, clock=self.clock)

    def account(self) -> OnDuty:
        code = self.store.renew_recovery_code()
        return add_first_staff(
            self.store, name="Elena Choque", roles=("facilitator",), pin=PIN, recovery_code=code
        )

    def guess(self, store: Store | None = None) -> None:
        """Try a number that is not it."""
        guess = f"{random.Random(self.looked_at).randrange(10**6):06}"
        found = sign_in_staff(store or self.store, staff_id=self.staff_id, pin=guess)
        assert isinstance(found, PinMissed)
        self.looked_at += found.was_checked

    def take_snapshot(self) -> None:
        shutil.rmtree(self.snapshot, ignore_errors=True)
        shutil.copytree(self.folder, self.snapshot)

    def kill(self, store: Store | None = None) -> None:
        """Nothing is tidied up."""
        gone = store or self.store
        gone._transactions.close()
        gone._lock.release()

    def put_back(self) -> None:
        """The folder as it was in the snapshot, at the same place."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.snapshot, self.folder)

    def for_hours(self, hours: int, prepare: Prepare) -> list[int]:
        """How many guesses were looked at in each hour, trying more often than there is hope."""
        counts, before = [], 0
        for _hour in range(hours):
            end = self.clock.steady_ms + HOUR_MS
            while self.clock.steady_ms < end and self.looked_at < ENOUGH:
                prepare(self)
                self.guess()
                self.wait(end)
            counts.append(self.looked_at - before)
            before = self.looked_at
        return counts

    def wait(self, end_ms: int) -> None:
        """Half of the pause, or the rest of it; what was waited is saved, as the page does."""
        left = pin_standing(self.store, staff_id=self.staff_id).pause_seconds * 1000
        step = left // 2 if left > LONG_MS else left
        self.clock.steady_ms += min(step, max(0, end_ms - self.clock.steady_ms))
        pin_standing(self.store, staff_id=self.staff_id)

    def copy_elsewhere(self) -> None:
        """Open the snapshot at a place of its own."""
        self.copies += 1
        self.folder = self.snapshot.with_name(f"copy-{self.copies}")
        shutil.copytree(self.snapshot, self.folder)
        self.store = self.opened(self.folder)

    def end(self) -> None:
        for store in (self.store, *self.others):
            store.close()


@pytest.fixture
def attack(data_folder: Path) -> Iterator[Attack]:
    made = Attack(data_folder, HandClock())
    yield made
    made.end()


# ---------------------------------------------------------------- the ways to guess more


def patiently(_attack: Attack) -> None:
    """Wait, and guess."""


def restarting(attack: Attack) -> None:
    attack.store.close()
    attack.store = attack.opened(attack.folder)


def killing(attack: Attack) -> None:
    attack.kill()
    attack.store = attack.opened(attack.folder)


def setting_the_clock(attack: Attack) -> None:
    """Forward by years and back again, while it runs and while it does not."""
    years = random.Random(attack.clock.steady_ms).choice([-40, -1, 1, 60])
    attack.clock.utc_ms += years * 365 * 24 * HOUR_MS
    restarting(attack)
    attack.clock.utc_ms -= years * 200 * 24 * HOUR_MS


def putting_a_copy_back(attack: Attack) -> None:
    """A copy from before anybody guessed."""
    attack.store.close()
    attack.put_back()
    attack.store = attack.opened(attack.folder)


def putting_a_copy_back_of_the_same_run(attack: Attack) -> None:
    """The copy is made while the program runs, so that the count of its runs gives nothing away."""
    attack.kill()
    attack.put_back()
    attack.store = attack.opened(attack.folder)
    attack.take_snapshot()


def copying_elsewhere(attack: Attack) -> None:
    """Each guess in another copy, at another place on this computer."""
    attack.store.close()
    attack.copy_elsewhere()


def copying_a_guessed_one(attack: Attack) -> None:
    """Each guess in a copy of the copy before."""
    attack.store.close()
    attack.take_snapshot()
    copying_elsewhere(attack)


def taking_the_word_away(attack: Attack) -> None:
    """A copy put back, and what lies outside the folder deleted."""
    attack.kill()
    shutil.rmtree(paths.state_home())
    attack.put_back()
    attack.store = attack.opened(attack.folder)
    attack.take_snapshot()


def on_another_computer(attack: Attack) -> None:
    """Each guess on a computer that never saw the folder."""
    attack.store.close()
    shutil.rmtree(paths.state_home())
    attack.put_back()
    attack.copies += 1
    there = Machine(f"computer-{attack.copies}", frozenset({f"board-{attack.copies}"}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "this_machine", lambda: there)
        attack.store = attack.opened(attack.folder)


@pytest.mark.parametrize(
    "prepare",
    [
        patiently, restarting, killing, setting_the_clock, putting_a_copy_back,
        putting_a_copy_back_of_the_same_run, copying_elsewhere, copying_a_guessed_one,
        taking_the_word_away, on_another_computer,
    ],
    ids=lambda prepare: prepare.__name__,
)  # fmt: skip
def test_guesses_in_an_hour(attack: Attack, prepare: Prepare) -> None:
    first, second = attack.for_hours(2, prepare)
    assert first <= FIRST_HOUR
    assert second <= EACH_HOUR


def test_patience_alone_gets_all_that_the_pauses_allow(attack: Attack) -> None:
    """The bound of the test above is the real one."""
    assert attack.for_hours(2, patiently) == [FIRST_HOUR, EACH_HOUR]


def test_copies_open_side_by_side_share_their_tries(attack: Attack) -> None:
    """Twelve copies, each of which waited its pause: one guess in all, then a pause for all."""
    first = attack.store
    for _copy in range(12):
        attack.copy_elsewhere()
        attack.others.append(attack.store)
    attack.store = first
    for hour in range(2):
        before = attack.looked_at
        for _quarter in range(4):
            attack.clock.steady_ms += HOUR_MS // 4
            for store in attack.others:
                attack.guess(store)
        assert attack.looked_at - before == EACH_HOUR, hour


def test_two_copies_count_one_after_the_other(attack: Attack) -> None:
    with tries.counting_alone():
        held = tries._LOOKS
        tries._LOOKS = 2
        try:
            with pytest.raises(StoreUnusable, match="open on this computer"):
                attack.guess()
        finally:
            tries._LOOKS = held
    assert attack.looked_at == 0


# ---------------------------------------------------------------- one after the other


def standing(attack: Attack) -> tuple[int, int, int]:
    now = pin_standing(attack.store, staff_id=attack.staff_id)
    return now.tries_left, now.pause_seconds, now.next_pause_seconds


def test_what_is_told_before_and_after_each_try(attack: Attack) -> None:
    told = []
    for _try in range(9):
        attack.guess()
        told.append(standing(attack))
        attack.clock.steady_ms += told[-1][1] * 1000
    assert told == [
        (4, 0, 30), (3, 0, 30), (2, 0, 30), (1, 0, 30), (0, 30, 60), (0, 60, 300), (0, 300, 900),
        (0, 900, 900), (0, 900, 900),
    ]  # fmt: skip
    assert standing(attack) == (1, 0, 900)


def test_the_right_pin_is_not_looked_at_during_a_pause(attack: Attack) -> None:
    for _try in range(5):
        attack.guess()
    attack.clock.steady_ms += 29_999
    early = sign_in_staff(attack.store, staff_id=attack.staff_id, pin=PIN)
    assert isinstance(early, PinMissed)
    assert (early.was_checked, early.pause_seconds) == (False, 1)
    attack.clock.steady_ms += 1
    assert isinstance(sign_in_staff(attack.store, staff_id=attack.staff_id, pin=PIN), StaffSignIn)
    assert standing(attack) == (5, 0, 30)


def test_a_pause_goes_on_where_it_was_when_the_program_ended(attack: Attack) -> None:
    for _try in range(7):
        attack.guess()
        attack.clock.steady_ms += 60_000
    assert standing(attack) == (0, 240, 900)
    attack.clock.utc_ms += 10 * HOUR_MS
    restarting(attack)
    assert standing(attack) == (0, 240, 900)


def test_a_try_is_on_the_disk_before_it_is_looked_at(
    attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pulling the plug while the number is looked at gives nothing back."""

    def plug(*_anything: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(staff_pins, "_seconds_to_match", plug)
    for _try in range(3):
        with pytest.raises(KeyboardInterrupt):
            attack.guess()
        killing(attack)
    assert standing(attack) == (2, 0, 30)
    assert attack.store.staff_keys.one(attack.staff_id).tries == 3


def test_what_cannot_be_counted_is_not_looked_at(
    attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(attack.store._transactions, "writing", full)
    with pytest.raises(NotSaved):
        sign_in_staff(attack.store, staff_id=attack.staff_id, pin=PIN)
    monkeypatch.undo()


def test_the_old_pin_is_guessed_no_faster_at_an_open_desk(attack: Attack) -> None:
    looked_at = 0
    for guess in range(30):
        found = change_pin(attack.store, by=attack.by, old=f"39{guess:04}", new="739264")
        assert isinstance(found, PinMissed)
        looked_at += found.was_checked
    assert looked_at == 5


def test_nobody_known_misses_like_somebody_known(
    attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[Store] = []
    waste = staff_pins._waste_as_much

    def counted(store: Store) -> None:
        hashed.append(store)
        waste(store)

    monkeypatch.setattr(staff_pins, "_waste_as_much", counted)
    for _try in range(5):
        unknown = sign_in_staff(attack.store, staff_id="nobody", pin=PIN)
        known = sign_in_staff(attack.store, staff_id=attack.staff_id, pin="739264")
        assert unknown == known
    assert len(hashed) == 5
    restarting(attack)
    assert isinstance(unknown, PinMissed)
    assert pin_standing(attack.store, staff_id="nobody").pause_seconds == 30


# ---------------------------------------------------------------- copies


@pytest.mark.parametrize("prepare", [copying_elsewhere, on_another_computer, taking_the_word_away])
def test_a_copy_begins_with_the_longest_pause(attack: Attack, prepare: Prepare) -> None:
    prepare(attack)
    assert standing(attack) == (0, 900, 900)
    killing(attack)
    assert standing(attack)[1] == 900
    attack.clock.steady_ms += 900_000
    assert isinstance(sign_in_staff(attack.store, staff_id=attack.staff_id, pin=PIN), StaffSignIn)
    restarting(attack)
    assert standing(attack) == (5, 0, 30)


def test_a_folder_that_was_only_closed_is_trusted(attack: Attack) -> None:
    attack.guess()
    restarting(attack)
    assert standing(attack) == (4, 0, 30)


def test_where_nothing_can_be_left_outside_the_folder_decides(
    attack: Attack, state_home: Path
) -> None:
    attack.guess()
    attack.store.close()
    shutil.rmtree(state_home)
    state_home.write_text("a file is in the way")
    attack.store = attack.opened(attack.folder)
    assert standing(attack) == (4, 0, 30)
    attack.guess()
    restarting(attack)
    assert standing(attack) == (3, 0, 30)


@pytest.mark.parametrize("words", [b"", b"{", b"[]", b'{"missed": 1}', b'{"missed": "x"}'])
def test_a_word_that_makes_no_sense_is_no_word(
    attack: Attack, state_home: Path, words: bytes
) -> None:
    (word,) = (state_home / "staff").glob("*.json")
    word.write_bytes(words)
    assert standing(attack) == (5, 0, 30)
    restarting(attack)
    assert attack.store.staff_keys.tries(attack.staff_id) == DISTRUSTED


def test_the_word_names_nobody(attack: Attack, state_home: Path) -> None:
    attack.guess()
    (word,) = (state_home / "staff").glob("*.json")
    assert attack.staff_id not in word.name
    assert json.loads(word.read_bytes()) == {"missed": 1, "pause_ms": 0, "count": 2}


# ---------------------------------------------------------------- hashes


@pytest.mark.usefixtures("true_hashes")
def test_a_light_hash_becomes_strong_where_it_fits(
    attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stored() -> str:
        return attack.store.staff_keys.one(attack.staff_id).pin_hash

    light = stored()
    assert light.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    opened = try_pin(attack.store, staff_id=attack.staff_id, pin=PIN)
    assert not isinstance(opened, PinMissed)
    assert stored() == light
    monkeypatch.setattr(staff_pins, "_bears_strong", lambda seconds: seconds < 60)
    try_pin(attack.store, staff_id=attack.staff_id, pin=PIN)
    strong = stored()
    assert strong.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    try_pin(attack.store, staff_id=attack.staff_id, pin=PIN)
    assert stored() == strong
    assert attack.store.staff_keys.tries(attack.staff_id) == Tries()
    sign_in_staff(attack.store, staff_id="nobody", pin=PIN)  # takes as long as the strong one


@pytest.mark.parametrize(
    ("seconds", "free", "bears"),
    [(0.03, 2**30, True), (0.03, 2**28, False), (0.03, None, False), (0.3, 2**32, False)],
)
def test_the_strength_follows_the_machine(
    monkeypatch: pytest.MonkeyPatch, seconds: float, free: int | None, bears: bool
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(staff_pins, "free_memory", lambda: free)
    assert staff_pins._bears_strong(seconds) is bears


def test_the_hash_belongs_to_its_person() -> None:
    assert pin_hash("s-1", PIN) != pin_hash("s-1", PIN)
    assert (staff_pins.free_memory() or 1) > 0
