"""What counts when two texts are compared, and what does not."""

from __future__ import annotations

import unicodedata

import pytest

from trainer_app.content.folding import folded, folded_places, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CAPTACIÓN", "captacion"), ("élève", "Eleve"), ("œuvre", "ŒUVRE"), ("l’aide", "l'aide"),
        ("الأَطْفَال", "الاطفال"), ("إبلاغ", "ابلاغ"), ("حمايـــة", "حمايه"), ("مستوى", "مستوي"),
        ("live\u2011streaming", "live-streaming"), ("re\u00adport", "report"),
        (unicodedata.normalize("NFD", "niñez"), "ninez"),
    ],
)  # fmt: skip
def test_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_every_folded_letter_knows_where_it_stood() -> None:
    text = unicodedata.normalize("NFD", "Éé") + "ß طِفل"
    plain, places = folded_places(text)
    assert plain == "eess طفل"
    assert places == [0, 2, 4, 4, 5, 6, 8, 9]
    assert plain == folded(text)


def test_words_go_without_the_arabic_article() -> None:
    assert words("الأطفال والأطفال بالأطفال للأطفال أطفال") == ["اطفال"] * 5
    assert words("إلى الباب") == ["الي", "باب"]
    assert words("L’enfant, d'ici (2024)_fin") == ["l", "enfant", "d", "ici", "2024", "fin"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ال", []), ("الأ", ["ا"]), ("الأط", ["اط"]), ("باب ال", ["باب"]), ("الألعاب", ["العاب"])],
)
def test_an_unfinished_article_says_nothing_yet(typed: str, found: list[str]) -> None:
    assert words(typed, unfinished=True) == found
