"""Source files as one tree of scalars, sequences and mappings, each knowing its place.

YAML and lesson Markdown both become such trees; ``shape`` turns a tree into structs. A scalar
keeps the text as written: whether ``2026.1`` is a number or a name is decided by the field it
stands in, so YAML's own guesses ("no" for false) play no part.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from trainer_app.content.authoring.problems import Findings, Place

MAX_BYTES = 512 * 1024
MAX_DEPTH = 12
MAX_NODES = 20_000


def parse_yaml(text: str, file: str, findings: Findings, first_line: int = 1) -> Node | None:
    """The tree of a YAML text that starts at ``first_line`` of ``file``; ``None`` when unreadable.

    Aliases, anchors, tags, several documents and excessive depth are refused before anything is
    built from them; duplicate keys are named and the first one is kept.
    """
    try:
        return _Builder(text, file, findings, first_line).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        reason = getattr(error, "problem", None) or "something unexpected"
        findings.add(
            Place(file, line),
            "yaml",
            f"This does not read as YAML ({reason}). Look at the indentation here and above, "
            "and put a text that contains a colon or starts with a sign in quotes.",
        )
    except _Refused as refused:
        findings.add(Place(file, refused.line), "yaml", str(refused))
    return None


@dataclass(frozen=True)
class Scalar:
    """One value as written; ``quoted`` tells a quoted text from a bare word."""

    place: Place
    text: str
    quoted: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing (or YAML's null) is written here."""
        return not self.quoted and self.text in {"", "~", "null"}


@dataclass(frozen=True)
class Sequence:
    """A list."""

    place: Place
    entries: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Mapping:
    """Named fields; ``key_places`` tells where each name stands."""

    place: Place
    fields: dict[str, Node] = field(default_factory=dict)
    key_places: dict[str, Place] = field(default_factory=dict)

    def put(self, key: str, value: Node, place: Place | None = None) -> None:
        """Add a field."""
        self.fields[key] = value
        self.key_places[key] = place or value.place


Node = Scalar | Sequence | Mapping


class _Refused(Exception):
    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


class _Builder:
    """Builds the tree from parse events, so nothing is resolved behind our back."""

    def __init__(self, text: str, file: str, findings: Findings, first_line: int) -> None:
        self._events = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._file = file
        self._findings = findings
        self._first_line = first_line
        self._nodes = 0

    def document(self) -> Node:
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return Mapping(Place(self._file, self._first_line))
        tree = self._node(event, 1)
        self._next()
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Refused(self._line(after), "One file holds one document: take out the `---`.")
        return tree

    def _next(self) -> yaml.Event:
        event = next(self._events)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(self._line(event), "Anchors (&) and aliases (*) are not used here.")
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.NodeEvent) and tag and tag != "!":
            raise _Refused(self._line(event), f"The tag `{tag}` is not used here.")
        return event

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise _Refused(self._line(event), "This is nested too deeply or too long.")
        place = Place(self._file, self._line(event))
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(place, event.value, quoted=event.style not in {None, ""})
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place, depth)
        return self._mapping(place, depth)

    def _sequence(self, place: Place, depth: int) -> Sequence:
        sequence = Sequence(place)
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            sequence.entries.append(self._node(event, depth + 1))
        return sequence

    def _mapping(self, place: Place, depth: int) -> Mapping:
        mapping = Mapping(place)
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused(key.place.line, "A field's name is one plain word.")
            if key.text in mapping.fields:
                self._findings.add(key.place, "duplicate", f"`{key.text}` is written twice.")
            else:
                mapping.put(key.text, value, key.place)
        return mapping

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return self._first_line + (mark.line if mark else 0)
