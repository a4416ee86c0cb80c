"""Small shelves to look into: a few cards and terms in three languages."""

from pathlib import Path

from trainer_app.content.catalog import Catalog
from trainer_app.content.shelf import LibraryCard, Shelf, Term, write_shelf

CARDS = (
    LibraryCard(
        id="model", rows=(1,), kind="tool", title="Model of Safe Terminals", body="A network",
        year="2023", languages=("en", "es"), topics=("safe-terminals",),
        about="A plan for places where many people wait.",
        note="Not seen by us: only its announcement.", used_in=("small", "not-here"),
        address="example.org/safe-terminals/a-very-long-path-to-the-paper_that_has_no_gap.html",
    ),
    LibraryCard(
        id="roads", rows=(2,), kind="publication", title="A paper on roads", body="A network",
        year="undated", languages=("fr",), topics=("travel-and-transport", "safe-terminals"),
        about="How buses and terminals keep children safe.",
    ),
    LibraryCard(
        id="listen", rows=(3,), kind="project", title="Escuchar a la niñez", body="A partner",
        year="2024", languages=("es",), topics=("listening",), about="What children say.",
        address="https://example.org/",
    ),
    *(
        LibraryCard(
            id=f"story-{number}", rows=(number,), kind="story", title=f"Story {number}",
            body="A network", year="2022", topics=("online",), about="One of many.",
        )
        for number in range(4, 16)
    ),
)  # fmt: skip


def term(term_id: str, word: str, *forms: str, also: tuple[str, ...] = ()) -> Term:
    """A term that says what it means."""
    return Term(
        id=term_id, term=word, meaning=f"{word} has a meaning.", why="It is a kind word.",
        also=also, forms=forms,
    )  # fmt: skip


TERMS = (
    term("staff", "staff", "staff"),
    term("focal-point", "focal point", "focal point", "focal points"),
    term("calm", "calm", "stay calm", also=("quiet", "at ease")),
    term("zeal", "“zeal”"),
    term("kind", "Kind", "kind"),
)
SPANISH = (
    term("nino", "niño"), term("nota", "nota"), term("arbol", "árbol"), term("bus", "bus"),
    term("nube", "nube"),
)  # fmt: skip
ARABIC = (term("child", "الطفل"), term("door", "باب"), term("way", "طريق"), term("a", "إبلاغ"))


def catalog_with(packs: Path, folder: Path) -> Catalog:
    """A catalog whose shelf speaks English, Spanish and Arabic."""
    for language, terms in (("en", TERMS), ("es", SPANISH), ("ar", ARABIC)):
        shelf = Shelf(language=language, library=CARDS, glossary=terms)
        write_shelf(folder, shelf)
    return Catalog([packs], folder)
