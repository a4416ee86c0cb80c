"""What is special about each kind of question."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.small_module import EVERY_KIND
from tests.ui.gallery import settle_layout
from tests.ui.items.conftest import Show
from tests.ui.learn_play.keyboard import presser
from tests.ui.start.voices import Talker
from trainer_app.content.module import ChoiceItem, Item, Region, SpotItem
from trainer_app.training.scoring import join, join_pairs, right_response
from trainer_app.ui.items.choosing import ChoiceView, TrueFalseView
from trainer_app.ui.items.matching import MatchView
from trainer_app.ui.items.ordering import OrderView
from trainer_app.ui.items.sorting import SortView
from trainer_app.ui.items.spotting import SpotView
from trainer_app.ui.main_window import MainWindow

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
ITEMS: dict[str, Item] = {item.id: item for item in EVERY_KIND}


# ---------------------------------------------------------------- choices


def test_letters_and_digits_choose(show: Show, window: MainWindow) -> None:
    view = show("one")
    assert isinstance(view, ChoiceView)
    press = presser(window)
    ids = list(view.list.cards)
    press("B")
    assert view.response() == ids[1]
    press("3")
    assert view.response() == ids[2]
    assert view.list.cards[ids[2]].hasFocus()


def test_each_answer_can_be_heard(show: Show, talker: Talker) -> None:
    view = show("one")
    assert isinstance(view, ChoiceView)
    card = view.list.cards["yes"]
    assert card.speaker.isVisible()
    card.speaker.click()
    assert talker.said == ["Do yes."]
    view.listen.toggle()
    assert talker.said[1:] == [passage.text for passage in view.passages()]


def test_a_frozen_answer_can_still_be_heard(show: Show, talker: Talker) -> None:
    view = show("one")
    assert isinstance(view, ChoiceView)
    view.choose("no")
    view.freeze()
    QTest.mouseClick(view.list.cards["yes"].speaker, LEFT)
    assert talker.said == ["Do yes."]
    QTest.mouseClick(view.list.cards["yes"], LEFT)
    assert view.response() == "no"


def test_every_line_can_be_heard(show: Show, talker: Talker) -> None:
    steps, pairs, lines = show("steps"), show("pairs"), show("sorted")
    assert isinstance(steps, OrderView)
    assert isinstance(pairs, MatchView)
    assert isinstance(lines, SortView)
    for button, words in (
        (steps._rows["greet"].speaker, "greet"),
        (pairs.rights["q"].speaker, "Right q"),
        (lines._rows["hat"].speaker, "A hat."),
    ):
        button.click()
        assert talker.said[-1] == words


def test_the_reason_can_be_heard(show: Show) -> None:
    view = show("one")
    view.choose("no")
    view.show_verdict(False, "no", reveal=False)
    passages, language = view.spoken()
    assert [one.key for one in passages] == ["items.one.choices.no.feedback"]
    assert language == "en"
    view.show_verdict(False, "no")
    assert [one.key for one in view.spoken()[0]] == ["items.one.reason"]


def test_passages_have_the_keys_of_the_module(show: Show) -> None:
    keys = {passage.key for passage in show("one").passages()}
    wanted = {f"items.one.choices.{one}.text" for one in ("yes", "no", "later")}
    assert keys == {"items.one.prompt", *wanted}


def test_a_recording_is_taken_from_the_pack(show: Show) -> None:
    picture = "scenes/terminal.svg"  # any file of the pack will do
    view = show("truth", narration={"items.truth.prompt": picture, "items.gone": "gone.opus"})
    assert isinstance(view, TrueFalseView)
    assert [bool(passage.clip) for passage in view.passages()] == [True]
    assert not view.list.cards["true"].speaker.isVisible()
    missing = show("truth", narration={"items.truth.prompt": "gone.opus"})
    assert missing.passages()[0].clip is None


def test_slots_are_filled_with_words_that_mark_nothing(show: Show) -> None:
    item = ITEMS["one"]
    assert isinstance(item, ChoiceItem)
    asked = msgspec.structs.replace(item, prompt="Whom does {manager} **ask**?")
    view = show(asked, values={"manager": "Elena *Choque*"})
    assert view.prompt.text().replace("\u2068", "").replace("\u2069", "") == (
        "Whom does Elena ∗Choque∗ ask?"
    )


def test_several_may_be_chosen(show: Show, window: MainWindow) -> None:
    view = show("several")
    assert isinstance(view, ChoiceView)
    press = presser(window)
    for place in ("1", "2", "3", "2"):
        press(place)
    ids = list(view.list.cards)
    assert view.response() == join(sorted([ids[0], ids[2]]))


def test_what_is_missing_is_hinted_at_without_a_verdict(show: Show) -> None:
    view = show("several")
    view.choose("a")
    view.show_verdict(False, "a", reveal=False)
    assert "more that fits" in view.explanation()
    assert isinstance(view, ChoiceView)
    assert [card.verdict for card in view.list.cards.values()].count("") == 2


def test_the_picture_stands_beside_the_question(show: Show) -> None:
    item = ITEMS["one"]
    assert isinstance(item, ChoiceItem)
    picture = ITEMS["where"].picture
    view = show(msgspec.structs.replace(item, picture=picture))
    assert view._picture is not None
    assert view._picture.isVisible()
    view.arrange(True)
    assert view._picture.width() < 300
    gone = msgspec.structs.replace(picture, file="gone.svg")  # type: ignore[type-var]
    without = show(msgspec.structs.replace(item, picture=gone))
    assert without._picture is not None
    assert without._picture.isHidden()


# ---------------------------------------------------------------- order


@pytest.mark.parametrize("seed", range(20))
def test_an_order_never_starts_right(show: Show, seed: int) -> None:
    view = show("steps", seed=seed)
    assert isinstance(view, OrderView)
    assert join(view._order) != right_response(view.item)


def test_buttons_and_keys_move_a_step(show: Show, window: MainWindow) -> None:
    view = show("steps")
    assert isinstance(view, OrderView)
    first, second, third = view._order
    view._rows[first].down.click()
    assert view._order == [second, first, third]
    view._rows[first].setFocus()
    press = presser(window)
    press(KEY.Key_Down, ctrl=True)
    assert view._order == [second, third, first]
    assert window.focusWidget() is view._rows[first]
    QTest.keyClick(window.windowHandle(), KEY.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert view._order == [second, first, third]
    press(KEY.Key_Down)
    assert window.focusWidget() is view._rows[third]
    assert "Place 2 of 3" in view._rows[first].accessibleName().replace("\u2068", "").replace(
        "\u2069", ""
    )


def test_the_focus_stays_with_the_step_that_moved(show: Show, window: MainWindow) -> None:
    view = show("steps")
    assert isinstance(view, OrderView)
    row = view._rows[view._order[1]]
    row.up.setFocus()
    presser(window)(KEY.Key_Space)
    assert view._rows[view._order[0]] is row
    assert row.up.isHidden()
    assert window.focusWidget() is row.down


def test_a_step_can_be_dragged(show: Show, qapp: QApplication) -> None:
    view = show("steps")
    assert isinstance(view, OrderView)
    settle_layout(qapp)
    first, second, third = view._order
    row, last = view._rows[first], view._rows[third]
    start = QPoint(60, row.height() // 2)
    end = row.mapFrom(view, last.mapTo(view, QPoint(60, last.height() - 2)))
    QTest.mousePress(row, LEFT, pos=start)
    QTest.mouseMove(row, end)
    QTest.mouseRelease(row, LEFT, pos=row.mapFrom(view, last.mapTo(view, QPoint(60, 50))))
    assert view._order == [second, third, first]
    settle_layout(qapp)
    tops = [view._rows[one].y() for one in view._order]
    assert tops == sorted(tops)


# ---------------------------------------------------------------- match


def test_matching_goes_on_to_the_next_line(show: Show, window: MainWindow) -> None:
    view = show("pairs")
    assert isinstance(view, MatchView)
    press = presser(window)
    for letter in "ABC":
        press(letter)
    pairs = dict(zip(view.lefts, view.rights, strict=True))
    assert view._pairs == pairs
    press("1")
    press("B")  # B leaves the second line
    lefts, rights = list(view.lefts), list(view.rights)
    assert view._pairs == {lefts[0]: rights[1], lefts[2]: rights[2]}
    assert view.response() is None
    assert view.lefts[lefts[1]].isChecked()


def test_matching_by_mouse(show: Show) -> None:
    view = show("pairs")
    assert isinstance(view, MatchView)
    for one in ("p", "q", "r"):
        QTest.mouseClick(view.lefts[one], LEFT)
        QTest.mouseClick(view.rights[one], LEFT)
    assert view.response() == right_response(view.item)
    assert "Belongs with" in view.lefts["p"].accessibleName()


def test_arrows_walk_within_a_side_and_across(show: Show, window: MainWindow) -> None:
    view = show("pairs")
    assert isinstance(view, MatchView)
    press = presser(window)
    lefts, rights = list(view.lefts.values()), list(view.rights.values())
    press(KEY.Key_Down)
    assert window.focusWidget() is lefts[1]
    press(KEY.Key_Right)
    press(KEY.Key_Down)
    assert window.focusWidget() is rights[1]
    press(KEY.Key_Space)
    assert view._pairs == {list(view.lefts)[1]: list(view.rights)[1]}
    press(KEY.Key_Left)
    assert window.focusWidget() in lefts


# ---------------------------------------------------------------- sort


def test_sorting_by_digits_goes_down_the_lines(show: Show, window: MainWindow) -> None:
    view = show("sorted")
    assert isinstance(view, SortView)
    press = presser(window)
    for digit in "12":
        press(digit)
    chosen = [row.switch.selected() for row in view._rows.values()]
    assert chosen[:3] == ["concern", "ordinary", ""]
    waiting = len(chosen) - 2
    assert f"{waiting} more line" in view.missing().replace("\u2068", "").replace("\u2069", "")
    press(KEY.Key_Up)
    press("1")
    chosen = [row.switch.selected() for row in view._rows.values()]
    assert chosen[:3] == ["concern", "concern", ""]


def test_sorting_by_arrows(show: Show, window: MainWindow) -> None:
    view = show("sorted")
    assert isinstance(view, SortView)
    press = presser(window)
    press(KEY.Key_Right)
    first = next(iter(view._rows.values()))
    assert first.switch.selected() == "ordinary"


def test_a_line_says_where_it_belongs(show: Show) -> None:
    view = show("sorted")
    assert isinstance(view, SortView)
    given = join_pairs((one, "ordinary") for one in view._rows)
    view.choose(given)
    view.show_verdict(False, given)
    said = view._rows["held"].reason.para.text().replace("\u2068", "").replace("\u2069", "")
    assert said == "Not yet: This belongs to “Concern”. So."


# ---------------------------------------------------------------- spot


def test_the_picture_is_whole_and_the_places_stand_on_it(show: Show, qapp: QApplication) -> None:
    view = show("where")
    assert isinstance(view, SpotView)
    settle_layout(qapp)
    area = view.picture._area()
    assert abs(area.width() / area.height() - 1.6) < 0.02
    desk = view.picture.regions["desk"].geometry()
    assert desk.topLeft() == area.topLeft()
    assert abs(desk.width() - area.width() * 0.4) <= 1
    assert area.contains(view.picture.regions["door"].geometry())


def test_picture_and_list_choose_together(show: Show) -> None:
    view = show("where")
    assert isinstance(view, SpotView)
    QTest.mouseClick(view.picture.regions["desk"], LEFT)
    assert view.response() == "desk"
    assert view.list.cards["desk"].isChecked()
    view.list.cards["door"].click()
    assert view.response() == "door"
    assert view.picture.regions["door"]._chosen
    assert not view.picture.regions["desk"]._chosen


def test_a_place_lights_up_while_its_name_has_the_focus(show: Show) -> None:
    view = show("where")
    assert isinstance(view, SpotView)
    view.list.cards["door"].setFocus()
    assert view.picture.regions["door"]._pointed
    view.list.cards["desk"].setFocus()
    assert not view.picture.regions["door"]._pointed


def test_several_places_may_be_right(show: Show) -> None:
    item = ITEMS["where"]
    assert isinstance(item, SpotItem)
    more = Region(
        id="bench", text="The bench", x=10, y=60, width=20, height=20, feedback="Yes.", right=True
    )
    view = show(msgspec.structs.replace(item, regions=(*item.regions, more)))
    assert isinstance(view, SpotView)
    view.list.cards["desk"].click()
    view.list.cards["bench"].click()
    assert view.response() == "bench[,]desk"


def test_a_missing_picture_leaves_the_list(show: Show) -> None:
    item = ITEMS["where"]
    assert item.picture is not None
    gone = msgspec.structs.replace(item.picture, file="gone.svg")
    view = show(msgspec.structs.replace(item, picture=gone))
    assert isinstance(view, SpotView)
    assert view.picture.isHidden()
    view.list.cards["desk"].click()
    assert view.response() == "desk"
