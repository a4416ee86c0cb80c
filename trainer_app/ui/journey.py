"""A learner's way: home, a module, its parts, the result, the certificate, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from trainer_app.errors import PackRejected
from trainer_app.operations.learning import Part, begin_module
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.module import Module
    from trainer_app.operations.attempts import AttemptFinished
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
        return self._catalog.pack(module.id).module(self.signed_in.learner.preferences.language)

    def show_home(self) -> None:
        """The next thing to do, the modules, the certificates."""
        from trainer_app.ui.learn.home_screen import HomeScreen

        page = HomeScreen(self._background, self._catalog, self.signed_in, self._window.speaker)
        page.module_asked.connect(self.show_module)
        page.part_asked.connect(self._on_home_part_asked)
        page.certificates_asked.connect(self.show_certificates)
        self._show(page, self.show_home)

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

    def _on_home_part_asked(self, module_id: str, part: Part) -> None:
        language = self.signed_in.learner.preferences.language
        try:
            module = self._catalog.pack(module_id).module(language)
        except PackRejected:
            self.show_module(module_id)  # its page says what is wrong and what to do
            return
        self.enter(module, part)

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
            self._program.values(), self._window.speaker,
        )  # fmt: skip
        page.finished.connect(lambda: self.show_module(module.id))
        page.back_asked.connect(lambda: self.show_module(module.id))
        self._show(page, lambda: self.show_lesson(module, lesson_id))

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
        page.back_asked.connect(lambda: self.show_module(module.id))
        self._show(page, lambda: self.show_attempt(module, kind))

    def show_result(self, module: Module, kind: Kind, finished: AttemptFinished) -> None:
        """What went well, what to read again, and what comes next."""
        from trainer_app.ui.learn.result_screen import ResultScreen

        module = self._spoken(module)
        page = ResultScreen(module, kind, finished, self.signed_in, self._window.speaker)
        page.read_again.connect(lambda lesson_id: self.show_lesson(module, lesson_id))
        page.certificate_asked.connect(
            lambda serial: self.show_certificates(serial, lambda: self.show_grounding(module))
        )
        page.retry_asked.connect(lambda: self.show_attempt(module, kind))
        after = self.show_grounding if finished.outcome.passed else self.show_module_of
        page.back_asked.connect(lambda: after(module))
        self._show(page, lambda: self.show_result(module, kind, finished))

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
