"""What is tortured: ``python -m tests.torture.worker WHAT FOLDER …``.

All open the real store. ``answers`` says READY with the device when the store is open, and SAVED
with the number of statements each time an append has returned. ``migrate`` opens an older file,
with the scripts of ``second`` where they are named, and says READY. ``lock`` sets a passphrase,
changes it and takes it off, and says SAVED with how much of that is done. ``fill`` answers until
the disk is full, says FULL, makes room and goes on. ``back-up`` says SAVED with the answers in a
backup once that is made. Two arguments weaken the store on purpose, to see whether the torture
finds it.
"""

import argparse
import os
import resource
import signal
from pathlib import Path
from unittest import mock
from uuid import UUID

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from tests.torture import second
from trainer_app import durable
from trainer_app.errors import NotSaved
from trainer_app.store import Store, ballast, connection, migrate, passphrase_slot
from trainer_app.training.people import Learner
from trainer_app.training.statement import ActivityType, Draft, Verb, registration

LEARNERS = 3
PLACE = "quiz/grooming"
REOPENED_EVERY = 150
FREED = 600_000
"""Bytes that somebody makes free on a full disk."""
MISSES = 3
"""So often an answer finds no room before some is made."""
PHRASES = (None, "river lantern copper window", "meadow button violin harvest", None)
"""What opens the file, one after the other, while ``lock`` runs."""
QUICK = passphrase_slot.Strength(memory_kib=64, passes=1, lanes=1)
"""Guessing is not what is tortured."""


def answer(number: int) -> Draft:
    """The answer that becomes statement ``number``."""
    who = f"p-{number % LEARNERS}"
    return Draft(
        actor=who,
        verb=Verb.ANSWERED,
        activity=f"m/grooming/q/item-{number % 7}",
        activity_type=ActivityType.ITEM,
        registration=registration(who, "grooming"),
        session=UUID(int=number // 50),
        revision="grooming@1.0",
        language="en",
        parent="m/grooming/test/post",
        attempt=1 + number // 70,
        interaction="choice",
        pattern="a",
        response=f"r{number}",
        success=number % 3 == 0,
        scaled=float(number % 3 == 0),
        duration_ms=1000 + number,
    )


def enrol(store: Store) -> None:
    """The learners whose answers follow."""
    for number in range(LEARNERS):
        store.add_learner(
            Learner(
                learner_id=f"learner-{number}",
                actor=f"p-{number}",
                name=f"Learner {number}",
                role="driver",
                team="Night buses",
                picture="tree",
            ),
            "hash",
        )


def save(store: Store, done: int) -> int:
    """Append the next one or two answers with a bookmark that counts them; the new count."""
    count = 2 if done % 5 == 4 else 1
    drafts = [answer(done + 1 + place) for place in range(count)]
    kept = {("learner-0", PLACE): str(done + count).encode()}
    store.append(drafts, bookmarks=kept)
    return done + count


def answers(folder: Path, count: int) -> None:
    """Answer ``count`` times in a new folder, closing and opening the store now and then."""
    store = Store.open(folder, use_keystore=False)
    enrol(store)
    _say(f"READY {store.device.hex}")
    done, reopen = 0, REOPENED_EVERY
    while done < count:
        done = save(store, done)
        _say(f"SAVED {done}")
        if done >= reopen:
            store.close()
            store = Store.open(folder, use_keystore=False)
            store.renew_recovery_code()
            reopen += REOPENED_EVERY
    os._exit(0)  # as a computer that is switched off: nobody closes the store


def upgrade(folder: Path, scripts: Path | None, *, careless: bool) -> None:
    """Open an older file with newer scripts; carelessly means each change for itself."""
    if scripts is not None:
        second.use(scripts)
    if careless:
        mock.patch.object(migrate, "engine_over", _without_begin).start()
    store = Store.open(folder, use_keystore=False)
    _say(f"READY {store.device.hex}")
    os._exit(0)


def lock(folder: Path, *, careless: bool) -> None:
    """Go through ``PHRASES``; None opens the file without any. Carelessly, the key is taken away
    before what stands in its place is on the disk."""
    passphrase_slot.STRENGTH = QUICK
    if careless:
        mock.patch.object(durable, "write", _unsynced).start()
    store = Store.open(folder, use_keystore=False)
    _say(f"READY {store.device.hex}")
    for done, phrase in enumerate(PHRASES[1:]):
        if phrase is None:
            store.passphrase.take_off()
        else:
            store.passphrase.put(phrase)
        _say(f"SAVED {done + 1}")
    os._exit(0)


def fill(folder: Path, limit: int, *, careless: bool) -> None:
    """Answer until there is no room, then make some and answer on. ``limit``: kilobytes of a file
    at most; 0 where the disk itself is small. Carelessly, NotSaved is passed over."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    room = folder.with_name("room")
    room.write_bytes(os.urandom(FREED))
    store = Store.open(folder, use_keystore=False)
    enrol(store)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit * 1024, before[1]))
    done, missed = 0, 0
    while missed < MISSES:
        try:
            done = _save_much(store, done)
        except NotSaved:
            missed += 1
            done += int(careless)
        _say(f"SAVED {done}")
    _say("FULL")
    room.unlink()
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    for _more in range(5):
        done = save(store, done)
        _say(f"SAVED {done}")
    store.close()
    _say("DONE")


def _save_much(store: Store, done: int) -> int:
    """An answer whose place takes room, so that a disk is full soon."""
    store.append(
        [answer(done + 1)],
        bookmarks={("learner-0", f"room/{done % 50}"): os.urandom(20_000)},
    )
    return done + 1


def back_up(folder: Path, count: int, *, careless: bool) -> None:
    """Answer and make a backup, so many times."""
    if careless:
        mock.patch.object(durable, "sync_folder", return_value=None).start()
    store = Store.open(folder, use_keystore=False)
    enrol(store)
    _say(f"READY {store.device.hex}")
    done = 0
    for _round in range(count):
        for _answer in range(3):
            done = save(store, done)
        store.second_copy.back_up()
        _say(f"SAVED {done}")
    os._exit(0)


def _without_begin(connection: dbapi2.Connection) -> Engine:
    return create_engine(
        "sqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool
    )


def _unsynced(path: Path, data: bytes, **_mode: int) -> None:
    beside = durable.beside(path)
    beside.write_bytes(data)
    beside.replace(path)


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main() -> None:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["answers", "migrate", "lock", "fill", "back-up"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--synchronous", type=int, default=2)
    parser.add_argument("--scripts", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--careless", action="store_true")
    chosen = parser.parse_args()
    connection.PRAGMAS["synchronous"] = chosen.synchronous
    ballast.ENOUGH = 2**62  # a megabyte of nothing in every state of the disk would take long
    if chosen.what == "answers":
        answers(chosen.folder, chosen.count)
    elif chosen.what == "lock":
        lock(chosen.folder, careless=chosen.careless)
    elif chosen.what == "fill":
        fill(chosen.folder, chosen.limit, careless=chosen.careless)
    elif chosen.what == "back-up":
        back_up(chosen.folder, chosen.count, careless=chosen.careless)
    else:
        upgrade(chosen.folder, chosen.scripts, careless=chosen.careless)


if __name__ == "__main__":
    main()
