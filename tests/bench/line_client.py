"""The client's end of ``dev.py bench sync``, a process of its own: prints one line of JSON."""

from __future__ import annotations

import json
import random
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench.bad_line import SERVER_ADDRESS
from tests.bench.saving import _learner, _sitting
from trainer_app.operations.syncing import pair_with, set_server, sync_one
from trainer_app.store import Store
from trainer_app.sync.frame import Entry, encode
from trainer_app.sync.road import Surroundings

RESULTS = 500
PORT = 8443
SINGLE = 20
"""Of the ways that take minutes, so many are handed in."""
_ADDRESS = f"{SERVER_ADDRESS}:{PORT}"
_POST = {"Content-Type": "application/json", "X-Experience-API-Version": "1.0.3"}
_PEOPLE, _SITTING = 8, 10


@contextmanager
def _opened(folder: Path) -> Iterator[Store]:
    store = Store.open(folder / "pc", use_keystore=False)
    try:
        yield store
    finally:
        store.close()


def prepare(folder: Path) -> dict[str, Any]:
    """A computer with results, and a hub's database with a credential."""
    with _opened(folder) as store:
        _answer(store)
        texts = [text for _row, text in store.statement_texts(limit=RESULTS)]
    said = _hub(folder, "credential", "add", "bench", "--scope", "all")
    (folder / "secret").write_text(said["secret"])
    return {"plain": sum(map(len, texts))}


def pair(folder: Path) -> dict[str, Any]:
    """Know the hub."""
    with _opened(folder) as store:
        code = _hub(folder, "pair")["code"]
        made = pair_with(lambda operation: operation(store), _ADDRESS, code, around=_around())
    return {"endpoint": made.endpoint_id}


def again(folder: Path) -> dict[str, Any]:
    """As many new results."""
    with _opened(folder) as store:
        _answer(store)
    return {}


def hand_in(folder: Path, way: str) -> dict[str, Any]:
    """Hand in the newest results, timed."""
    import httpx  # noqa: F401  the program that hands in has been running for a while

    import trainer_app.sync.hub_push
    import trainer_app.sync.pull
    import trainer_app.sync.push  # noqa: F401

    with _opened(folder) as store:
        work, handed_in = WAYS[way](store, folder)
        began = time.perf_counter()
        work()
        seconds = time.perf_counter() - began
    return {"seconds": seconds, "handed_in": handed_in}


def best_bytes(folder: Path) -> int:
    """The size of the newest results as we can make it smallest."""
    with _opened(folder) as store:
        newest = store.head().seq
        wanted = store.outbox.rows_between(store.device, 1, newest - RESULTS + 1, newest)
        hub = next(one for one in store.endpoints.all() if one.kind == "hub")
        _put_mark(store, hub.endpoint_id, wanted[0] - 1)
        out = store.outbox.outgoing(hub.endpoint_id, RESULTS)
        before = store.chains.before(store.device, 1, newest - RESULTS + 1)
        assert before is not None
        return len(encode([Entry(one.draft, one.stamp) for one in out], before))


# ---------------------------------------------------------------- the ways

Work = tuple[Callable[[], Any], int]


def _by_hub(store: Store, _folder: Path) -> Work:
    hub = next(one for one in store.endpoints.all() if one.kind == "hub")
    _put_mark(store, hub.endpoint_id, _newest_row(store) - RESULTS)
    return lambda: _sync(store, hub.endpoint_id, RESULTS), RESULTS


def _nothing_new(store: Store, _folder: Path) -> Work:
    hub = next(one for one in store.endpoints.all() if one.kind == "hub")
    _put_mark(store, hub.endpoint_id, _newest_row(store))
    return lambda: _sync(store, hub.endpoint_id, 0), 0


def _by_server(store: Store, folder: Path) -> Work:
    if not any(one.endpoint_id == "server" for one in store.endpoints.all()):
        set_server(store, f"https://{_ADDRESS}/xapi/", "bench", (folder / "secret").read_text())
    _put_mark(store, "server", _newest_row(store) - RESULTS)
    return lambda: _sync(store, "server", RESULTS), RESULTS


def _one_by_one(*, kept: bool) -> Callable[[Store, Path], Work]:
    def prepared(store: Store, folder: Path) -> Work:
        import httpx

        auth = ("bench", (folder / "secret").read_text())
        newest = _newest_row(store)
        texts = [text for _row, text in store.statement_texts(newest - SINGLE, SINGLE)]

        def client() -> httpx.Client:
            return httpx.Client(
                base_url=f"https://{_ADDRESS}/xapi/", auth=auth, verify=_anybody(), timeout=60
            )

        def work() -> None:
            one = client()
            for text in texts:
                if not kept:
                    one.close()
                    one = client()
                one.post("statements", content=text, headers=_POST).raise_for_status()
            one.close()

        return work, SINGLE

    return prepared


WAYS: dict[str, Callable[[Store, Path], Work]] = {
    "one POST per statement, new connections": _one_by_one(kept=False),
    "one POST per statement, kept connection": _one_by_one(kept=True),
    "to a plain xAPI server, batches with gzip": _by_server,
    "to a paired hub": _by_hub,
    "to a paired hub, nothing new": _nothing_new,
}


def _sync(store: Store, endpoint_id: str, expected: int) -> None:
    done = sync_one(lambda operation: operation(store), endpoint_id, around=_around())
    road = done.roads[0]
    if road.fault or road.sent != expected:
        raise RuntimeError(f"{road.sent} of {expected} handed in: {road.fault}")


def _around() -> Surroundings:
    return Surroundings(trusted=_anybody())


def _anybody() -> ssl.SSLContext:
    """What is measured is the line, not whom a certificate is of."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


# ---------------------------------------------------------------- the computer's results


def _answer(store: Store) -> None:
    chance = random.Random(store.head().seq)
    people = [_learner(chance, number) for number in range(_PEOPLE)]
    for number in range(RESULTS // _SITTING):
        who = chance.choice(people).actor
        module = chance.choice(("grooming", "safe-terminals"))
        for draft in _sitting(chance, who, module, number + 1):
            store.append([draft])


def _put_mark(store: Store, endpoint_id: str, mark: int) -> None:
    known = store.endpoints.one(endpoint_id)
    store.endpoints.drop(endpoint_id)
    store.endpoints.put(replace(known, mark=mark))


def _newest_row(store: Store) -> int:
    return store.outbox.rows_between(store.device, 1, store.head().seq, store.head().seq)[0]


def _hub(folder: Path, *words: str) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "trainer_app",
        "--data-dir",
        str(folder / "hub"),
        "hub",
        *words,
    ]
    done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def main(words: list[str]) -> int:
    """Do what the words say."""
    tasks: dict[str, Callable[..., dict[str, Any]]] = {
        "prepare": prepare,
        "pair": pair,
        "again": again,
        "hand-in": hand_in,
    }
    task, folder, *rest = words
    print(json.dumps(tasks[task](Path(folder), *rest)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
