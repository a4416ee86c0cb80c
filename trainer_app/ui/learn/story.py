"""Where somebody is in a scene: the way taken so far, and how it is kept to go on there."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import msgspec

from trainer_app.training.attempt import shuffled

if TYPE_CHECKING:
    from trainer_app.content.module import Node, Scenario, ScenarioChoice

Visit = tuple[str, str]
"""A node and the choice made there."""


class _Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    trail: tuple[Visit, ...] = ()
    tried: tuple[Visit, ...] = ()
    chosen: str | None = None
    summary: bool = False


class Story:
    """A walk through one scenario. Choices are in an order that stays the same for one learner."""

    def __init__(self, scenario: Scenario, seed: str, kept: bytes | None = None) -> None:
        """``kept`` is what ``state`` gave; one that does not fit the scenario begins anew."""
        self.scenario = scenario
        self._nodes = {node.id: node for node in scenario.nodes}
        self._seed = zlib.crc32(f"{seed}/{scenario.id}".encode())
        self._kept = self._read(kept)

    # ------------------------------------------------------------ where we are

    @property
    def node(self) -> Node:
        """The moment of the story we are in."""
        trail = self._kept.trail
        return self._nodes[self._choice(*trail[-1]).goto] if trail else self.scenario.nodes[0]

    @property
    def steps(self) -> int:
        """How many choices led here."""
        return len(self._kept.trail)

    @property
    def chosen(self) -> ScenarioChoice | None:
        """The choice whose consequence is being read."""
        chosen = self._kept.chosen
        return self._choice(self.node.id, chosen) if chosen else None

    @property
    def reads_summary(self) -> bool:
        """Whether the summary is read instead."""
        return self._kept.summary

    @property
    def leads_on(self) -> bool:
        """Whether the choice being read leads to another moment than this one."""
        return self.chosen is not None and self.chosen.goto != self.node.id

    def choices(self) -> tuple[ScenarioChoice, ...]:
        """The choices here, in this learner's order."""
        return shuffled(self.node.choices, self._seed, self.node.id)

    def tried(self) -> tuple[ScenarioChoice, ...]:
        """The choices here whose consequence was read before."""
        here = self.node
        return tuple(one for one in here.choices if (here.id, one.id) in self._kept.tried)

    # ------------------------------------------------------------ walking

    def choose(self, choice_id: str) -> None:
        """Make a choice and read what follows from it. Raises ``KeyError`` for an unknown one."""
        visit = (self.node.id, choice_id)
        self._choice(*visit)
        tried = self._kept.tried
        tried = tried if visit in tried else (*tried, visit)
        self._kept = msgspec.structs.replace(self._kept, chosen=choice_id, tried=tried)

    def go_on(self) -> None:
        """Follow the choice; one that leads back shortens the way."""
        choice = self.chosen
        if choice is None:
            return
        way = [visit[0] for visit in self._kept.trail] + [self.node.id]
        trail = (*self._kept.trail, (self.node.id, choice.id))
        if choice.goto in way:
            trail = self._kept.trail[: way.index(choice.goto)]
        self._kept = msgspec.structs.replace(self._kept, trail=trail, chosen=None)

    def go_back(self) -> bool:
        """Take back what was done last: the summary, the choice, or the one before it."""
        kept = self._kept
        if kept.summary:
            self._kept = msgspec.structs.replace(kept, summary=False)
        elif kept.chosen:
            self._kept = msgspec.structs.replace(kept, chosen=None)
        elif kept.trail:
            self._kept = msgspec.structs.replace(kept, trail=kept.trail[:-1])
        return self._kept is not kept

    def read_summary(self) -> None:
        """Read what happens instead of choosing."""
        self._kept = msgspec.structs.replace(self._kept, summary=True)

    def state(self) -> bytes:
        """Where we are, to be kept."""
        return msgspec.json.encode(self._kept)

    def _choice(self, node_id: str, choice_id: str) -> ScenarioChoice:
        return {choice.id: choice for choice in self._nodes[node_id].choices}[choice_id]

    def _read(self, kept: bytes | None) -> _Kept:
        if not kept:
            return _Kept()
        try:
            read = msgspec.json.decode(kept, type=_Kept)
            here = self.scenario.nodes[0].id
            for node_id, choice_id in read.trail:
                if node_id != here:
                    return _Kept()
                here = self._choice(node_id, choice_id).goto
            for visit in (*read.tried, *([(here, read.chosen)] if read.chosen else [])):
                self._choice(*visit)
        except (msgspec.MsgspecError, KeyError):
            return _Kept()
        return read
