"""What people do alone at a computer: modules in order, tests, refreshers in time or late or never.

``Learning`` follows one person after the other through the months. What is drawn is drawn by the
rules of the program itself, so that every test asks what a real one would ask.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from tests.sample.calendar import Calendar
from tests.sample.careers import Career, Habit, Pass, judged, remember
from tests.sample.courses import Courses
from tests.sample.plan import MINUTE, Plan
from tests.sample.truth import (
    Answer,
    Assessed,
    Begun,
    Certificate,
    Deed,
    Device,
    Form,
    PathDone,
    Person,
    Read,
    Site,
    TestKind,
)
from tests.sample.world import days_at
from trainer_app.content.module import Lesson, Module
from trainer_app.training.attempt import draw, form
from trainer_app.training.refresher import draw_refresher

QUITS, GIVES_UP, EXTRA, AGAIN, ABANDONED = 0.05, 0.15, 0.3, 0.35, 0.008
"""How often somebody stops at a break or after a test not passed, takes a module
nobody asked for, passes again after a year; how often a test is left in the middle."""
_KNOWS: dict[TestKind, float] = {"pre": 0.0, "quiz": 2.2, "refresher": 1.7}


class Learning:
    """Everybody's months, one after the other."""

    def __init__(
        self,
        plan: Plan,
        courses: Courses,
        calendar: Calendar,
        sites: Sequence[Site],
        devices: Sequence[Device],
    ) -> None:
        self._plan = plan
        self._courses = courses
        self._calendar = calendar
        self._sites = sites
        self._devices = devices
        self._at: dict[int, list[int]] = defaultdict(list)
        for place, device in enumerate(devices):
            if not device.desk:
                self._at[device.site].append(place)

    def career(
        self, who: int, person: Person, path: str, stops: Sequence[tuple[str, bool]]
    ) -> Career:
        """Somebody who has done nothing yet."""
        chance = self._plan.chance("career", person.learner_id)
        human = self._plan.chance("human", person.human)
        here = [n for n in self._at[person.first_site] if self._devices[n].clock != "lost"]
        home = chance.choice(here) if here else -1
        devices = [home] if chance.random() < 0.85 or not here else [home, chance.choice(here)]
        habits: tuple[Habit, ...] = ("prompt", "late", "never", "mixed")
        return Career(
            who=who,
            person=person,
            chance=chance,
            ability=human.gauss(0.3, 0.9),
            habit=chance.choices(habits, (0.5, 0.2, 0.15, 0.15))[0],
            devices=devices,
            path=path,
            stops=tuple(
                (module, self._courses.form(module, short=short)) for module, short in stops
            ),
            until=days_at(person, self._sites)[1],
        )

    def live(self, career: Career) -> None:
        """Go through the months of somebody; what they did in sessions is known by then."""
        chance, day = career.chance, career.person.joined
        if career.devices == [-1] or career.person.walk_in:
            return
        if chance.random() < self._plan.begun:
            stops = list(career.stops)
            if chance.random() < EXTRA:
                others = [one for one in self._courses.ids if one not in {m for m, _ in stops}]
                stops += [(chance.choice(others), "full")] if others else []
            waits = chance.expovariate(1 / 12)
            for module, in_form in stops:
                day += timedelta(days=1 + int(waits))
                waits = chance.expovariate(1 / 10)
                if career.passed(module, day, short=in_form == "short"):
                    continue
                reached = Study(self, career, module, in_form).go(day)
                if reached is None:
                    break
                day = reached
        self._refresh(career)

    def _refresh(self, career: Career) -> None:
        """The months after each pass."""
        again = {one.module for one in career.passes}
        for module in sorted(again):
            passes = sorted(
                (one for one in career.passes if one.module == module), key=lambda one: one.day
            )
            for one, after in zip(passes, [*passes[1:], None], strict=True):
                end = after.day if after else career.until
                self._after_pass(career, one, end, last=after is None)

    def _after_pass(self, career: Career, one: Pass, end: date, *, last: bool) -> None:
        chance = career.chance
        full = any(p.module == one.module and p.form == "full" for p in career.passes)
        in_form: Form = "full" if full else "short"
        for offset in self._courses.facts[one.module].refresher_days:
            due = one.day + timedelta(days=offset)
            wait = self._waits(career)
            day = due + timedelta(days=wait or 0)
            if wait is None or day >= end:
                continue
            if offset >= 365 and last and in_form == one.form and chance.random() < AGAIN:
                study = Study(self, career, one.module, one.form)
                if study.again(day) is not None:
                    return
            Study(self, career, one.module, in_form).refresh(day)

    def _waits(self, career: Career) -> int | None:
        """So many days after its date somebody takes a refresher; None for never."""
        chance = career.chance
        match career.habit:
            case "prompt":
                return chance.randrange(0, 8)
            case "late":
                return chance.randrange(10, 50) if chance.random() < 0.7 else None
            case "mixed":
                return chance.randrange(0, 30) if chance.random() < 0.5 else None
        return None

    def device(self, career: Career) -> int:
        """The computer somebody sits down at today."""
        return career.chance.choice(career.devices)

    def lost_device(self, career: Career) -> int | None:
        """A computer of the site whose clock nobody can correct, if there is one."""
        lost = [n for n in self._at[career.person.first_site] if self._devices[n].clock == "lost"]
        return lost[0] if lost else None


class Study:
    """One person at one module: deeds are gathered into a sitting, until there is a break."""

    def __init__(self, learning: Learning, career: Career, module: str, in_form: Form) -> None:
        self._learning = learning
        self._courses = learning._courses
        self._career = career
        self._module: Module = self._courses.module(module, in_form, "en")
        self._device = learning.device(career)
        self._day = date.min
        self._deeds: list[Deed] = []
        self._into = 0

    @property
    def _form(self) -> Form:
        return self._module.form

    # ------------------------------------------------------------ sittings

    def go(self, day: date) -> date | None:
        """Learn the module from its beginning. The day it was passed; None where it never is."""
        career, chance = self._career, self._career.chance
        self._day = day
        self._deeds.append(
            Begun(who=career.who, into_ms=0, module=self._module.id, form=self._form)
        )
        self._spend(chance.randrange(20, 90))
        tested = career.begun.get(self._module.id)
        if (tested is None or tested > day) and not self._pre():
            self._close()
            return None
        if self._break(0.25):
            return None
        if not self._read_all():
            return None
        return self._quizzes()

    def again(self, day: date) -> date | None:
        """Take only the quiz, a year after the last pass."""
        self._day = day
        return self._quizzes()

    def refresh(self, day: date) -> None:
        """Take a refresher."""
        career = self._career
        self._day = day
        known = career.known[self._module.id]
        asked = draw_refresher(self._module, career.chance.getrandbits(32), known)
        self._test("refresher", asked)
        self._close()

    def _break(self, share: float) -> bool:
        """Whether it ends here for good; perhaps there is only a break of some days."""
        chance = self._career.chance
        if chance.random() >= share:
            return False
        quits = chance.random() < QUITS
        if self._close() is None or quits:
            return True
        self._day += timedelta(days=1 + int(chance.expovariate(1 / 4)))
        self._device = self._learning.device(self._career)
        return False

    def _close(self) -> date | None:
        """End the sitting; the day on which there was time for it."""
        if not self._deeds or self._day >= self._career.until:
            self._deeds, self._into = [], 0
            return None
        device, undated = self._device, all(isinstance(one, Begun | Read) for one in self._deeds)
        lost = self._learning.lost_device(self._career) if undated else None
        if lost is not None and self._career.chance.random() < 0.5:
            device = lost
        done = self._learning._calendar.book(device, self._day, self._into, self._deeds)
        self._deeds, self._into = [], 0
        if done is not None:
            self._day = done
        return done

    def _spend(self, seconds: float) -> int:
        """Let time pass; the milliseconds since the sitting began, in hundredths of a second."""
        self._into += int(seconds * 100) * 10
        return self._into

    # ------------------------------------------------------------ parts

    def _read_all(self) -> bool:
        """Lessons and scenes in the order of the module's page; whether it was read to the end."""
        module, chance = self._module, self._career.chance
        opening = [scene.id for scene in module.scenarios if scene.opening]
        closing = [scene.id for scene in module.scenarios if not scene.opening]
        parts: list[tuple[Literal["lesson", "scene"], str]] = [("scene", one) for one in opening]
        parts += [("lesson", lesson.id) for lesson in module.lessons]
        parts += [("scene", one) for one in closing]
        for place, (kind, part) in enumerate(parts):
            began = self._into
            checks: tuple[Answer, ...] = ()
            if kind == "lesson":
                checks = self._checks(module.lesson(part))
            self._spend(chance.uniform(60, 240))
            self._deeds.append(
                Read(
                    who=self._career.who, into_ms=self._into, module=module.id, form=self._form,
                    kind=kind, part=part, lasted_ms=self._into - began, checks=checks,
                    whole=place == len(parts) - 1,
                )
            )  # fmt: skip
            if self._break(0.5 if self._into > 15 * MINUTE else 0.12):
                return False
        return True

    def _checks(self, lesson: Lesson) -> tuple[Answer, ...]:
        chance, given = self._career.chance, []
        items = [step.check for step in lesson.steps if step.check]
        answers = self._courses.answers(self._module.id, items, chance, self._career.ability + 0.8)
        for item, (response, right) in zip(items, answers, strict=True):
            into = self._spend(chance.uniform(15, 70))
            given.append(Answer(item=item, given=response, right=right, into_ms=into))
        return tuple(given)

    def _pre(self) -> bool:
        """The questions before; False for somebody who left in the middle."""
        career = self._career
        asked = form(self._module, career.person.actor)
        career.begun.setdefault(self._module.id, self._day)
        return not asked or self._test("pre", asked).finished

    def _quizzes(self) -> date | None:
        """Quizzes until one is passed, or somebody gives up."""
        career, chance, module = self._career, self._career.chance, self._module
        for _try in range(6):
            last = career.drawn.get((f"{module.id}/{self._form}", self._device), ())
            asked = draw(module, chance.getrandbits(48), last)
            career.drawn[f"{module.id}/{self._form}", self._device] = asked
            test = self._test("quiz", asked)
            if test.passed:
                return self._passed(test)
            if not test.finished or chance.random() < GIVES_UP:
                self._close()
                return None
            self._spend(chance.uniform(120, 600))
            if self._break(0.3):
                return None
        self._close()
        return None

    def _passed(self, test: Assessed) -> date | None:
        career, module = self._career, self._module
        if self._form == "full":
            test.certificate = Certificate(f"m/{module.id}")
        mine = Pass(module.id, self._form, self._day)
        career.passes.append(mine)
        path: PathDone | None = None
        done = all(
            career.passed(one, self._day, short=in_form == "short") for one, in_form in career.stops
        )
        if done and not career.path_done:
            path = PathDone(
                who=career.who, into_ms=self._spend(30), certificate=Certificate(f"p/{career.path}")
            )
            self._deeds.append(path)
        day = self._close()
        if day is None:
            career.passes.remove(mine)
            return None
        mine.day = day
        career.path_done = career.path_done or path is not None
        return day

    def _test(self, kind: TestKind, asked: Sequence[str]) -> Assessed:
        """Somebody answers the items of a test, one after the other."""
        career, chance, began = self._career, self._career.chance, self._into
        number = career.number(kind, self._module.id, self._form, self._device)
        ability = career.ability + _KNOWS[kind] + (0.4 * (number - 1) if kind == "quiz" else 0)
        answers = list(self._courses.answers(self._module.id, asked, chance, ability))
        times = [self._spend(chance.uniform(12, 75)) for _item in asked]
        left = chance.random() < ABANDONED and kind != "refresher"
        if left:
            answers = answers[: chance.randrange(1, len(asked))]
        test = judged(
            self._module, kind, number, asked, [*answers, *[(None, False)] * len(asked)],
            finished=not left,
        )  # fmt: skip
        test.who, test.times_ms = career.who, tuple(times)
        test.lasted_ms, test.into_ms = self._into - began, self._spend(3)
        self._deeds.append(test)
        remember(career, test, self._day)
        return test
