"""A02, the part to look at: this site, its reporting chain, and this computer."""

import re
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import __version__, paths
from trainer_app.i18n import _, day, isolate, isolate_number
from trainer_app.operations import Changed
from trainer_app.operations.learning import today
from trainer_app.operations.site import SLOTS, SlotState, reporting_chain, site_name
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.reveal import reveal
from trainer_app.ui.screen import Screen
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout, Chip, NoteLine
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Heading, Para


class PathLine(Para):
    """A path or command: left to right in every language, broken anywhere when it is long."""

    def __init__(self, words: str) -> None:
        super().__init__("body")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.set_plain(isolate_number(words))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), super().minimumSizeHint().height())

    def _option(self) -> QTextOption:
        option = super()._option()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        return option


class CommandLine(Themed, QWidget):
    """A line to type into a terminal: left to right in every language, with a button to copy it."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self.command = command
        self.para = PathLine(unbroken(command))
        card = Card(ground="surface_alt", edge="")
        inside = QHBoxLayout(card)
        inside.setContentsMargins(16, 10, 16, 10)
        inside.addWidget(self.para)
        self.copy = SecondaryButton("file-text")
        self.copy.clicked.connect(self._on_copy_clicked)
        self._note = NoteLine()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._note)
        self.settle()

    def retranslate(self) -> None:
        # For translators: a button that copies a line of text.
        self.copy.setText(_("Copy"))
        self.copy.setAccessibleName(_("Copy: {words}").format(words=self.command))
        self._note.clear()

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.command)
        self._note.say(_("Copied."), "good")


class ChainRow(Themed, QWidget):
    """One place of the reporting chain, and who tried its number when."""

    def __init__(self, state: SlotState) -> None:
        super().__init__()
        self._state = state
        self._name, self._what = Para("label"), Para("body", colour="text_muted")
        self._checked, self._chip = Para("small", colour="text_muted"), Chip()
        words = QVBoxLayout()
        words.setSpacing(0)
        for para in (self._name, self._what, self._checked):
            words.addWidget(para)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        self.settle()

    def retranslate(self) -> None:
        state, contact = self._state, self._state.contact
        self._name.setText(_(SLOTS[state.slot_id]))
        parts: list[str] = []
        if contact is not None:
            number = isolate_number(contact.number) if state.callable else ""
            known = [isolate(part) for part in (contact.name, contact.hours) if part]
            parts = [part for part in (*known, number) if part]
        self._what.set_plain(" · ".join(parts))
        self._what.setVisible(bool(parts))
        self._checked.setVisible(False)
        if contact is not None and contact.verified_on is not None:
            said = _("Tried by {name} on {date}.").format(
                name=isolate(contact.verified_by), date=isolate(day(contact.verified_on))
            )
            self._checked.set_plain(said)
            self._checked.setVisible(True)
        self._chip.show_state(*self._chip_state())

    def _chip_state(self) -> tuple[str, str, str]:
        state = self._state
        if state.contact is None:
            return "plain", "circle", _("Not filled in")
        if state.outdated:
            return "caution", "clock", _("Check it again")
        if state.contact.number and not state.callable:
            return "caution", "clock", _("Not checked")
        return "success", "circle-check", _("Filled in")


class SiteScreen(Screen):
    """Shows; a facilitator fills it by a command.

    Signals: ``handing_in_asked``; ``back_asked`` leads back.
    """

    handing_in_asked = Signal()

    leading = "back"

    def __init__(self, background: Background, key_home: str, data_folder: Path) -> None:
        super().__init__()
        self._background, self._data_folder = background, data_folder
        self._site: tuple[str, list[SlotState]] | None = None
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.retry = RetryLine()
        self._titles = [Heading("h2") for _section in range(4)]
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._steps = [Para("body") for _step in range(3)]
        self.commands = [CommandLine(words) for words in command_lines(data_folder)]
        self.handing_in, self._status = SecondaryButton("upload"), QVBoxLayout()
        self.handing_in.clicked.connect(self.handing_in_asked)
        self._data, self._folder = Para("body"), PathLine(str(data_folder))
        self.key_warning, self._key = Callout("careful"), Para("body")
        self._by_passphrase = key_home == "passphrase"
        (self._key if key_home == "file" else self.key_warning).setVisible(False)
        self._version = Para("body")
        self.licences = QuietButton("chevron-down")
        self.licences.clicked.connect(self._on_licences_clicked)
        self._notice = QVBoxLayout()
        self._notice.setSpacing(0)
        self.done = PrimaryButton("check")
        self.done.clicked.connect(self.back_asked)
        background.changed.connect(self._on_changed)
        self._build()
        self.settle()
        self._load()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        cards = [Card() for _title in self._titles]
        chain, how, results, computer = (
            self._section(card, title) for card, title in zip(cards, self._titles, strict=True)
        )
        chain.addLayout(self._rows)
        results.addLayout(self._status)
        results.addWidget(self.handing_in, 0, Qt.AlignmentFlag.AlignLeading)
        for place, step in enumerate(self._steps):
            how.addWidget(step)
            if place:
                how.addWidget(self.commands[place - 1])
        for para in (self._data, self._folder, self.key_warning, self._key, self._version):
            computer.addWidget(para)
        computer.addWidget(self.licences, 0, Qt.AlignmentFlag.AlignLeading)
        computer.addLayout(self._notice)
        page = ScrollPage(width=900)
        page.column.addWidget(self._heading)
        page.column.addWidget(self._about)
        page.column.addWidget(self.retry)
        for card in cards:
            page.column.addWidget(card)
        page.column.addStretch(1)
        self.set_content(page)
        bar = ActionBar()
        bar.add_end(self.done)
        self.set_bottom(bar)

    @staticmethod
    def _section(card: Card, title: Heading) -> QVBoxLayout:
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 20, 28, 22)
        inside.setSpacing(10)
        inside.addWidget(title)
        return inside

    def set_handing_in(self, status: QWidget) -> None:
        """Show where results are."""
        self._status.addWidget(status, 0, Qt.AlignmentFlag.AlignLeading)

    def title(self) -> str:
        return _("About this site")

    def primary(self) -> QAbstractButton:
        return self.done

    def retranslate(self) -> None:
        titles = (
            _("Whom to call"), _("How to fill this in"), _("Handing in results"),
            _("This computer"),
        )  # fmt: skip
        for heading, words in zip(self._titles, titles, strict=True):
            heading.setText(words)
        for para, words in zip(
            self._steps,
            (
                _(
                    "A facilitator fills this in on this computer. Call each number first and "
                    "speak to somebody there. A number is shown for six months after that call."
                ),
                _("Close Waypost, open a terminal, and write the name of the site:"),
                _("Then fill in each place. The words in capital letters are yours to replace:"),
            ),
            strict=True,
        ):
            para.setText(words)
        self._data.setText(_("Everything is kept in this folder:"))
        self.key_warning.setText(
            _(
                "The key of the data lies in a file in this folder, because this computer has no "
                "safe place for keys. Whoever can use this account on the computer can open the "
                "data. Keep the account locked, and do not copy the folder."
            )
        )
        if self._by_passphrase:
            self._key.setText(_("The data is locked. A passphrase that the staff know opens it."))
        else:
            self._key.setText(
                _("The data is locked. Its key lies in the safe place of this computer.")
            )
        self._version.setText(_("Waypost, version {version}").format(version=__version__))
        self.licences.setText(_("Licences"))
        self.handing_in.setText(_("See how, and what you can do"))
        self.done.setText(_("Done"))
        self._show_site()
        self.title_changed.emit()

    # ------------------------------------------------------------ what there is

    def _load(self) -> None:
        self._background.run(
            self,
            lambda store: (site_name(store), reporting_chain(store, on=today())),
            self._on_loaded,
            lambda error: self.retry.show_error(error, self._load),
        )

    def _on_changed(self, changed: Changed) -> None:
        if Changed.SITE in changed:
            self._load()

    def _on_loaded(self, site: tuple[str, list[SlotState]]) -> None:
        self._site = site
        clear_layout(self._rows)
        for state in site[1]:
            self._rows.addWidget(ChainRow(state))
        self._show_site()

    def _show_site(self) -> None:
        name, chain = self._site or ("", [])
        if name:
            self._heading.set_plain(name)
        else:
            self._heading.setText(_("About this site"))
        empty = sum(state.contact is None for state in chain)
        self._about.setVisible(bool(chain))
        if empty == len(chain):
            self._about.setText(_("Nothing is filled in for this site yet."))
        elif empty:
            self._about.setText(_("Some places are not filled in yet."))
        else:
            self._about.setText(_("Every place is filled in."))

    def _on_licences_clicked(self) -> None:
        shown = self._notice.count() > 0
        clear_layout(self._notice)
        self.licences.set_icon("chevron-down" if shown else "chevron-up")
        for line in [] if shown else licence_lines():
            para = Para("small", colour="text_muted")
            para.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            para.set_plain(line)
            self._notice.addWidget(para)
        if not shown:
            reveal(self.licences)


def command_lines(data_folder: Path) -> tuple[str, str]:
    """What a facilitator types today: the name of the site, and one place of the chain."""
    waypost = "waypost"
    if data_folder != paths.data_home():
        waypost = f'waypost --data-dir "{data_folder}"'
    return (
        f'{waypost} site name "NAME OF THE SITE"',
        f'{waypost} site fill child-helpline --name "WHO ANSWERS" --number "NUMBER" '
        f'--hours "WHEN" --verified-by "WHO CALLED" --verified-on {today().isoformat()}',
    )


def unbroken(command: str) -> str:
    """The command as it is shown: no line ends within an option such as ``--verified-by``."""
    return re.sub(r"(?<= )--[a-z-]+", lambda found: found[0].replace("-", "\u2060-\u2060"), command)


def licence_lines() -> list[str]:
    """The lines of NOTICE: a legal text, in its own language."""
    try:
        text = (paths.resources() / "NOTICE").read_text(encoding="utf-8")
    except OSError:
        return ["Waypost: Apache License 2.0"]
    return [
        " · ".join(part.strip() for part in line.split("   ") if part.strip())
        for line in text.splitlines()
        if line.strip()
    ]
