"""Passphrases that open a data file: how two are compared, and which are too easy to guess.

A PIN keeps colleagues apart; a passphrase is a key. It may be tried on a copied disk as often as a
machine can, so only its length and its chance protect it.
"""

import re
import unicodedata
from itertools import pairwise
from math import floor, log2
from typing import Literal

WORDS = 5
"""So many words are enough, if they have ``LEAST`` letters and signs between them."""
LETTERS = 20
"""So many letters and signs are enough in fewer words."""
LEAST = 15
MOST = 200
"""Letters and signs, blanks counted."""

Weakness = Literal["short", "long", "repeats", "runs", "common"]
"""Too few words and letters; too many; the same again and again; letters, digits or keys in a row;
words that many people know by heart."""

_ALIKE = {
    "\u0649": "\u064a",  # Arabic yeh without and with dots
    "\u0629": "\u0647",  # teh marbuta and heh
    "\u0671": "\u0627",  # alef wasla and alef
    "\u0640": "",  # tatweel only draws a word longer
    "\u2019": "'",
    "\u2018": "'",
}
"""Letters that are written one for the other. Never change what is here: a passphrase that was set
would open nothing any more."""
_DIFFERENT_WORDS = 4
_DIFFERENT_LETTERS = 8
_OWN_LETTERS = 12
"""So many must be left when what everybody knows is taken out."""

_KNOWN = """
correct horse battery staple|the quick brown fox jumps over the lazy dog|open sesame
to be or not to be that is the question|may the force be with you|once upon a time there was
i love you very much|i love you so much|all you need is love|happy birthday to you
the early bird catches the worm|an apple a day keeps the doctor away|i think therefore i am
life is like a box of chocolates|twinkle twinkle little star|row row row your boat
this is my secret passphrase|this is my passphrase|this is my password|this is a secret
let me in please|do not forget this|what is the password|i do not know|password|passphrase
en un lugar de la mancha de cuyo nombre no quiero acordarme|mas vale tarde que nunca
mas vale pajaro en mano que ciento volando|ojos que no ven corazon que no siente
habia una vez en un pais muy lejano|ser o no ser esa es la cuestion|te quiero mucho|te amo mucho
cumpleanos feliz te deseamos a ti|esta es mi frase secreta|esta es mi contrasena|contrasena
je pense donc je suis|liberte egalite fraternite|il etait une fois dans un pays lointain
portez ce vieux whisky au juge blond qui fume|longtemps je me suis couche de bonne heure
etre ou ne pas etre telle est la question|joyeux anniversaire|je t'aime beaucoup|mot de passe
بسم الله الرحمن الرحيم|الحمد لله رب العالمين|السلام عليكم ورحمة الله وبركاته
لا إله إلا الله محمد رسول الله|كان يا ما كان في قديم الزمان|الصبر مفتاح الفرج|كلمة السر
أبجد هوز حطي كلمن سعفص قرشت ثخذ ضظغ|عيد ميلاد سعيد|هذه كلمة السر الخاصة بي
qwertyuiop|asdfghjkl|zxcvbnm|azertyuiop|qsdfghjklm|wxcvbn|ضصثقفغعهخحجد|شسيبلاتنمكط
"""
"""What many people know by heart, and rows of keys."""
_ROWS = """
one two three four five six seven eight nine ten eleven twelve
monday tuesday wednesday thursday friday saturday sunday
january february march april may june july august september october november december
red orange yellow green blue white black brown
uno dos tres cuatro cinco seis siete ocho nueve diez once doce
lunes martes miercoles jueves viernes sabado domingo
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
rojo naranja amarillo verde azul blanco negro marron
un deux trois quatre cinq six sept huit neuf dix onze douze
lundi mardi mercredi jeudi vendredi samedi dimanche
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
rouge orange jaune vert bleu blanc noir brun
واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة
السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة
أحمر برتقالي أصفر أخضر أزرق أبيض أسود بني
"""
"""Words that follow each other, whatever their order in the passphrase."""


def normalised(phrase: str) -> str:
    """The passphrase as it is compared and hashed, whoever types it on which keyboard.

    Capital letters, accents and the marks over Arabic letters do not count, nor how wide the blanks
    are. This never changes from release to release.
    """
    parts = unicodedata.normalize("NFKD", phrase).casefold()
    parts = unicodedata.normalize("NFKD", parts)
    return " ".join("".join(_plain(letter) for letter in parts).split())


def weakness(phrase: str) -> Weakness | None:
    """Why this is no passphrase to choose; None for a good one."""
    plain = normalised(phrase)
    words, letters = plain.split(), _letters(plain)
    if len(plain) > MOST:
        return "long"
    long_enough = len(words) >= WORDS and len(letters) >= LEAST
    if not (long_enough or len(plain) >= LETTERS):
        return "short"
    if len(words) >= WORDS and len(set(words)) < _DIFFERENT_WORDS:
        return "repeats"
    if len(set(letters)) < _DIFFERENT_LETTERS or _is_repetition(letters):
        return "repeats"
    if _runs(letters):
        return "runs"
    return "common" if _is_known(letters) or _is_row(words) else None


def word_count(phrase: str) -> int:
    """How many words were typed so far."""
    return len(phrase.split())


def bits(count: int, words: int = WORDS) -> int:
    """What so many words are worth, each drawn by chance from ``count``; rounded down."""
    return floor(words * log2(count))


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return ""
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return _ALIKE.get(letter, letter)


def _letters(plain: str) -> str:
    return "".join(one for one in plain if one.isalnum())


def _is_repetition(letters: str) -> bool:
    """Whether it is one piece, written at least twice."""
    return letters in (letters + letters)[1:-1]


def _runs(letters: str) -> bool:
    """Whether most letters follow the one before in the alphabet, forwards or backwards."""
    steps = [abs(ord(after) - ord(before)) == 1 for before, after in pairwise(letters)]
    return 2 * sum(steps) > len(steps)


def _is_known(letters: str) -> bool:
    """Whether it is a piece of what everybody knows, or has little of its own beside that."""
    known = [_letters(normalised(one)) for one in re.split(r"[|\n]", _KNOWN.strip())]
    if any(letters in one for one in known):
        return True
    for one in sorted(known, key=len, reverse=True):
        letters = letters.replace(one, "")
    return len(letters) < _OWN_LETTERS


def _is_row(words: list[str]) -> bool:
    """Whether three words or more, and all but one at most, are of one row."""
    rows = (set(normalised(row).split()) for row in _ROWS.strip().split("\n"))
    found = (sum(word in row for word in words) for row in rows)
    return any(count > 2 and count >= len(words) - 1 for count in found)
