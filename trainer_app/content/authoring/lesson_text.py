"""Lesson Markdown read as a tree: front matter, steps, blocks, and the lines under a step.

Only what a lesson may hold is understood; links, HTML, tables, code, numbered lists and
everything else Markdown knows is named as a problem at its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from trainer_app.content.authoring.problems import Findings, Place
from trainer_app.content.authoring.tree import Mapping, Node, Scalar, Sequence, parse_yaml

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"(?P<title>.*?)\s*\{#(?P<id>[^}]*)\}\s*\Z", re.DOTALL)
_CALLOUT = re.compile(r"\[!(\w+)\]\s*")
_DETAIL = re.compile(r"(source|layer|check)s?\s*:\s*(.*)\Z", re.IGNORECASE | re.DOTALL)
_MARKS = {"strong_open": "**", "strong_close": "**", "em_open": "*", "em_close": "*"}
_NOT_HERE = {
    "link_open": "Links do not work offline: name the place in words, or add it to the sources.",
    "html_inline": "HTML is not used in lessons.",
    "html_block": "HTML is not used in lessons.",
    "code_inline": "Code marks (`) are not used in lessons.",
    "code_block": "A line that starts with four spaces reads as code: take the spaces away.",
    "fence": "Code blocks are not used in lessons.",
    "ordered_list_open": "Numbered lists are not used in lessons; start each point with `- `.",
    "table_open": "Tables are not used in lessons.",
    "hr": "Lines of dashes are not used in lessons; a new step starts with `# `.",
    "image": "A picture stands alone, with an empty line before and after it.",
}


def parse_lesson(text: str, file: str, findings: Findings) -> Mapping | None:
    """The tree of a lesson file, in the shape of ``Lesson``; ``None`` without a front matter."""
    front = _FRONT_MATTER.match(text)
    if front is None:
        findings.add(
            Place(file, 1),
            "front-matter",
            "A lesson starts with a line `---`, then id, title, minutes and picture, "
            "then another line `---`.",
        )
        return None
    lesson = parse_yaml(front.group(1), file, findings, first_line=2)
    if not isinstance(lesson, Mapping):
        if lesson is not None:
            findings.add(lesson.place, "front-matter", "The front matter holds named fields.")
        return None
    if "steps" in lesson.fields:
        place = lesson.key_places["steps"]
        findings.add(place, "unknown-field", "Steps are written below the front matter, not in it.")
    body = text[front.end() :]
    reader = _LessonReader(file, text[: front.end()].count("\n") + 1, findings)
    lesson.put("steps", reader.steps(body), lesson.place)
    return lesson


class _LessonReader:
    """Walks the tokens of a lesson's body; ``first_line`` is where the body starts."""

    def __init__(self, file: str, first_line: int, findings: Findings) -> None:
        self._file = file
        self._first_line = first_line
        self._findings = findings
        self._steps: list[Node] = []
        self._step: Mapping | None = None

    def steps(self, body: str) -> Sequence:
        """All steps of the body."""
        environment: dict[str, dict[str, dict[str, list[int]]]] = {}
        tokens = MarkdownIt("commonmark").enable("table").parse(body, environment)
        for token, inner in _blocks(tokens):
            self._block(token, inner)
        for reference in environment.get("references", {}).values():
            line = self._first_line + reference.get("map", [0])[0]
            self._findings.add(Place(self._file, line), "markup", _NOT_HERE["link_open"])
        return Sequence(Place(self._file, self._first_line), self._steps)

    def _block(self, token: Token, inner: list[Token]) -> None:
        if token.type == "heading_open":
            self._heading(token, inner[0])
        elif token.type == "paragraph_open":
            self._paragraph(inner[0])
        elif token.type == "bullet_list_open":
            self._bullets(token, inner)
        elif token.type == "blockquote_open":
            self._callout(token, inner)
        else:
            self._not_here(token)

    def _heading(self, token: Token, inline: Token) -> None:
        place = self._place(token)
        if token.tag != "h1":
            self._findings.add(place, "markup", "A step starts with one `#`; no other headings.")
        self._step = Mapping(place)
        self._steps.append(self._step)
        text = self._text(inline)
        heading = _HEADING.match(text)
        if heading is None:
            said = f"The step “{text}” has no id: end the line with `{{#a-short-name}}`."
            self._findings.add(place, "missing", said)
        step_id = heading["id"] if heading else "unnamed"
        self._step.put("id", Scalar(place, step_id, quoted=True))
        self._step.put("title", Scalar(place, heading["title"] if heading else text, quoted=True))
        self._step.put("blocks", Sequence(place))

    def _paragraph(self, inline: Token) -> None:
        children = inline.children or []
        if len(children) == 1 and children[0].type == "image":
            self._picture(children[0], self._place(inline))
            return
        words: list[str] = []
        for line, text in self._lines(inline):
            detail = _DETAIL.match(text)
            if detail and self._step:
                self._detail(detail.group(1).lower(), detail.group(2), line)
            else:
                words.append(text)
        if words:
            place = self._place(inline)
            self._add(place, "paragraph", text=Scalar(place, " ".join(words), quoted=True))

    def _bullets(self, token: Token, inner: list[Token]) -> None:
        place = self._place(token)
        entries = Sequence(place)
        for item, parts in _blocks(inner):
            blocks = list(_blocks(parts))
            if not blocks or blocks[0][0].type != "paragraph_open":
                self._findings.add(self._place(item), "markup", "A bullet holds one plain line.")
                continue
            inline = blocks[0][1][0]
            entries.entries.append(Scalar(self._place(item), self._text(inline), quoted=True))
            for extra, _ in blocks[1:]:
                said = "A bullet holds one plain line, no second list or paragraph."
                self._findings.add(self._place(extra), "markup", said)
        self._add(place, "bullets", entries=entries)

    def _callout(self, token: Token, inner: list[Token]) -> None:
        place = self._place(token)
        blocks = list(_blocks(inner))
        text = ""
        if blocks and blocks[0][0].type == "paragraph_open":
            text = self._text(blocks[0][1][0])
        for extra, _ in blocks[1:]:
            said = "A callout holds one paragraph."
            self._findings.add(self._place(extra), "markup", said)
        kind = _CALLOUT.match(text)
        if kind is None:
            said = "A callout starts with `[!NOTE]`, `[!REMEMBER]` or `[!CAREFUL]`."
            self._findings.add(place, "markup", said)
            return
        self._add(
            place,
            "callout",
            kind=Scalar(place, kind.group(1).lower()),
            text=Scalar(place, text[kind.end() :], quoted=True),
        )

    def _picture(self, image: Token, place: Place) -> None:
        picture = Mapping(place)
        picture.put("file", Scalar(place, str(image.attrs.get("src", ""))))
        picture.put("alt", Scalar(place, image.content, quoted=True))
        if self._step is None:
            self._outside(place)
        elif "picture" in self._step.fields:
            self._findings.add(place, "markup", "A step has one picture at most.")
        else:
            self._step.put("picture", picture, place)

    def _detail(self, name: str, value: str, place: Place) -> None:
        assert self._step is not None
        field = {"source": "citations"}.get(name, name)
        if field in self._step.fields:
            said = f"This step has two `{name.capitalize()}` lines."
            self._findings.add(place, "duplicate", said)
        elif name == "source":
            citations = [c for part in value.split(",") if (c := self._citation(part, place))]
            self._step.put(field, Sequence(place, citations), place)
        else:
            self._step.put(field, Scalar(place, value.strip()), place)

    def _citation(self, written: str, place: Place) -> Node | None:
        words = written.split()
        if len(words) < 2:
            said = (
                f"The source “{written.strip()}” should be a code, a fact number and a "
                "confidence, such as `NS-GROOM 2.01 V`, with commas between sources."
            )
            self._findings.add(place, "citation", said)
            return None
        citation = Mapping(place)
        citation.put("source", Scalar(place, words[0]))
        citation.put("confidence", Scalar(place, words[-1]))
        citation.put("fact", Scalar(place, " ".join(words[1:-1]), quoted=True))
        return citation

    def _add(self, place: Place, block_type: str, /, **fields: Node) -> None:
        if self._step is None:
            self._outside(place)
            return
        block = Mapping(place)
        block.put("type", Scalar(place, block_type))
        for name, node in fields.items():
            block.put(name, node)
        blocks = self._step.fields["blocks"]
        assert isinstance(blocks, Sequence)
        blocks.entries.append(block)

    def _outside(self, place: Place) -> None:
        said = "This stands before the first step; a step starts with `# Title {#id}`."
        self._findings.add(place, "markup", said)

    def _text(self, inline: Token) -> str:
        return " ".join(text for _, text in self._lines(inline))

    def _lines(self, inline: Token) -> Iterator[tuple[Place, str]]:
        """The inline text line by line, with the marks of ``content.inline``."""
        place = self._place(inline)
        text = ""
        for child in inline.children or []:
            if child.type in {"softbreak", "hardbreak"}:
                yield place, text.strip()
                text, place = "", Place(place.file, place.line + 1)
            elif child.type == "text":
                if "*" in child.content:
                    said = "A star only marks words: `*so*` or `**so**`, without a space inside."
                    self._findings.add(place, "markup", said)
                text += child.content
            elif child.type in _MARKS:
                text += _MARKS[child.type]
            elif child.type in _NOT_HERE:
                self._findings.add(place, "markup", _NOT_HERE[child.type])
        yield place, text.strip()

    def _not_here(self, token: Token) -> None:
        said = _NOT_HERE.get(token.type, "This kind of Markdown is not used in lessons.")
        self._findings.add(self._place(token), "markup", said)

    def _place(self, token: Token) -> Place:
        return Place(self._file, self._first_line + (token.map[0] if token.map else 0))


def _blocks(tokens: list[Token]) -> Iterator[tuple[Token, list[Token]]]:
    """Each block of a level with the tokens between its opening and its end."""
    index = 0
    while index < len(tokens):
        opening = tokens[index]
        level: int = opening.nesting
        end = index
        while level > 0:
            end += 1
            level += tokens[end].nesting
        yield opening, tokens[index + 1 : end]
        index = end + 1
