"""Words of the glossary in lesson texts."""

from __future__ import annotations

import unicodedata

import pytest

from trainer_app.content.shelf import Term
from trainer_app.content.term_links import TermFinder


def term(term_id: str, *forms: str) -> Term:
    return Term(id=term_id, term=term_id, meaning="What it is.", why="Why so.", forms=forms)


GLOSSARY = (
    term("grooming", "grooming", "captación", "sollicitation d'enfants", "استمالة", "groomed"),
    term("online", "online grooming"),
    term("live", "live-streaming", "live-streamed", "transmisión en vivo"),
    term("focal", "focal point", "focal points", "نقطة الاتصال"),
    term("child"),
    term("blank", "", "  "),
)
FINDER = TermFinder(GLOSSARY)


def found(*texts: str) -> list[list[tuple[str, str]]]:
    return [
        [(link.term_id, text[link.start : link.start + link.length]) for link in links]
        for text, links in zip(texts, FINDER.find(texts), strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grooming takes time.", [("grooming", "Grooming")]),
        ("GROOMING, then groomed.", [("grooming", "GROOMING")]),
        ("A groomer is no form of it; nor is groomingly.", []),
        ("Online grooming, or grooming",
         [("online", "Online grooming"), ("grooming", "grooming")]),
        ("It was live streamed.", [("live", "live streamed")]),
        ("Tell the focal\u00a0point.", [("focal", "focal\u00a0point")]),
        ("Tell \u2068focal points\u2069.", [("focal", "focal points")]),
        ("La CAPTACIÓN en línea", [("grooming", "CAPTACIÓN")]),
        ("La captacion", [("grooming", "captacion")]),
        ("Una transmisión en vivo.", [("live", "transmisión en vivo")]),
        ("Une sollicitation d’enfants", [("grooming", "sollicitation d’enfants")]),
        ("الاِسْتِمَالَة خطر", [("grooming", "الاِسْتِمَالَة")]),
        ("خطر وبالاستماله", [("grooming", "وبالاستماله")]),
        ("أخبر نقطة اتصال", [("focal", "نقطة اتصال")]),
        ("أخبر النقطة الاتصال", [("focal", "النقطة الاتصال")]),
        ("A child.", []), ("", []),
    ],
)  # fmt: skip
def test_terms_are_found_as_they_stand(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == [expected]


def test_letters_that_are_stored_apart_belong_to_the_word() -> None:
    text = unicodedata.normalize("NFD", "La captación sigue.")
    assert found(text) == [[("grooming", unicodedata.normalize("NFD", "captación"))]]


def test_a_term_counts_once_over_all_the_texts() -> None:
    assert found("Grooming. Live-streaming.", "More grooming.", "A focal point.") == [
        [("grooming", "Grooming"), ("live", "Live-streaming")],
        [],
        [("focal", "focal point")],
    ]


def test_without_terms_nothing_is_found() -> None:
    assert TermFinder(()).find(["Grooming."]) == [[]]
    assert TermFinder((term("child"),)).find(["A child.", ""]) == [[], []]


def test_two_terms_with_one_form_give_it_to_the_first() -> None:
    twice = TermFinder((term("one", "sign"), term("two", "Sign")))
    assert [link.term_id for link in twice.find(["A sign."])[0]] == ["one"]


def test_a_form_is_never_a_pattern() -> None:
    odd = TermFinder((term("odd", "a.b", "c++ (d)", "[x"),))
    assert odd.find(["aXb"]) == [[]]
    assert [link.term_id for link in odd.find(["say a.b now"])[0]] == ["odd"]
