"""Lines that break at any byte, while sixty results are handed in: ``--only line``.

A hub is met through TLS, so harms hit the cipher text; a server without, so they hit HTTP. After
the harm the line is good, and a few contacts more must bring everything, once.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch
from uuid import UUID

from tests.sync.faulty_line import (
    HOWS,
    Answers,
    FaultyLine,
    Harm,
    How,
    Trouble,
    Twice,
    Way,
    first,
)
from tests.torture import broken, crew
from tests.torture.ends import End, both
from tests.torture.machines import Disk, Pc
from trainer_app.hub.keeping import Keeping, Kept, Verdict
from trainer_app.operations import syncing
from trainer_app.store import EndpointRow, Store
from trainer_app.store.identity import Whereabouts
from trainer_app.store.machine import Machine
from trainer_app.sync.road import Patience, Surroundings
from trainer_app.training.statement import ActivityType, Draft, Verb, module_path, registration

RESULTS = 60
FURTHER = 4
"""So many contacts, at most, after the line is good again."""
_KEY = "pc"
_KINDS = ("harm",) * 12 + ("more", "more", "silence", "busy", "twice", "twice")
_CUTS: tuple[How, ...] = ("fin", "rst", "truncate")
_WAYS: tuple[Way, ...] = ("up", "down")
_BUSY = (500, 502, 429, 503)
_ONE_TRY = Patience(bytes_per_s=1e6, tries=1, first_wait_s=0.001, longest_wait_s=0.002)
_HURRIED = Surroundings(patience=replace(_ONE_TRY, connect_s=0.3, read_s=0.3))
_PATIENT = Surroundings(patience=replace(_ONE_TRY, connect_s=20, read_s=20))

_SOMEWHERE = Whereabouts(Machine("system", frozenset({"board"})), "path", "file")

Road = Literal["hub", "server"]


@dataclass(frozen=True)
class Case:
    """One hand-in: what happens to the first connections. ``late`` delivers the first request once
    more when all is over."""

    road: Road
    troubles: tuple[Trouble, ...]
    late: bool = False


@dataclass(frozen=True)
class Job:
    """``count`` hand-ins by chance, None for one at every byte; every ``hands``-th of these."""

    count: int | None
    seed: int
    hand: int = 0
    hands: int = 1
    sabotage: bool = False


@dataclass(frozen=True)
class Broke:
    """``harms`` that really came, and ``again``: statements that came though they were there."""

    found: crew.Found
    harms: int = 0
    again: int = 0


def torture(count: int | None, seed: int, *, sabotage: bool = False) -> Broke:
    """Hand in as often, or with None at every byte; of the ``sabotage``, a program that counts
    before it is answered."""
    hands = crew.HANDS
    each = [None if count is None else count // hands + (n < count % hands) for n in range(hands)]
    done = crew.share(play, [Job(part, seed, n, hands, sabotage) for n, part in enumerate(each)])
    return Broke(
        crew.together([one.found for one in done]),
        sum(one.harms for one in done),
        sum(one.again for one in done),
    )


def play(job: Job) -> Broke:
    """The same in this process."""
    with staged() as stage:
        cases = cases_of(stage, job)
        with broken.hasty() if job.sabotage else nullcontext():
            return stage.play_all(cases)


# ---------------------------------------------------------------- cases


Lengths = dict[Road, dict[Way, int]]


def cases_of(stage: Stage, job: Job) -> list[Case]:
    """The hand-ins of a job."""
    lengths = {road: stage.lengths(road) for road in stage.ends}
    if job.count is None:
        cases = _everywhere(random.Random(job.seed), lengths)
        return cases[job.hand :: job.hands]
    chance = random.Random(f"{job.seed}/{job.hand}")
    return [_by_chance(chance, lengths) for _ in range(job.count)]


def _everywhere(chance: random.Random, lengths: Lengths) -> list[Case]:
    """Every byte of both ways of both roads: one bit turned, or where the line ends, by chance."""
    cases = [
        Case(road, (Harm(way, at, how, bit=chance.randrange(8)),))
        for road, ways in lengths.items()
        for way, length in ways.items()
        for at in range(length)
        for how in (chance.choice(("flip", _CUTS[at % len(_CUTS)])),)
    ]
    chance.shuffle(cases)
    return cases


def _by_chance(chance: random.Random, lengths: Lengths) -> Case:
    road = chance.choice(tuple(lengths))
    harm = _harm(chance, lengths[road])
    cuts = [replace(_harm(chance, lengths[road]), how="rst") for _ in range(2)]
    busy = [Answers(chance.choice(_BUSY), {"Retry-After": "0"}) for _ in range(3)]
    match chance.choice(_KINDS):
        case "busy":
            return Case(road, tuple(busy[: chance.randrange(1, 4)]))
        case "twice":
            return Case(road, (Twice(),), late=chance.random() < 0.5)
        case "silence":
            return Case(road, (replace(harm, how="silence"),))
        case "more":
            return Case(road, (harm, *cuts))
    return Case(road, (harm,))


def _harm(chance: random.Random, lengths: dict[Way, int]) -> Harm:
    way = chance.choice(_WAYS)
    return Harm(way, chance.randrange(lengths[way]), chance.choice(HOWS), bit=chance.randrange(8))


# ---------------------------------------------------------------- one hand-in


class _Line(FaultyLine):
    """With ``late``, a doubled request is not sent at once but when it is asked for."""

    late = False
    kept = b""

    def _deliver_unseen(self, request: bytes) -> None:
        if self.late:
            self.kept = request
        else:
            super()._deliver_unseen(request)

    def deliver(self) -> None:
        """Now the doubled request comes."""
        super()._deliver_unseen(self.kept)


class Stage:
    """The ends, and a computer with results that has met neither; each case begins from copies."""

    def __init__(self, hub: End, server: End, scratch: Path) -> None:
        self.ends: dict[Road, End] = {"hub": hub, "server": server}
        self.again = 0
        self._scratch = scratch
        self._databases = {road: self._with_key(road) for road in self.ends}
        empty = Disk(scratch / "empty", scratch / "no-state")
        empty.state.mkdir()
        Store.open(empty.data, use_keystore=False).close()
        with self._computer(empty, scratch / "first") as pc:
            pc.ask(lambda store: store.append([answer(number) for number in range(RESULTS)]))
            for row in map(self._endpoint, self.ends):
                pc.ask(partial(_put, row=row))
            self._rows = {one.row: one.stamp.statement_id for one in pc.log()}
            self._texts = {one.stamp.statement_id: one.text for one in pc.log()}
        self._disk = Disk(pc.folder, pc.state)

    def lengths(self, road: Road) -> dict[Way, int]:
        """How many bytes go each way when nothing happens."""
        counted: list[_Line] = []
        verdict, _harmed = self.play(Case(road, ()), counted)
        assert verdict == "ok", verdict
        return {"up": counted[0].up, "down": counted[0].down}

    def play_all(self, cases: Sequence[Case]) -> Broke:
        """What became of them all."""
        verdicts: Counter[str] = Counter()
        bad: list[str] = []
        harms, self.again = 0, 0
        for case in cases:
            verdict, harmed = self.play(case)
            verdicts[verdict] += 1
            harms += harmed
            if verdict != "ok":
                bad.append(f"{verdict}: {case}")
        return Broke(crew.Found(verdicts, bad[:5]), harms, self.again)

    def play(self, case: Case, lines: list[_Line] | None = None) -> tuple[str, int]:
        """What became of the results, and how many harms really came."""
        end = self.ends[case.road]
        inside = any(not isinstance(one, Harm) for one in case.troubles)
        door, beyond = (end.door, end.beyond) if inside else (None, None)
        with ExitStack() as stack:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=self._scratch)))
            end.begin(place / "end.db", self._databases[case.road])
            stack.callback(end.end)
            pc = stack.enter_context(self._computer(self._disk, place / "pc"))
            line = _Line(end.place, first(*case.troubles), door=door, beyond=beyond)
            line.late = case.late
            with line:
                verdict = self._hand_in(pc, end, line, case)
                if case.late and line.kept:
                    line.deliver()
            if lines is not None:
                lines.append(line)
            end.wait_until_quiet()
            return verdict or self._judge(pc, end), line.harmed

    def _hand_in(self, pc: Pc, end: End, line: _Line, case: Case) -> str | None:
        """What is wrong by then; None where nothing is."""
        road = self._endpoint(case.road).endpoint_id
        _point(pc, road, line.port)
        early = self._watch(pc, end)
        for around in (*(_HURRIED for _trouble in case.troubles), *(_PATIENT,) * FURTHER):
            syncing.sync_one(pc.ask, road, around=around)
            if around is _PATIENT and not pc.left(road):
                break
        if early:
            return "counted before it was there"
        return "still waiting" if pc.left(road) else None

    def _watch(self, pc: Pc, end: End) -> list[int]:
        """Look at the other end whenever something is counted as handed in; what is not there."""
        early: list[int] = []
        outbox = pc.store.outbox
        acknowledge = outbox.acknowledge

        def look(endpoint_id: str, rows: Sequence[int], contact_ms: int) -> None:
            there = end.texts()
            early.extend(row for row in rows if self._rows[row] not in there)
            acknowledge(endpoint_id, rows, contact_ms)

        outbox.acknowledge = look  # type: ignore[method-assign]
        return early

    def _judge(self, pc: Pc, end: End) -> str:
        there = end.texts()
        if pc.store.outbox.refusals():
            return "refused"
        if (pc.store.epoch, pc.store.identity_event) != (1, "none"):
            return "counts anew"
        if there.keys() - self._texts.keys():
            return "twice"
        if self._texts.keys() - there.keys():
            return "lost"
        return "ok" if there == self._texts else "changed"

    # ------------------------------------------------------------ what it begins from

    def _with_key(self, road: Road) -> Path:
        """An empty database that knows the computer's key."""
        end, database = self.ends[road], self._scratch / f"{road}.db"
        end.begin(database)
        end.records.add_credential(_KEY, scopes=("write",), secret=_KEY)
        end.end()
        return database

    def _endpoint(self, road: Road) -> EndpointRow:
        settings = {"address": "", "key": _KEY, "secret": _KEY}
        if road == "server":
            return EndpointRow("server", "server", "Server", settings)
        certificate = self.ends["hub"].certificate
        assert certificate is not None
        return EndpointRow("hub:1", "hub", "Hub", settings | {"pin": certificate.pin})

    @contextmanager
    def _computer(self, disk: Disk, folder: Path) -> Iterator[Pc]:
        """The same computer each time, whatever folder it is in."""
        pc = Pc(folder, 1, disk, roads=(), believes=_SOMEWHERE)
        try:
            yield pc
        finally:
            pc.close()


def _put(store: Store, row: EndpointRow) -> None:
    store.endpoints.put(row)


def _point(pc: Pc, endpoint_id: str, port: int) -> None:
    endpoint = pc.ask(lambda store: store.endpoints.one(endpoint_id))
    place = "http://127.0.0.1:{}/xapi/" if endpoint.kind == "server" else "https://127.0.0.1:{}/"
    settings = endpoint.settings | {"address": place.format(port)}
    pc.ask(lambda store: store.endpoints.put(replace(endpoint, settings=settings)))


def answer(number: int) -> Draft:
    """What somebody may have answered."""
    actor, base = f"p-{number % 3}", module_path("grooming")
    right = number % 4 > 0
    return Draft(
        actor=actor, verb=Verb.ANSWERED, activity=f"{base}/q/q{number % 15:02}",
        activity_type=ActivityType.ITEM, registration=registration(actor, "grooming"),
        session=UUID(int=7 + number // 20), revision="grooming@1.0", language="es",
        parent=f"{base}/test/post", attempt=1, interaction="choice", pattern="b",
        response="b" if right else "c", success=right, scaled=float(right),
        duration_ms=3_000 + 1_370 * number,
    )  # fmt: skip


@contextmanager
def staged() -> Iterator[Stage]:
    with (
        tempfile.TemporaryDirectory(prefix="waypost-line-", dir=crew.SCRATCH) as scratch,
        both() as ends,
    ):
        stage = Stage(*ends, Path(scratch))
        with _counted(stage):
            yield stage


@contextmanager
def _counted(stage: Stage) -> Iterator[None]:
    """Counts what an end is given that it has already."""
    keep: Callable[..., Kept] = Keeping.keep

    def counting(self: Keeping, *words: Any, **more: Any) -> Kept:
        kept = keep(self, *words, **more)
        stage.again += len(kept.ids(Verdict.SAME))
        return kept

    with patch.object(Keeping, "keep", counting):
        yield
