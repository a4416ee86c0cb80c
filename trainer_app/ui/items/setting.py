"""What a question needs besides itself: the attempt's order, the pack, the voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trainer_app import i18n
from trainer_app.content.pack import Pack
from trainer_app.errors import PackRejected
from trainer_app.ui.sound import Speaker


@dataclass(frozen=True)
class Setting:
    """Where a question is asked.

    ``seed`` fixes the order of answers; ``values`` fill the slots; ``narration`` names the
    recordings of the module by text key; ``language`` is the module's, empty for the interface's.
    """

    seed: int
    pack: Pack
    values: Mapping[str, str]
    speaker: Speaker
    narration: Mapping[str, str] = field(default_factory=dict)
    language: str = ""

    @property
    def is_rtl(self) -> bool:
        """Whether the words of the module run from right to left."""
        return i18n.is_rtl(self.language or None)

    def clip(self, key: str) -> bytes | None:
        """The recording of a text, if the pack has one that can be read."""
        return self._media(self.narration[key]) if key in self.narration else None

    def picture(self, name: str) -> tuple[str, bytes]:
        """A picture's key among all packs, and its bytes; none where the file went missing."""
        manifest = self.pack.manifest
        return f"{manifest.id}/{manifest.version}/{name}", self._media(name) or b""

    def _media(self, name: str) -> bytes | None:
        try:
            return self.pack.media(name)
        except (KeyError, PackRejected):
            return None
