"""What opens the data of this computer: by itself, or by a passphrase that somebody has to know.

A computer that holds the names of many people must not open for whoever takes it away. Staff set
the passphrase, change it and take it off; each is written down. Forgotten, the recovery code stands
in its place, so nothing is set before that code was typed back from paper.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainer_app import i18n, paths
from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.audit import act_draft
from trainer_app.operations.staff import list_staff
from trainer_app.training.passphrase import WORDS, Weakness, bits, normalised, weakness
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

FEW = 30
"""The names of so many people may lie on a computer that opens by itself, even a supervisor's."""


class PassphraseRefused(TrainerError):
    """This passphrase is too easy to guess, or too long."""


class PassphraseMissed(TrainerError):
    """This is neither the passphrase there is nor the recovery code."""


class CodeNotConfirmed(TrainerError):
    """Nobody typed the recovery code back yet, so a forgotten passphrase would lose the data."""


@dataclass(frozen=True, slots=True)
class ComputerLock:
    """How the data of this computer opens.

    ``is_alone``: no key is left beside the passphrase; where it is False, a keystore did not answer
    when the key was to be taken away, and the next start tries again. ``is_needed`` is what
    ``needs_passphrase`` says. ``organisation_opens`` it, too.
    """

    has_passphrase: bool
    is_alone: bool
    code_confirmed: bool
    organisation_opens: bool
    is_needed: bool


@dataclass(frozen=True, slots=True)
class LockKept:
    """What was to be changed is on the disk."""

    lock: ComputerLock
    changed: Changed = Changed.STAFF | Changed.SITE


@dataclass(frozen=True, slots=True)
class NewCode:
    """The recovery code from now on, to be shown once; the one before opens nothing any more."""

    code: str
    changed: Changed = Changed.STAFF | Changed.SITE


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words drawn by chance, each from so ``many``; ``bits`` is what that is worth."""

    words: tuple[str, ...]
    many: int
    bits: int

    @property
    def phrase(self) -> str:
        return " ".join(self.words)


def needs_passphrase(store: Store) -> bool:
    """Whether data of many people opens by itself where a supervisor works: not to be left so.

    A supervisor signs in on this computer, names of more than ``FEW`` people lie here, and no
    passphrase is set. Cheap, also with many people.
    """
    if store.passphrase.is_set or store.learner_count() <= FEW:
        return False
    return any(card.signs_in_here and card.staff.oversees for card in list_staff(store))


def read_lock(store: Store) -> ComputerLock:
    """How it stands now."""
    is_set = store.passphrase.is_set
    return ComputerLock(
        has_passphrase=is_set,
        is_alone=not is_set or store.passphrase.is_alone,
        code_confirmed=store.recovery_confirmed,
        organisation_opens=store.escrow_recipient is not None,
        is_needed=needs_passphrase(store),
    )


def set_passphrase(store: Store, *, by: OnDuty, phrase: str) -> LockKept:
    """From now on somebody has to type this to open the data. Takes tenths of a second.

    Where it is set already, it must be this one: a second click changes nothing. Raises
    ``PassphraseRefused``, ``CodeNotConfirmed``, ``PassphraseMissed``, ``NotSaved`` (try again with
    the same words), ``StoreUnusable`` for too little memory.
    """
    require_good(phrase)
    if not store.recovery_confirmed:
        raise CodeNotConfirmed(_("Type the recovery code back first. It helps if you forget."))
    if store.passphrase.is_set:
        _require_proof(store, phrase)
    return _put(store, by, phrase)


def change_passphrase(store: Store, *, by: OnDuty, proof: str, phrase: str) -> LockKept:
    """Another passphrase. ``proof`` is the one there is, or the recovery code.

    Raises as ``set_passphrase`` does; ``PassphraseRefused`` also for the one there is.
    """
    _require_proof(store, proof)
    require_good(phrase)
    if normalised(proof) == normalised(phrase):
        raise PassphraseRefused(_("This is the passphrase you have now. Choose another one."))
    return _put(store, by, phrase)


def check_proof(store: Store, *, proof: str) -> bool:
    """Whether this is the passphrase or the recovery code. Takes tenths of a second."""
    return store.confirm_recovery_code(proof) or store.passphrase.is_right(proof)


def remove_passphrase(store: Store, *, by: OnDuty, proof: str) -> LockKept:
    """From now on the data opens by itself on this computer. A second click changes nothing.

    ``proof`` is the passphrase or the recovery code. Raises ``PassphraseMissed``, ``NotSaved``.
    """
    if store.passphrase.is_set:
        _require_proof(store, proof)
        store.append([act_draft(by, Act.PASSPHRASE_REMOVED)])
        store.passphrase.take_off()
    return LockKept(read_lock(store))


def make_recovery_code(store: Store, *, by: OnDuty) -> NewCode:
    """For when the paper is lost. Have it typed back. Raises ``NotSaved``."""
    store.append([act_draft(by, Act.CODE_RENEWED)])
    return NewCode(store.renew_recovery_code())


def require_good(phrase: str) -> None:
    """Raises ``PassphraseRefused`` with what to do for one that is too easy to guess."""
    found = weakness(phrase)
    if found is not None:
        raise PassphraseRefused(_why(found))


def suggest_passphrase(language: str) -> Suggestion:
    """Plain words of a language, or of English where we have none, that nobody would guess."""
    words = _words(language)
    while True:
        drawn = tuple(secrets.choice(words) for _word in range(WORDS))
        if weakness(" ".join(drawn)) is None:
            return Suggestion(drawn, len(words), bits(len(words)))


# ---------------------------------------------------------------- inside


def _put(store: Store, by: OnDuty, phrase: str) -> LockKept:
    """It is written down before, so that it cannot happen unnoticed."""
    store.append([act_draft(by, Act.PASSPHRASE_SET)])
    store.passphrase.put(phrase)
    return LockKept(read_lock(store))


def _require_proof(store: Store, proof: str) -> None:
    if not check_proof(store, proof=proof):
        raise PassphraseMissed(_("This does not open it yet. Look at each word, then try again."))


def _words(language: str) -> list[str]:
    folder = paths.resources() / "assets" / "words"
    file = next(
        file
        for code in (language, language.split("_")[0], i18n.SOURCE)
        if (file := folder / f"{code}.txt").exists()
    )
    lines = file.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _why(found: Weakness) -> str:
    return {
        "short": _("This is too short. Use five words, or twenty letters and signs."),
        "long": _("This is too long. Five or six words are enough."),
        "repeats": _("The same comes again and again. Use five different words."),
        "runs": _("These letters follow each other. Use five words that do not."),
        "common": _("Many people know these words by heart. Use words that nobody says together."),
    }[found]
