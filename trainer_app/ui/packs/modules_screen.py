"""F10: the modules of this computer, and what a stick brings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, isolate_number, listing, ngettext
from trainer_app.operations import Changed
from trainer_app.ui.packs import works
from trainer_app.ui.packs.decide_sheet import Asked, DecideSheet
from trainer_app.ui.packs.installed_row import InstalledRow
from trainer_app.ui.packs.publisher_sheet import PublisherSheet
from trainer_app.ui.packs.publishers_sheet import PublishersSheet
from trainer_app.ui.packs.stick_card import StickCard
from trainer_app.ui.packs.update_card import UpdateCard
from trainer_app.ui.packs.words import counted, title_of, version_said
from trainer_app.ui.packs.write_sheet import WriteSheet
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.reveal import reveal
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.module_search import FoundModule
    from trainer_app.operations.modules import InstalledModule, ModulesHere
    from trainer_app.operations.publishers import Publisher, TrustKept
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background
    from trainer_app.ui.errand import Errand


class ModulesScreen(Screen):
    """F5 looks again. ``installing``, ``writing`` and ``updating`` go on when the page is left.

    ``on_duty`` is None where the computer has no staff. Signals: ``sheet_asked(Sheet)``.
    """

    sheet_asked = Signal(object)
    leading = "back"

    def __init__(
        self,
        background: Background,
        catalog: Catalog,
        on_duty: OnDuty | None,
        installing: Errand,
        writing: Errand,
        updating: Errand,
        find_drives: Callable[[], list[Path]] = works.drives,
    ) -> None:
        super().__init__()
        self._background, self._catalog, self._on_duty = background, catalog, on_duty
        self._writing, self._find_drives = writing, find_drives
        self.here: ModulesHere | None = None
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.retry, self.trouble = RetryLine(), NoteLine()
        self.stick = StickCard(background, catalog, installing, find_drives)
        self.stick.publisher_asked.connect(self._on_publisher_asked)
        self.stick.allow_asked.connect(self._on_allow_asked)
        self.stick.ready.connect(self._show_buttons)
        installing.ended.connect(self._on_installed)
        self.update_card = UpdateCard(background, on_duty, updating)
        self.stick.drives.chosen.connect(lambda: self.update_card.look(self.stick.drives.folder))
        self._title, self._odd = Heading("h2"), Para("small", colour="caution")
        self.rows: list[InstalledRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.publishers = QuietButton("key")
        self.publishers.clicked.connect(self._on_publishers)
        self.write, self.install = SecondaryButton("usb"), PrimaryButton("download")
        self.write.clicked.connect(self._on_write)
        self.install.clicked.connect(lambda: self.stick.install(self._on_duty))
        background.changed.connect(self._on_changed)
        self._build()
        self.settle()
        self._read()
        self.update_card.look(None)
        self.stick.drives.watch.set_on(True)

    def _build(self) -> None:
        self._list = Card()
        inside = QVBoxLayout(self._list)
        inside.setContentsMargins(24, 18, 24, 14)
        inside.setSpacing(4)
        inside.addWidget(self._title)
        inside.addWidget(self._odd)
        inside.addLayout(self._rows)
        page = ScrollPage(width=1000)
        page.column.setSpacing(14)
        parts: list[QWidget] = [self._heading, self._about, self.update_card, self.stick]
        parts += [self.retry, self.trouble, self._list]
        for part in parts:
            page.column.addWidget(part)
        page.column.addStretch(1)
        self.set_content(page)
        bar = ActionBar()
        bar.add_start(self.write)
        bar.add_start(self.publishers)
        bar.add_end(self.install)
        self.set_bottom(bar)

    def title(self) -> str:
        return _("Modules")

    def primary(self) -> QAbstractButton | None:
        return self.install if self.install.isEnabled() else None

    def first_focus(self) -> QWidget | None:
        if self.stick.installing.is_running:
            return self.stick.progress.stop
        return self.primary() or self.stick.drives.other

    def left(self) -> None:
        self.stick.drives.watch.set_on(False)
        self.stick.looking.stop()
        self.update_card.stop()
        if not self.stick.installing.is_running:
            self.stick.installing.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F5 and not event.isAutoRepeat():
            self.look_again()
        else:
            super().keyPressEvent(event)

    def look_again(self) -> None:
        """See which sticks are there, and what lies on them and here."""
        self.stick.drives.watch.look()
        self.stick.look()
        self.update_card.look(self.stick.drives.folder)
        self._read()

    # ------------------------------------------------------------ what is here

    def _read(self) -> None:
        self._background.run(
            self,
            works.installed(self._catalog),
            self._on_read,
            lambda error: self.retry.show_error(error, self._read),
        )

    def _on_read(self, here: ModulesHere) -> None:
        self.here = here
        self.retry.clear()
        focused = next((row.module.manifest.id for row in self.rows if row.button.hasFocus()), "")
        clear_layout(self._rows)
        self.rows = [InstalledRow(one) for one in here.modules]
        for row in self.rows:
            row.asked.connect(lambda act, row=row: self._on_asked(act, row.module))
            self._rows.addWidget(row)
            if row.module.manifest.id == focused:
                row.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_list()
        self._show_buttons()

    def _on_changed(self, changed: Changed) -> None:
        if changed & Changed.MODULES:
            self._read()

    def retranslate(self) -> None:
        self._heading.setText(_("Modules"))
        self._about.setText(
            _("New modules come on a USB stick. What people have learnt stays as it is.")
        )
        self.write.setText(_("Put modules on a stick"))
        self.publishers.setText(_("Publishers"))
        self.stick.say()
        self.update_card.say()
        self._show_list()
        self._show_buttons()
        self.title_changed.emit()

    def _show_list(self) -> None:
        here = self.here
        self._list.setVisible(here is not None)
        count = len(here.modules) if here else 0
        words = ngettext(
            "On this computer: {count} module", "On this computer: {count} modules", count
        )
        self._title.setText(counted(words, count) if count else _("No modules on this computer"))
        odd = here.unreadable if here else ()
        self._odd.setText(
            _("These files cannot be read: {names}").format(names=listing(map(isolate_number, odd)))
        )
        self._odd.setVisible(bool(odd))

    def _show_buttons(self) -> None:
        stick, chosen = self.stick, len(self.stick.chosen)
        if chosen and chosen == stick.can_choose:
            self.install.setText(_("Install all") if chosen > 1 else _("Install"))
        else:
            words = ngettext("Install {count}", "Install {count}", chosen)
            self.install.setText(
                words.format(count=isolate(i18n.number(chosen))) if chosen else _("Install")
            )
        was = self.install.isEnabled()
        self.install.setEnabled(stick.is_ready)
        if stick.is_ready and not was and self.focusWidget() in (None, stick.drives.other):
            self.install.setFocus(Qt.FocusReason.OtherFocusReason)
        readable = [one for one in self.here.modules if not one.reason] if self.here else []
        self.write.setEnabled(bool(readable) and not stick.installing.is_running)

    def _on_installed(self) -> None:
        self.stick.drives.other.setFocus(Qt.FocusReason.OtherFocusReason)  # “Stop” is gone
        reveal(self.stick.done)

    # ------------------------------------------------------------ deciding

    def _on_publisher_asked(self, found: FoundModule) -> None:
        publisher = found.publisher
        if publisher is None:
            return
        sheet = PublisherSheet(found)
        sheet.accepted.connect(
            lambda: self._background.run(
                self,
                works.accept(publisher.key, self._on_duty),
                lambda _kept: self.stick.look(),
                self.stick.show_error,
            )
        )
        sheet.allow_asked.connect(lambda: self._on_allow_asked(found))
        self.sheet_asked.emit(sheet)

    def _on_publishers(self) -> None:
        def listed(found: list[Publisher]) -> None:
            sheet = PublishersSheet(found)
            sheet.withdraw_asked.connect(self._on_withdraw_asked)
            self.sheet_asked.emit(sheet)

        self.trouble.clear()
        self._background.run(self, works.publishers(), listed, self._on_not_done)

    def _on_withdraw_asked(self, publisher: Publisher) -> None:
        def words() -> Asked:
            return Asked(
                _("Trust this publisher no more?"),
                isolate_number(publisher.fingerprint.replace("-", " ")),
                _(
                    "Its modules that are here stay. New ones are not installed until somebody "
                    "compares the number again. This is written down."
                ),
                _("Trust no more"),
                _("Leave it as it is"),
            )

        def withdrawn(_kept: TrustKept) -> None:
            self.trouble.say(_("This publisher is not trusted any more."), "good")
            self.stick.look()

        sheet = DecideSheet("x", words)
        sheet.agreed.connect(
            lambda: self._background.run(
                self, works.withdraw(publisher.key, self._on_duty), withdrawn, self._on_not_done
            )
        )
        self.sheet_asked.emit(sheet)

    def _on_allow_asked(self, found: FoundModule) -> None:
        manifest = found.manifest
        if manifest is None:
            return

        def words() -> Asked:
            return Asked(
                _("Allow this module?"),
                f"{title_of(manifest)} · {version_said(manifest.version)}",
                _(
                    "Nobody you trust has signed it. Somebody may have altered it. "
                    "Allow it only if you know who made it. This is written down."
                ),
                _("Allow it"),
                _("Leave it out"),
            )

        sheet = DecideSheet("lock-open", words)
        sheet.agreed.connect(
            lambda: self._background.run(
                self,
                works.allow(found, self._on_duty),
                lambda _kept: self.stick.look(),
                self.stick.show_error,
            )
        )
        self.sheet_asked.emit(sheet)

    def _on_asked(self, act: str, module: InstalledModule) -> None:
        if act == "bring-back":
            self._take_away(act, module)
            return
        sheet = DecideSheet(
            "trash" if act == "remove" else "eye-off", lambda: _leaving(act, module)
        )
        sheet.agreed.connect(lambda: self._take_away(act, module))
        self.sheet_asked.emit(sheet)

    def _take_away(self, act: str, module: InstalledModule) -> None:
        self.trouble.clear()
        self._background.run(
            self,
            works.take_away(act, module.manifest.id, self._on_duty, self._catalog),
            lambda _gone: self.stick.look(),
            self._on_not_done,
        )

    def _on_not_done(self, error: Exception) -> None:
        from trainer_app.ui.retry_line import sentence_of

        self.trouble.say(sentence_of(error), "careful")
        reveal(self.trouble)

    def _on_write(self) -> None:
        modules = [one for one in self.here.modules if not one.reason] if self.here else []
        self.sheet_asked.emit(WriteSheet(modules, self._catalog, self._writing, self._find_drives))


def _leaving(act: str, module: InstalledModule) -> Asked:
    """What is asked before a module goes."""
    name = f"{title_of(module.manifest)} · {version_said(module.manifest.version)}"
    stays = _("What people have learnt with it stays, and their certificates, too.")
    if act == "remove" and module.below:
        below = isolate_number(module.below)
        about = _("Version {version}, which came with Waypost, takes its place.").format(
            version=below
        )
        return Asked(
            _("Remove this version?"), name, f"{about} {stays}", _("Remove it"), _("Keep it")
        )
    if act == "remove":
        about = _("Learners do not see it any more. You can install it again.")
        return Asked(
            _("Remove this module?"), name, f"{about} {stays}", _("Remove it"), _("Keep it")
        )
    about = _("Learners do not see it any more. You can bring it back at any time.")
    return Asked(
        _("Put this module away?"), name, f"{about} {stays}", _("Put it away"), _("Keep it")
    )
