"""A programme file: found on a stick or chosen, what it sets, for which site, and applying it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from trainer_app import i18n
from trainer_app.i18n import _, isolate, isolate_number, ngettext
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.errand import Errand
from trainer_app.ui.handing_in import works
from trainer_app.ui.handing_in.words import counted
from trainer_app.ui.reveal import reveal
from trainer_app.ui.trouble_note import TroubleNote
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.choice_row import ChoiceRow
from trainer_app.ui.widgets.fields import Dropdown, FormField
from trainer_app.ui.widgets.pages import clear_layout, marked
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.programme import Applied
    from trainer_app.training.programme import Programme, SignedProgramme
    from trainer_app.ui.background import Background, NetworkWork


class ProgrammeSheet(Sheet):
    """Shows everything before anything is set. Signals: ``applied`` when it is done."""

    applied = Signal()

    def __init__(
        self,
        background: Background,
        catalog: Catalog | None,
        look: NetworkWork[list[Path]] = works.programme_files,
    ) -> None:
        """``look`` finds the files on the sticks that are put in."""
        super().__init__(width=720)
        self._background, self._catalog = background, catalog
        self._search, self._reading = Errand(background, self), Errand(background, self)
        self._applied: Applied | None = None
        self._wanted: Path | None = None
        self._read: Path | None = None
        self._about, self.looking = Para("body", colour="text_muted"), NoteLine()
        self.found: list[ChoiceRow] = []
        self._found = QVBoxLayout()
        self._found.setSpacing(8)
        self.facts = ProgrammeFacts()
        self.site = Dropdown()
        self.site_field = FormField(self.site)
        self.trouble, self.done = TroubleNote(), NoteLine()
        self._notes = Para("body", colour="text_muted")
        self.other, self.apply = SecondaryButton("file-text"), PrimaryButton("check")
        self._dialog: QFileDialog | None = None
        self.other.clicked.connect(self._on_other)
        self.apply.clicked.connect(self._on_apply)
        self._search.moved.connect(self._show_search)
        self._reading.moved.connect(self._show_file)
        self._reading.ended.connect(self._on_read)
        self._fill()
        self.settle()
        self._search.start(look)

    def _fill(self) -> None:
        self.body.addWidget(self._about)
        self.body.addWidget(self.looking)
        self.body.addLayout(self._found)
        for widget in (self.facts, self.site_field, self.trouble, self.done, self._notes):
            self.body.addWidget(widget)
        for widget in (self.facts, self.site_field, self._notes):
            widget.setVisible(False)
        self.buttons.addWidget(self.other)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.apply)
        self.apply.setEnabled(False)

    def focus_first(self) -> None:
        button = self.apply if self.apply.isEnabled() else self.other
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Apply a programme file"))
        self._about.setText(
            _(
                "Your organisation makes this file. It names the sites, what people go through, "
                "whom to call, and where results go. Look at it before you apply it."
            )
        )
        self.other.setText(_("Choose a file"))
        self.site_field.set_words(_("Which site is this computer at?"))
        self.site.setPlaceholderText(_("Choose a site"))
        if self.site_field.error:
            self.site_field.show_error(_("Choose the site first."))
        self._show_search()
        self._show_file()
        self._show_applied()

    # ------------------------------------------------------------ the file

    def _show_search(self) -> None:
        paths: list[Path] = self._search.result or []
        for path in paths[len(self.found) :]:
            row = ChoiceRow("file-text")
            row.set_words(isolate(path.name), isolate_number(str(path.parent)))
            row.clicked.connect(lambda _on=False, path=path: self.read(path))
            self._found.addWidget(row)
            self.found.append(row)
        if self._search.is_running:
            self.looking.say(_("Looking for the file on USB sticks…"), "info")
        elif not paths and self._reading.result is None:
            words = _("There is no programme file on a USB stick. Put the stick in, or choose one.")
            self.looking.say(words, "info")
        else:
            self.looking.clear()

    def _on_other(self) -> None:
        dialog = QFileDialog(self, _("Choose a file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # Hide must be able to close it
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Programme file") + " (*.wayprogramme)")
        dialog.fileSelected.connect(lambda chosen: self.read(Path(chosen)))
        self._dialog = dialog
        dialog.open()

    def read(self, path: Path) -> None:
        """Read a file and show what it would set."""
        self._applied, self._wanted = None, path
        if self._reading.start(works.read_programme(path)):
            self._read = path

    def _on_read(self) -> None:
        if self._wanted is not None and self._wanted != self._read:
            self.read(self._wanted)  # another was chosen meanwhile

    def _show_file(self) -> None:
        signed: SignedProgramme | None = self._reading.result
        self.trouble.show_error(self._reading.error)
        self.facts.setVisible(signed is not None)
        self.apply.setEnabled(signed is not None and self._applied is None)
        self.apply.setText(_("Apply"))
        if signed is None:
            self.site_field.setVisible(False)
            return
        self.looking.clear()
        self._about.setVisible(False)
        for row in self.found:
            row.setVisible(len(self.found) > 1)
        self.facts.show_programme(signed.programme, works.fingerprint(signed))
        self._offer_sites(signed.programme)
        if self._applied is None:
            chosen = self.site.currentIndex() >= 0
            target = self.apply if chosen else self.site
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            reveal(self.site_field)

    def _offer_sites(self, programme: Programme) -> None:
        sites = sorted(programme.sites, key=lambda one: one.name.casefold())
        if [self.site.itemData(n) for n in range(self.site.count())] != [s.site_id for s in sites]:
            self.site.clear()
            for one in sites:
                self.site.addItem(one.name, one.site_id)
            self.site.setCurrentIndex(-1 if len(sites) > 1 else 0)
        self.site_field.setVisible(self._applied is None)

    # ------------------------------------------------------------ applying

    def _on_apply(self) -> None:
        signed: SignedProgramme | None = self._reading.result
        if self._applied is not None:
            self.close_sheet()
            return
        if signed is None:
            return
        site_id = self.site.currentData()
        self.site_field.show_error("" if site_id else _("Choose the site first."))
        if not site_id:
            self.site.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.apply.setEnabled(False)
        operation = works.apply_programme(signed, str(site_id), self._catalog)
        self._background.run(self, operation, self._on_applied, self._on_not_applied)

    def _on_applied(self, applied: Applied) -> None:
        self._applied = applied
        self._show_file()
        self._show_applied()
        self.applied.emit()

    def _on_not_applied(self, error: Exception) -> None:
        self.apply.setEnabled(True)
        self.trouble.show_error(error)
        reveal(self.trouble)

    def _show_applied(self) -> None:
        applied = self._applied
        self._notes.setVisible(applied is not None)
        self.site_field.setVisible(applied is None and self._reading.result is not None)
        if applied is None:
            self.done.clear()
            return
        self.done.say(
            _("This computer is set up for {name}, site {site}.").format(
                name=isolate(applied.programme.name), site=isolate(applied.site.name)
            )
        )
        self._notes.setText(" ".join(_notes(applied)))
        self._notes.setVisible(bool(self._notes.text()))
        self.apply.setText(_("Close"))
        self.apply.setEnabled(True)
        reveal(self._notes)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and self.apply.isEnabled():
            self.apply.click()
        super().keyPressEvent(event)


class ProgrammeFacts(Card):
    """What a programme would set, line by line."""

    def __init__(self) -> None:
        super().__init__(ground="surface_alt", edge="")
        self._name, self._key = Heading("h2"), Para("small", colour="text_muted")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addLayout(self._lines)
        column.addWidget(self._key)

    def show_programme(self, programme: Programme, fingerprint: str) -> None:
        """Say what it is and what it sets."""
        self._name.set_plain(isolate(programme.name))
        clear_layout(self._lines)
        for words in _facts(programme):
            para = Para("body")
            para.set_plain(words)
            self._lines.addLayout(marked(PictureMark("check", 20, beside="body"), para, 10))
        key = isolate_number(fingerprint)
        self._key.setText(_("Key of the organisation: {key}").format(key=key))


def _facts(programme: Programme) -> list[str]:
    version = isolate(i18n.number(programme.version))
    count = len(programme.sites)
    sites = counted(ngettext("{count} site", "{count} sites", count), count)
    lines = [_("Version {number}").format(number=version) + " · " + sites]
    if programme.required:
        words = ngettext(
            "What to learn, for {count} kind of work",
            "What to learn, for {count} kinds of work",
            len(programme.required),
        )  # fmt: skip
        lines.append(counted(words, len(programme.required)))
    if programme.chain or any(site.chain for site in programme.sites):
        lines.append(_("Numbers to call"))
    for endpoint in programme.endpoints:
        title = isolate(endpoint.title)
        lines.append(_("Results go to the server {name}").format(name=title))
    return lines


def _notes(applied: Applied) -> list[str]:
    """What staff should know afterwards."""
    said = []
    if applied.first:
        said.append(_("Compare the key above with the one your organisation gave you."))
    if applied.kept:
        said.append(_("What staff wrote under “Whom to call” before stays as it was."))
    for address in applied.replaced:
        words = _("Results no longer go to {address}, which was typed here.")
        said.append(words.format(address=isolate_number(address)))
    if applied.missing:
        words = ngettext(
            "{count} module or path it asks for is not on this computer yet.",
            "{count} modules or paths it asks for are not on this computer yet.",
            len(applied.missing),
        )
        said.append(counted(words, len(applied.missing)))
    return said
