"""S15: how I like the program. Every change holds at once and is then kept."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.training.people import TEXT_SIZES, THEMES, Learner, Preferences
from trainer_app.ui import theme
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Passage, Speaker
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.fields import Dropdown, FormField, StepSwitch
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.para import Heading

_SPEEDS = ("normal", "slower")


class SettingsScreen(Screen):
    """The caller puts changes into force and keeps them, then calls ``saved`` or ``not_saved``.

    Signals: ``preferences_changed(Preferences)``, ``data_asked``, ``site_asked``, ``signed_out``;
    ``back_asked`` when the person is done.
    """

    preferences_changed = Signal(object)
    data_asked = Signal()
    site_asked = Signal()
    signed_out = Signal()

    leading = "back"
    offers_language = False  # it is one of the settings

    def __init__(self, learner: Learner, speaker: Speaker) -> None:
        super().__init__()
        self._preferences = learner.preferences
        self._zoom = theme.zoom()
        self._heading = Heading("display")
        self.text_size = StepSwitch([str(step) for step in range(len(TEXT_SIZES))])
        self.theme, self.speed = StepSwitch(THEMES), StepSwitch(_SPEEDS)
        self.language = Dropdown()
        for code, name in i18n.LANGUAGES.items():
            self.language.addItem(name, code)
        self._labels = [QLabel() for _row in range(3)]
        self._language_field = FormField(self.language)
        self.listen = Listen(speaker)
        self.note, self.retry = NoteLine(), RetryLine()
        self.data, self.site = QuietButton("database"), QuietButton("building")
        self.sign_out, self.done = SecondaryButton("user"), PrimaryButton("check")
        self._build()
        self._show_chosen()
        self.text_size.chosen.connect(self._on_chosen)
        self.theme.chosen.connect(self._on_chosen)
        self.speed.chosen.connect(self._on_chosen)
        self.language.activated.connect(self._on_chosen)
        self.data.clicked.connect(self.data_asked)
        self.site.clicked.connect(self.site_asked)
        self.sign_out.clicked.connect(self.signed_out)
        self.done.clicked.connect(self.back_asked)
        self.settle()

    def _build(self) -> None:
        card = Card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(18)
        self._grid.setColumnStretch(1, 1)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 22, 28, 24)
        inside.setSpacing(18)
        inside.addLayout(self._grid)
        inside.addWidget(self._language_field)
        page = ScrollPage(width=860)
        page.column.setSpacing(12)
        page.column.addWidget(self._heading)
        page.column.addWidget(card)
        page.column.addWidget(self.note)
        page.column.addWidget(self.retry)
        links = FlowRow()
        links.add(self.data)
        links.add(self.site)
        page.column.addWidget(links)
        page.column.addStretch(1)
        self.set_content(page)
        bar = ActionBar()
        bar.add_start(self.sign_out)
        bar.add_end(self.done)
        self.set_bottom(bar)

    def arrange(self) -> None:
        """Names beside the switches, or above them where that is too wide."""
        beside = not self.compact and theme.zoom() < 1.3
        switches: list[QWidget] = [self.text_size, self.theme, self.speed]
        for label, switch in zip(self._labels, switches, strict=True):
            self._grid.removeWidget(label)
            self._grid.removeWidget(switch)
        self._grid.removeWidget(self.listen)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self._grid.setVerticalSpacing(18 if beside else 6)
        for place, (label, switch) in enumerate(zip(self._labels, switches, strict=True)):
            if beside:
                self._grid.addWidget(label, place, 0, leading)
                self._grid.addWidget(switch, place, 1, leading)
            else:
                self._grid.addWidget(label, 2 * place, 0, 1, 2, leading)
                self._grid.addWidget(switch, 2 * place + 1, 0, 1, 2, leading)
        self._grid.addWidget(self.listen, 7, 1 if beside else 0, 1, 1 if beside else 2)

    def title(self) -> str:
        return _("My settings")

    def primary(self) -> QAbstractButton:
        return self.done

    def dress(self) -> None:
        for label in self._labels:
            label.setFont(theme.font("label"))
        if theme.zoom() != self._zoom:  # Ctrl + and - work here, too
            self._zoom = theme.zoom()
            step = theme.ZOOM_STEPS.index(self._zoom)
            self._preferences = replace(self._preferences, text_size=step)
            self._show_chosen()
            self.arrange()
        super().dress()

    def retranslate(self) -> None:
        self._heading.setText(_("My settings"))
        sizes = [_("Normal"), _("Large"), _("Larger"), _("Largest")]
        # For translators: colours of the program; "Automatic" follows the computer.
        themes = [_("Automatic"), _("Light"), _("Dark"), _("High contrast")]
        speeds = [_("Normal"), _("Slower")]
        names = (_("Text size"), _("Colours"), _("Reading aloud"))
        for label, name in zip(self._labels, names, strict=True):
            label.setText(name)
        self.text_size.set_words(names[0], sizes)
        self.theme.set_words(names[1], themes)
        self.speed.set_words(names[2], speeds)
        self._language_field.set_words(_("Language"))
        self.data.setText(_("See what is stored about me"))
        self.site.setText(_("About this site"))
        self.sign_out.setText(_("Sign out"))
        self.done.setText(_("Done"))
        self.listen.offer([Passage("sample", _("This is how fast the pages are read to you."))])
        if self.note.isVisibleTo(self):
            self.saved()
        self.title_changed.emit()

    # ------------------------------------------------------------ choosing

    def _show_chosen(self) -> None:
        now = self._preferences
        self.text_size.select(str(now.text_size))
        self.theme.select(now.theme)
        self.speed.select("slower" if now.slow_speech else "normal")
        self.language.setCurrentIndex(max(0, self.language.findData(now.language)))

    def _on_chosen(self) -> None:
        chosen = Preferences(
            language=str(self.language.currentData()),
            text_size=int(self.text_size.selected()),
            theme=self.theme.selected(),
            slow_speech=self.speed.selected() == "slower",
        )
        if chosen != self._preferences:
            self._preferences = chosen
            self._tell()

    def _tell(self) -> None:
        self.note.clear()
        self.retry.clear()
        self.preferences_changed.emit(self._preferences)

    def saved(self) -> None:
        """What was chosen last is on the disk now."""
        self.note.say(_("Your settings are saved."), "good")

    def not_saved(self, error: Exception) -> None:
        """It could not be saved; it holds until the program is closed."""
        self.note.clear()
        self.retry.show_error(error, self._tell)
