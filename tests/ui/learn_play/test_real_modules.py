"""Every step and every question of the real modules, on the smallest window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.gallery import settle_layout
from trainer_app.content.authoring.checker import check_folder
from trainer_app.content.authoring.compiler import compile_pack
from trainer_app.content.authoring.media_files import names_used
from trainer_app.content.module import Module
from trainer_app.content.pack import Pack, open_pack
from trainer_app.content.shelf import open_shelf
from trainer_app.operations.people import SignedIn
from trainer_app.paths import bundled_shelf
from trainer_app.ui.background import Background
from trainer_app.ui.items import item_view
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.learn.attempt_screen import AttemptScreen
from trainer_app.ui.learn.lesson_screen import LessonScreen
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.sound import Speaker
from trainer_app.ui.theme import Theme
from trainer_app.ui.widgets.para import Para

MODULES = Path(__file__).parents[3] / "modules"
NAMES = sorted(folder.parent.name for folder in MODULES.glob("*/module.yaml"))


@pytest.fixture(scope="session")
def real_packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pack]:
    """The packs of the modules in this repository, in all their languages."""
    folder = tmp_path_factory.mktemp("real")
    packs = {}
    for name in NAMES:
        report = check_folder(MODULES / name)
        assert report.draft is not None
        modules = {report.draft.module.language: report.draft.module, **report.translations}
        used = names_used(report.draft, modules.values())
        media = {one: report.draft.media[one].read_bytes() for one in used}
        path = folder / f"{name}.waypack"
        path.write_bytes(compile_pack(modules, media))
        packs[name] = open_pack(path)
    return packs


SIZES = ((1024, 600), (1366, 697))
TRIED_LARGE = ("en", "ar")
"""On the larger window pictures are higher and lines longer: one language of each direction."""


def spoken(pack: Pack) -> Iterator[Module]:
    for language in pack.manifest.languages:
        yield pack.module(language)


@pytest.mark.parametrize("name", NAMES)
def test_every_step_fits_without_scrolling(
    name: str,
    real_packs: dict[str, Pack],
    window: MainWindow,
    background: Background,
    signed_in: SignedIn,
    speaker: Speaker,
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    window.setUpdatesEnabled(False)  # places are asked for, pictures are not
    too_long = []
    for module in spoken(real_packs[name]):
        words = open_shelf(bundled_shelf(), module.language).glossary
        for lesson in module.lessons:
            screen = LessonScreen(
                background, signed_in, module, real_packs[name], lesson.id, {}, speaker, words
            )
            window.show_page(screen)
            qtbot.wait_until(lambda: screen._here is not None)  # noqa: B023
            for size in SIZES if module.language in TRIED_LARGE else SIZES[:1]:
                window.resize(*size)
                for number, stop in enumerate(screen._stops):
                    if stop.is_check:
                        continue
                    screen._show(number)
                    settle_layout(qapp)
                    if screen.steps.verticalScrollBar().maximum() > 0:
                        too_long.append(f"{module.language} {size}: {lesson.id}/{stop.step.id}")
    assert too_long == []


@pytest.mark.parametrize("name", NAMES)
def test_no_question_is_cut(
    name: str,
    look: Theme,
    real_packs: dict[str, Pack],
    window: MainWindow,
    background: Background,
    signed_in: SignedIn,
    speaker: Speaker,
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    window.resize(1024, 600)
    window.setUpdatesEnabled(False)
    look.choose(zoom=1.3)
    pack = real_packs[name]
    screen = AttemptScreen(background, signed_in, pack.module("en"), pack, "pre", {}, speaker)
    window.show_page(screen)
    qtbot.wait_until(lambda: screen.view is not None)
    cut = []
    for module in spoken(pack):
        for item in module.items:
            view = item_view(item, Setting(1, pack, {}, speaker, language=module.language))
            screen.ask(view)
            settle_layout(qapp)
            settle_layout(qapp)
            paras: list[Para] = list(view.findChildren(Para))
            cut += [para.text() for para in paras if para.isVisible() and para.is_cut()]
            bar = screen.questions.horizontalScrollBar()
            if bar.maximum() > 0:
                cut.append(f"{item.id} is too wide")
    assert cut == []
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 600
