"""What is stored about me, who sees it, and what is never stored."""

from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QVBoxLayout

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.people import SignedIn, StoredAbout, stored_about
from trainer_app.operations.role_words import ROLES
from trainer_app.ui.background import Background
from trainer_app.ui.points import Points
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.para import Heading, Para


class MyDataScreen(Screen):
    """``back_asked`` leads back to the settings."""

    leading = "back"

    def __init__(self, background: Background, signed_in: SignedIn) -> None:
        super().__init__()
        self._background, self._learner = background, signed_in.learner
        self._stored: StoredAbout | None = None
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.retry = RetryLine()
        self._titles = [Heading("h2") for _card in range(3)]
        self.kept = Points(
            ("id-badge-2", "book", "list-check", "certificate", "database"), role="body", size=36
        )
        self._seen = Points(("user", "users", "lock"), role="body", tint="info", size=36)
        self._never = Points(
            ("messages", "phone", "eye-off", "heart-handshake"), role="body", size=36
        )
        self.done = PrimaryButton("check")
        self.done.clicked.connect(self.back_asked)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(16)
        side = QVBoxLayout()
        side.setSpacing(16)
        for place, points in enumerate((self.kept, self._seen, self._never)):
            card = self._card(self._titles[place], points)
            if place:
                side.addWidget(card)
            else:
                self._columns.addWidget(card, 1)
        side.addStretch(1)
        self._columns.addLayout(side, 1)
        page = ScrollPage(width=1160)
        page.column.setSpacing(8)
        page.column.addWidget(self._heading)
        page.column.addWidget(self._about)
        page.column.addWidget(self.retry)
        page.column.addSpacing(8)
        page.column.addLayout(self._columns)
        page.column.addStretch(1)
        self.set_content(page)
        bar = ActionBar()
        bar.add_end(self.done)
        self.set_bottom(bar)
        self.settle()
        self._load()

    @staticmethod
    def _card(title: Heading, points: Points) -> Card:
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 18, 24, 22)
        inside.setSpacing(14)
        inside.addWidget(title)
        inside.addWidget(points)
        inside.addStretch(1)
        return card

    def arrange(self) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if self.compact else across)

    def title(self) -> str:
        return _("My data")

    def primary(self) -> QAbstractButton:
        return self.done

    def retranslate(self) -> None:
        self._heading.setText(_("What is stored about me"))
        self._about.setText(_("Everything lies on this computer, and is locked."))
        titles = (_("Stored on this computer"), _("Who sees it"), _("Never stored"))
        for heading, words in zip(self._titles, titles, strict=True):
            heading.setText(words)
        self._seen.set_words(
            [
                _("You see all of it here."),
                _(
                    "Your facilitator and your supervisor may see what you finished and your "
                    "results. They do not see single answers."
                ),
                _("Your three pictures are kept so that nobody can read them."),
            ]
        )
        self._never.set_words(
            [
                _("What you choose in scenes, once a scene is over."),
                _("That you opened the helpline card."),
                _("That you pressed Hide."),
                _("Anything about a real child or a real person."),
            ]
        )
        self.done.setText(_("Done"))
        self._show_stored()
        self.title_changed.emit()

    # ------------------------------------------------------------ what there is

    def _load(self) -> None:
        learner_id = self._learner.learner_id
        self._background.run(
            self,
            lambda store: stored_about(store, learner_id=learner_id),
            self._on_loaded,
            lambda error: self.retry.show_error(error, self._load),
        )

    def _on_loaded(self, stored: StoredAbout) -> None:
        self._stored = stored
        self._show_stored()

    def _show_stored(self) -> None:
        stored = self._stored
        self.kept.setVisible(stored is not None)
        if stored is None:
            return
        learner = stored.learner
        spoken = i18n.LANGUAGES.get(learner.preferences.language, "")
        parts = (learner.name, _(ROLES[learner.role]), learner.team, spoken)
        known = " · ".join(isolate(part) for part in parts if part)
        words = [
            "",
            _counted(
                ngettext("{count} lesson finished", "{count} lessons finished", stored.lessons),
                stored.lessons,
            ),
            _counted(
                ngettext("{count} quiz taken", "{count} quizzes taken", stored.quizzes),
                stored.quizzes,
            ),
            _counted(
                ngettext("{count} certificate", "{count} certificates", stored.certificates),
                stored.certificates,
            ),
            _counted(
                ngettext(
                    "{count} record of what you did, under a code instead of your name",
                    "{count} records of what you did, under a code instead of your name",
                    stored.records,
                ),
                stored.records,
            ),
        ]
        self.kept.set_words(words)
        self.kept.paras[0].set_plain(known)


def _counted(words: str, count: int) -> str:
    return words.format(count=isolate(i18n.number(count)))
