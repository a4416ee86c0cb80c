"""The road through a module: its parts in order, lessons and scenes finished."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

from trainer_app.content.forms import QUIZ_MINUTES, SCENE_MINUTES, SHORT_QUIZ_MINUTES, shortened
from trainer_app.content.module import Module
from trainer_app.errors import PackRejected
from trainer_app.operations import Changed
from trainer_app.training.statement import ActivityType, Draft, Verb, module_path, registration

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.shelf import RolePath
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Progress, Store

PartKind = Literal["pre", "scenario", "lesson", "quiz"]
Form = Literal["full", "short"]


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
class Finished:
    """A part is on disk as done."""

    statements: int
    changed: Changed = field(default=Changed.ATTEMPTS)


def open_module(
    store: Store, *, catalog: Catalog, signed_in: SignedIn, module_id: str
) -> ModulePage:
    """A module in the learner's language and form, with what is done. Raises ``PackRejected``."""
    learner = signed_in.learner
    progress = store.progress(learner.actor)
    whole = catalog.pack(module_id).module(learner.preferences.language)
    module = in_form(whole, form_of(my_path(catalog, signed_in), module_id, progress))
    parts = _parts(module, progress)
    made = progress.get(_base(module))
    base = module_path(module_id)
    valid = [row.valid_until for row in store.certificates(learner.actor) if row.module == base]
    return ModulePage(
        module=module,
        parts=parts,
        next_part=next((part for part in parts if not part.done and part.open), None),
        passed=is_passed(progress, module_id, short=module.form == "short"),
        started=made is not None or any(part.done for part in parts if part.kind == "lesson"),
        valid_until=max(valid, default=None),
    )


def my_path(catalog: Catalog, signed_in: SignedIn) -> RolePath | None:
    """The path of the learner's role, as a programme asks for it or as the shelf has it.

    None where there is none, or the shelf is damaged.
    """
    learner = signed_in.learner
    try:
        shelf = catalog.shelf(learner.preferences.language)
    except PackRejected:  # without its shelf, the modules still teach
        return None
    return signed_in.rules.path(shelf, learner.role)


def form_of(path: RolePath | None, module_id: str, progress: dict[str, Progress]) -> Form:
    """The form somebody learns a module in: short while their path asks for no more.

    Who is under way in the whole module stays there.
    """
    stops = path.stops if path else ()
    wants_short = any(stop.short for stop in stops if stop.module == module_id)
    if module_path(module_id) in progress and module_path(module_id, "short") not in progress:
        return "full"
    return "short" if wants_short and not is_passed(progress, module_id, short=True) else "full"


def in_form(module: Module, form: Form) -> Module:
    """The module as it is taught in this form."""
    return shortened(module) if form == "short" else module


def is_passed(progress: dict[str, Progress], module_id: str, *, short: bool) -> bool:
    """Whether a module is passed; a pass of the whole counts for its short form, too."""
    forms: tuple[Form, ...] = ("full", "short") if short else ("full",)
    made = (progress.get(module_path(module_id, form)) for form in forms)
    return any(one is not None and bool(one.success) for one in made)


def begin_module(store: Store, *, signed_in: SignedIn, module: Module) -> Finished:
    """Note that somebody set out on a module; only the first time."""
    if _base(module) in store.progress(signed_in.learner.actor):
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
        activity=activity_path(module, path),
        activity_type=activity_type,
        registration=registration(signed_in.learner.actor, module.id),
        session=signed_in.session,
        revision=f"{module.id}@{module.version}",
        language=module.language,
        **(known | facts),  # type: ignore[arg-type]
    )


def activity_path(module: Module, path: str = "") -> str:
    """The activity path of a part; tests, and the module itself, are those of its form."""
    base = _base(module) if not path or path.startswith("test/") else module_path(module.id)
    return f"{base}/{path}" if path else base


def _finish(store: Store, signed_in: SignedIn, module: Module, done: Draft, place: str) -> Finished:
    progress = store.progress(signed_in.learner.actor)
    drafts = [done]
    others = {part for part in required_parts(module) if part != done.activity}
    made = progress.get(_base(module))
    if not (made and made.completed) and all(is_done(progress, path) for path in others):
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


def _base(module: Module) -> str:
    """The activity path of the module in its form."""
    return module_path(module.id, module.form)


def is_done(progress: dict[str, Progress], path: str) -> bool:
    """Whether an activity was completed."""
    made = progress.get(path)
    return bool(made and made.completed)


def _parts(module: Module, progress: dict[str, Progress]) -> tuple[Part, ...]:
    base = module_path(module.id)

    def scene(scenario_id: str) -> Part:
        scenario = module.scenario(scenario_id)
        done = is_done(progress, f"{base}/s/{scenario_id}")
        return Part("scenario", scenario_id, scenario.title, SCENE_MINUTES, done)

    before = Part("pre", "pre", "", 4, is_done(progress, activity_path(module, "test/pre")))
    lessons = [
        Part(
            "lesson",
            lesson.id,
            lesson.title,
            lesson.minutes,
            is_done(progress, f"{base}/l/{lesson.id}"),
        )
        for lesson in module.lessons
    ]
    opening = [scene(scenario.id) for scenario in module.scenarios if scenario.opening]
    scenes = [scene(scenario.id) for scenario in module.scenarios if not scenario.opening]
    middle = [*opening, *lessons, *scenes]
    if any(part.done for part in middle) or not module.forms.a:
        # Once somebody has begun to read, a test "before" would measure nothing.
        before = Part("pre", "pre", "", 4, done=True, open=False) if not before.done else before
    quiz = Part(
        "quiz",
        "quiz",
        "",
        QUIZ_MINUTES if module.form == "full" else SHORT_QUIZ_MINUTES,
        done=is_passed(progress, module.id, short=module.form == "short"),
        open=all(p.done for p in middle),
    )
    return (before, *middle, quiz)


def today() -> date:
    """Today, as this computer's clock has it, in its own zone."""
    return datetime.now(UTC).astimezone().date()
