"""``waypost self-test``: does everything a learner needs work on this computer?

Runs the real program on a temporary data folder, without a visible window and without a network.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainer_app import __version__, i18n, paths

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.module import Module
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store


@dataclass
class Report:
    """What was tried, how long it took, what it found."""

    checks: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return all(check["ok"] for check in self.checks)

    def check(self, name: str, what: Callable[[], None]) -> None:
        """Try one thing; whatever it raises is its failure."""
        started = time.perf_counter()
        detail = ""
        try:
            what()
        except Exception as error:  # noqa: BLE001  a self-test reports everything
            detail = f"{type(error).__name__}: {error}"
        spent = round((time.perf_counter() - started) * 1000, 1)
        self.checks.append({"name": name, "ok": not detail, "ms": spent, "detail": detail})


def run_self_test(*, as_json: bool) -> int:
    """Run every check and print the report. Returns 0 when all went well, 1 otherwise."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    report = Report()
    with tempfile.TemporaryDirectory(prefix="waypost-", ignore_cleanup_errors=True) as folder:
        Trial(report, Path(folder)).run()
    result = {"ok": report.good, "version": __version__, **report.facts, "checks": report.checks}
    print(json.dumps(result, ensure_ascii=False, indent=2) if as_json else _words(result))
    return 0 if report.good else 1


def _words(result: dict[str, Any]) -> str:
    lines = [
        f"{'good' if check['ok'] else 'BAD ':5}{check['name']} ({check['ms']} ms) {check['detail']}"
        for check in result["checks"]
    ]
    return "\n".join([*lines, "All good." if result["ok"] else "Something does not work."])


def _somebody(store: Store) -> SignedIn:
    """Somebody newly registered, signed in with their pictures."""
    from trainer_app.operations.people import enrol_learner, sign_in

    new = enrol_learner(store, name="Self-test", role="other", team="", language="en")
    who = sign_in(store, learner_id=new.learner.learner_id, pictures=new.pictures)
    if who is None:
        raise RuntimeError("the right pictures did not sign in")
    return who


class Trial:
    """The checks, in an order in which each builds on the ones before."""

    store: Store
    catalog: Catalog
    learner: SignedIn
    modules: list[Module]

    def __init__(self, report: Report, folder: Path) -> None:
        self.report, self.folder = report, folder

    def run(self) -> None:
        """Try everything; close what was opened."""
        check = self.report.check
        check("open and migrate a store", self.open_store)
        check("load every module in every language", self.load_modules)
        check("read the library, the paths and the sheets", self.read_shelf)
        check("register somebody and sign in", self.sign_in)
        check("answer every question", self.answer_everything)
        check("pass a module and check its certificate", self.pass_module)
        check("show a lesson", self.show_lesson)
        check("hear a recording", self.hear_recording)
        check("put a damaged file right", self.put_right)
        check("switch to Arabic and back", self.switch_language)
        check("the log is whole", lambda: self.require(self.store.verify_chain() > 0, "empty"))
        check("close the store", lambda: self.store.close())

    @staticmethod
    def require(truth: object, words: str) -> None:
        """Raise ``RuntimeError`` with these words unless it is true."""
        if not truth:
            raise RuntimeError(words)

    def open_store(self) -> None:
        from sqlcipher3 import dbapi2

        from trainer_app.store import Store

        self.store = Store.open(self.folder, use_keystore=False)
        self.report.facts["sqlite"] = dbapi2.sqlite_version

    def load_modules(self) -> None:
        from trainer_app.content.catalog import Catalog

        self.catalog = Catalog([paths.bundled_packs()], paths.bundled_shelf())
        self.modules = []
        told = []
        for manifest in self.catalog.manifests():
            spoken = [self.catalog.pack(manifest.id).module(code) for code in manifest.languages]
            self.modules.append(spoken[0])
            told.append(
                {
                    "id": manifest.id,
                    "version": manifest.version,
                    "languages": list(manifest.languages),
                    "lessons": len(spoken[0].lessons),
                    "scenarios": len(spoken[0].scenarios),
                    "items": len(spoken[0].items),
                }
            )
        self.report.facts |= {
            "modules": told,
            "items": sum(len(module.items) for module in self.modules),
            "languages": sorted(i18n.LANGUAGES),
        }
        self.require(told, "no modules are installed")
        self.require(not self.catalog.rejected, f"refused: {self.catalog.rejected}")

    def read_shelf(self) -> None:
        from trainer_app.content.search import LibrarySearch

        installed = {module.id for module in self.modules}
        for code in i18n.LANGUAGES:
            shelf = self.catalog.shelf(code)
            self.require(shelf.library and shelf.glossary and shelf.job_aids, f"{code}: empty")
            stops = {stop.module for path in shelf.paths for stop in path.stops}
            self.require(stops <= installed, f"{code}: {stops - installed} are not installed")
            first = shelf.library[0]
            search = LibrarySearch(shelf.library)
            self.require(first.id in search.find(first.title), f"{code}: nothing is found")
            search.close()
        self.report.facts["shelf"] = {
            "library": len(shelf.library),
            "glossary": len(shelf.glossary),
            "paths": len(shelf.paths),
            "job_aids": len(shelf.job_aids),
        }

    def sign_in(self) -> None:
        self.learner = _somebody(self.store)

    def answer_everything(self) -> None:
        from trainer_app.operations.attempts import answer_check
        from trainer_app.training.scoring import right_response

        for module in self.modules:
            for item in module.items:
                answered = answer_check(
                    self.store, signed_in=self.learner, module=module, item_id=item.id,
                    lesson_id=module.lessons[0].id, response=right_response(item), duration_ms=0,
                )  # fmt: skip
                self.require(
                    answered.right, f"{module.id}/{item.id}: the right answer is not right"
                )

    def pass_module(self) -> None:
        from trainer_app.operations.attempts import answer_item, finish_attempt, start_attempt
        from trainer_app.operations.certificate_check import verify_certificate
        from trainer_app.operations.certificates import list_certificates
        from trainer_app.operations.learning import begin_module, finish_lesson, finish_scenario
        from trainer_app.training.scoring import right_response

        store, who, module = self.store, self.learner, self.modules[0]
        begin_module(store, signed_in=who, module=module)
        for lesson in module.lessons:
            finish_lesson(store, signed_in=who, module=module, lesson_id=lesson.id, duration_ms=0)
        for scene in module.scenarios:
            finish_scenario(
                store, signed_in=who, module=module, scenario_id=scene.id, duration_ms=0
            )
        attempt = start_attempt(store, signed_in=who, module=module, kind="quiz").attempt
        for item_id in attempt.item_ids:
            answer_item(
                store, signed_in=who, module=module, attempt=attempt, item_id=item_id,
                response=right_response(module.item(item_id)), duration_ms=0,
            )  # fmt: skip
        finished = finish_attempt(
            store, signed_in=who, module=module, attempt=attempt, duration_ms=0
        )
        self.require(finished.outcome.passed, "all right, and yet not passed")
        [certificate] = list_certificates(store, catalog=self.catalog, signed_in=who)
        checked = verify_certificate(store, text=certificate.payload)
        self.require(checked.key_known and checked.verdict == "genuine", "certificate not genuine")

    def show_lesson(self) -> None:
        from PySide6.QtWidgets import QApplication

        from trainer_app.app import compose, make_application
        from trainer_app.ui.learn.lesson_screen import LessonScreen

        existing = QApplication.instance()
        self.app = existing if isinstance(existing, QApplication) else make_application()
        _, self.window, self.background = compose(
            self.app, self.folder / "window", "en", use_keystore=False
        )
        module = self.modules[0]
        reader = self.background.run(self.window, _somebody).result()
        lesson = LessonScreen(
            self.background, reader, module, self.catalog.pack(module.id),
            module.lessons[0].id, {}, self.window.speaker,
        )  # fmt: skip
        self.window.resize(1366, 768)
        self.window.show_page(lesson)
        self.window.show()
        self.background.run(self.window, lambda _store: None).result()  # its place was read
        for _round in range(3):
            self.app.processEvents()
        read = lesson.steps.step
        self.require(read is not None and read.id == module.lessons[0].steps[0].id, "no step")
        picture = self.window.grab().toImage()
        colours = {picture.pixel(x, y) for x in range(0, 1366, 9) for y in range(0, 768, 9)}
        self.require(len(colours) > 20, "the window stayed empty")

    def hear_recording(self) -> None:
        """Decoded, not played: there may be nothing to hear it with."""
        from trainer_app.ui import narration
        from trainer_app.ui.recording import Recording

        if not narration.is_installed():
            self.report.facts["sound"] = "not installed"
            return
        has_device = narration.has_device()
        self.require(narration.is_installed(), "what plays sound cannot be loaded")
        sound = paths.resources() / "assets" / "sounds" / "self-test.opus"
        recording = Recording(sound.read_bytes())
        heard = recording.read(recording.frames)
        self.require(any(heard), "nothing was decoded")
        self.require(len(heard) == recording.frames * recording.frame_bytes, "the end is missing")
        self.report.facts["sound"] = "decoded" if has_device else "decoded, no sound device"

    def put_right(self) -> None:
        """A copy of the data so far, with a page of the data file gone."""
        from trainer_app.store import Store
        from trainer_app.store.opening import FILE

        whole = self.store.verify_chain()
        self.store.close()
        hurt = self.folder / "hurt"
        hurt.mkdir()
        for path in self.folder.iterdir():
            if path.name in ("backups", "journal"):
                shutil.copytree(path, hurt / path.name)
            elif path.is_file():
                shutil.copy(path, hurt / path.name)
        content = bytearray((hurt / FILE).read_bytes())
        content[-2048:] = bytes(2048)
        (hurt / FILE).write_bytes(content)
        mended = Store.open(hurt, use_keystore=False)
        try:
            self.require(mended.rescued is not None, "the damage was not noticed")
            self.require(mended.verify_chain() == whole, "results are missing")
        finally:
            mended.close()
        self.store = Store.open(self.folder, use_keystore=False)

    def switch_language(self) -> None:
        from PySide6.QtCore import Qt

        from trainer_app.ui.translator import speak

        try:
            speak(self.app, "ar")
            self.app.processEvents()
            rtl = self.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self.require(rtl, "Arabic does not run from right to left")
            self.require(i18n._("Next") != "Next", "Arabic has no words")
        finally:
            speak(self.app, "en")
            self.app.processEvents()
        ltr = self.window.layoutDirection() is Qt.LayoutDirection.LeftToRight
        self.require(ltr, "English does not run from left to right")
        self.window.close()
        self.background.close()
