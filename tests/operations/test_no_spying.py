"""Nothing a supervisor can ask for tells one person's answer, or what they looked at and how long.

Two worlds are made that differ only in what nobody but the learner may know: which of two questions
was missed, how long somebody thought, which way they went through a scene, when they paused. Every
report has to be the same for both.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from tests.operations.reported import TOLD, World, written
from tests.store.conftest import HandClock, draft, passed
from trainer_app.operations.reports.completion import completion_report, matrix, matrix_rows
from trainer_app.operations.reports.coverage import coverage
from trainer_app.operations.reports.due import overdue_report, refreshers
from trainer_app.operations.reports.overview import overview
from trainer_app.operations.reports.person import person_report
from trainer_app.operations.reports.scope import Scope
from trainer_app.operations.reports.site import site_report
from trainer_app.store import EndpointRow, Store
from trainer_app.training.statement import ActivityType, Draft, Verb

REPO = Path(__file__).parents[2]


def _everything(store: Store) -> str:
    """All that the reports say, in every way they are asked."""
    ids = matrix(store, told=TOLD).ids
    said: list[object] = [
        overview(store, told=TOLD),
        coverage(store, told=TOLD),
        matrix_rows(store, told=TOLD, ids=ids),
        [matrix(store, told=TOLD, scope=Scope(states=(state,))) for state in ("in-date", "due")],
        completion_report(store, told=TOLD),
        overdue_report(store, told=TOLD),
        refreshers(store, told=TOLD),
        *(person_report(store, told=TOLD, learner_id=f"learner-{n}") for n in range(1, 7)),
        *(site_report(store, told=TOLD, site_id=one) for one in ("north", "south")),
    ]
    return repr(said)


def _answers(*given: tuple[str, str, bool], duration_ms: int = 9_000) -> list[Draft]:
    return [
        draft(item, response=response, success=success, duration_ms=duration_ms, site="north")
        for item, response, success in given
    ]


def _scene(duration_ms: int) -> Draft:
    return draft(
        verb=Verb.COMPLETED, activity="m/grooming/s/night-bus",
        activity_type=ActivityType.SCENARIO, parent="m/grooming", attempt=None, interaction=None,
        pattern=None, response=None, success=None, scaled=None, completion=True,
        duration_ms=duration_ms, site="north",
    )  # fmt: skip


SECRETS: dict[str, tuple[Callable[[], list[Draft]], Callable[[], list[Draft]]]] = {
    "which question was missed": (
        lambda: _answers(("first-words", "a", True), ("who-to-tell", "b", False)),
        lambda: _answers(("first-words", "b", False), ("who-to-tell", "a", True)),
    ),
    "which wrong answer was chosen": (
        lambda: _answers(("first-words", "b", False)),
        lambda: _answers(("first-words", "c", False)),
    ),
    "how long somebody thought": (
        lambda: _answers(("first-words", "a", True), duration_ms=2_000),
        lambda: _answers(("first-words", "a", True), duration_ms=1_900_000),
    ),
    "how long somebody stayed in a scene": (
        lambda: [_scene(30_000)],
        lambda: [_scene(3_600_000)],
    ),
}


@pytest.mark.parametrize("secret", SECRETS)
def test_no_report_tells(secret: str, store_template: Path, tmp_path: Path) -> None:
    said = []
    for number, made in enumerate(SECRETS[secret]):
        folder = tmp_path / str(number)
        copytree(store_template, folder)
        store = Store.open(folder, use_keystore=False, clock=HandClock())
        store.endpoints.put(EndpointRow("stick", "stick", "Sticks"))
        world = World(store)
        for person in range(1, 7):
            world.register(person, f"Person {person}", site="north")
        drafts = [
            written("pre", 0.5, site="north"),
            *made(),
            written("post", 0.9, site="north"),
            passed(site="north"),
        ]
        world.bring(*drafts)
        said.append(_everything(world.up_to_date()))
        store.close()
    assert said[0] == said[1]


def test_who_has_left_or_paused_is_not_told_by_what_they_began(world: World) -> None:
    """Somebody who began and stopped looks like somebody who began and goes on."""
    world.register(1, "Person 1", site="north")
    world.register(2, "Person 2", site="north")
    begun = replace(
        passed(), verb=Verb.INITIALIZED, success=None, scaled=None, raw=None, maximum=None
    )
    world.bring(replace(begun, actor="p-1", site="north"), days_ago=1)
    world.bring(replace(begun, actor="p-2", site="north"), days_ago=1)
    world.bring(replace(_scene(60_000), actor="p-2"), days_ago=1)
    store = world.up_to_date()
    one, two = (person_report(store, told=TOLD, learner_id=f"learner-{n}").modules for n in (1, 2))
    assert one == two


# ---------------------------------------------------------------- the rooms themselves

ROOMS = ("trainer_app/operations/reports", "trainer_app/ui/oversight")
NEVER = {
    "answers": "the answers of an attempt",
    "bookmarks": "where somebody is",
    "bookmark": "where somebody is",
    "statement_texts": "the log itself",
    "sittings": "what happened in a session, statement by statement",
}


def _asked_of_the_store(path: Path) -> set[str]:
    """The attributes of anything called ``store`` that a file asks for."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "store"
    }


@pytest.mark.parametrize(
    "path",
    [path for room in ROOMS for path in sorted((REPO / room).rglob("*.py"))],
    ids=lambda path: path.name,
)
def test_the_supervisors_rooms_do_not_ask_for_answers(path: Path) -> None:
    assert not _asked_of_the_store(path) & set(NEVER)


def test_such_a_question_would_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "nosy.py"
    file.write_text("def look(store):\n    return store.answers(1, 'm/x/test/post', 1)\n")
    assert _asked_of_the_store(file) & set(NEVER)
