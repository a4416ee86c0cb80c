"""Sort into groups: each entry with its groups as a switch."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content.module import SortEntry, SortItem
from trainer_app.i18n import _, ngettext
from trainer_app.training.attempt import shuffled
from trainer_app.training.scoring import join_pairs, split_pairs
from trainer_app.ui.items.line_card import LineSpeaker
from trainer_app.ui.items.reasons import TINTS, ReasonLine
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.view import ItemView, Shown
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.choices import Verdict
from trainer_app.ui.widgets.fields import StepSwitch
from trainer_app.ui.widgets.para import Para


class SortRow(Card):
    """An entry and the switch with its groups; the switch goes below where it is narrow."""

    def __init__(self, words: str, groups: dict[str, str]) -> None:
        super().__init__()
        self._plain_ground, self._plain_edge = self._ground, self._edge
        self.para = Para("body")
        self.para.setText(words)
        self.reason = ReasonLine()
        self.speaker = LineSpeaker()
        self.switch = StepSwitch(list(groups), takes_enter=False)
        self.switch.set_words(self.para.text(), list(groups.values()))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self.para)
        texts.addWidget(self.reason)
        texts.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(18, 8, 12, 8)
        self._row.setSpacing(12)
        words_row = QHBoxLayout()
        words_row.setSpacing(8)
        words_row.addLayout(texts, 1)
        words_row.addWidget(self.speaker)
        self._row.addLayout(words_row, 1)
        self._row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_verdict(self, verdict: Verdict, reason: str = "") -> None:
        """How the group was; empty takes it back."""
        tint = TINTS.get(verdict, "")
        self._ground = f"{tint}_soft" if tint else self._plain_ground
        self._edge = tint or self._plain_edge
        self.reason.say(verdict, reason)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.switch.fit(self.width() - 30)
        narrow = self.switch.sizeHint().width() > self.width() * 0.55
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if way != self._row.direction():
            self._row.setDirection(way)
            self._row.setSpacing(6 if narrow else 12)


class SortView(ItemView):
    """Entries one under the other, each to be put into one of two to four groups."""

    def __init__(self, item: SortItem, setting: Setting) -> None:
        super().__init__(item, setting)
        groups = {group.id: self._plain(group.title) for group in item.groups}
        self._groups = groups
        self._entries = {one.id: one for one in shuffled(item.entries, setting.seed, item.id)}
        self._rows: dict[str, SortRow] = {}
        self.answers.setSpacing(8)
        for entry in self._entries.values():
            self._rows[entry.id] = self._row(entry)
        for group in item.groups:
            self.add_passage(f"groups.{group.id}.title", group.title, None)
        self.offer_listening()
        for row in self._rows.values():
            row.speaker.setVisible(self.listen.can_read)
        self.settle()

    def _row(self, entry: SortEntry) -> SortRow:
        row = SortRow(self.words(entry.text), self._groups)
        row.switch.chosen.connect(self._on_chosen)
        for segment in _segments(row):
            segment.installEventFilter(self)
        key = f"entries.{entry.id}.text"
        self.add_passage(key, entry.text, row.para)
        row.speaker.clicked.connect(lambda: self.read_one(key))
        self.answers.addWidget(row)
        return row

    def _plain(self, text: str) -> str:
        return self.words(text).replace("*", "")

    # ------------------------------------------------------------ answering

    def response(self) -> str | None:
        pairs = [(one, row.switch.selected()) for one, row in self._rows.items()]
        return join_pairs(pairs) if all(group for _one, group in pairs) else None

    def choose(self, response: str) -> None:
        for one, group in split_pairs(response).items():
            self._rows[one].switch.select(group)

    def missing(self) -> str:
        left = sum(not row.switch.selected() for row in self._rows.values())
        # For translators: a line is one of the short texts to be sorted
        words = ngettext(
            "Choose a group for {count} more line.", "Choose a group for {count} more lines.", left
        )
        return words.format(count=i18n.isolate(i18n.number(left)))

    def first_focus(self) -> QWidget | None:
        rows = list(self._rows.values())
        row = next((one for one in rows if not one.switch.selected()), rows[0])
        return self._segment(row, row.switch.selected() or next(iter(self._groups)))

    def lock(self, locked: bool) -> None:
        for row in self._rows.values():
            row.switch.setEnabled(not locked)

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit puts the line that has the focus, or else the next one, into that group."""
        place = "1234".find(event.text()) if event.text() else -1
        if self.frozen or not 0 <= place < len(self._groups):
            return False
        group = list(self._groups)[place]
        row = self._row_in_focus()
        row.switch.select(group)
        self.response_changed.emit()
        rows = list(self._rows.values())
        after = rows[rows.index(row) + 1 :]
        target = after[0] if after else row
        target_group = target.switch.selected() or next(iter(self._groups))
        self._segment(target, target_group).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _row_in_focus(self) -> SortRow:
        focus = self.window().focusWidget()
        rows = list(self._rows.values())
        for row in rows:
            if focus is not None and row.isAncestorOf(focus):
                return row
        return next((row for row in rows if not row.switch.selected()), rows[0])

    def _segment(self, row: SortRow, group: str) -> QWidget:
        return _segments(row)[list(self._groups).index(group)]

    def _on_chosen(self) -> None:
        self.response_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down lead from line to line; left and right stay the switch's own."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(int(event.key()))
            if by is not None:
                rows = list(self._rows.values())
                place = rows.index(self._row_in_focus()) + by
                if 0 <= place < len(rows):
                    row = rows[place]
                    group = row.switch.selected() or next(iter(self._groups))
                    self._segment(row, group).setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------ the verdict

    def mark(self, shown: Shown | None) -> None:
        given = split_pairs(shown.response) if shown else {}
        for one, row in self._rows.items():
            if shown is None:
                row.show_verdict("")
                continue
            entry = self._entries[one]
            fits = given.get(one) == entry.group
            reason = self.words(entry.feedback) if fits or shown.reveal else ""
            if shown.reveal and not fits:
                group = i18n.isolate(self._groups[entry.group])
                # For translators: the group of a line, such as “Ordinary”
                where = self.ours(_("This belongs to “{group}”.").format(group=group))
                reason = f"{where} {reason}"
            row.show_verdict("right" if fits else "not-yet", reason)

    def invitation(self, shown: Shown) -> str:
        given = split_pairs(shown.response)
        for one in self._rows:
            entry = self._entries[one]
            if given[one] != entry.group:
                return self.words(entry.feedback)
        return super().invitation(shown)

    def retranslate(self) -> None:
        self.hint.setText(self.ours(_("Choose a group for every line.")))
        super().retranslate()


def _segments(row: SortRow) -> list[QWidget]:
    """The parts of a row's switch, in the order of the groups."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    found: list[QWidget] = list(row.switch.findChildren(QWidget, options=direct))
    return found
