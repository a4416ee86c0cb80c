"""The interface's catalogs: extract, update, check, compile. Run by ``dev.py``.

python translations/catalogs.py update     after words in the code changed
python translations/catalogs.py check      are they fresh, complete and whole?
python translations/catalogs.py compile    .po to .mo, and the pseudo-locale
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
ROOT = HERE.parent
DOMAIN = "trainer_app"
TEMPLATE = HERE / f"{DOMAIN}.pot"
LANGUAGES = ("es", "fr", "ar")
PSEUDO = "en_XA"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
FIELD = re.compile(r"\{[a-z_]*\}")
ACCENTED = str.maketrans("aceginorsuyzACEGINORSUYZ", "áçéğíñóřšúýžÁÇÉĞÍÑÓŘŠÚÝŽ")


def extracted() -> Catalog:
    """Every marked string of the program, with the place it stands in."""
    catalog = Catalog(project="Waypost", version="", charset="utf-8")
    found = extract_from_dir(
        ROOT / "trainer_app",
        keywords=KEYWORDS,
        comment_tags=("For translators:",),
        strip_comment_tags=True,
    )
    for filename, _line, message, comments, context in sorted(found, key=lambda m: (m[0], m[1])):
        catalog.add(
            message,
            locations=[(f"trainer_app/{filename}", 0)],
            auto_comments=comments,
            context=context,
        )
    return catalog


def path_of(language: str) -> Path:
    """Where the catalog of a language lies."""
    return HERE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def text_of(catalog: Catalog) -> str:
    """The catalog as it is written to disk: sorted by place, without dates."""
    buffer = BytesIO()
    write_po(
        buffer, catalog, width=100, omit_header=True, include_previous=False, ignore_obsolete=True
    )
    return buffer.getvalue().decode()


def header(language: str | None) -> str:
    """The few header lines gettext needs."""
    lines = [
        "Project-Id-Version: Waypost",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    if language:
        plural = Catalog(locale=language).plural_forms
        lines += [f"Language: {language}", f"Plural-Forms: {plural}"]
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n"


def read(language: str) -> Catalog:
    """The catalog of a language; an empty one where there is none yet."""
    if not path_of(language).exists():
        return Catalog(locale=language)
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Write the template and merge it into every language; changed strings become fuzzy."""
    fresh = extracted()
    TEMPLATE.write_text(header(None) + text_of(fresh))
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(fresh, no_fuzzy_matching=True)
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_text(header(language) + text_of(catalog))


def problems() -> list[str]:
    """What is stale, missing, doubtful or broken, one sentence each."""
    fresh = extracted()
    wanted = header(None) + text_of(fresh)
    found = []
    if not TEMPLATE.exists() or TEMPLATE.read_text() != wanted:
        found.append("trainer_app.pot is stale. Run: python3 dev.py catalogs")
    ids = {(message.id, message.context) for message in fresh if message.id}
    for language in LANGUAGES:
        catalog = read(language)
        known = {(message.id, message.context): message for message in catalog if message.id}
        for key in sorted(ids - set(known), key=str):
            found.append(f"{language}: {key[0]!r} is missing. Run: python3 dev.py catalogs")
        for key, message in known.items():
            if key in ids:
                found += [
                    f"{language}: {message.id!r} {problem}"
                    for problem in _message_problems(message, catalog)
                ]
    return found


def _message_problems(message: object, catalog: Catalog) -> list[str]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)  # type: ignore[attr-defined]
    texts = message.string if isinstance(message.string, tuple) else (message.string,)  # type: ignore[attr-defined]
    if not all(texts):
        return ["is not translated"]
    if message.fuzzy:  # type: ignore[attr-defined]
        return ["is marked fuzzy"]
    if len(ids) == 2 and len(texts) != catalog.num_plurals:
        return [f"has {len(texts)} plural forms; the language has {catalog.num_plurals}"]
    allowed = {field for text in ids for field in FIELD.findall(text)}
    wrong = [text for text in texts if not set(FIELD.findall(text)) <= allowed]
    if len(ids) == 1:
        wrong += [text for text in texts if set(FIELD.findall(text)) != allowed]
    return [f"has other {{fields}} in {wrong[0]!r}"] if wrong else []


def pseudo() -> Catalog:
    """A made-up language, longer and accented and in brackets, that shows what was not marked."""
    catalog = Catalog(locale="en", charset="utf-8")
    for message in extracted():
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            texts = tuple(_stretched(str(text)) for text in ids)
            catalog.add(message.id, texts if len(texts) > 1 else texts[0], context=message.context)
    return catalog


def _stretched(text: str) -> str:
    parts = re.split(r"(\{[a-z_]*\})", text)
    accented = "".join(p if FIELD.fullmatch(p) else p.translate(ACCENTED) for p in parts)
    return f"[{accented}{' ~' * (len(text) // 8)}]"


def compile_all() -> None:
    """Write the .mo file of every language and of the pseudo-locale."""
    for language in LANGUAGES:
        with path_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))
    target = path_of(PSEUDO).with_suffix(".mo")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, pseudo())


def main(arguments: list[str]) -> int:
    """Do the named task. Returns the exit code."""
    match arguments:
        case ["update"]:
            update()
            compile_all()
        case ["check"]:
            found = problems()
            print("\n".join(found) or "Catalogs are fresh and whole.")
            return 1 if found else 0
        case ["compile"]:
            compile_all()
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
