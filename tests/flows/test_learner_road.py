"""From an empty folder to a certificate in the real program; then once more from disk."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.walk import Walk
from trainer_app.training.people import PICTURES
from trainer_app.training.scoring import right_response
from trainer_app.ui import translator

PAUSES = 400
"""How many pages the road may have at most, so that a page that does not go on is found."""


@pytest.fixture
def walk(tmp_path: Path, qapp: QApplication):
    made = Walk(tmp_path / "data")
    yield made
    made.close()
    translator.speak(qapp, "en")


def press(walk: Walk, *keys: Any) -> None:
    """Press keys, one after the other, where the focus is."""
    for key in keys:
        QTest.keyClick(walk.window.windowHandle(), key)
        walk.settle()


def page(walk: Walk) -> Any:
    return walk.window.page


def on(walk: Walk, name: str) -> bool:
    return type(page(walk)).__name__ == name


def set_up(walk: Any) -> None:
    """The first pages: language, cards, recovery code."""
    assert on(walk, "LanguageScreen")
    press(walk, "1")
    assert on(walk, "TourScreen")
    code = walk.program._computer.recovery_code
    assert code
    for _card in range(20):
        if not on(walk, "TourScreen"):
            break
        if page(walk).type_back is not None and page(walk).card is page(walk).type_back:
            page(walk).type_back.editor.setText(code.lower())
        page(walk).next.click()
        walk.settle()
    assert on(walk, "StaffOfferScreen")
    page(walk).later.click()
    walk.settle()
    assert on(walk, "LearnersScreen")


def register(walk: Walk, role: int = 0) -> tuple[str, ...]:
    """Register Rosa by keyboard, with the role at that place; returns her pictures."""
    page(walk).new_learner_asked.emit()
    walk.settle()
    form = page(walk)
    QTest.keyClicks(form.name, "Rosa Mamani")
    form.role.setCurrentIndex(role)
    form.save.click()
    walk.settle()
    pictures = tuple(form._enrolled.pictures)
    assert len(pictures) == 3
    press(walk, Qt.Key.Key_Return)
    assert on(walk, "HomeScreen")
    return pictures


def answer(walk: Any) -> None:
    """Give the right answer to the question on screen, and go on."""
    player: Any = page(walk)
    player.view.choose(right_response(player.view.item))
    player.view.response_changed.emit()
    walk.settle()
    player.go.click()
    walk.settle()
    if player is walk.window.page and player.feedback.isVisible():
        player.feedback.continued.emit()
        walk.settle()


def play(walk: Walk) -> None:
    """One pause of the road: whatever page is shown, do what it asks for."""
    name = type(page(walk)).__name__
    match name:
        case "HomeScreen" | "ModuleScreen":
            press(walk, Qt.Key.Key_Return)
        case "LessonScreen":
            if page(walk).view is not None:
                answer(walk)
            else:
                press(walk, Qt.Key.Key_PageDown)
        case "AttemptScreen":
            if page(walk).asks_confidence:
                press(walk, "4", "3", "3", "2", Qt.Key.Key_Return)
            else:
                answer(walk)
        case "ScenarioScreen":
            scene = page(walk)
            helps = [c for c in scene._story.node.choices if c.verdict != "not-yet"]
            if scene._go.isVisible():
                scene._go.click()
            else:
                scene._page.choices.cards[helps[0].id].click()
            walk.settle()
        case "ResultScreen":
            page(walk).back_asked.emit()
            walk.settle()
        case _:
            raise AssertionError(f"the road leads to {name}")


def test_from_an_empty_folder_to_a_certificate_and_back_from_disk(walk, tmp_path):
    set_up(walk)
    pictures = register(walk)
    for _pause in range(PAUSES):
        play(walk)
        if on(walk, "GroundingScreen"):
            break
    assert on(walk, "GroundingScreen"), f"the road ends at {type(page(walk)).__name__}"

    learner = walk.program._signed_in.learner
    module = walk.program.catalog.pack("foundations").manifest
    log = [json.loads(text) for _, text in walk.ask(lambda store: store.statement_texts(0, 5000))]
    told = [(one["verb"]["display"]["en"], one["object"]["id"].split("/m/")[1]) for one in log]
    assert ("passed", module.id) in told
    assert told[-1][0] == "earned"
    assert sum(verb == "completed" and "/l/" in path for verb, path in told) == len(module.lessons)
    assert walk.ask(lambda store: store.verify_chain()) == len(log)

    walk.close()
    again = Walk(tmp_path / "data")
    try:
        assert on(again, "LearnersScreen")
        again.program.show_pictures(learner)
        again.settle()
        for name in pictures:
            page(again).panel.buttons[PICTURES.index(name)].click()
            again.settle()
        assert on(again, "HomeScreen")
        again.journey.show_certificates()
        again.settle()
        payload = page(again)._certificates[0].payload
    finally:
        again.close()

    answer = subprocess.run(
        [sys.executable, "-m", "trainer_app", "--data-dir", str(tmp_path / "data"),
         "certificate", "verify", payload, "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    checked = json.loads(answer.stdout)
    assert checked["verdict"] == "genuine"
    assert checked["key_known_here"] is True
    assert checked["name"] == "Rosa Mamani"


def test_a_driver_walks_the_core_path_to_its_certificate(walk):
    set_up(walk)
    register(walk, role=1)
    for _pause in range(3 * PAUSES):
        if on(walk, "HomeScreen") and page(walk)._home.current is None:
            break
        if on(walk, "GroundingScreen"):
            press(walk, Qt.Key.Key_Return)
        else:
            play(walk)
    assert on(walk, "HomeScreen"), f"the path ends at {type(page(walk)).__name__}"
    home = page(walk)._home
    assert home.path.passed
    assert home.certificates == 1  # given when the last module was passed
    press(walk, Qt.Key.Key_Return)
    assert on(walk, "PathScreen")
    press(walk, Qt.Key.Key_Return)
    assert on(walk, "CertificateScreen")
    (earned,) = page(walk)._certificates
    assert earned.facts.module_id == "p/driver"
    assert earned.facts.module_title == "Driver and crew"
    actor = walk.program._signed_in.learner.actor
    passes = walk.ask(lambda store: store.passes(actor))
    assert set(passes) == {f"m/{stop.module_id}/short" for stop in home.path.stops}
    assert walk.ask(lambda store: store.verify_chain())
