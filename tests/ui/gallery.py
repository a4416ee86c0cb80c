"""Every component in every state, on pages like the real ones.

``python -m tests.ui.gallery FOLDER`` saves a picture of each page in every look, size and two
languages; tests walk the same pages.
"""

import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
)

from tests.ui.gallery_charts import ChartsPage, MoreChartsPage
from tests.ui.gallery_learn import HomePage, LessonPage, QuizPage, RetryPage, SeveralPage
from tests.ui.gallery_words import t
from trainer_app import i18n
from trainer_app.ui import theme
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Speaker
from trainer_app.ui.translator import speak
from trainer_app.ui.widgets.buttons import (
    PrimaryButton,
    QuietButton,
    SecondaryButton,
    SoftButton,
)
from trainer_app.ui.widgets.cards import Card, ProfileCard
from trainer_app.ui.widgets.chips import Chip, NoteLine
from trainer_app.ui.widgets.fields import Dropdown, ErrorSummary, FormField, StepSwitch
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import (
    PICTURES,
    Avatar,
    PictureButton,
    PictureMark,
    PictureSlots,
)
from trainer_app.ui.widgets.sheet import Sheet

SIZES = ((1366, 768), (1024, 600))


class ProfilesPage(Screen):
    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        page = ScrollPage(width=1120)
        self._title, self._about = Heading("display"), Para("body", colour="text_muted")
        page.column.addSpacing(16)
        page.column.addWidget(self._title)
        page.column.addWidget(self._about)
        grid = QGridLayout()
        grid.setSpacing(16)
        people = ("Rosa Mamani", "Julio Quispe", "Elena Choque", "Amadou Diallo",
                  "Fatou Ndiaye", "Kossi Mensah", "María Flores")  # fmt: skip
        for number, (name, picture) in enumerate(zip(people, PICTURES, strict=False)):
            card = ProfileCard(picture)
            card.set_words(name, "Ticket office")
            grid.addWidget(card, number // 4, number % 4)
        self._new = ProfileCard(icon="user-plus")
        grid.addWidget(self._new, 1, 3)
        page.column.addLayout(grid)
        self._staff = QuietButton("key")
        page.column.addWidget(self._staff, 0, Qt.AlignmentFlag.AlignTrailing)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()

    def retranslate(self) -> None:
        self._title.setText("Who is learning today?")
        self._about.setText("Choose your name. Then show your three pictures.")
        self._new.set_words("New learner")
        self._staff.setText("Facilitator or supervisor")


class PicturesPage(Screen):
    leading = "back"

    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        page = ScrollPage()
        self._hello, self._about = Heading("h1"), Para("body", colour="text_muted", centred=True)
        self._slots = PictureSlots()
        self._slots.show_chosen(["tree", "bucket"])
        self._hello.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = Qt.AlignmentFlag.AlignHCenter
        side = QVBoxLayout()
        side.setSpacing(10)
        side.addStretch(1)
        side.addWidget(Avatar("tree", 128), 0, middle)
        side.addWidget(self._hello)
        side.addWidget(self._about)
        side.addWidget(self._slots, 0, middle)
        side.addStretch(1)
        grid = QGridLayout()
        grid.setSpacing(16)
        for number, name in enumerate(PICTURES):
            grid.addWidget(PictureButton(name), number // 4, number % 4)
        row = QHBoxLayout()
        row.setSpacing(48)
        row.addLayout(side, 2)
        row.addLayout(grid, 5)
        page.column.addStretch(1)
        page.column.addLayout(row)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()

    def retranslate(self) -> None:
        self._hello.setText(t("Hello, Rosa"))
        self._about.setText("Tap your three pictures.")


class FormPage(Screen):
    leading = "back"

    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        page = ScrollPage(width=720)
        self._summary = ErrorSummary()
        self.name = FormField(QLineEdit())
        team = Dropdown()
        team.addItems(["Ticket office", "Drivers", "Porters"])
        self.team = FormField(team)
        self._size = StepSwitch(["s", "m", "l", "xl"])
        self._size.select("m")
        self._note = NoteLine()
        self._chips = [Chip() for _kind in Chip.KINDS[:5]]
        chips, buttons = QHBoxLayout(), QHBoxLayout()
        for chip in self._chips[:5]:
            chips.addWidget(chip)
        chips.addStretch(1)
        self._buttons = [PrimaryButton("check"), SecondaryButton("printer"), SoftButton("usb"),
                         QuietButton("search"), PrimaryButton("check")]  # fmt: skip
        self._buttons[-1].setEnabled(False)
        more = QHBoxLayout()
        for number, button in enumerate(self._buttons):
            (buttons if number < 3 else more).addWidget(button)
        buttons.addStretch(1)
        more.addStretch(1)
        for widget in (self._summary, self.name, self.team, self._size, self._note):
            page.column.addWidget(widget)
        page.column.addLayout(chips)
        page.column.addLayout(buttons)
        page.column.addLayout(more)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()

    def retranslate(self) -> None:
        self.name.set_words("Your name", "As you want to see it on the certificate.")
        self.team.set_words("Your team")
        self.name.show_error("There is another Rosa Mamani. Add a middle name or a team.")
        self._summary.show_errors([self.name, self.team])
        self._size.set_words("Text size", ["Normal", "Large", "Larger", "Largest"])
        self._note.say("Saved on this computer.")
        for chip, kind in zip(self._chips, Chip.KINDS, strict=False):
            chip.show_state(kind, "circle-check", kind)
        for button, words in zip(
            self._buttons, ("Save", "Print", "Copy", "Look", "Save"), strict=True
        ):
            button.setText(words)


def sample_sheet() -> Sheet:
    """A sheet like the helpline card."""
    sheet = Sheet()
    sheet.set_title("Need help or worried about a child?")
    about = Para("body", colour="text_muted")
    about.setText(
        "You can call at any time. You do not need proof. You do not need to give a name."
    )
    sheet.body.addWidget(about)
    rows = (("phone", "accent", "Child helpline"), ("user", "primary", "Focal point"),
            ("alert-triangle", "danger", "Danger right now"))  # fmt: skip
    for icon, tint, words in rows:
        card = Card(ground="surface_alt", edge="")
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 12, 20, 12)
        row.setSpacing(16)
        row.addWidget(PictureMark(icon, 56, colour=f"on_{tint}_soft", ground=f"{tint}_soft"))
        name, number = Para("label"), Heading("display")
        name.setText(words)
        number.set_plain(i18n.isolate_number("000"))
        row.addWidget(name, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignVCenter)
        sheet.body.addWidget(card)
    quiet, go = QuietButton("qrcode"), PrimaryButton()
    quiet.setText("Save to my phone")
    go.setText("Back to lesson")
    go.clicked.connect(sheet.close_sheet)
    sheet.buttons.addWidget(quiet)
    sheet.buttons.addStretch(1)
    sheet.buttons.addWidget(go)
    return sheet


PAGES: dict[str, Callable[[Speaker], Screen]] = {
    "home": HomePage,
    "lesson": LessonPage,
    "quiz": QuizPage,
    "retry": RetryPage,
    "several": SeveralPage,
    "profiles": ProfilesPage,
    "pictures": PicturesPage,
    "form": FormPage,
    "charts": ChartsPage,
    "charts-more": MoreChartsPage,
}


def settle_layout(app: QApplication) -> None:
    """Deliver what is posted, so that a picture shows the final layout."""
    for _round in range(3):
        app.sendPostedEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        app.processEvents()


def render(folder: Path, only: str = "") -> None:
    """Save a picture of every page."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look, speaker = theme.Theme(app), Speaker(engine=None)
    folder.mkdir(parents=True, exist_ok=True)
    looks: tuple[theme.Scheme, ...] = ("light", "dark", "hc")
    for (wide, high), scheme, language in product(SIZES, looks, ("en", "ar")):
        where = f"{wide}_{language}_{scheme}"
        wanted = [name for name in (*PAGES, "sheet", "hidden") if only in f"{name}_{where}"]
        if not wanted:
            continue
        look.choose(scheme=scheme)
        speak(app, language)
        window = MainWindow(look, speaker)
        window.show_person("tree", "Rosa Mamani")
        window.resize(wide, high)
        window.show()
        for name in wanted:
            if name == "hidden":
                window.hide_now()
            else:
                window.show_page(PAGES.get(name, HomePage)(speaker))
            if name == "sheet":
                window.open_sheet(sample_sheet())
            settle_layout(app)
            window.grab().save(str(folder / f"{name}_{where}.png"))
        window.close()
        window.deleteLater()
        settle_layout(app)
    look.deleteLater()  # or the next language would dress for it, too
    settle_layout(app)


if __name__ == "__main__":
    render(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
