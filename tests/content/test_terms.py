"""The avoid lists, in three languages, with and without accents."""

from __future__ import annotations

import pytest

from trainer_app.content.authoring.terms import avoided, identity_words


def always(text: str, language: str = "en") -> list[str]:
    return [found.word for found in avoided(text, language) if found.always]


def sometimes(text: str, language: str = "en") -> list[str]:
    return [found.word for found in avoided(text, language) if not found.always]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "child pornography"), ("en", "Kiddie porn"), ("en", "child **sex** tourism"),
        ("en", "a child prostitute"), ("en", "child sex workers"), ("en", "a sugar daddy"),
        ("en", "her boyfriend"), ("en", "he befriends her"), ("en", "seduction"),
        ("en", "cybersex"), ("en", "a live show"), ("en", "revenge porn"), ("en", "cyber-only"),
        ("en", "ruined for life"), ("en", "white slavery"), ("en", "sex slaves"),
        ("en", "child brides"), ("en", "child molester"), ("en", "her confession"),
        ("en", "the alleged story"), ("en", "a runaway"), ("en", "street children"),
        ("en", "illegal child"), ("en", "orphanage tourism"), ("en", "fake nudes"),
        ("en", "Lolita"), ("en", "minor girls"), ("en", "transactional sex"),
        ("en", "she should have known"), ("en", "risky behaviour"), ("en", "270,000 images"),
        ("es", "pornografía infantil"), ("es", "Prostitución infantil"), ("es", "turismo sexual"),
        ("es", "trata de blancas"), ("es", "la confesión"), ("es", "niños de la calle"),
        ("es", "abuso virtual"), ("es", "conducta de riesgo"),
        ("fr", "pédopornographie"), ("fr", "prostitution enfantine"), ("fr", "tourisme sexuel"),
        ("fr", "traite des blanches"), ("fr", "les enfants des rues"), ("fr", "l’aveu"),
        ("pt", ""), ("ar", ""),
    ],
)  # fmt: skip
def test_words_that_are_always_wrong(language: str, text: str) -> None:
    assert bool(always(text, language)) == bool(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "child sexual abuse material"), ("en", "grooming of a child"),
        ("en", "live-streaming of child sexual abuse"), ("en", "sexual extortion of a child"),
        ("en", "child exploited in prostitution"), ("en", "the child told a clerk"),
        ("en", "an unaccompanied child on the move"), ("en", "a young driver shows the way"),
        ("en", "The Optional Protocol on the sale of children, child prostitution and child "
               "pornography"),
        ("es", "material de abuso sexual infantil"), ("es", "captación con fines sexuales"),
        ("es", "Protocolo relativo a la venta de niños, la prostitución infantil y la utilización "
               "de niños en la pornografía"),
        ("es", "transmisión en vivo de abuso sexual"), ("es", "en situación de explotación sexual"),
        ("fr", "matériel d'abus sexuel d'enfants"), ("fr", "sollicitation d'enfants"),
        ("fr", "exploitation d'enfants dans la prostitution"), ("fr", "un enfant non accompagné"),
    ],
)  # fmt: skip
def test_words_to_use(language: str, text: str) -> None:
    assert always(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "A customer waits.", ["customer"]),
        ("en", "You are no hero and rescue nobody.", ["hero", "rescue"]),
        ("en", "They met on WhatsApp.", ["whatsapp"]),
        ("en", "It is 20 % of all.", ["20 %"]),
        ("en", "Customise the hotel.", []),
        ("es", "El menor llora.", ["menor"]),
        ("es", "menores de 18 años", []),
        ("fr", "Les mineurs et le client", ["mineurs", "client"]),
    ],
)
def test_words_to_look_at(language: str, text: str, expected: list[str]) -> None:
    assert sorted(sometimes(text, language)) == sorted(expected)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a foreign man"), ("en", "an Indigenous girl"), ("en", "people with dark skin"),
        ("en", "a refugee"), ("en", "she wears a headscarf"), ("en", "he speaks with an accent"),
        ("en", "a poor family"), ("en", "they do not look alike"), ("en", "a girl without papers"),
        ("en", "a single mother"), ("en", "in a wheelchair"), ("en", "two gay fathers"),
        ("en", "traditional dress"), ("en", "another language"), ("en", "her stepfather"),
        ("es", "una niña indígena"), ("es", "un extranjero"), ("es", "sin papeles"),
        ("fr", "une étrangère"), ("fr", "un enfant handicapé"), ("fr", "sans papiers"),
    ],
)  # fmt: skip
def test_words_that_say_who_somebody_is(language: str, text: str) -> None:
    assert identity_words(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "An adult holds the papers and stops the child from answering.",
        "The child is afraid and looks around for help.",
        "Two adults quarrel about who pays for the ticket.",
        "A bus with poor brakes", "window blinds", "the last bus",
        "a white bag", "the language of the form",
    ],
)  # fmt: skip
def test_what_somebody_does_is_no_identity(text: str) -> None:
    assert identity_words(text, "en") == ()
