"""A learner's way: home, a module, its parts, the result, the certificate, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from trainer_app.errors import PackRejected
from trainer_app.operations.learning import Part, begin_module, in_form, my_path
from trainer_app.operations.paths import finish_path
from trainer_app.operations.refreshers import refresher_module
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.module import Module
    from trainer_app.content.shelf import Term
    from trainer_app.operations.attempts import AttemptFinished
    from trainer_app.operations.paired_tests import OpenTest
    from trainer_app.operations.people import SignedIn
    from trainer_app.training.attempt import Kind
    from trainer_app.ui.program import Program
    from trainer_app.ui.screen import Screen


class Journey(QObject):
    """Connects the learner's screens for as long as one learner is signed in."""

    def __init__(
        self,
        program: Program,
        window: MainWindow,
        background: Background,
        catalog: Catalog,
        signed_in: SignedIn,
    ) -> None:
        super().__init__(program)
        self._program, self._window = program, window
        self._background, self._catalog = background, catalog
        self.signed_in = signed_in

    def _spoken(self, module: Module) -> Module:
        """The module in the language the learner reads now; they may have changed it."""
        language = self.signed_in.learner.preferences.language
        return in_form(self._catalog.pack(module.id).module(language), module.form)

    def show_home(self) -> None:
        """The next thing to do, the modules, the certificates."""
        from trainer_app.ui.learn.home_screen import HomeScreen

        page = HomeScreen(self._background, self._catalog, self.signed_in, self._window.speaker)
        page.module_asked.connect(self.show_module)
        page.part_asked.connect(self.enter)
        page.refresher_asked.connect(self.show_refresher)
        page.way_asked.connect(self._on_way_asked)
        page.room_test_asked.connect(self.show_room_test)
        page.set_foot(self._program.handing_in.status_line(self.show_home))
        self._show(page, self.show_home)

    def show_room_test(self, found: OpenTest) -> None:
        """A test that was opened for the room, at this computer."""
        from trainer_app.ui.room_test.pass_screen import PassScreen

        pack = self._catalog.pack(found.session.module_id)
        page = PassScreen(
            self._background, pack.module(found.session.language), pack, None,
            found.meeting, found.test, self._program.values(), self._window.speaker,
            mine=self.signed_in.learner.learner_id,
        )  # fmt: skip
        page.finished.connect(self.show_home)
        page.back_asked.connect(self.show_home)
        self._show(page, lambda: self.show_room_test(found))

    def _on_way_asked(self, name: str) -> None:
        ways = {
            "path": self.show_path,
            "certificates": self.show_certificates,
            "library": self.show_library,
            "glossary": self.show_glossary,
            "print": self.show_job_aids,
        }
        ways[name]()

    def show_path(self) -> None:
        """What I do, whom I call; a finished path gets its certificate here."""
        from trainer_app.ui.learn.path_screen import PathScreen

        path = my_path(self._catalog, self.signed_in)
        if path is None:
            self.show_home()
            return
        page = PathScreen(
            self._background, self._catalog, self.signed_in, path,
            self._program.chain(), self._window.speaker,
        )  # fmt: skip
        page.certificate_asked.connect(
            lambda serial: self.show_certificates(serial or None, self.show_path)
        )
        page.print_asked.connect(lambda: self.show_job_aids(self.show_path))
        page.back_asked.connect(self.show_home)
        self._show(page, self.show_path)

    def show_library(self) -> None:
        """Initiatives and publications, as cards to search."""
        from trainer_app.ui.shelf.library_screen import LibraryScreen

        page = LibraryScreen(self._catalog, self.signed_in.learner.preferences.language)
        page.module_asked.connect(self.show_module)
        page.back_asked.connect(self.show_home)
        self._show(page, self.show_library)

    def show_glossary(self) -> None:
        """The words we use, and why."""
        from trainer_app.ui.shelf.glossary_screen import GlossaryScreen

        language = self.signed_in.learner.preferences.language
        page = GlossaryScreen(self._catalog, language, self._window.speaker)
        page.back_asked.connect(self.show_home)
        self._show(page, self.show_glossary)

    def show_job_aids(self, leave: Callable[[], None] | None = None, chosen: str = "") -> None:
        """Cards and sheets to print; ``chosen`` is the one to stand on."""
        from trainer_app.ui.shelf.job_aids_screen import JobAidsScreen

        language = self.signed_in.learner.preferences.language
        page = JobAidsScreen(self._background, self._catalog, language, chosen)
        page.aid_asked.connect(lambda aid_id: self.show_job_aid(aid_id, leave))
        page.site_asked.connect(
            lambda: self._program.show_site(lambda: self.show_job_aids(leave, chosen))
        )
        page.back_asked.connect(leave or self.show_home)
        self._show(page, lambda: self.show_job_aids(leave, chosen))

    def show_job_aid(self, aid_id: str, leave: Callable[[], None] | None = None) -> None:
        """One sheet, to look at, save or print."""
        from trainer_app.ui.shelf.job_aid_screen import JobAidScreen

        language = self.signed_in.learner.preferences.language
        page = JobAidScreen(self._background, self._catalog, language, aid_id)
        page.site_asked.connect(
            lambda: self._program.show_site(lambda: self.show_job_aid(aid_id, leave))
        )
        page.back_asked.connect(lambda: self.show_job_aids(leave, aid_id))
        self._show(page, lambda: self.show_job_aid(aid_id, leave))

    def show_refresher(self, module_id: str) -> None:
        """A few questions again, in the form that was passed."""
        self._background.run(
            self,
            lambda store: refresher_module(
                store, catalog=self._catalog, signed_in=self.signed_in, module_id=module_id
            ),
            lambda module: self.show_attempt(module, "refresher"),
            lambda _error: self.show_module(module_id),  # its page says what is wrong
        )

    def show_module(self, module_id: str) -> None:
        """A module: what it is about, its parts, where to go on."""
        from trainer_app.ui.learn.module_screen import ModuleScreen

        page = ModuleScreen(
            self._background, self._catalog, self.signed_in, module_id,
            self._window.speaker, self._program.values(),
        )  # fmt: skip
        page.part_asked.connect(self.enter)
        page.card_asked.connect(self.show_card)
        page.grounding_asked.connect(
            lambda module: self.show_grounding(module, lambda: self.show_module(module_id))
        )
        page.back_asked.connect(self.show_home)
        self._show(page, lambda: self.show_module(module_id))

    def enter(self, module: Module, part: Part) -> None:
        """Go into a part; the module counts as begun from here."""
        self._background.run(
            self,
            lambda store: begin_module(store, signed_in=self.signed_in, module=module),
            lambda _begun: self._open(module, part),
        )

    def _open(self, module: Module, part: Part) -> None:
        match part.kind:
            case "lesson":
                self.show_lesson(module, part.part_id)
            case "scenario":
                self.show_scenario(module, part.part_id)
            case "pre" | "quiz":
                self.show_attempt(module, part.kind)

    def show_lesson(self, module: Module, lesson_id: str) -> None:
        """A lesson, from where it was left."""
        from trainer_app.ui.learn.lesson_screen import LessonScreen

        module = self._spoken(module)
        page = LessonScreen(
            self._background, self.signed_in, module, self._catalog.pack(module.id), lesson_id,
            self._program.values(), self._window.speaker, self._glossary(module.language),
        )  # fmt: skip
        page.finished.connect(lambda: self.show_module(module.id))
        page.back_asked.connect(lambda: self.show_module(module.id))
        self._show(page, lambda: self.show_lesson(module, lesson_id))

    def _glossary(self, language: str) -> tuple[Term, ...]:
        """The words a lesson in that language can explain; none while they cannot be read."""
        try:
            shelf = self._catalog.shelf(language)
        except PackRejected:
            return ()
        return shelf.glossary if shelf.language == language else ()

    def show_scenario(self, module: Module, scenario_id: str) -> None:
        """A scene, from where it was left."""
        from trainer_app.ui.learn.scenario_screen import ScenarioScreen

        module = self._spoken(module)
        page = ScenarioScreen(
            self._background, self.signed_in, module, self._catalog.pack(module.id), scenario_id,
            self._program.values(), self._window.speaker,
        )  # fmt: skip
        page.finished.connect(lambda: self.show_module(module.id))
        page.back_asked.connect(lambda: self.show_module(module.id))
        self._show(page, lambda: self.show_scenario(module, scenario_id))

    def show_attempt(self, module: Module, kind: Kind) -> None:
        """The questions before, or the quiz; from where it was left."""
        from trainer_app.ui.learn.attempt_screen import AttemptScreen

        module = self._spoken(module)
        page = AttemptScreen(
            self._background, self.signed_in, module, self._catalog.pack(module.id), kind,
            self._program.values(), self._window.speaker,
        )  # fmt: skip
        page.finished.connect(lambda finished: self.show_result(module, kind, finished))
        away = self.show_home if kind == "refresher" else lambda: self.show_module(module.id)
        page.back_asked.connect(away)
        self._show(page, lambda: self.show_attempt(module, kind))

    def show_result(self, module: Module, kind: Kind, finished: AttemptFinished) -> None:
        """What went well, what to read again, and what comes next."""
        from trainer_app.ui.learn.result_screen import ResultScreen

        module = self._spoken(module)
        self._finish_path()
        self._program.handing_in.courier.module_finished()
        filled = {s.slot_id for s in self._program.chain() if s.callable}
        page = ResultScreen(
            module, kind, finished, self.signed_in, self._window.speaker,
            chain_filled=bool(filled & {"focal-point", "protection-office"}),
        )  # fmt: skip
        page.read_again.connect(lambda lesson_id: self.show_lesson(module, lesson_id))
        page.certificate_asked.connect(
            lambda serial: self.show_certificates(serial, lambda: self.show_grounding(module))
        )
        page.retry_asked.connect(lambda: self.show_attempt(module, kind))
        after = self.show_grounding if finished.outcome.passed else self.show_module_of
        if kind == "refresher":
            page.back_asked.connect(self.show_home)
        else:
            page.back_asked.connect(lambda: after(module))
        self._show(page, lambda: self.show_result(module, kind, finished))

    def _finish_path(self) -> None:
        """A path that is done now, or renewed, gets its certificate."""
        path = my_path(self._catalog, self.signed_in)
        if path is not None:
            self._background.run(
                self,
                lambda store: finish_path(
                    store, catalog=self._catalog, signed_in=self.signed_in, path=path
                ),
            )

    def show_module_of(self, module: Module) -> None:
        """Back to the module's page."""
        self.show_module(module.id)

    def show_grounding(self, module: Module, leave: Callable[[], None] | None = None) -> None:
        """A quiet page after the module."""
        from trainer_app.ui.learn.grounding_screen import GroundingScreen

        module = self._spoken(module)
        page = GroundingScreen(
            module, self._window.speaker, self._program.values(), self._catalog.pack(module.id)
        )
        page.back_asked.connect(leave or self.show_home)
        self._show(page, lambda: self.show_grounding(module, leave))

    def show_card(self, module: Module) -> None:
        """The few lines to keep."""
        from trainer_app.ui.learn.card_screen import CardScreen

        module = self._spoken(module)
        page = CardScreen(
            module, self._program.values(), self._window.speaker, self._catalog.pack(module.id)
        )
        page.back_asked.connect(lambda: self.show_module(module.id))
        self._show(page, lambda: self.show_card(module))

    def show_certificates(
        self, serial: str | None = None, leave: Callable[[], None] | None = None
    ) -> None:
        """My certificates, this one first."""
        from trainer_app.ui.learn.certificate_screen import CertificateScreen

        page = CertificateScreen(self._background, self._catalog, self.signed_in, serial)
        page.back_asked.connect(leave or self.show_home)
        self._show(page, lambda: self.show_certificates(serial, leave))

    def _show(self, page: Screen, again: Callable[[], None]) -> None:
        self._program.show(page, again)
