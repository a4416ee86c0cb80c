"""What holds for every kind of question."""

from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.small_module import EVERY_KIND
from tests.ui.gallery import settle_layout
from tests.ui.items.conftest import Show
from tests.ui.learn_play.keyboard import answer, not_yet_response, presser
from trainer_app.content.module import Item
from trainer_app.training.scoring import canonical, is_right, right_response
from trainer_app.ui import theme, translator
from trainer_app.ui.items.view import ItemView
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.widgets.para import Para

every_kind = pytest.mark.parametrize("item", EVERY_KIND, ids=lambda item: item.id)


def seen(view: ItemView) -> list[str]:
    paras: list[Para] = list(view.findChildren(Para))
    said = [para.text() for para in paras if para.isVisible()]
    return [text.replace("\u2068", "").replace("\u2069", "") for text in said]


def focusable(root: QWidget) -> list[QWidget]:
    children = cast("list[QWidget]", root.findChildren(QWidget))
    tab = Qt.FocusPolicy.TabFocus
    return [one for one in children if one.focusPolicy() & tab and one.isVisible()]


@every_kind
def test_nothing_is_answered_at_first(item: Item, show: Show) -> None:
    view = show(item)
    assert view.response() is None
    assert view.missing()


@every_kind
@pytest.mark.parametrize("given", [right_response, not_yet_response])
def test_an_answer_by_keys_is_canonical(
    item: Item, given: object, show: Show, window: MainWindow
) -> None:
    view = show(item)
    wanted: str = given(item)  # type: ignore[operator]
    answer(view, presser(window), wanted)
    response = view.response() or ""
    assert response == wanted
    assert response == canonical(item, response)
    assert is_right(item, response) == (given is right_response)


@every_kind
def test_an_answer_given_before_is_shown_without_a_signal(
    item: Item, show: Show, qtbot: QtBot
) -> None:
    view = show(item)
    with qtbot.assert_not_emitted(view.response_changed):
        view.choose(right_response(item))
    assert view.response() == right_response(item)


@every_kind
def test_a_change_is_told(item: Item, show: Show, window: MainWindow, qtbot: QtBot) -> None:
    view = show(item)
    with qtbot.wait_signal(view.response_changed):
        answer(view, presser(window), right_response(item))


@every_kind
def test_the_order_is_the_seeds(item: Item, show: Show) -> None:
    def texts(seed: int) -> list[str]:
        return [passage.text for passage in show(item, seed=seed).passages()]

    assert texts(3) == texts(3)
    if item.id != "truth":
        assert len({tuple(texts(seed)) for seed in range(12)}) > 1


@every_kind
def test_a_frozen_answer_stays(item: Item, show: Show, window: MainWindow) -> None:
    view = show(item)
    view.choose(not_yet_response(item))
    view.freeze()
    press = presser(window)
    for key in ("1", "2", "A", "B"):
        press(key)
    assert view.response() == not_yet_response(item)
    view.thaw()
    answer(view, press, right_response(item))
    assert view.response() == right_response(item)


@every_kind
def test_a_verdict_has_words_on_every_part_it_touches(item: Item, show: Show) -> None:
    view = show(item)
    view.choose(right_response(item))
    view.show_verdict(True, right_response(item))
    text = " ".join(seen(view))
    assert "Good choice" in text or "In its place" in text
    assert "Not yet" not in text
    assert item.reason in view.explanation()
    if item.ordinary:
        assert item.ordinary in view.explanation().replace("\u2068", "")


@every_kind
def test_without_reveal_the_right_answer_stays_hidden(item: Item, show: Show) -> None:
    view = show(item)
    given = not_yet_response(item)
    view.choose(given)
    view.show_verdict(False, given, reveal=False)
    hidden = seen(view)
    assert "Not yet" in " ".join(hidden)
    invitation = view.explanation()
    assert invitation
    view.show_verdict(False, given)
    assert item.reason in view.explanation()
    assert view.explanation() != invitation
    assert len(" ".join(seen(view))) > len(" ".join(hidden))


@every_kind
def test_one_can_try_again(item: Item, show: Show, window: MainWindow) -> None:
    view = show(item)
    view.choose(not_yet_response(item))
    view.show_verdict(False, not_yet_response(item), reveal=False)
    view.try_again()
    assert "Not yet" not in " ".join(seen(view))
    answer(view, presser(window), right_response(item))
    assert view.response() == right_response(item)


@every_kind
def test_everything_one_can_reach_has_a_name_and_a_role(item: Item, show: Show) -> None:
    for widget in focusable(show(item)):
        found = QAccessible.queryAccessibleInterface(widget)
        assert found.text(QAccessible.Text.Name), widget
        assert found.role() not in (QAccessible.Role.Client, QAccessible.Role.NoRole), widget


@every_kind
def test_tab_reaches_everything_and_is_never_trapped(
    item: Item, show: Show, window: MainWindow
) -> None:
    wanted = focusable(show(item))
    reached: set[QWidget] = set()
    for _step in range(len(wanted) + 12):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        reached.add(now)
    missed = [one for one in wanted if one not in reached]
    # in a group of radio buttons Tab reaches one, the arrow keys the others
    assert [one for one in missed if not (isinstance(one, QAbstractButton) and one.autoExclusive())
            ] == []  # fmt: skip
    assert window.frame.bar.helpline in reached


def cut(view: ItemView) -> list[str]:
    paras: list[Para] = list(view.findChildren(Para))
    return [para.text() for para in paras if para.isVisible() and para.is_cut()]


@every_kind
@pytest.mark.parametrize(("language", "zoom"), [("ar", 1.0), ("en_XA", 1.3), ("en", 1.5)])
def test_no_word_is_cut(
    item: Item, language: str, zoom: float, show: Show, window: MainWindow,
    look: theme.Theme, qapp: QApplication, qtbot: QtBot,
) -> None:  # fmt: skip
    look.choose(zoom=zoom)
    translator.speak(qapp, language)
    window.resize(1024, 600)
    view = show(item, language="")
    view.arrange(True)
    for told in (False, True):
        if told:
            view.choose(not_yet_response(item))
            view.show_verdict(False, not_yet_response(item))
        settle_layout(qapp)
        qtbot.wait_until(lambda: cut(view) == [])  # rows that grow lay out more than once
        assert view.width() <= 1024 - 64
        assert window.minimumSizeHint().height() <= 600
    assert view.isRightToLeft() == (language == "ar")


@every_kind
def test_words_of_a_verdict_follow_the_language(
    item: Item, show: Show, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = show(item)
    view.choose(not_yet_response(item))
    view.show_verdict(False, not_yet_response(item))
    before = seen(view)
    translator.speak(qapp, "ar")
    assert len(seen(view)) == len(before)
    assert view.shown is not None


@every_kind
def test_nothing_flashes_up_as_a_window(item: Item, show: Show, qapp: QApplication) -> None:
    shown: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            is_window = isinstance(watched, QWidget) and watched.isWindow()
            if event.type() == QEvent.Type.Show and is_window:
                shown.append(type(watched).__name__)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    view = show(item)
    view.choose(not_yet_response(item))
    view.show_verdict(False, not_yet_response(item))
    qapp.removeEventFilter(watch)
    assert shown == []
