"""What opens the desk on this computer: hashed PINs, signing keys, and how often somebody missed.

None of it travels. Who is staff, with name and public key, stands in the directory.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.tables import staff_key
from trainer_app.store.transactions import Transactions
from trainer_app.store.tries import Word, counting_alone, leave_word, read_word
from trainer_app.training.pins import DISTRUSTED, Tries

_PUT = upsert(staff_key)
_PUT = _PUT.on_conflict_do_update(
    set_={c.name: _PUT.excluded[c.name] for c in staff_key.c if not c.primary_key}
)
_ONE = select(staff_key).where(staff_key.c.staff_id == bindparam("who"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffKey:
    """How one member of staff signs in here. ``seed`` (32 bytes) is of the Ed25519 key that signs
    what they vouch for; ``pause_ms`` is still to wait, counted while the program runs."""

    staff_id: str
    pin_hash: str
    seed: bytes
    must_change: bool = False
    tries: int = 0
    pause_ms: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """How it stood at ``since`` (steady ms of this run), and the word beside the folder then."""

    tries: Tries
    since: int
    word: Word | None


class StaffKeys:
    """The keys of the staff of this computer, and their tries. ``steady_ms`` is the time since
    this opening, by a clock that nobody sets."""

    def __init__(self, transactions: Transactions, steady_ms: Callable[[], int]) -> None:
        self._transactions = transactions
        self._steady_ms = steady_ms
        self._known: dict[str, _Known] = {}
        for key in self.all():
            word, tries = read_word(key.staff_id), Tries(key.tries, key.pause_ms)
            if word is not None:
                tries = tries.strictest(word.tries)
            elif (word := leave_word(key.staff_id, DISTRUSTED)) is not None:
                tries = DISTRUSTED  # somebody took the word away
            self._known[key.staff_id] = _Known(tries, 0, word)

    def all(self) -> list[StaffKey]:
        """Everybody who has a key here, by id."""
        question = select(staff_key).order_by(staff_key.c.staff_id)
        return self._transactions.ask(lambda c: [_key(row) for row in c.execute(question)])

    def one(self, staff_id: str) -> StaffKey:
        """Raises ``KeyError``."""
        row = self._transactions.ask(lambda c: c.execute(_ONE, {"who": staff_id}).first())
        if row is None:
            raise KeyError(staff_id)
        return _key(row)

    def put(self, key: StaffKey) -> None:
        """Write it, new or anew, with the tries it has."""
        self.leave_word(key)
        with self._transactions.writing() as connection:
            put(connection, key)

    def drop(self, staff_id: str) -> None:
        """Let nobody of that id in any more."""
        with self._transactions.writing() as connection:
            connection.execute(delete(staff_key).where(staff_key.c.staff_id == staff_id))

    # ------------------------------------------------------------ tries

    def tries(self, staff_id: str) -> Tries:
        """How it stands now, for somebody who is not known here, too."""
        now, known = self._steady_ms(), self._known.get(staff_id)
        word = read_word(staff_id)
        if known is None:
            known = _Known(word.tries if word else Tries(), now, word)
        elif word is not None and word != known.word:  # another copy of the folder counted
            waited = known.tries.waited(now - known.since)
            known = _Known(waited.strictest(word.tries), now, word)
        self._known[staff_id] = known
        return known.tries.waited(now - known.since)

    def count_try(self, staff_id: str) -> Tries | None:
        """Have it on the disk that somebody tries, before it is looked at: how it stands if they
        miss. None where they have to wait first. Raises ``NotSaved``."""
        with counting_alone():
            now = self.tries(staff_id)
            if now.pause_ms:
                return None
            self._note(staff_id, now.missed_again())
        return now.missed_again()

    def save_waiting(self) -> None:
        """Have on the disk how long is still to wait, so that a restart does not begin it anew."""
        waiting = [staff_id for staff_id, known in self._known.items() if known.tries.pause_ms]
        if not waiting:
            return
        with counting_alone():
            for staff_id in waiting:
                self._note(staff_id, self.tries(staff_id))

    def leave_word(self, key: StaffKey) -> None:
        """Remember the tries that a key is going to be written with."""
        tries = Tries(key.tries, key.pause_ms)
        word = leave_word(key.staff_id, tries)
        self._known[key.staff_id] = _Known(tries, self._steady_ms(), word)

    def _note(self, staff_id: str, tries: Tries) -> None:
        word = leave_word(staff_id, tries)
        with self._transactions.writing() as connection:
            connection.execute(
                update(staff_key)
                .where(staff_key.c.staff_id == staff_id)
                .values(tries=tries.missed, pause_ms=tries.pause_ms)
            )
        self._known[staff_id] = _Known(tries, self._steady_ms(), word)


def put(connection: Connection, key: StaffKey) -> None:
    """Write a key, new or anew."""
    connection.execute(
        _PUT,
        {
            "staff_id": key.staff_id,
            "pin_hash": key.pin_hash,
            "seed": key.seed,
            "must_change": int(key.must_change),
            "tries": key.tries,
            "pause_ms": key.pause_ms,
        },
    )


def distrust(connection: Connection) -> None:
    """The file may be an older copy: nobody knows how often was tried since."""
    connection.execute(
        update(staff_key).values(
            tries=func.max(staff_key.c.tries, DISTRUSTED.missed), pause_ms=DISTRUSTED.pause_ms
        )
    )


def _key(row: Row[tuple[object, ...]]) -> StaffKey:
    return StaffKey(
        staff_id=row.staff_id,
        pin_hash=row.pin_hash,
        seed=row.seed,
        must_change=bool(row.must_change),
        tries=row.tries,
        pause_ms=row.pause_ms,
    )
