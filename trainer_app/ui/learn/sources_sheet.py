"""Where the facts of a module come from, and how sure they are; on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from trainer_app.i18n import _, isolate
from trainer_app.ui.part_words import joined
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.content.module import Citation, Confidence, Module


class SourcesSheet(Sheet):
    """The sources that some citations name, each with its confidence in words."""

    def __init__(self, module: Module, citations: Iterable[Citation] | None = None) -> None:
        """Without ``citations``, all those of the module."""
        super().__init__(width=760)
        named = {source.code: source for source in module.sources}
        found: dict[str, list[Confidence]] = {}
        for citation in all_citations(module) if citations is None else citations:
            labels = found.setdefault(citation.source, [])
            if citation.confidence not in labels:
                labels.append(citation.confidence)
        self._entries = [(named[code], labels) for code, labels in found.items() if code in named]
        self._intro = Para("body", colour="text_muted")
        self.body.addWidget(self._intro)
        self._lines = [_lines() for _one in self._entries]
        for paras in self._lines:
            entry = QVBoxLayout()
            entry.setSpacing(0)
            for para in paras:
                entry.addWidget(para)
            self.body.addLayout(entry)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Where this comes from"))
        self._intro.setText(
            _("We wrote the lessons in our own words. These are the sources of the facts.")
        )
        for (source, labels), (head, about, sure) in zip(self._entries, self._lines, strict=True):
            head.set_plain(source.organisation)
            line, title = _("{title}, {year}"), source.title.removesuffix(".")
            about.set_plain(line.format(title=isolate(title), year=isolate(source.year)))
            sure.setText(joined(*(confidence_words(label) for label in labels)))


def all_citations(module: Module) -> Iterator[Citation]:
    """Every citation of a module, in reading order."""
    for lesson in module.lessons:
        for step in lesson.steps:
            yield from step.citations
    for scenario in module.scenarios:
        yield from scenario.citations
    for item in module.items:
        yield from item.citations


def confidence_words(label: Confidence) -> str:
    """How sure a fact is, in plain words."""
    return {
        "VS": _("checked in the project's own documents"),
        "V": _("checked"),
        "V-old": _("checked, but some years old"),
        "2nd": _("quoted by somebody else"),
        "P": _("general knowledge of the profession, an expert still has to confirm it"),
    }[label]


def _lines() -> tuple[Para, Para, Para]:
    """Paragraphs for who says so, in which document, and how sure that is."""
    return Para("label"), Para("small"), Para("small", colour="text_muted")
