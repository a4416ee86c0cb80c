"""A voice that is not heard."""

from collections.abc import Sequence

from trainer_app.ui.sound import Kind, Passage, Speaker


class Talker(Speaker):
    """Reads everything in no time; ``said`` is what it was asked to say."""

    def __init__(self) -> None:
        super().__init__(engine=None)
        self.said: list[str] = []

    def kind_for(self, passages: Sequence[Passage], language: str = "") -> Kind:
        return "computer voice" if passages else "none"

    @property
    def is_silent(self) -> bool:
        return False

    def say(self, passages: Sequence[Passage], language: str = "") -> None:
        self.said += [passage.text for passage in passages]
        super().say(passages, language)
