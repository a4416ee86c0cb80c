"""The report as web pages to read or print: no scripts, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tests.report.parts import LANGUAGES, Line, Piece
from trainer_app.content.module import Citation, Source
from trainer_app.i18n import LANGUAGES as NAMES
from trainer_app.i18n import is_rtl

LABELS = {
    "VS": "verified in the project's own source documents",
    "V": "verified in an archived page",
    "V-old": "verified, but old",
    "2nd": "second hand",
    "P": "professional knowledge, to be reviewed",
}
STYLE = """
body { font: 15px/1.45 "Noto Sans", sans-serif; color: #16262b; margin: 2rem auto;
  max-width: 76rem; }
h1, h2, h3 { line-height: 1.2; } h3 { margin: 1.6rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td, th { border: 1px solid #b9c4c4; padding: .3rem .5rem; vertical-align: top; text-align: start; }
th.key { width: 11rem; } td.key { color: #4a5c62; font-size: 12px; overflow-wrap: anywhere; }
p.source { color: #4a5c62; font-size: 13px; margin: .2rem 0; }
.mark { border: 1px solid #a8480b; color: #7a3306; border-radius: .8rem; padding: 0 .5rem;
  font-size: 12px; }
@media print { h3, table { break-inside: avoid; }
  body { margin: 0; max-width: none; font-size: 11px; } }
"""


def page(title: str, body: str) -> str:
    """A whole page."""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style><h1>{escape(title)}</h1>{body}</html>\n"
    )


def piece(one: Piece, sources: dict[str, Source]) -> str:
    """One piece: its texts side by side, its sources."""
    languages = [
        code
        for code in (*LANGUAGES, "ar")
        if any(code in line.words for line in one.lines) or code in LANGUAGES
    ]
    marks = "".join(f' <span class="mark">{escape(mark)}</span>' for mark in one.marks)
    head = "".join(f"<th>{escape(NAMES[code])}</th>" for code in languages)
    rows = "".join(_row(line, languages) for line in one.lines)
    return (
        f'<h3 id="{escape(one.name)}">{escape(one.kind)}: {escape(one.name)}{marks}</h3>'
        f'<table><tr><th class="key">text</th>{head}</tr>{rows}</table>'
        f"{_sources(one.citations, sources)}"
    )


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A plain table."""
    heads = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{heads}</tr>{lines}</table>"


def _row(line: Line, languages: list[str]) -> str:
    cells = ""
    for code in languages:
        direction = ' dir="rtl"' if is_rtl(code) else ""
        cells += f'<td lang="{code}"{direction}>{escape(line.words.get(code, "—"))}</td>'
    key = ".".join(line.key.split(".")[-3:])
    return f'<tr><td class="key">{escape(key)}</td>{cells}</tr>'


def _sources(citations: Iterable[Citation], sources: dict[str, Source]) -> str:
    said = []
    for citation in citations:
        source = sources.get(citation.source)
        who = f"{source.organisation}: {source.title} ({source.year})" if source else "?"
        fact = f", fact {citation.fact}" if citation.fact else ""
        label = LABELS[citation.confidence]
        said.append(f"{citation.source}{fact}: {who}. {citation.confidence}, {label}.")
    return "".join(f'<p class="source">{escape(one)}</p>' for one in said)
