"""A session as its papers get it, made up: as many people as wanted, with names of any length."""

from __future__ import annotations

from uuid import UUID

import msgspec

from tests.ui.after.rooms import real
from trainer_app.operations.session_results import (
    ObjectiveChange,
    PersonResult,
    SessionResults,
)
from trainer_app.training.meeting import TrainingSession, plan_of
from trainer_app.training.people import Learner, Preferences
from trainer_app.ui.after.session_facts import SessionFacts, by_name

MEETING = UUID("0a1b2c3d-0000-4000-8000-000000000001")
NAMES = (
    "Rosa Mamani", "Amadou Diallo", "Ángel Rojas", "Fatou N’Diaye", "أمل الحسن", "Zoé Choque",
)  # fmt: skip
LONG = (
    "Maria Fernanda Alejandra Quispe Condori de los Santos Flores",
    "Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaf",
    "عبد الرحمن عبد الرحيم عبد العزيز عبد الكريم عبد اللطيف الحسن",
)
MODULES = {"en": "en", "es": "es", "fr": "fr", "ar": "en", "en_XA": "en"}
"""In which language the module is read for a session in that one."""


def person(number: int, names: tuple[str, ...] = NAMES) -> Learner:
    """Somebody, one after the other."""
    name = names[number % len(names)]
    return Learner(
        learner_id=f"id-{number:03}",
        actor=f"p-{number:03}",
        name=name if names is LONG else f"{name} {number}",
        role="vendor" if number % 4 == 0 else "driver",
        team="" if number % 4 == 0 else "Night buses",
        picture="tree",
        preferences=Preferences(language="en"),
        site="",
        walk_in=number % 9 == 0,
    )


def facts(
    count: int = 12,
    language: str = "en",
    *,
    names: tuple[str, ...] = NAMES,
    state: str = "closed",
    both: int | None = None,
    unnamed: int = 2,
    place: str = "Terminal de Buses Interprovinciales del Norte",
) -> SessionFacts:
    """A session in that language; below five who wrote ``both`` tests nothing is compared."""
    module = msgspec.structs.replace(real("grooming", MODULES[language]), language=language)
    assert module.guide is not None
    people = by_name(person(number, names) for number in range(count))
    ids = tuple(one.learner_id for one in people)
    told = TrainingSession(
        module_id=module.id,
        version=module.version,
        language=language,
        title=module.title,
        day="2026-12-01",
        site="bo-lpz-001",
        site_name=place,
        facilitators=("s-1", "s-2"),
        instructor="p-STAFF",
        teams=("Night buses", "Gate 2"),
        steps=plan_of(module.guide),
        state=state,  # type: ignore[arg-type]
        here=ids if state != "planned" else (),
        walked_in=tuple(one.learner_id for one in people if one.walk_in),
        unnamed=unnamed,
        hands={
            "scene-night-bus/start": {"read-phone": 4, "chat": 25, "gone": 2},
            "hands-check-number": {"true": 30, "false": 1},
        },
        seconds=6300 if state == "closed" else None,
    )
    wrote = count if both is None else both
    few = wrote < 5
    results = SessionResults(
        session=told,
        people=tuple(PersonResult(one, passed=True, why=None, scaled=1.0) for one in people),
        wrote={"before": wrote, "after": wrote},
        both=wrote,
        before=None if few else 0.5,
        after=None if few else 0.8625,
        objectives=()
        if few
        else tuple(ObjectiveChange(one.id, one.text, 0.25, 0.75) for one in module.objectives),
    )
    leads = ("Elena Vargas", "Kossi Mensah")
    return SessionFacts(MEETING, module, results, leads, people, people)
