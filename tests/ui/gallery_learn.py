"""Pages like those of a learner: home, a lesson, a question in three states."""

from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from tests.ui.gallery_words import t
from trainer_app import paths
from trainer_app.ui import scenes, theme
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Passage, Speaker
from trainer_app.ui.widgets.buttons import (
    PrimaryButton,
    SecondaryButton,
)
from trainer_app.ui.widgets.cards import Card, ModuleCard
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.choices import ChoiceList
from trainer_app.ui.widgets.feedback import FeedbackSheet
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import (
    PictureMark,
)
from trainer_app.ui.widgets.progress import ProgressBar, ProgressSteps


class HomePage(Screen):
    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        page = ScrollPage(width=1216)
        page.column.setSpacing(8)
        self._hello, self._done = Heading("display"), Para("body", colour="text_muted")
        page.column.addWidget(self._hello)
        page.column.addWidget(self._done)
        page.column.addSpacing(8)
        page.column.addWidget(self._hero(speaker))
        page.column.addSpacing(12)
        self._modules = Heading("h2")
        page.column.addWidget(self._modules)
        row = QHBoxLayout()
        row.setSpacing(16)
        self._cards = [ModuleCard() for _one in range(4)]
        for card, name in zip(self._cards, ("terminal", "notice", "online", "listen"), strict=True):
            card.set_picture(*scenes.scene(name))
            row.addWidget(card, 1)
        page.column.addLayout(row)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()

    def _hero(self, speaker: Speaker) -> QWidget:
        hero = Card(radius=theme.HERO_RADIUS)
        self._over = Para("small", colour="accent")
        self._lesson = Heading("h1")
        self._about = Para("body", colour="text_muted")
        self._bar = ProgressBar()
        self._bar.setValue(33)
        self._bar.setAccessibleName("Lessons read")
        self._go = PrimaryButton("arrow-right", forward=True)
        self._listen = Listen(speaker)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._go)
        buttons.addWidget(self._listen, 1)
        words = QVBoxLayout()
        words.setContentsMargins(28, 20, 28, 20)
        words.setSpacing(6)
        for widget in (self._over, self._lesson, self._about, self._bar):
            words.addWidget(widget)
        words.addSpacing(8)
        words.addLayout(buttons)
        words.addStretch(1)
        picture = scenes.SceneView(ratio=1.8, end_only=True)
        picture.show_scene("notice")
        row = QHBoxLayout(hero)
        row.setContentsMargins(1, 1, 1, 1)
        row.addLayout(words, 7)
        row.addWidget(picture, 4)
        return hero

    def first_focus(self) -> QWidget:
        return self._go

    def retranslate(self) -> None:
        self._hello.setText(t("Hello, Rosa"))
        self._done.setText(t("You have finished 1 of 4 modules. Well done."))
        self._over.setText(t("Your next lesson"))
        self._lesson.setText(t("Notice the signs early"))
        self._about.setText(t("Safe terminals · Lesson 3 of 6 · about 5 minutes"))
        self._go.setText(t("Continue"))
        self._modules.setText(t("Your modules"))
        states = (
            ("success", "circle-check"),
            ("primary", "circle-dashed"),
            ("plain", "circle"),
            ("plain", "circle"),
        )
        about = t("What a safe terminal looks like, and what each of us can do.")
        for card, (kind, icon) in zip(self._cards, states, strict=True):
            card.set_words(t("Safe terminals"), about)
            card.set_state(kind, icon, t("Finished"))


class LessonPage(Screen):
    leading = "close"
    offers_language = False

    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        page = ScrollPage(width=1302)
        page.column.setSpacing(12)
        self._steps = ProgressSteps()
        self._steps.show_step(2, 6)
        page.column.addWidget(self._steps)
        picture = scenes.SceneView()
        picture.show_scene("waiting-hall", "A waiting hall")
        self._listen = Listen(speaker, slower=True)
        self._title = Heading("display")
        self._text = Para("lesson")
        bullets = (("clock", "accent"), ("lock", "info"))
        self._bullets = [
            (PictureMark(icon, 48, colour=f"on_{tint}_soft", ground=f"{tint}_soft"), Para("lesson"))
            for icon, tint in bullets
        ]
        self._notes = [Callout("remember"), Callout("careful")]
        words = QVBoxLayout()
        words.setSpacing(10)
        words.addWidget(self._listen)
        words.addWidget(self._title)
        words.addWidget(self._text)
        for mark, para in self._bullets:
            line = QHBoxLayout()
            line.setSpacing(14)
            line.addWidget(mark)
            line.addWidget(para, 1)
            words.addLayout(line)
        for note in self._notes:
            words.addWidget(note)
        words.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(38)
        left = QVBoxLayout()
        left.addWidget(picture)
        left.addStretch(1)
        both.addLayout(left, 5)
        both.addLayout(words, 6)
        page.column.addLayout(both)
        page.column.addStretch(1)
        self.set_content(page)
        self._back = SecondaryButton("arrow-left")
        self._next = PrimaryButton("arrow-right", forward=True)
        bar = ActionBar()
        bar.add_start(self._back)
        bar.add_end(self._next)
        self.set_bottom(bar)
        self.settle()

    def title(self) -> str:
        return t("Safe terminals")

    def first_focus(self) -> QWidget:
        return self._next

    def retranslate(self) -> None:
        self._title.setText(t("Notice the signs early"))
        self._text.setText(
            t("A terminal is a busy place. **One person who looks twice** can change a lot.")
        )
        self._text.highlight(1)
        self._bullets[0][1].setText(t("An adult who waits here often and gives gifts."))
        self._bullets[1][1].setText(t("Someone who asks a child to keep a secret."))
        for note in self._notes:
            note.setText(
                t("One sign alone does not prove anything. Stay calm and tell your focal point.")
            )
        self._back.setText(t("Back"))
        self._next.setText(t("Next"))
        passage = Passage(
            "text",
            self._text.text(),
            (paths.resources() / "assets" / "sounds" / "self-test.opus").read_bytes(),
        )
        self._listen.offer([passage], [self._text])
        self._listen.button.set_playing(True)
        self._text.highlight(1)


class QuizPage(Screen):
    leading = "close"
    offers_language = False
    verdict: str = "good"
    several = False

    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        page = ScrollPage(width=1116)
        page.column.setSpacing(14)
        self._steps = ProgressSteps()
        self._steps.show_step(1, 5)
        page.column.addWidget(self._steps)
        self._prompt = Heading("h2")
        self._listen = Listen(speaker)
        words = QVBoxLayout()
        words.addWidget(self._prompt)
        words.addWidget(self._listen)
        words.addStretch(1)
        picture = scenes.SceneView(radius=16)
        picture.show_scene("counter", "A counter")
        picture.setMaximumWidth(300)
        head = QHBoxLayout()
        head.setSpacing(32)
        head.addLayout(words, 3)
        head.addWidget(picture, 1)
        page.column.addLayout(head)
        self.choices = ChoiceList()
        self.choices.set_columns(2)
        page.column.addWidget(self.choices)
        page.column.addStretch(1)
        self.set_content(page)
        self.bar = ActionBar()
        self._check = PrimaryButton("check")
        self.bar.add_end(self._check)
        self.feedback = FeedbackSheet()
        self.set_bottom(self.bar, self.feedback)
        self.settle()

    def retranslate(self) -> None:
        self._prompt.setText(
            t("A child waits alone at your counter late in the evening. What do you do first?")
        )
        self.choices.set_choices(
            [
                ("a", t("I go on with my work.")),
                ("b", t("I ask kindly whether somebody is coming.")),
                ("c", t("I ask everybody in the hall.")),
                ("d", t("I wait until the last bus has left.")),
            ],
            several=self.several,
        )
        self._check.setText(t("Check my answer"))
        passage = Passage("prompt", self._prompt.text(), b"OggS")
        self._listen.offer([passage], [self._prompt])
        for card in self.choices.cards.values():
            card.show_speaker(self._listen.can_read)
        reason = t("A kind question keeps the child safe and gives you time.")
        if self.verdict == "good":
            self.choices.choose(["b"])
            self.choices.show_verdicts({"b": "right"})
            self.feedback.set_button(t("Next"))
            self.feedback.show_verdict("good", reason)
            self.show_bottom(self.feedback)
        elif self.verdict == "not-yet":
            self.choices.choose(["c"])
            self.choices.show_verdicts({"c": "not-yet", "a": "could-help", "d": "neutral"})
            self.feedback.set_button(t("Try again"), "repeat", forward=False)
            self.feedback.show_verdict("not-yet", reason)
            self.show_bottom(self.feedback)
        else:
            self.choices.choose(["a", "c"])


class RetryPage(QuizPage):
    verdict = "not-yet"


class SeveralPage(QuizPage):
    verdict = ""
    several = True
