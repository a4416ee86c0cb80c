"""Two people at one computer: whatever one of them asks is answered as if the other were not there.

The same is done twice, once by both, in random turns, and once by one alone; then every question
that is about one person is asked in both files. Questions are held against what the store and the
learners' operations have: one that nobody entered here is a failure.
"""

from __future__ import annotations

import importlib
import inspect
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import create_engine
from sqlcipher3 import dbapi2

from tests.store.conftest import HandClock, draft, earned, learner, passed
from tests.torture import crew
from trainer_app.content.catalog import Catalog
from trainer_app.operations import (
    attempts,
    certificates,
    confidence,
    home,
    learning,
    paired_tests,
    paths,
    people,
    refreshers,
)
from trainer_app.operations.people import SignedIn
from trainer_app.paths import bundled_packs, bundled_shelf
from trainer_app.store import Store, connection
from trainer_app.training.people import Preferences
from trainer_app.training.statement import ActivityType, Verb, registration

MODULES = ("grooming", "foundations", "safe-terminals")
PLACES = (
    "lesson/grooming/first",
    "scenario/grooming/night-bus",
    "lesson/grooming/last",
    "lesson/a/b",
)
ONE, OTHER = 1, 2
_ROOMS = (
    home, learning, paths, refreshers, certificates, attempts, confidence, people, paired_tests,
)  # fmt: skip
_BY_PERSON = {"signed_in", "learner_id", "learner"}

Question = Callable[[Store, Catalog, SignedIn], object]


@dataclass(frozen=True)
class Turn:
    """One of the two does something."""

    who: int
    kind: str
    module: str
    number: int


def _module(catalog: Catalog) -> Any:
    return catalog.pack("grooming").module("es")


def _card(store: Store, catalog: Catalog, who: SignedIn) -> Any:
    path = learning.my_path(catalog, who)
    assert path is not None
    return paths.path_card(store, catalog=catalog, signed_in=who, path=path)


ASKED: dict[str, Question] = {
    "store.progress": lambda s, _c, w: sorted(s.progress(w.learner.actor).items()),
    "store.answers": lambda s, _c, w: [
        s.answers(registration(w.learner.actor, module), f"m/{module}/test/{test}", 1)
        for module in MODULES
        for test in ("pre", "post")
    ],
    "store.certificates": lambda s, _c, w: s.certificates(w.learner.actor),
    "store.passes": lambda s, _c, w: s.passes(w.learner.actor),
    "store.statement_count": lambda s, _c, w: s.statement_count(w.learner.actor),
    "store.bookmark": lambda s, _c, w: [s.bookmark(w.learner.learner_id, one) for one in PLACES],
    "store.bookmarks": lambda s, _c, w: s.bookmarks(w.learner.learner_id),
    "store.learner": lambda s, _c, w: s.learner(w.learner.learner_id),
    "store.picture_hash": lambda s, _c, w: s.picture_hash(w.learner.learner_id),
    "home.open_home": lambda s, c, w: home.open_home(s, catalog=c, signed_in=w),
    "learning.open_module": lambda s, c, w: [
        learning.open_module(s, catalog=c, signed_in=w, module_id=one) for one in MODULES
    ],
    "learning.place_kept": lambda s, _c, w: [
        learning.place_kept(s, learner_id=w.learner.learner_id, place=one) for one in PLACES
    ],
    "learning.my_path": lambda _s, c, w: learning.my_path(c, w),
    "paths.path_card": lambda s, c, w: _card(s, c, w),
    "paths.to_renew": lambda s, c, w: paths.to_renew(
        s, catalog=c, signed_in=w, card=_card(s, c, w), on=learning.today()
    ),
    "refreshers.refresher_module": lambda s, c, w: refreshers.refresher_module(
        s, catalog=c, signed_in=w, module_id="grooming"
    ),
    "refreshers.refreshers_due": lambda s, c, w: refreshers.refreshers_due(
        s, catalog=c, signed_in=w, on=learning.today()
    ),
    "certificates.list_certificates": lambda s, c, w: [
        one.facts for one in certificates.list_certificates(s, catalog=c, signed_in=w)
    ],
    "attempts.claim_number": lambda s, c, w: attempts.claim_number(
        s, learner_id=w.learner.learner_id, module=_module(c), kind="quiz"
    ),
    "people.stored_about": lambda s, _c, w: people.stored_about(s, learner_id=w.learner.learner_id),
    "paired_tests.open_tests": lambda s, c, w: paired_tests.open_tests(
        s, catalog=c, learner_id=w.learner.learner_id
    ),
}
"""What is about one person."""
CHANGES = {
    "store.add_escrow", "store.add_learner", "store.append", "store.begin_epoch", "store.close",
    "store.confirm_recovery_code", "store.correct_learner", "store.keep", "store.open",
    "store.rebuild_progress", "store.reissue", "store.renew_recovery_code",
    "store.set_preferences", "store.set_setting", "store.set_settings",
    "learning.begin_module", "learning.finish_lesson", "learning.finish_scenario",
    "learning.keep_place", "learning.draft", "paths.finish_path", "attempts.answer_check",
    "attempts.answer_item", "attempts.finish_attempt", "attempts.start_attempt",
    "confidence.say_confidence", "people.change_preferences", "people.sign_in",
    "people.picture_hash", "certificates.certificate_draft",
}  # fmt: skip
"""What writes, or makes something to be written of what it is given."""
OF_ALL = {
    "store.boot", "store.clocks", "store.device", "store.epoch", "store.escrow_recipient",
    "store.head", "store.identity_event", "store.key_home", "store.learner_count",
    "store.learners", "store.places", "store.recovery_confirmed", "store.setting",
    "store.settings", "store.signing_seed", "store.statement_texts", "store.verify_chain",
    "store.without_pictures",
}  # fmt: skip
"""What is about the computer or everybody; no learner's page has more of it than names."""
OF_AN_ATTEMPT = {"attempts.answers_given", "confidence.asks_confidence"}
"""Asked by the registration of one person and module, as ``store.answers`` is."""


def unlisted() -> set[str]:
    """Questions that nobody entered above, and entries that are no question any more."""
    found = {f"store.{name}" for name, _it in inspect.getmembers(Store) if name[0] != "_"}
    for room in _ROOMS:
        module = importlib.import_module(room.__name__)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and name[0] != "_"
            if own and _BY_PERSON & set(inspect.signature(function).parameters):
                found.add(f"{room.__name__.rpartition('.')[2]}.{name}")
    return found ^ (set(ASKED) | CHANGES | OF_ALL | OF_AN_ATTEMPT)


def torture(examples: int, seed: int) -> crew.Found:
    """So many computers with two people."""
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    if missing := unlisted():
        verdicts["a question without a row"] += len(missing)
        bad.append(", ".join(sorted(missing)))
    catalog = Catalog([bundled_packs()], bundled_shelf())
    with (
        _compiled_once(),
        tempfile.TemporaryDirectory(prefix="waypost-two-", dir=crew.SCRATCH) as scratch,
    ):
        template = Path(scratch) / "template"
        Store.open(template, use_keystore=False, clock=HandClock()).close()
        for number in range(examples):
            chance = random.Random(f"{seed}/{number}")
            turns = [_turn(chance) for _turn_ in range(chance.randrange(5, 40))]
            places = Path(scratch) / "both", Path(scratch) / "alone"
            for place in places:
                shutil.copytree(template, place)
            for name, verdict in _compared(places, turns, catalog).items():
                verdicts[verdict] += 1
                if verdict != "ok":
                    bad.append(f"{name}: {verdict} (example {number})")
            for place in places:
                shutil.rmtree(place)
    return crew.Found(verdicts, bad[:5])


@contextmanager
def _compiled_once() -> Iterator[None]:
    """All stores share what was compiled for one: that is half of the time."""
    model = create_engine("sqlite://", module=dbapi2)
    model.connect().close()

    def sharing(*arguments: Any, **options: Any) -> Any:
        engine = create_engine(*arguments, **options)
        engine.dialect, engine._compiled_cache = model.dialect, model._compiled_cache
        return engine

    with patch.object(connection, "create_engine", sharing):
        yield
    model.dispose()


def _turn(chance: random.Random) -> Turn:
    kinds = ("answer", "answer", "answer", "lesson", "pass", "earn", "place", "like", "begin")
    return Turn(
        chance.choice((ONE, OTHER)), chance.choice(kinds), chance.choice(MODULES),
        chance.randrange(1_000),
    )  # fmt: skip


def _compared(places: Sequence[Path], turns: Sequence[Turn], catalog: Catalog) -> dict[str, str]:
    both, alone = places
    with_other = _answers(both, turns, catalog)
    without = _answers(alone, [one for one in turns if one.who == ONE], catalog)
    return {
        name: "another's words" if "zzother" in told.lower()
        else "ok" if told == without[name] else "another's results"
        for name, told in with_other.items()
    }  # fmt: skip


def _answers(place: Path, turns: Sequence[Turn], catalog: Catalog) -> dict[str, str]:
    clock = HandClock()
    store = Store.open(place, use_keystore=False, clock=clock)
    try:
        for who in (ONE, OTHER):
            if who == ONE or any(turn.who == OTHER for turn in turns):
                store.add_learner(_person(who), f"hash {_word(who)}")
        for turn in turns:
            _take(store, turn)
        who_asks = SignedIn(store.learner("learner-1"), UUID(int=1))
        return {name: repr(ask(store, catalog, who_asks)) for name, ask in ASKED.items()}
    finally:
        store.close()


def _word(who: int) -> str:
    return {ONE: "zzmine", OTHER: "zzother"}[who]


def _person(who: int) -> Any:
    return replace(learner(who, f"{_word(who)} name"), role="driver")


def _take(store: Store, turn: Turn) -> None:
    actor, module, number = f"p-{turn.who}", turn.module, turn.number
    facts: dict[str, Any] = {
        "actor": actor, "registration": registration(actor, module), "parent": f"m/{module}",
        "revision": f"{module}@1.0",
    }  # fmt: skip
    word = f"{_word(turn.who)}{number}"
    match turn.kind:
        case "answer":
            test = f"m/{module}/test/{('pre', 'post')[number % 2]}"
            store.append([draft(f"item-{number % 5}", **facts | {
                "activity": f"{test}/q/item-{number % 5}", "parent": test, "response": word,
                "attempt": 1, "success": number % 3 == 0, "scaled": float(number % 3 == 0),
            })])  # fmt: skip
        case "lesson":
            store.append([draft(**facts | {
                "verb": Verb.COMPLETED, "activity": f"m/{module}/l/l{number % 4}",
                "activity_type": ActivityType.LESSON, "completion": True, "attempt": None,
                "interaction": None, "pattern": None, "response": None, "success": None,
                "scaled": None,
            })])  # fmt: skip
        case "pass":
            store.append([passed(**facts | {"activity": f"m/{module}", "parent": None})])
        case "earn":
            certificate = earned(
                **facts
                | {"serial": f"W-{word.upper()}", "activity": f"m/{module}/cert/W-{word.upper()}"}
            )
            store.append([passed(**facts | {"activity": f"m/{module}", "parent": None}),
                          certificate])  # fmt: skip
        case "place":
            store.keep(f"learner-{turn.who}", PLACES[number % 4], word.encode())
        case "like":
            liked = Preferences(language=("es", "en", "fr")[number % 3])
            store.set_preferences(f"learner-{turn.who}", liked)
        case _:
            store.append([draft(**facts | {"activity": f"m/{module}/q/item-{number % 7}",
                                           "response": word})])  # fmt: skip
