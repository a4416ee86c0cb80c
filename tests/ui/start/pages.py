"""Every page and sheet of the start, in the states it can be in."""

import gettext
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.ui.start.voices import Talker
from trainer_app.operations.people import Enrolled, SignedIn
from trainer_app.operations.site import SLOTS, Contact, SlotState
from trainer_app.ui.background import Background
from trainer_app.ui.helpline_sheet import HelplineSheet
from trainer_app.ui.my_data_screen import MyDataScreen
from trainer_app.ui.settings_screen import SettingsScreen
from trainer_app.ui.site_screen import SiteScreen
from trainer_app.ui.start.language_screen import LanguageScreen
from trainer_app.ui.start.learners_screen import LearnersScreen
from trainer_app.ui.start.new_learner_screen import NewLearnerScreen
from trainer_app.ui.start.passphrase_screen import PassphraseScreen
from trainer_app.ui.start.picture_panel import ReturnSheet
from trainer_app.ui.start.pictures_screen import PicturesScreen
from trainer_app.ui.start.tour_screen import TourScreen
from trainer_app.ui.start.trouble_screen import TroubleScreen
from trainer_app.ui.start.unlock_screen import UnlockScreen

CODE = "CDDJ-1VRT-XEPZ-J5PM-2229-WMRD-42"
_FIELD = re.compile(r"(\{[a-z_]*\})")
_ACCENTED = str.maketrans("aceginorsuyzACEGINORSUYZ", "áçéğíñóřšúýžÁÇÉĞÍÑÓŘŠÚÝŽ")


@dataclass
class Stage:
    """What pages are made from."""

    background: Background
    rosa: Enrolled
    signed_in: SignedIn
    talker: Talker
    data_folder: Path


class Pseudo(gettext.NullTranslations):
    """Every message a third longer, with accents and brackets."""

    def gettext(self, message: str) -> str:
        parts = _FIELD.split(message)
        words = "".join(one if _FIELD.match(one) else one.translate(_ACCENTED) for one in parts)
        return f"[{words}{' on' * max(1, len(message) // 9)}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


def chain(*, filled: bool) -> list[SlotState]:
    """The reporting chain of a site, empty or with numbers good and outdated."""
    if not filled:
        return [SlotState(slot, None, callable=False, outdated=False) for slot in SLOTS]
    contact = Contact(
        name="Elena Choque, office 3",
        number="000 000 000",
        hours="7 to 19",
        verified_by="Elena Choque",
        verified_on=date(2026, 1, 12),
    )
    return [
        SlotState(slot, contact, callable=bool(place % 2), outdated=not place % 2)
        for place, slot in enumerate(SLOTS)
    ]


def tour(card: int, answer: bool | None = None) -> Callable[[Stage], QWidget]:
    """The tour at one of its cards."""

    def made(stage: Stage) -> QWidget:
        screen = TourScreen(stage.talker, CODE)
        for _card in range(card):
            screen.next.click()
        if answer is not None:
            screen.recovery_checked(answer)
        return screen

    return made


def mismatched(stage: Stage) -> QWidget:
    """Pictures that did not match, and the advice below."""
    screen = PicturesScreen(stage.background, stage.rosa.learner, stage.talker)
    screen.panel._on_answered(None)
    screen.panel.advice.setVisible(True)
    return screen


def mending(stage: Stage) -> QWidget:
    """The form with everything to mend."""
    screen = NewLearnerScreen(stage.background, "en")
    screen._show_errors(name="There is another Rosa Mamani.", role="Choose your work.")
    return screen


def enrolled(stage: Stage) -> QWidget:
    """The three pictures of somebody new."""
    screen = NewLearnerScreen(stage.background, "en")
    screen._on_enrolled(stage.rosa)
    return screen


def locked(stage: Stage) -> QWidget:
    """The wrong recovery code."""
    screen = UnlockScreen("No key on this computer opens the data file.")
    screen.unlock_failed("That code does not open the data. Compare it with your paper.")
    return screen


def forgotten(stage: Stage) -> QWidget:
    """The recovery code instead of a passphrase."""
    return UnlockScreen("The recovery code opens the data, too.", instead=True)


def phrase_missed(stage: Stage) -> QWidget:
    """A passphrase that did not open the data, shown."""
    screen = PassphraseScreen()
    screen.field.line.setText("river lantern copper window")
    screen.shown.setChecked(True)
    screen.unlock_failed("This does not open it yet. Look at each word, then try again.")
    return screen


def phrase_tried(stage: Stage) -> QWidget:
    """A passphrase that is looked at."""
    screen = PassphraseScreen()
    screen.field.line.setText("river lantern copper window")
    screen.open.click()
    return screen


def licences(stage: Stage) -> QWidget:
    """The page of the site with the licences opened."""
    screen = SiteScreen(stage.background, "file", stage.data_folder)
    screen.licences.click()
    return screen


def saved(stage: Stage) -> QWidget:
    """Settings just saved."""
    screen = SettingsScreen(stage.rosa.learner, stage.talker)
    screen.saved()
    return screen


PAGES: dict[str, Callable[[Stage], QWidget]] = {
    "tour-welcome": tour(0),
    "tour-sound": tour(1),
    "tour-hide": tour(2),
    "tour-privacy": tour(3),
    "tour-code": tour(4),
    "tour-not-yet": tour(5, answer=False),
    "tour-right": tour(5, answer=True),
    "language": lambda stage: LanguageScreen(stage.talker),
    "learners": lambda stage: LearnersScreen(stage.background, stage.talker),
    "pictures": lambda s: PicturesScreen(s.background, s.rosa.learner, s.talker),
    "pictures-mismatch": mismatched,
    "new-learner": lambda stage: NewLearnerScreen(stage.background, "en"),
    "new-learner-mending": mending,
    "new-learner-pictures": enrolled,
    "unlock": locked,
    "unlock-instead": forgotten,
    "passphrase": lambda _stage: PassphraseScreen(),
    "passphrase-missed": phrase_missed,
    "passphrase-tried": phrase_tried,
    "trouble": lambda stage: TroubleScreen("The folder cannot be written. Free up space."),
    "settings": saved,
    "my-data": lambda stage: MyDataScreen(stage.background, stage.signed_in),
    "site": licences,
    "site-passphrase": lambda s: SiteScreen(s.background, "passphrase", s.data_folder),
    "helpline": lambda stage: HelplineSheet(chain(filled=True), stage.talker),
    "helpline-empty": lambda stage: HelplineSheet(chain(filled=False), stage.talker),
    "return": lambda s: ReturnSheet(s.background, s.rosa.learner, s.talker),
}
