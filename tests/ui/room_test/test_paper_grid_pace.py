"""Thirty answer sheets of ten questions typed at four keys a second: under five minutes, no key
lost, however slow the disk is."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.room_test.stage import Gate, Stage, staged
from trainer_app.operations.room_tests import close_test, keep_sheets
from trainer_app.store import Store
from trainer_app.training.letters import GAP, Printed, response_of
from trainer_app.training.statement import Taken, Verb
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.room_test import sheet_keeper
from trainer_app.ui.room_test.paper_screen import PaperScreen
from trainer_app.ui.translator import speak

PEOPLE, QUESTIONS, KEYS_A_SECOND = 30, 10, 4
Key = Qt.Key


@dataclass
class Typist:
    """Reads made-up sheets and types them; every tenth answer is mended, every eighth is empty."""

    stage: Stage
    gate: Gate
    random: Random = field(default_factory=lambda: Random(2026))
    keys: int = 0
    meant: dict[str, dict[str, str]] = field(default_factory=dict)

    def press(self, *keys: Qt.Key | str) -> None:
        for key in keys:
            self.stage.press(key)
            self.keys += 1
            if self.keys % 90 == 0:  # the disk stops answering, for a while
                self.gate.shut()
            elif self.keys % 90 == 60:
                self.gate.open()

    def answer(self, sheet: Printed) -> str:
        """Type an answer to one question; returns the response it means."""
        if self.random.random() < 0.125:
            self.press("-")
            return ""
        letters = self.letters(sheet)
        if self.random.random() < 0.1:  # the wrong letter first, then rubbed out
            self.press(sheet.letters[-1])
            if sheet.way == "one":
                self.press(Key.Key_Backtab)
            self.press(Key.Key_Backspace)
        self.press(*letters)
        if sheet.way == "several" and len(letters) < len(sheet.options):
            self.press(" ")
        return response_of(sheet, letters)

    def letters(self, sheet: Printed) -> str:
        printed = sheet.letters
        match sheet.way:
            case "one":
                return self.random.choice(printed)
            case "several":
                return "".join(self.random.sample(printed, self.random.randint(1, len(printed))))
            case "sequence":
                return "".join(self.random.sample(printed, len(printed)))
            case "lines":
                return "".join(self.random.choices(printed + GAP, k=len(sheet.lines)))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_thirty_sheets_of_ten_questions(
    window: MainWindow,
    background: Background,
    qtbot: QtBot,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    speak(qapp, language)
    gate = Gate()
    monkeypatch.setattr(sheet_keeper, "keep_sheets", gate.around(keep_sheets))
    stage = staged(window, background, PEOPLE, "after")
    page = PaperScreen(background, stage.module, stage.room.by, stage.meeting, stage.test)
    window.show_page(page)
    qtbot.wait_until(lambda: page._now is not None)
    typist = Typist(stage, gate)
    for row in page.grid.cells.grid.rows:
        assert len(row.items) == QUESTIONS
        typist.meant[row.learner_id] = {
            item_id: typist.answer(sheet)
            for item_id, sheet in zip(row.items, row.printed, strict=True)
        }
    assert typist.keys / KEYS_A_SECOND < 5 * 60, f"{typist.keys} keys"
    assert page.grid.cells.grid.complete == PEOPLE
    gate.open()
    with qtbot.wait_signal(page.back_asked):
        QTest.keyClick(window.windowHandle(), Key.Key_Escape)
    assert stage.sheets() == typist.meant
    over = stage.ask(lambda store: close_test(store, by=stage.room.by, **stage.facts()))
    assert (over.people, over.cut_short) == (PEOPLE, 0)
    assert stage.ask(lambda store: on_disk(store, stage)) == typist.meant


def on_disk(store: Store, stage: Stage) -> dict[str, dict[str, str]]:
    """What the log says everybody answered, on paper."""
    people = {store.learner(one).actor: one for one in stage.room.people}
    found: dict[str, dict[str, str]] = {one: {} for one in stage.room.people}
    for told in store.sittings.of(stage.meeting):
        if told.draft.verb is Verb.ANSWERED:
            assert told.draft.taken is Taken.PAPER
            item_id = told.draft.activity.rpartition("/")[2]
            found[people[told.draft.actor]][item_id] = told.draft.response or ""
    return found
