"""The road through the modules: home, a module's parts, lessons and scenes finished."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

from trainer_app.content.module import Manifest, Module
from trainer_app.errors import PackRejected
from trainer_app.operations import Changed
from trainer_app.training.statement import ActivityType, Draft, Verb, module_path, registration

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Progress, Store

PartKind = Literal["pre", "scenario", "lesson", "quiz"]
ModuleState = Literal["not-started", "in-progress", "passed"]


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """A module as home shows it. ``valid_until`` is the certificate's last day, if there is one."""

    manifest: Manifest
    title: str
    summary: str
    state: ModuleState
    lessons_done: int
    valid_until: date | None = None

    @property
    def module_id(self) -> str:
        return self.manifest.id


@dataclass(frozen=True, slots=True)
class Part:
    """One stop on the road through a module. ``open`` says whether it may be entered now."""

    kind: PartKind
    part_id: str
    title: str
    minutes: int
    done: bool
    open: bool = True


@dataclass(frozen=True, slots=True)
class ModulePage:
    """A module with its parts in order. ``next_part`` is where Continue leads, None at the end."""

    module: Module
    parts: tuple[Part, ...]
    next_part: Part | None
    passed: bool
    started: bool
    valid_until: date | None = None

    @property
    def lessons_done(self) -> int:
        return sum(part.done for part in self.parts if part.kind == "lesson")


@dataclass(frozen=True, slots=True)
class Home:
    """What a learner sees first. ``current`` is the module that Continue leads into."""

    modules: tuple[ModuleCard, ...]
    current: ModulePage | None
    certificates: int
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """A part is on disk as done."""

    statements: int
    changed: Changed = field(default=Changed.ATTEMPTS)


def open_home(store: Store, *, catalog: Catalog, signed_in: SignedIn) -> Home:
    """The learner's modules and the next thing to do."""
    learner = signed_in.learner
    progress = store.progress(learner.actor)
    certificates = store.certificates(learner.actor)
    until = {row.module: row.valid_until for row in certificates}
    cards = tuple(
        _card(manifest, learner.preferences.language, progress, until.get(module_path(manifest.id)))
        for manifest in catalog.manifests()
    )
    waiting = [card for card in cards if card.state == "in-progress"]
    waiting += [card for card in cards if card.state == "not-started"]
    current = _first_that_opens(store, catalog, signed_in, waiting)
    damaged = tuple(sorted({rejected.path.stem for rejected in catalog.rejected}))
    return Home(cards, current, len(certificates), damaged)


def _first_that_opens(
    store: Store, catalog: Catalog, signed_in: SignedIn, waiting: list[ModuleCard]
) -> ModulePage | None:
    """One damaged pack must not stand before the others."""
    for card in waiting:
        with suppress(PackRejected):
            return open_module(
                store, catalog=catalog, signed_in=signed_in, module_id=card.module_id
            )
    return None


def open_module(
    store: Store, *, catalog: Catalog, signed_in: SignedIn, module_id: str
) -> ModulePage:
    """A module in the learner's language, with what is done. Raises ``PackRejected``."""
    learner = signed_in.learner
    module = catalog.pack(module_id).module(learner.preferences.language)
    progress = store.progress(learner.actor)
    base = module_path(module_id)
    parts = _parts(module, progress)
    made = progress.get(base)
    passed = bool(made and made.success)
    valid = [row.valid_until for row in store.certificates(learner.actor) if row.module == base]
    return ModulePage(
        module=module,
        parts=parts,
        next_part=next((part for part in parts if not part.done and part.open), None),
        passed=passed,
        started=made is not None,
        valid_until=max(valid, default=None),
    )


def begin_module(store: Store, *, signed_in: SignedIn, module: Module) -> Finished:
    """Note that somebody set out on a module; only the first time."""
    base = module_path(module.id)
    if base in store.progress(signed_in.learner.actor):
        return Finished(0, Changed.NOTHING)
    store.append([draft(signed_in, module, Verb.INITIALIZED, ActivityType.MODULE)])
    return Finished(1)


def finish_lesson(
    store: Store, *, signed_in: SignedIn, module: Module, lesson_id: str, duration_ms: int
) -> Finished:
    """A lesson was read to its end; its place is forgotten. The last one completes the module."""
    lesson = module.lesson(lesson_id)
    done = draft(
        signed_in, module, Verb.COMPLETED, ActivityType.LESSON, f"l/{lesson_id}",
        name=lesson.title, completion=True, duration_ms=duration_ms,
    )  # fmt: skip
    return _finish(store, signed_in, module, done, f"lesson/{module.id}/{lesson_id}")


def finish_scenario(
    store: Store, *, signed_in: SignedIn, module: Module, scenario_id: str, duration_ms: int
) -> Finished:
    """A scene was played or read. Which way somebody went is not in the log (CS-61)."""
    scenario = module.scenario(scenario_id)
    done = draft(
        signed_in, module, Verb.COMPLETED, ActivityType.SCENARIO, f"s/{scenario_id}",
        name=scenario.title, completion=True, duration_ms=duration_ms,
    )  # fmt: skip
    return _finish(store, signed_in, module, done, f"scenario/{module.id}/{scenario_id}")


def keep_place(store: Store, *, learner_id: str, place: str, state: bytes | None) -> None:
    """Remember where somebody is in a lesson or scene, to go on there; None forgets it."""
    store.keep(learner_id, place, state)


def place_kept(store: Store, *, learner_id: str, place: str) -> bytes | None:
    """Where somebody was, as ``keep_place`` was given it."""
    return store.bookmark(learner_id, place)


def draft(
    signed_in: SignedIn,
    module: Module,
    verb: Verb,
    activity_type: ActivityType,
    path: str = "",
    **facts: object,
) -> Draft:
    """A draft with what every statement about this module and learner has in common."""
    base = module_path(module.id)
    known: dict[str, object] = {
        "parent": base if path else None,
        "name": None if path else module.title,
    }
    return Draft(
        actor=signed_in.learner.actor,
        verb=verb,
        activity=f"{base}/{path}" if path else base,
        activity_type=activity_type,
        registration=registration(signed_in.learner.actor, module.id),
        session=signed_in.session,
        revision=f"{module.id}@{module.version}",
        language=module.language,
        **(known | facts),  # type: ignore[arg-type]
    )


def _finish(store: Store, signed_in: SignedIn, module: Module, done: Draft, place: str) -> Finished:
    progress = store.progress(signed_in.learner.actor)
    drafts = [done]
    base = module_path(module.id)
    others = {part for part in required_parts(module) if part != done.activity}
    made = progress.get(base)
    if not (made and made.completed) and all(_is_done(progress, path) for path in others):
        drafts.append(
            draft(signed_in, module, Verb.COMPLETED, ActivityType.MODULE, completion=True)
        )
    store.append(drafts, bookmarks={(signed_in.learner.learner_id, place): None})
    return Finished(len(drafts))


def required_parts(module: Module) -> tuple[str, ...]:
    """The activity paths that make the module complete: its lessons and scenes."""
    base = module_path(module.id)
    return tuple(f"{base}/l/{lesson.id}" for lesson in module.lessons) + tuple(
        f"{base}/s/{scenario.id}" for scenario in module.scenarios
    )


def _is_done(progress: dict[str, Progress], path: str) -> bool:
    made = progress.get(path)
    return bool(made and made.completed)


def _parts(module: Module, progress: dict[str, Progress]) -> tuple[Part, ...]:
    base = module_path(module.id)

    def scene(scenario_id: str) -> Part:
        scenario = module.scenario(scenario_id)
        done = _is_done(progress, f"{base}/s/{scenario_id}")
        return Part("scenario", scenario_id, scenario.title, 3, done)

    before = Part("pre", "pre", "", 4, _is_done(progress, f"{base}/test/pre"))
    lessons = [
        Part(
            "lesson",
            lesson.id,
            lesson.title,
            lesson.minutes,
            _is_done(progress, f"{base}/l/{lesson.id}"),
        )
        for lesson in module.lessons
    ]
    opening = [scene(scenario.id) for scenario in module.scenarios if scenario.opening]
    scenes = [scene(scenario.id) for scenario in module.scenarios if not scenario.opening]
    middle = [*opening, *lessons, *scenes]
    made = progress.get(base)
    if any(part.done for part in middle):
        # Once somebody has begun to read, a test "before" would measure nothing.
        before = Part("pre", "pre", "", 4, done=True, open=False) if not before.done else before
    quiz = Part(
        "quiz", "quiz", "", 8, done=bool(made and made.success), open=all(p.done for p in middle)
    )
    return (before, *middle, quiz)


def _card(
    manifest: Manifest, language: str, progress: dict[str, Progress], until: date | None
) -> ModuleCard:
    base = module_path(manifest.id)
    made = progress.get(base)
    done = sum(_is_done(progress, f"{base}/l/{lesson}") for lesson in manifest.lessons)
    state: ModuleState = "not-started"
    if made and made.success:
        state = "passed"
    elif made:
        state = "in-progress"
    spoken = language if language in manifest.languages else manifest.languages[0]
    return ModuleCard(
        manifest=manifest,
        title=manifest.titles[spoken],
        summary=manifest.summaries[spoken],
        state=state,
        lessons_done=done,
        valid_until=until,
    )


def today() -> date:
    """Today, as this computer's clock has it, in its own zone."""
    return datetime.now(UTC).astimezone().date()
