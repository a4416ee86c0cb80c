"""Marks and slots inside a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_module import SMALL
from trainer_app.content import inline
from trainer_app.content.inline import Span

SITE = {"focal-point": "Ana *Quispe*", "police": ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("plain", (Span("plain"),)),
        ("**now**", (Span("now", strong=True),)),
        ("a *b c* d", (Span("a "), Span("b c", emphasis=True), Span(" d"))),
        ("**a** *b*", (Span("a", strong=True), Span(" "), Span("b", emphasis=True))),
        ("2 * 3 * 4", (Span("2 * 3 * 4"),)),
        ("tell **{focal-point}**", (Span("tell "), Span("Ana *Quispe*", strong=True))),
        ("call {police}", (Span("call {police}"),)),
    ],
)
def test_spans(text: str, expected: tuple[Span, ...]) -> None:
    assert inline.spans(text, SITE) == expected


def test_plain_words_for_a_voice() -> None:
    assert inline.plain("Tell **{focal-point}** *now*.", SITE) == "Tell Ana *Quispe* now."


def test_a_site_fills_what_it_has_and_fallbacks_the_rest() -> None:
    values = inline.slot_values(SMALL, {"focal-point": "", "police": "the post"})
    assert values == {slot.id: slot.fallback for slot in SMALL.slots}
    if SMALL.slots:
        first = SMALL.slots[0].id
        assert inline.slot_values(SMALL, {first: "Ana"})[first] == "Ana"


@pytest.mark.parametrize("text", ["a * b", "**a", "***a***", "{x", "x}", "{X}", "{}"])
def test_faults_are_said(text: str) -> None:
    assert inline.faults(text)


@pytest.mark.parametrize("text", ["", "a", "*a*", "**a b**", "{police} *{manager}*"])
def test_no_faults(text: str) -> None:
    assert inline.faults(text) == ()


def test_slots_in_order() -> None:
    assert inline.slots_in("{police} and **{manager}**") == ("police", "manager")


@given(st.text(alphabet="a *{}-", max_size=30))
def test_no_character_is_lost_but_marks(text: str) -> None:
    shown = "".join(span.text for span in inline.spans(text))
    assert shown.replace("*", "") == text.replace("*", "")
