"""How two passphrases are compared, and which are too easy to guess."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trainer_app.training.passphrase import LETTERS, MOST, bits, normalised, weakness, word_count

GOOD = "river lantern copper window sparrow"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  River\tLANTERN  copper\n", "river lantern copper"),
        ("Ñandú Straße Łódź", "nandu strasse łodz"),
        ("cafe\u0301 ｃａｆé ﬁn", "cafe cafe fin"),
        ("l\u2019eau l'eau", "l'eau l'eau"),
        ("İstanbul IŞIK", "istanbul isik"),
        ("أَرْز إبريق آفاق", "ارز ابريق افاق"),
        ("مدرسة مدرسه مستشفى مســـك", "مدرسه مدرسه مستشفي مسك"),
        ("بيت\u200f ٢٠٢٦ ۲", "بيت 2026 2"),
        ("win\u00addow\u00a0one", "window one"),
        ("ɓaɗe ɛlɔ ŋ ẹkọ", "ɓaɗe ɛlɔ ŋ eko"),
    ],
)
def test_what_does_not_count(typed: str, kept: str) -> None:
    """Frozen: a passphrase that was set opens the data only as long as this stays."""
    assert normalised(typed) == kept


@given(st.text())
@example("ΐ ẛ ǰ ŉ ῼ ﬓ")
def test_the_form_is_a_form(typed: str) -> None:
    form = normalised(typed)
    assert normalised(form) == form
    assert normalised(f" {typed}  ") == form
    form.encode()


@pytest.mark.parametrize(
    "phrase",
    [
        GOOD,
        "my dog eats red apples",
        "tres tigres comen trigo junto al lago",
        "un vélo bleu attend sous le tilleul",
        "قنفذ دراجة جوز سقف شتاء",
        "Kx7-qpl#29-mmvR-tiw!",
        "nobody says these words aloud together",
    ],
)
def test_a_good_one_is_taken(phrase: str) -> None:
    assert weakness(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("", "short"),
        ("river lantern copper", None),  # twenty letters in three words
        ("river copper", "short"),
        ("a b c d e f", "short"),
        ("ab cd ef gh ij", "short"),
        ("x" * (LETTERS - 1), "short"),
        ("river " * 60, "long"),
        ("house house house house house", "repeats"),
        ("House HOUSE house house casa", "repeats"),
        ("red river red river red river", "repeats"),
        ("a" * 40, "repeats"),
        ("lanternlanternlantern", "repeats"),
        ("12345678901234567890", "repeats"),
        ("abcdefghijklmnopqrstuvwxyz", "runs"),
        ("zyxwvutsrqponmlkjihgf", "runs"),
        ("correct horse battery staple", "common"),
        ("Correct-Horse-Battery-Staple 1!", "common"),
        ("to be or not to be that is", "common"),
        ("qwertyuiop asdfghjkl zxcvbnm", "common"),
        ("one two three four five", "common"),
        ("cinco uno cuatro tres dos", "common"),
        ("lundi mardi mercredi jeudi vendredi", "common"),
        ("بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ", "common"),
        ("واحد اثنان ثلاثة أربعة خمسة", "common"),
        ("this is my secret passphrase please", "common"),
    ],
)
def test_what_many_would_try_first_is_refused(phrase: str, why: str | None) -> None:
    assert weakness(phrase) == why


def test_how_long_is_counted_as_it_is_compared() -> None:
    assert weakness("  ".join(["river", "lantern", "copper", "window", "sparrow"])) is None
    assert weakness("l" * MOST + "x") == "long"


def test_words_and_their_worth() -> None:
    assert word_count("  river  lantern ") == 2
    assert (bits(256), bits(512), bits(600), bits(2)) == (40, 45, 46, 5)
