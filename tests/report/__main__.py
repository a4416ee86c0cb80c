"""``python3 dev.py content``: the report, in ``build/content-report``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import NamedTuple

from tests.content import fairness
from tests.report import pages, reading
from tests.report.parts import Piece, modules_of, pieces_of, shelf_pieces
from trainer_app.content.module import Module, Source

ROOT = Path(__file__).parent.parent.parent
HARDEST = 10


class Fact(NamedTuple):
    """Something stated that an expert has to confirm: where, its words, its number, who says so."""

    where: str
    words: str
    fact: str
    source: str


class Link(NamedTuple):
    """A page of the report."""

    file: str
    title: str
    about: str


def main(output: Path) -> None:
    """Write every page, print what they hold."""
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"{output} cannot be written: {error.strerror}.")
    every = list(modules_of(ROOT))
    facts: list[Fact] = []
    links = []
    for modules in every:
        found = pieces_of(modules)
        links.append(_module(output, modules, found))
        sources = {source.code: source for source in modules["en"].sources}
        facts += to_review(modules["en"].id, found, sources)
    links.append(_shelf(output))
    links.append(_facts(output, facts))
    links.append(_reading(output, every))
    links.append(_fairness(output))
    listed = "".join(
        f'<li><a href="{link.file}">{escape(link.title)}</a>: {escape(link.about)}</li>'
        for link in links
    )
    start = (
        "<p>For review on paper: every text in each language, with its sources. "
        "Where no sign-off is named, nobody has signed yet.</p>"
    )
    _write(output, "index.html", "What Waypost teaches", f"{start}<ul>{listed}</ul>")
    for link in links:
        print(f"{link.title}: {link.about}")
    print(output / "index.html")


def to_review(place: str, pieces: Iterable[Piece], sources: dict[str, Source]) -> list[Fact]:
    """The places that state something with label P."""
    found = []
    for one in pieces:
        for citation in one.citations:
            if citation.confidence == "P":
                words = " ".join(line.words["en"] for line in one.lines[:4])
                source = sources[citation.source]
                who = f"{citation.source}: {source.organisation}, {source.title}"
                found.append(Fact(f"{place}: {one.kind} {one.name}", words, citation.fact, who))
    return found


def _module(output: Path, modules: dict[str, Module], found: list[Piece]) -> Link:
    module = modules["en"]
    sources = {source.code: source for source in module.sources}
    body = _reviews(module) + "".join(pages.piece(one, sources) for one in found)
    title = f"{module.title} ({module.id} {module.version})"
    counts = (
        f"{len(module.lessons)} lessons, {len(module.scenarios)} scenes, "
        f"{len(module.bank)} questions in the bank; {', '.join(sorted(modules))}"
    )
    return _write(output, f"{module.id}.html", title, body, counts)


def _shelf(output: Path) -> Link:
    pieces, sources = shelf_pieces(ROOT)
    body = "".join(pages.piece(one, sources) for one in pieces)
    title = "Library, glossary, paths, job aids"
    return _write(output, "shelf.html", title, body, f"{len(pieces)} entries")


def _facts(output: Path, facts: list[Fact]) -> Link:
    body = pages.table(Fact._fields, facts)
    title = "Facts that an expert has to confirm"
    return _write(output, "facts-to-review.html", title, body, f"{len(facts)} places")


def _write(output: Path, file: str, title: str, body: str, about: str = "") -> Link:
    (output / file).write_text(pages.page(title, body), encoding="utf-8")
    return Link(file, title, about)


def _reading(output: Path, every: list[dict[str, Module]]) -> Link:
    body = f"<p>{escape(reading.__doc__ or '')}</p>"
    means = []
    for language in reading.LANGUAGES:
        ages: list[tuple[float, str]] = []
        for modules in every:
            if (module := modules.get(language)) is not None:
                means.append((language, module.id, f"{reading.module_age(module):.1f}"))
                ages += [(a, f"{module.id}: {s}") for s, a in reading.step_ages(module).items()]
        hardest = sorted(ages, reverse=True)[:HARDEST]
        body += f"<h2>{language}: the {HARDEST} hardest steps</h2>"
        body += pages.table(("age", "step"), ((f"{a:.1f}", s) for a, s in hardest))
        for years, step in hardest:
            print(f"{language} {years:5.1f}  {step}")
    body += "<h2>Modules</h2>" + pages.table(("language", "module", "age"), means)
    about = f"the {HARDEST} hardest steps of each language"
    return _write(output, "reading.html", "Reading level", body, about)


def _fairness(output: Path) -> Link:
    everybody = fairness.read_register(ROOT)
    asked = fairness.asked_about(everybody)
    body = f"<p>{escape(fairness.__doc__ or '')}</p>"
    every, fair = tuple(fairness.TRAITS), fairness.FAIR_WITH_HELPERS
    for title, people, traits, silence in (
        ("Those asked about", asked, every, True),
        ("Everybody, helpers too", everybody, fair, False),
    ):
        found = [
            row.cells for trait in traits for row in fairness.rows(people, trait, silence=silence)
        ]
        body += f"<h2>{title}</h2>" + pages.table(fairness.HEAD, found)
        for cells in (fairness.HEAD, *found):
            print("{:14}{:25}{:>15}{:>15}{:>12}  {}".format(*cells))
    listed = ((one.where, one.who, "concern" if one.concern else "-") for one in everybody)
    body += "<h2>The register</h2>" + pages.table(("where", "who", "concern"), listed)
    about = f"{len(everybody)} fictional persons: does concern follow who somebody is?"
    return _write(output, "fairness.html", "Fairness", body, about)


def _reviews(module: Module) -> str:
    if not module.reviews:
        return "<p><strong>Draft: nobody has signed this version yet.</strong></p>"
    signed = [(one.kind, one.name, one.date, one.language or "") for one in module.reviews]
    return pages.table(("review", "name", "date", "language"), signed)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "content-report")
