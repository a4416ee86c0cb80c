"""What opens the desk on this computer: hashed PINs, signing keys, and how often somebody missed.

None of it travels. Who is staff, with name and public key, stands in the directory.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.tables import staff_key
from trainer_app.store.transactions import Transactions

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


class StaffKeys:
    """The keys of the staff of this computer. Each call is one transaction."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def all(self) -> list[StaffKey]:
        """Everybody who can sign in here, by id."""
        question = select(staff_key).order_by(staff_key.c.staff_id)
        return self._transactions.ask(lambda c: [_key(row) for row in c.execute(question)])

    def one(self, staff_id: str) -> StaffKey:
        """Raises ``KeyError``."""
        row = self._transactions.ask(lambda c: c.execute(_ONE, {"who": staff_id}).first())
        if row is None:
            raise KeyError(staff_id)
        return _key(row)

    def put(self, key: StaffKey) -> None:
        """Write it, new or anew."""
        with self._transactions.writing() as connection:
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

    def count_try(self, staff_id: str, tries: int, pause_ms: int) -> StaffKey:
        """Have it on the disk how often somebody missed, before anybody is told. Raises
        ``KeyError``."""
        counted = replace(self.one(staff_id), tries=tries, pause_ms=pause_ms)
        self.put(counted)
        return counted

    def drop(self, staff_id: str) -> None:
        """Let nobody of that id in any more."""
        with self._transactions.writing() as connection:
            connection.execute(delete(staff_key).where(staff_key.c.staff_id == staff_id))


def _key(row: Row[tuple[object, ...]]) -> StaffKey:
    return StaffKey(
        staff_id=row.staff_id,
        pin_hash=row.pin_hash,
        seed=row.seed,
        must_change=bool(row.must_change),
        tries=row.tries,
        pause_ms=row.pause_ms,
    )
