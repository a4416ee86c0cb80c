"""What the first-run cards say: what this is, sound, Hide, and who sees what."""

from collections.abc import Callable

from trainer_app.i18n import _
from trainer_app.ui.tour_card import TourCard
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.para import Para


class WelcomeCard(TourCard):
    """What this is, for whom, and what it is not (CS-55, CS-60)."""

    def __init__(self) -> None:
        super().__init__("terminal", points=("clock", "user", "phone"))
        self.settle()

    def retranslate(self) -> None:
        self.heading.setText(_("Welcome to Waypost"))
        self.about.setText(
            _("Here you learn to notice when a child may need help, and whom to tell.")
        )
        self.points.set_words(
            [
                _("The lessons are short. **Stop at any time**; your place is kept."),
                _("They are for people who are **18 or older**."),
                _(
                    "This is **not a place to report**. In danger now, call your local "
                    "emergency number."
                ),
            ]
        )


class SoundCard(TourCard):
    """A sound check that needs nothing but the Listen button below."""

    def __init__(self) -> None:
        super().__init__("listen", points=("volume", "user"))
        self.note = NoteLine()
        self.rest.addWidget(self.note)
        self._can_read = True
        self.settle()

    def retranslate(self) -> None:
        self.heading.setText(_("Do you want to listen?"))
        self.about.setText(_("Many pages can be read aloud. Nothing is ever read before you ask."))
        self.points.set_words(
            [
                _("Press **Listen** below. If you hear these words, the sound works."),
                _("Others may hear it, too. You can use earphones."),
            ]
        )
        self.sound_known(self._can_read)

    def sound_known(self, can_read: bool) -> None:
        self._can_read = can_read
        self.points.setVisible(can_read)
        if can_read:
            self.note.clear()
        else:
            self.note.say(_("No sound found. You can go on; words stay on screen."), "info")

    def spoken(self) -> list[Para]:
        return super().spoken() if self._can_read else [self.heading, self.about]


class HideCard(TourCard):
    """What Hide does, and honestly what it does not do (UX 0.7)."""

    def __init__(self) -> None:
        points = ("eye-off", "dots", "alert-triangle")
        super().__init__(points=points)
        self.settle()

    def retranslate(self) -> None:
        self.heading.setText(_("Hide: leave this screen fast"))
        self.about.setText(
            _("Hide is always at the top. Use it whenever you do not want to be seen.")
        )
        self.points.set_words(
            [
                _(
                    "Press **Hide**, or **Shift three times**, or **Esc twice**. The sound stops "
                    "and a list of departures appears."
                ),
                _("To come back, press the three dots and show your three pictures."),
                _(
                    "Hide covers the screen and nothing more. Lessons you did, printed pages and "
                    "the list of recent files of this computer stay as they are."
                ),
            ]
        )


class PrivacyCard(TourCard):
    """Who sees what, and what is never kept (UX 2.6, CS-61)."""

    def __init__(self) -> None:
        super().__init__(points=("database", "users", "shield"))
        self.settle()

    def retranslate(self) -> None:
        self.heading.setText(_("Who sees what I do?"))
        self.about.setText(_("Everything is kept on this computer, and locked."))
        self.points.set_words(
            [
                _(
                    "**Kept:** your name, work, team and language, the lessons you finished, "
                    "quiz results and certificates."
                ),
                _(
                    "**Seen by others:** your facilitator and your supervisor may see what you "
                    "finished. They do not see single answers."
                ),
                _(
                    "**Never kept:** what you choose in scenes, when you open the helpline card, "
                    "when you press Hide, anything about a real child."
                ),
            ]
        )


CARDS: tuple[Callable[[], TourCard], ...] = (
    WelcomeCard,
    SoundCard,
    HideCard,
    PrivacyCard,
)
