"""What stands on the page of a scene: picture, lines, and what there is to choose or to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer_app.content import inline
from trainer_app.i18n import _, isolate
from trainer_app.ui.learn.road_screen import direction_of, offer_texts, show_media
from trainer_app.ui.learn.story_cards import ConsequenceCard, TellCard, TrailDots, verdict_word
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.scenes import SceneView
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.choices import ChoiceList, Verdict
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainer_app.content.module import Module, Node, ScenarioChoice
    from trainer_app.content.pack import Pack
    from trainer_app.ui.learn.story import Story
    from trainer_app.ui.sound import Speaker

_VERDICTS: dict[str, Verdict] = {"helps": "right", "could-help": "could-help", "not-yet": "not-yet"}


class StoryPage(ScrollPage):
    """Shows where a story stands. Signals: ``choice_made(choice_id)``."""

    choice_made = Signal(str)

    def __init__(
        self, module: Module, pack: Pack, site: Mapping[str, str], speaker: Speaker
    ) -> None:
        super().__init__(width=1302)
        self._module, self._pack = module, pack
        self._values = inline.slot_values(module, site)
        fallbacks = {slot.id: slot.fallback for slot in module.slots}
        self._filled = {slot: said for slot, said in site.items() if said != fallbacks.get(slot)}
        self._read: list[tuple[str, str, Para]] = []
        self.listen = Listen(speaker)
        self._trail, self._picture = TrailDots(), SceneView()
        self._made_up = Para("small", colour="accent")
        self._lines: list[Para] = []
        self._scene = QVBoxLayout()
        self._chosen = Para("body", colour="text_muted")
        self._question = Heading("h2")
        self.choices = ChoiceList()
        self.choices.changed.connect(self._on_choices_changed)
        self.choices.listen_asked.connect(self._on_listen_asked)
        self.consequence, self.tell = ConsequenceCard(), TellCard()
        self._summary = Para("lesson")
        self._general = Para("small", colour="text_muted")
        self.rather = QuietButton("file-text")
        self.retry = RetryLine()
        self.setLayoutDirection(direction_of(module))
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._trail, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.listen, 1)
        head.addWidget(self._made_up, 0, Qt.AlignmentFlag.AlignVCenter)
        self._scene.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(12)
        words.addLayout(self._scene)
        for widget in (
            self._chosen, self._question, self.choices, self._summary,
            self.consequence, self.tell, self._general, self.retry,
        ):  # fmt: skip
            words.addWidget(widget)
        words.addStretch(1)
        picture = QVBoxLayout()
        picture.setSpacing(8)
        picture.addWidget(self._picture)
        picture.addWidget(self.rather, 0, Qt.AlignmentFlag.AlignLeading)
        picture.addStretch(1)
        self._both = both = QHBoxLayout()
        both.addLayout(picture, 2)
        both.addLayout(words, 3)
        self.column.setSpacing(14)
        self.column.addLayout(head)
        self.column.addLayout(both)
        self.column.addStretch(1)

    def set_compact(self, compact: bool) -> None:
        """Give the words more room on a small window."""
        self._both.setStretch(0, 3 if compact else 2)
        self._both.setStretch(1, 7 if compact else 3)
        self._both.setSpacing(24 if compact else 36)

    def show_story(self, story: Story) -> None:
        """Show this moment of the story, in the current language."""
        node, chosen = story.node, story.chosen
        # isolated, as the page runs the way of the module's language
        self._made_up.setText(isolate(_("This story is made up.")))
        self._general.setText(isolate(_("General: your employer and the law come first.")))
        self.rather.setText(_("I would rather read a summary"))
        self.rather.setVisible(not story.reads_summary)
        self._read = []
        parts = (self._chosen, self._question, self.choices, self._summary, self.consequence)
        for widget in (*parts, self.tell, *self._lines):
            widget.setVisible(False)
        self._trail.show_way(story.steps, ended=not node.choices)
        self._trail.setVisible(not story.reads_summary)
        if story.reads_summary:
            self._show_summary(story)
        elif chosen is not None:
            self._show_consequence(node, chosen)
        else:
            self._show_moment(story, node)
        picture = node.picture or story.scenario.picture
        if story.reads_summary:
            picture = story.scenario.picture
        show_media(self._picture, self._module, self._pack, picture.file, picture.alt)
        self._offer()

    # ------------------------------------------------------------ the ways it can stand

    def _show_moment(self, story: Story, node: Node) -> None:
        key = f"scenarios.{story.scenario.id}.nodes.{node.id}"
        while len(self._lines) < len(node.scene):
            line = Para("lesson")
            self._lines.append(line)
            self._scene.addWidget(line)
        for number, text in enumerate(node.scene):
            self._say(self._lines[number], f"{key}.scene.{number}", text)
        if node.tell is not None:
            self.tell.show_tell(node.tell, self._values, self._filled)
            self.tell.setVisible(True)
            self._read.append((f"{key}.tell", node.tell, self.tell.tell))
            return
        self._say(self._question, f"{key}.question", node.question or _("What do you do?"))
        shown = [(one.id, inline.fill(one.text, self._values)) for one in story.choices()]
        self.choices.set_choices(shown)
        for one in story.tried():
            card = self.choices.cards[one.id]
            card.show_verdict(_VERDICTS[one.verdict], verdict_word(one.verdict))
        self.choices.setVisible(True)
        for one in story.choices():
            entry = (f"{key}.choices.{one.id}.text", one.text, self.choices.cards[one.id].para)
            self._read.append(entry)

    def _show_consequence(self, node: Node, chosen: ScenarioChoice) -> None:
        text = inline.plain(chosen.text, self._values)
        self._chosen.set_plain(isolate(_("You chose: {choice}").format(choice=isolate(text))))
        self._chosen.setVisible(True)
        self.consequence.show_choice(chosen, self._values)
        self.consequence.setVisible(True)
        key = f"scenarios.{self._scenario_id(node)}.nodes.{node.id}.choices.{chosen.id}"
        self._read.append((f"{key}.consequence", chosen.consequence, self.consequence.consequence))
        self._read.append((f"{key}.reason", chosen.reason, self.consequence.reason))

    def _show_summary(self, story: Story) -> None:
        self._question.setText(_("Summary"))
        self._question.setVisible(True)
        key = f"scenarios.{story.scenario.id}.summary"
        self._say(self._summary, key, story.scenario.summary)

    def _scenario_id(self, node: Node) -> str:
        return next(one.id for one in self._module.scenarios if node in one.nodes)

    # ------------------------------------------------------------ reading aloud

    def _say(self, para: Para, key: str, text: str) -> None:
        para.setText(text, self._values)
        para.setVisible(True)
        self._read.append((key, text, para))

    def _offer(self) -> None:
        offer_texts(self.listen, self._module, self._read, self._values, self._pack)
        for card in self.choices.cards.values():
            card.show_speaker(self.listen.can_read)

    def _on_choices_changed(self, chosen: list[str]) -> None:
        if chosen:
            self.choice_made.emit(chosen[0])

    def _on_listen_asked(self, choice_id: str) -> None:
        key = next(
            key for key, _text, para in self._read if para is self.choices.cards[choice_id].para
        )
        self.listen.read_one(key)
