"""The real program walked from page to page, for pictures and for looking at every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from tests.walk_desk import desk_pages
from tests.walk_exports import export_pages
from tests.walk_handing_in import handing_in_pages
from tests.walk_oversight import oversight_pages
from tests.walk_readiness import readiness_pages
from trainer_app import i18n
from trainer_app.app import compose, make_application
from trainer_app.content.module import Module
from trainer_app.operations.attempts import answer_item as give
from trainer_app.operations.attempts import finish_attempt, start_attempt
from trainer_app.operations.learning import begin_module, finish_lesson, finish_scenario, today
from trainer_app.operations.people import SignedIn, enrol_learner, sign_in
from trainer_app.operations.site import SLOTS, Contact, fill_slot, name_site
from trainer_app.store import Store
from trainer_app.training.scoring import right_response
from trainer_app.ui.journey import Journey

PEOPLE = (
    ("Rosa Mamani", "ticket-office", "Tickets"),
    ("Julio Quispe", "driver", "Drivers"),
    ("Elena Choque", "vendor", "Market"),
    ("Amadou Diallo", "guard", "Guards"),
    ("Fatou Ndiaye", "driver", "Drivers"),
)
RECOVERY_CODE = "CDDJ-1VRT-XEPZ-J5PM-2229-WMRD-42"
KINDS = ("choice", "choices", "true-false", "order", "match", "sort", "spot")


class Walk:
    """A program on a folder of its own, and the way to each of its pages."""

    def __init__(self, folder: Path) -> None:
        existing = QApplication.instance()
        self.app = existing if isinstance(existing, QApplication) else make_application()
        self.program, self.window, self.background = compose(self.app, folder, use_keystore=False)
        self.look = self.program._look
        self._open = True
        self.window.resize(1366, 768)
        self.window.show()
        self.program.start()
        self.settle()
        self.learners: list[SignedIn] = []

    def close(self) -> None:
        """Close window and store; a second time does nothing."""
        if self._open:
            self._open = False
            self.window.close()
            self.background.close()
            self.window.deleteLater()  # a style sheet is laid on every widget alive
            self.look.setParent(None)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def journey(self) -> Journey:
        """The way of whoever is signed in."""
        assert self.program.journey is not None
        return self.program.journey

    def settle(self) -> None:
        """Wait until the store has answered everything and the page has drawn it."""
        for _round in range(4):
            self._answered()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self.app.processEvents()

    def _answered(self) -> None:
        loop = QEventLoop()
        quitting = [lambda _any: loop.quit()] * 2  # where the data is locked, it answers no
        self.background.run(self.window, lambda _store: None, *quitting)
        loop.exec()

    def ask(self, question: Callable[[Store], Any]) -> Any:
        """Ask the store, on its own thread."""
        return self.background.run(self.window, question).result()

    # ------------------------------------------------------------ people and progress

    def enrol_people(self, language: str) -> None:
        """Register the made-up people of the pictures."""

        def enrol(store: Store) -> list[SignedIn]:
            found = []
            for name, role, team in PEOPLE:
                made = enrol_learner(
                    store, name=name, role=cast(Any, role), team=team, language=language
                )
                who = sign_in(store, learner_id=made.learner.learner_id, pictures=made.pictures)
                found.append(cast(SignedIn, who))
            return found

        self.learners = self.ask(enrol)

    def enter(self, number: int) -> SignedIn:
        """Sign one of them in, and show their home."""
        who = self.learners[number]
        self.program.enter(who)
        self.settle()
        return who

    def module(self, module_id: str, language: str) -> Module:
        """A module in a language, or in the one it was written in."""
        return self.program.catalog.pack(module_id).module(language)

    def read(self, who: SignedIn, module: Module, lessons: int = 99) -> None:
        """Finish the scenes and some lessons."""

        def reading(store: Store) -> None:
            begin_module(store, signed_in=who, module=module)
            for lesson in module.lessons[:lessons]:
                finish_lesson(
                    store, signed_in=who, module=module, lesson_id=lesson.id, duration_ms=1
                )
            for scene in module.scenarios if lessons >= len(module.lessons) else ():
                finish_scenario(
                    store, signed_in=who, module=module, scenario_id=scene.id, duration_ms=1
                )

        self.ask(reading)

    def take_quiz(self, who: SignedIn, module: Module, *, miss: int = 0, kind: Any = "quiz") -> Any:
        """Answer a whole attempt; the first ``miss`` items not right."""

        def taking(store: Store) -> Any:
            attempt = start_attempt(store, signed_in=who, module=module, kind=kind).attempt
            for place, item_id in enumerate(attempt.item_ids):
                item = module.item(item_id)
                give(
                    store, signed_in=who, module=module, attempt=attempt, item_id=item_id,
                    response="" if place < miss else right_response(item), duration_ms=1,
                )  # fmt: skip
            return finish_attempt(
                store, signed_in=who, module=module, attempt=attempt, duration_ms=1
            )

        return self.ask(taking)

    def fill_site(self) -> None:
        """Name the site and fill its chain with numbers that are no numbers."""

        def filling(store: Store) -> None:
            name_site(store, name="Terminal Norte")
            for slot_id in SLOTS:
                contact = Contact(
                    name="Elena Choque" if "focal" in slot_id else "",
                    number="000",
                    verified_by="Elena Choque",
                    verified_on=today() - timedelta(days=400 if slot_id == "police" else 20),
                )
                fill_slot(store, slot_id=slot_id, contact=contact)

        self.ask(filling)
        from trainer_app.operations.computer import open_computer

        self.program._on_computer_read(self.ask(open_computer))


@contextmanager
def walking(folder: Path) -> Iterator[Walk]:
    """A walk, closed again at the end."""
    walk = Walk(folder)
    try:
        yield walk
    finally:
        walk.close()


def pages(walk: Walk, language: str) -> Iterator[str]:
    """Show every page after the other, each in a state worth looking at; yields its name."""
    yield from _before(walk, language)
    yield from _modules(walk, language)
    yield from _playing(walk, language)
    yield from _after(walk, language)
    yield from _beside(walk)
    yield from handing_in_pages(walk)
    yield from desk_pages(walk, language)
    yield from export_pages(walk)
    yield from oversight_pages(walk)
    yield from readiness_pages(walk)


def steps(walk: Walk, module: Module) -> Iterator[tuple[str, bool]]:
    """Show every step of a module; yields its name, and whether it has to be scrolled."""
    for lesson in module.lessons:
        walk.journey.show_lesson(module, lesson.id)
        walk.settle()
        page = cast(Any, walk.window.page)
        for number, stop in enumerate(page._stops):
            if not stop.is_check:
                page._show(number)
                walk.settle()
                scrolls = page.steps.verticalScrollBar().maximum() > 0
                yield f"{module.id}_{lesson.id}_{stop.step.id}", scrolls


def _shown(walk: Walk, name: str) -> str:
    walk.settle()
    return name


def _before(walk: Walk, language: str) -> Iterator[str]:
    from trainer_app.ui.start.tour_screen import TourScreen

    program, window = walk.program, walk.window
    program._speak(language)
    program.show_first_language()
    yield _shown(walk, "S01-language")
    tour = TourScreen(window.speaker, RECOVERY_CODE)
    window.show_page(tour)
    yield _shown(walk, "A01-tour-1")
    tour_cards = 5
    for card in range(2, 2 + tour_cards):
        tour.next.click()
        yield _shown(walk, f"A01-tour-{card}")
    program.show_learners()
    yield _shown(walk, "S02-learners-empty")
    program._on_helpline_asked()
    yield _shown(walk, "S13-helpline-empty")
    walk.fill_site()
    walk.enrol_people(language)
    program.show_learners()
    yield _shown(walk, "S02-learners")
    program._on_helpline_asked()
    yield _shown(walk, "S13-helpline")
    program.show_new_learner()
    yield _shown(walk, "S04-new-learner")
    program.show_pictures(walk.learners[0].learner)
    yield _shown(walk, "S03-pictures")
    yield from _trouble(walk)


def _trouble(walk: Walk) -> Iterator[str]:
    from trainer_app.errors import DataDamaged, StoreLocked, StoreUnusable
    from trainer_app.i18n import _
    from trainer_app.operations.computer import PutRight
    from trainer_app.ui.start.rescued_sheet import RescuedSheet

    walk.program._on_not_opened(
        StoreLocked(_("No key opens the data file. Type the recovery code."))
    )
    yield _shown(walk, "A04-unlock")
    walk.program.show_learners()
    walk.settle()
    walk.program._on_not_opened(StoreLocked("", asks="passphrase"))
    yield _shown(walk, "A04-passphrase")
    walk.program._on_not_opened(
        StoreLocked(
            _("This does not open it yet. Look at each word, then try again."), asks="passphrase"
        )
    )
    cast(Any, walk.window.page).field.line.setText("river lantern copper window")
    yield _shown(walk, "A04-passphrase-missed")
    walk.program.locked._ask_code_instead()
    yield _shown(walk, "A04-unlock-instead")
    walk.program._on_not_opened(StoreUnusable(_("Write the name.")))
    yield _shown(walk, "A04-trouble")
    walk.program._on_not_opened(DataDamaged("", 412))
    yield _shown(walk, "A04-rescue")
    walk.program._on_not_opened(DataDamaged("", None))
    yield _shown(walk, "A04-rescue-no-copy")
    cast(Any, walk.window.page)._ask_to_begin()
    yield _shown(walk, "A04-rescue-begin")
    walk.window.close_sheets()
    walk.program.show_learners()
    folder = str(Path("/data/waypost/damaged/0001"))
    for name, is_all in (("all", True), ("partly", False)):
        walk.window.open_sheet(RescuedSheet(PutRight(is_all, 412, folder)))
        yield _shown(walk, f"A04-rescued-{name}")
        walk.window.close_sheets()


def _modules(walk: Walk, language: str) -> Iterator[str]:
    program = walk.program
    walk.enter(0)
    yield _shown(walk, "S05-home-new")
    who = walk.learners[0]
    first = walk.module("grooming", language)
    walk.read(who, first, 2)
    walk.journey.show_home()
    yield _shown(walk, "S05-home")
    walk.journey.show_module("grooming")
    yield _shown(walk, "S06-module")
    walk.journey.show_module("safe-terminals")
    yield _shown(walk, "S06-module-new")
    program._on_language_asked()
    yield _shown(walk, "S01-language-sheet")
    program.show_settings()
    yield _shown(walk, "S15-settings")
    program._open_my_data(program.show_settings)
    yield _shown(walk, "S15-my-data")
    program.show_site(program.show_settings)
    yield _shown(walk, "A02-site")
    walk.window.hide_now()
    yield _shown(walk, "S14-hidden")
    program._on_return_asked()
    yield _shown(walk, "S14-return")
    walk.window.return_now()


def _playing(walk: Walk, language: str) -> Iterator[str]:
    journey = walk.journey
    module = walk.module("safe-terminals", language)
    lesson = module.lessons[2]
    journey.show_lesson(module, lesson.id)
    yield _shown(walk, "S07-lesson")
    page = cast(Any, walk.window.page)
    page._show(1)
    yield _shown(walk, "S07-lesson-step-2")
    page._show_sources()
    yield _shown(walk, "S07-sources")
    walk.window.close_sheets()
    check = next(number for number, stop in enumerate(page._stops) if stop.is_check)
    page._show(check)
    yield _shown(walk, "S08-check")
    yield from _items(walk, module)
    scene = next(s for s in module.scenarios if s.opening)
    journey.show_scenario(module, scene.id)
    yield _shown(walk, "S09-scene")
    page = cast(Any, walk.window.page)
    for verdict in ("not-yet", "helps"):
        choice = next(c for c in scene.nodes[0].choices if c.verdict == verdict)
        page._page.choices.cards[choice.id].click()
        yield _shown(walk, f"S09-scene-{verdict}")
        journey.show_scenario(module, scene.id)
        walk.settle()
        page = cast(Any, walk.window.page)
        if verdict == "not-yet":
            walk.journey.show_home()
            walk.ask(
                lambda store: store.keep(
                    walk.learners[0].learner.learner_id, f"scenario/{module.id}/{scene.id}", None
                )
            )
            journey.show_scenario(module, scene.id)
            walk.settle()
            page = cast(Any, walk.window.page)
    page._page.rather.click()
    yield _shown(walk, "S09-scene-summary")


def _items(walk: Walk, module: Module) -> Iterator[str]:
    """Every kind of question: asked, and answered both ways."""
    from trainer_app.operations.attempts import Sitting
    from trainer_app.training.attempt import Attempt

    found: dict[str, Any] = {}
    for item in module.items:
        found.setdefault(str(item.__struct_config__.tag), item)
    for kind in KINDS:
        item = found[kind]
        walk.journey.show_attempt(module, "quiz")
        walk.settle()
        page = cast(Any, walk.window.page)
        old = page._sitting.attempt
        others = tuple(i for i in old.item_ids if i != item.id)
        attempt = Attempt(
            module_id=old.module_id, version=old.version, kind="quiz", number=old.number,
            seed=old.seed, item_ids=(item.id, *others),
        )  # fmt: skip
        page._sitting = Sitting(attempt, {})
        page._next()
        yield _shown(walk, f"S10-{kind}")
        for name, response in (("not-yet", _other(item)), ("right", right_response(item))):
            page._next()
            walk.settle()
            page.view.choose(response)
            page.show_verdict(name == "right", response, reveal=True)
            yield _shown(walk, f"S10-{kind}-{name}")
    page._sitting = Sitting(attempt, dict.fromkeys(attempt.item_ids, ("", True)), True)
    page._next()
    walk.settle()
    page.confidence.rows["notice"].chips["3"].click()
    yield _shown(walk, "S10-how-sure")


def _other(item: Any) -> str:
    """A response that is whole and not right."""
    right = right_response(item)
    match item.__struct_config__.tag:
        case "true-false":
            return "false" if item.answer else "true"
        case "choice" | "choices":
            return str(next(choice.id for choice in item.choices if not choice.right))
        case "spot":
            return str(next(region.id for region in item.regions if not region.right))
        case "order":
            return "[,]".join(reversed(right.split("[,]")))
        case "match":
            ids = [pair.id for pair in item.pairs]
            return "[,]".join(f"{a}[.]{b}" for a, b in zip(ids, ids[1:] + ids[:1], strict=True))
        case _:
            first = item.groups[0].id
            return "[,]".join(f"{entry.id}[.]{first}" for entry in item.entries)


def _after(walk: Walk, language: str) -> Iterator[str]:
    program, journey = walk.program, walk.journey
    who, module = walk.learners[0], walk.module("live-streaming", language)
    before = walk.take_quiz(who, module, kind="pre")
    journey.show_result(module, "pre", before)
    yield _shown(walk, "S11-before")
    walk.read(who, module)
    journey.show_result(module, "quiz", walk.take_quiz(who, module, miss=4))
    yield _shown(walk, "S11-not-yet")
    passed = walk.take_quiz(who, module)
    journey.show_result(module, "quiz", passed)
    yield _shown(walk, "S11-passed")
    journey.show_certificates(passed.serial)
    yield _shown(walk, "S12-certificate")
    journey.show_grounding(module)
    yield _shown(walk, "S12-grounding")
    journey.show_card(module)
    yield _shown(walk, "S12-card")
    journey.show_home()
    yield _shown(walk, "S05-home-certificate")
    program._on_failed(RuntimeError("made up"))
    yield _shown(walk, "A03-trouble-sheet")
    program.sign_out()


def _beside(walk: Walk) -> Iterator[str]:
    """What lies beside the modules, and the end of a path."""
    walk.enter(1)  # a driver, on the core path
    yield _shown(walk, "S05-home-path")
    walk.journey.show_module("safe-terminals")
    yield _shown(walk, "S06-module-short")
    walk.journey.show_path()
    yield _shown(walk, "L04-path")
    walk.journey.show_library()
    walk.settle()
    while not cast(Any, walk.window.page).list.is_complete:
        walk.settle()
    yield _shown(walk, "L01-library")
    walk.journey.show_glossary()
    yield _shown(walk, "L02-glossary")
    walk.journey.show_job_aids()
    yield _shown(walk, "L03-to-print")
    walk.journey.show_job_aid("wallet-card")
    yield _shown(walk, "L03-to-print-one")
    walk.program.sign_out()


def languages() -> tuple[str, ...]:
    """The languages of the interface."""
    return tuple(i18n.LANGUAGES)
