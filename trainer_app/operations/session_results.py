"""What a training session came to: who answered how, before and after by objective, who passed.

Everything is asked of the log each time, so it agrees with what was handed on. Single answers of a
person are never shown; groups smaller than five are not compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from trainer_app.operations.programme import rules_here
from trainer_app.operations.session_record import session
from trainer_app.training.attempt import Attempt, judge
from trainer_app.training.meeting import FEWEST, TESTS, Test, TrainingSession
from trainer_app.training.statement import ActivityType, Taken, Verb

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.store import Store, Told
    from trainer_app.training.people import Learner

Standing = Literal["waiting", "writing", "done"]
Why = Literal["no-test", "not-enough", "critical"]


@dataclass(frozen=True, slots=True)
class PersonInTest:
    """How far somebody is with a test, never how well. ``way`` is None while nothing is there."""

    learner: Learner
    letter: str
    way: Taken | None
    answered: int
    asked: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class ObjectiveChange:
    """One objective, over those who wrote both tests: shares right, 0..1."""

    objective_id: str
    text: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class PersonResult:
    """Whether somebody who was here passed, and if not, why not yet."""

    learner: Learner
    passed: bool
    why: Why | None
    scaled: float | None


@dataclass(frozen=True, slots=True)
class SessionResults:
    """``both`` wrote both tests; below five, ``objectives`` is empty and the means are None, and so
    they are where ``answers_gone``: single answers of this session were past their time."""

    session: TrainingSession
    people: tuple[PersonResult, ...]
    wrote: dict[Test, int]
    both: int
    before: float | None
    after: float | None
    objectives: tuple[ObjectiveChange, ...]
    answers_gone: bool = False

    @property
    def passed(self) -> int:
        return sum(person.passed for person in self.people)

    @property
    def too_few(self) -> bool:
        """Whether there are too few to compare."""
        return self.both < FEWEST


@dataclass(frozen=True, slots=True)
class SessionChange:
    """Mean shares right before and after, 0..1, of ``people`` who wrote both; None for fewer than
    five, and where their answers are past their time."""

    people: int
    before: float | None = None
    after: float | None = None


def people_in_test(
    store: Store, *, meeting: UUID, test: Test, module: Module
) -> list[PersonInTest]:
    """Everybody with a form who is here or has begun, by name."""
    told = session(store, meeting=meeting)
    sittings = store.sittings.of(meeting)
    answers, verdicts = _answers(sittings, module, test), _verdicts(sittings, module)
    sheets = store.sheets.of(meeting, test)
    found = []
    for learner in _people(store, told):
        asked = told.paper(test, learner.learner_id)
        given, way = answers.get(learner.actor, ({}, None))
        sheet = sheets.get(learner.learner_id, {})
        if not asked or (learner.learner_id not in told.here and not given and not sheet):
            continue
        count = len(given) or len(sheet)
        done = (test, learner.actor) in verdicts
        standing: Standing = "done" if done else "writing" if count else "waiting"
        if sheet and not done and count == len(asked):
            standing = "done"
        found.append(
            PersonInTest(
                learner,
                str(told.letter(test, learner.learner_id)),
                way or (Taken.PAPER if sheet else None),
                count,
                len(asked),
                standing,
            )
        )
    return found


def session_results(store: Store, *, meeting: UUID, module: Module) -> SessionResults:
    """How the session went, as far as its answers have come in."""
    told = session(store, meeting=meeting)
    sittings = store.sittings.of(meeting)
    answers = {test: _answers(sittings, module, test) for test in TESTS}
    verdicts = _verdicts(sittings, module)
    people = _people(store, told)
    both = _of_both(people, verdicts)
    objectives: tuple[ObjectiveChange, ...] = ()
    gone = store.retention.sealed_in(meeting) > 0
    if len(both) >= FEWEST and not gone:
        objectives = tuple(_objectives(told, module, both, answers))
    change = SessionChange(len(both)) if gone else _change(told, module, both, answers)
    return SessionResults(
        session=told,
        people=tuple(
            _person(store, told, module, one, answers["after"], verdicts)
            for one in people
            if one.learner_id in told.here
        ),
        wrote={test: sum((test, one.actor) in verdicts for one in people) for test in TESTS},
        both=change.people,
        before=change.before,
        after=change.after,
        objectives=objectives,
        answers_gone=gone,
    )


def session_change(
    store: Store, *, told: TrainingSession, meeting: UUID, module: Module
) -> SessionChange:
    """The two means of ``session_results``, for a list of many sessions."""
    sittings = store.sittings.of(meeting)
    wanted = set(told.here) | set(told.first_forms)
    people = []
    for learner_id in wanted:
        with suppress(KeyError):  # erased since
            people.append(store.learner(learner_id))
    both = _of_both(people, _verdicts(sittings, module))
    if store.retention.sealed_in(meeting):
        return SessionChange(len(both))
    answers = {test: _answers(sittings, module, test) for test in TESTS}
    return _change(told, module, both, answers)


# ---------------------------------------------------------------- inside

Given = dict[str, tuple[dict[str, bool], Taken | None]]
"""Whether each item was right, by item id, and how it was taken; by pseudonym."""


def _people(store: Store, told: TrainingSession) -> list[Learner]:
    """Who was ticked or has a form, by name. Those who were erased since are nobody any more."""
    wanted = set(told.here) | set(told.first_forms)
    found = [one for one in store.learners() if one.learner_id in wanted]
    return sorted(found, key=lambda one: (one.name.casefold(), one.learner_id))


def _path(module: Module, test: Test) -> str:
    return f"m/{module.id}/test/{'pre' if test == 'before' else 'post'}"


def _of_both(people: Iterable[Learner], verdicts: dict[tuple[Test, str], Told]) -> list[Learner]:
    """Who wrote both tests."""
    return [one for one in people if all((test, one.actor) in verdicts for test in TESTS)]


def _change(
    told: TrainingSession, module: Module, both: Sequence[Learner], answers: dict[Test, Given]
) -> SessionChange:
    if len(both) < FEWEST:
        return SessionChange(len(both))
    before, after = (_mean(told, module, both, answers[test], test) for test in TESTS)
    return SessionChange(len(both), before, after)


def _answers(sittings: Sequence[Told], module: Module, test: Test) -> Given:
    path, questions = _path(module, test), f"m/{module.id}/q/"
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    ways: dict[str, Taken | None] = {}
    for told in sittings:
        draft = told.draft
        if (
            draft.verb is Verb.ANSWERED
            and draft.parent == path
            and draft.activity.startswith(questions)
        ):
            item_id = draft.activity.removeprefix(questions)
            found[draft.actor][item_id] = bool(draft.success)
            ways[draft.actor] = draft.taken
    return {actor: (given, ways[actor]) for actor, given in found.items()}


def _verdicts(sittings: Sequence[Told], module: Module) -> dict[tuple[Test, str], Told]:
    paths = {_path(module, test): test for test in TESTS}
    return {
        (paths[told.draft.activity], told.draft.actor): told
        for told in sittings
        if told.draft.activity_type is ActivityType.TEST and told.draft.activity in paths
    }


def _asked_for(told: TrainingSession, module: Module, test: Test, learner: Learner) -> list[str]:
    """The items that can be compared: those of the form, not what the test after asks besides."""
    form = module.forms.a if told.letter(test, learner.learner_id) == "a" else module.forms.b
    return list(form)


def _objectives(
    told: TrainingSession,
    module: Module,
    people: Sequence[Learner],
    answers: dict[Test, Given],
) -> Iterable[ObjectiveChange]:
    for objective in module.objectives:
        shares = []
        for test in TESTS:
            right = total = 0
            for learner in people:
                given = answers[test].get(learner.actor, ({}, None))[0]
                for item_id in _asked_for(told, module, test, learner):
                    if module.item(item_id).objective == objective.id:
                        total += 1
                        right += given.get(item_id, False)
            shares.append(right / total if total else None)
        before, after = shares
        if before is not None and after is not None:
            yield ObjectiveChange(objective.id, objective.text, round(before, 4), round(after, 4))


def _mean(
    told: TrainingSession, module: Module, people: Sequence[Learner], given: Given, test: Test
) -> float:
    right = total = 0
    for learner in people:
        answered = given.get(learner.actor, ({}, None))[0]
        asked = _asked_for(told, module, test, learner)
        total += len(asked)
        right += sum(answered.get(item_id, False) for item_id in asked)
    return round(right / total, 4) if total else 0.0


def _person(
    store: Store,
    told: TrainingSession,
    module: Module,
    learner: Learner,
    given: Given,
    verdicts: dict[tuple[Test, str], Told],
) -> PersonResult:
    verdict = verdicts.get(("after", learner.actor))
    if verdict is None:
        return PersonResult(learner, passed=False, why="no-test", scaled=None)
    if verdict.draft.verb is Verb.PASSED:
        return PersonResult(learner, passed=True, why=None, scaled=verdict.draft.scaled)
    attempt = Attempt(
        module_id=module.id,
        version=module.version,
        kind="quiz",
        number=1,
        seed=0,
        item_ids=told.paper("after", learner.learner_id),
    )
    judged = rules_here(store).judged(module)
    answers = given.get(learner.actor, ({}, None))[0]
    scaled = judge(judged, attempt, answers).scaled if answers else verdict.draft.scaled or 0.0
    enough = scaled >= judged.pass_rule.pass_mark
    return PersonResult(
        learner,
        passed=False,
        why="critical" if enough else "not-enough",
        scaled=verdict.draft.scaled,
    )
