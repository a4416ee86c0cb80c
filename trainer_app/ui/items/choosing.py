"""One choice, several choices, true or not true: answers as large cards."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from trainer_app.content.module import ChoiceItem, ChoicesItem, TrueFalseItem
from trainer_app.i18n import _
from trainer_app.training.attempt import shuffled
from trainer_app.training.scoring import join, right_response, split
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.view import ItemView, Shown
from trainer_app.ui.sound import Passage
from trainer_app.ui.widgets.choices import ChoiceList, Verdict

_MANY = 4
"""With more answers than this, they stand closer."""


class CardsView(ItemView):
    """Answers as cards, by id. Subclasses call ``show_cards``."""

    several = False

    def show_cards(self, ids: list[str]) -> None:
        """Put up a card for each id, in this order; words come by ``word_card``."""
        self.list = ChoiceList()
        self.list.set_choices([(one, "") for one in ids], several=self.several)
        self.list.changed.connect(self._on_changed)
        self.list.listen_asked.connect(self._on_listen_asked)
        inside = self.list.layout()
        if inside is not None and len(ids) > _MANY:
            inside.setSpacing(8)
        for card in self.list.cards.values():
            card.takes_enter = False

    def show_speakers(self) -> None:
        """Give each card its small speaker, where there is something to hear."""
        keys = {passage.key.removeprefix(f"items.{self.item.id}.") for passage in self.passages()}
        for one, card in self.list.cards.items():
            card.show_speaker(self.listen.can_read and self.card_key(one) in keys)

    def card_key(self, one: str) -> str:
        """Which text of the item a card shows."""
        raise NotImplementedError

    def feedback(self, one: str) -> str:
        """What there is to say about an answer."""
        raise NotImplementedError

    def feedback_key(self, one: str) -> str:
        """Which text of the item that is."""
        raise NotImplementedError

    def better_word(self) -> str:
        """What stands over the right answer when another one was chosen."""
        # For translators: over the answer that would have been right
        return _("This one helps")

    # ------------------------------------------------------------ answering

    def response(self) -> str | None:
        chosen = self.list.chosen()
        return join(sorted(chosen)) if chosen else None

    def choose(self, response: str) -> None:
        self.list.choose(split(response))

    def first_focus(self) -> QWidget | None:
        cards = list(self.list.cards.values())
        return next((card for card in cards if card.isChecked()), cards[0])

    def take_key(self, event: QKeyEvent) -> bool:
        return self.list.take_key(event)

    def lock(self, locked: bool) -> None:
        self.list.lock(locked)

    def try_again(self) -> None:
        super().try_again()
        if not self.several:
            self.list.choose([])

    def _on_changed(self) -> None:
        self.response_changed.emit()

    def _on_listen_asked(self, one: str) -> None:
        self.read_one(self.card_key(one))

    # ------------------------------------------------------------ the verdict

    def mark(self, shown: Shown | None) -> None:
        chosen = set(split(shown.response)) if shown else set()
        right = set(split(right_response(self.item)))
        for one, card in self.list.cards.items():
            verdict = _verdict(one in chosen, one in right, self.several, shown)
            word = "" if one in chosen or verdict != "right" else self.better_word()
            card.show_verdict(verdict, word, self.words(self.feedback(one)) if verdict else "")

    def spoken(self) -> tuple[list[Passage], str]:
        if self.shown is not None and not self.shown.reveal and (one := self._astray(self.shown)):
            said = self.passage(self.feedback_key(one[0]), self.feedback(one[0]))
            return [said], self.setting.language
        return super().spoken()

    def _astray(self, shown: Shown) -> list[str]:
        chosen, right = set(split(shown.response)), set(split(right_response(self.item)))
        return [one for one in self.list.cards if one in chosen - right]

    def invitation(self, shown: Shown) -> str:
        if astray := self._astray(shown):
            return self.words(self.feedback(astray[0]))
        return self.ours(_("So far so good. There is more that fits."))


def _verdict(chosen: bool, right: bool, several: bool, shown: Shown | None) -> Verdict:
    if shown is None:
        return ""
    if chosen:
        return "right" if right else "not-yet"
    if right and shown.reveal:
        return "neutral" if several else "right"
    return ""


class ChoiceView(CardsView):
    """One or several right choices of two to six."""

    def __init__(self, item: ChoiceItem | ChoicesItem, setting: Setting) -> None:
        super().__init__(item, setting)
        self.several = isinstance(item, ChoicesItem)
        self._choices = {one.id: one for one in shuffled(item.choices, setting.seed, item.id)}
        self.show_cards(list(self._choices))
        for one, choice in self._choices.items():
            card = self.list.cards[one]
            card.setText(self.words(choice.text))
            self.add_passage(self.card_key(one), choice.text, card.para)
        self.offer_listening()
        self.show_speakers()
        self.answers.addWidget(self.list)
        self.settle()

    def card_key(self, one: str) -> str:
        return f"choices.{one}.text"

    def feedback(self, one: str) -> str:
        return self._choices[one].feedback

    def feedback_key(self, one: str) -> str:
        return f"choices.{one}.feedback"

    def retranslate(self) -> None:
        self.hint.setText(self.ours(_("Choose all that fit.") if self.several else ""))
        self.hint.setVisible(self.several)
        self.list.setAccessibleName(self.prompt.text())
        super().retranslate()


class TrueFalseView(CardsView):
    """A sentence that is true, or not."""

    def __init__(self, item: TrueFalseItem, setting: Setting) -> None:
        super().__init__(item, setting)
        self._item = item
        self.show_cards(["true", "false"])
        if not self.setting.clip(f"items.{item.id}.prompt"):
            # a recording ends with the sentence; the computer's voice reads the answers too
            for one, word in _true_false().items():
                self.add_passage(one, word, self.list.cards[one].para)
        self.offer_listening()
        self.answers.addWidget(self.list)
        self.settle()
        self.show_speakers()

    def card_key(self, one: str) -> str:
        return one

    def better_word(self) -> str:
        # For translators: over the answer "True" or "Not true" that would have been right
        return _("This is how it is")

    def feedback(self, one: str) -> str:
        return self._item.feedback_true if one == "true" else self._item.feedback_false

    def feedback_key(self, one: str) -> str:
        return f"feedback_{one}"

    def retranslate(self) -> None:
        self.hint.setText(self.ours(_("Is this true?")))
        for one, word in _true_false().items():
            self.list.cards[one].setText(word)
        self.list.setAccessibleName(self.prompt.text())
        super().retranslate()


def _true_false() -> dict[str, str]:
    # For translators: the two answers to "Is this true?"
    return {"true": _("True"), "false": _("Not true")}
