"""A passphrase for this computer: when it is needed, who changes it, and what is written down."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.operations.people_here import acts
from tests.store.conftest import learner
from trainer_app import i18n, paths
from trainer_app.errors import NotSaved, StoreLocked
from trainer_app.operations import Changed, staff_pins
from trainer_app.operations.act_words import act_sentence
from trainer_app.operations.audit import list_acts
from trainer_app.operations.computer import open_computer
from trainer_app.operations.computer_lock import (
    FEW,
    CodeNotConfirmed,
    PassphraseMissed,
    PassphraseRefused,
    change_passphrase,
    check_proof,
    make_recovery_code,
    needs_passphrase,
    read_lock,
    remove_passphrase,
    set_passphrase,
    suggest_passphrase,
)
from trainer_app.operations.staff import add_first_staff, add_staff, mark_staff_left
from trainer_app.store import Store, passphrase_slot
from trainer_app.training.passphrase import WORDS, normalised, weakness
from trainer_app.training.staff import OnDuty

PHRASE = "river lantern copper window sparrow"
OTHER = "meadow button violin harvest cloud"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_pins, "_bears_strong", lambda _seconds: False)
    weak = passphrase_slot.Strength(memory_kib=64, passes=1, lanes=1)
    monkeypatch.setattr(passphrase_slot, "STRENGTH", weak)


@pytest.fixture
def code(store: Store) -> str:
    """The recovery code, typed back."""
    made = store.renew_recovery_code()
    assert store.confirm_recovery_code(made)
    return made


@pytest.fixture
def elena(store: Store, code: str) -> OnDuty:
    return add_first_staff(
        store, name="Elena Choque", roles=("facilitator",), pin="482913", recovery_code=code
    )


@pytest.fixture
def locked(store: Store, elena: OnDuty) -> Store:
    set_passphrase(store, by=elena, phrase=PHRASE)
    return store


def opens(store: Store, folder: Path, phrase: str | None) -> bool:
    store.close()
    try:
        Store.open(folder, passphrase=phrase, use_keystore=False).close()
    except StoreLocked:
        return False
    return True


def fill(store: Store, count: int) -> None:
    for number in range(count):
        store.add_learner(learner(number, f"Person {number}"), "")


# ---------------------------------------------------------------- when it is needed


def test_many_people_where_a_supervisor_works_need_one(store: Store, elena: OnDuty) -> None:
    fill(store, FEW + 1)
    assert not needs_passphrase(store)
    omar = add_staff(store, by=elena, name="Omar Haddad", roles=("supervisor",)).staff
    assert needs_passphrase(store)
    assert read_lock(store).is_needed
    mark_staff_left(store, by=elena, staff_id=omar.staff_id)
    assert not needs_passphrase(store)


def test_few_people_do_not(store: Store, elena: OnDuty) -> None:
    add_staff(store, by=elena, name="Omar Haddad", roles=("supervisor", "facilitator"))
    fill(store, FEW)
    assert not needs_passphrase(store)
    fill_one_more = learner(FEW, "One more")
    store.add_learner(fill_one_more, "")
    assert needs_passphrase(store)
    set_passphrase(store, by=elena, phrase=PHRASE)
    assert not needs_passphrase(store)


def test_a_supervisor_who_signs_in_elsewhere_only_does_not(
    store: Store, elena: OnDuty, code: str
) -> None:
    omar = add_staff(store, by=elena, name="Omar Haddad", roles=("supervisor",)).staff
    fill(store, FEW + 1)
    store.staff_keys.drop(omar.staff_id)
    assert not needs_passphrase(store)


# ---------------------------------------------------------------- set


def test_set_it_opens_the_data_and_is_written_down(
    store: Store, elena: OnDuty, data_folder: Path
) -> None:
    kept = set_passphrase(store, by=elena, phrase=PHRASE)
    assert kept.changed == Changed.STAFF | Changed.SITE
    assert kept.lock == read_lock(store)
    assert (kept.lock.has_passphrase, kept.lock.is_alone) == (True, True)
    assert (kept.lock.code_confirmed, kept.lock.organisation_opens) == (True, False)
    assert acts(store)[-1] == ("passphrase-set", "")
    assert "Elena Choque" in act_sentence(list_acts(store)[0])
    assert "passphrase" in act_sentence(list_acts(store)[0])
    assert open_computer(store).key_home == "passphrase"
    assert not any(PHRASE.encode() in text for _row, text in store.statement_texts())
    assert not opens(store, data_folder, None)
    assert opens(store, data_folder, PHRASE.upper())


def test_nothing_is_set_before_the_code_was_typed_back(store: Store, elena: OnDuty) -> None:
    store.renew_recovery_code()
    with pytest.raises(CodeNotConfirmed):
        set_passphrase(store, by=elena, phrase=PHRASE)
    assert not read_lock(store).has_passphrase
    assert acts(store)[-1][0] == "staff-added"


@pytest.mark.parametrize("phrase", ["", "too short", "house " * 5, "one two three four five"])
def test_what_is_easy_to_guess_is_refused(store: Store, elena: OnDuty, phrase: str) -> None:
    with pytest.raises(PassphraseRefused):
        set_passphrase(store, by=elena, phrase=phrase)
    assert not read_lock(store).has_passphrase


def test_a_second_click_sets_the_same_and_no_other(locked: Store, elena: OnDuty) -> None:
    assert set_passphrase(locked, by=elena, phrase=PHRASE).lock.has_passphrase
    with pytest.raises(PassphraseMissed):
        set_passphrase(locked, by=elena, phrase=OTHER)
    assert locked.passphrase.is_right(PHRASE)


def test_what_cannot_be_written_down_is_not_done(
    store: Store, elena: OnDuty, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_drafts: object, **_more: object) -> None:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(store, "append", full)
    with pytest.raises(NotSaved):
        set_passphrase(store, by=elena, phrase=PHRASE)
    with pytest.raises(NotSaved):
        make_recovery_code(store, by=elena)
    assert not store.passphrase.is_set
    assert store.recovery_confirmed


# ---------------------------------------------------------------- changed, taken off


@pytest.mark.parametrize("by_code", [True, False])
def test_another_one_asks_for_the_one_there_is_or_the_code(
    locked: Store, elena: OnDuty, code: str, data_folder: Path, by_code: bool
) -> None:
    with pytest.raises(PassphraseMissed):
        change_passphrase(locked, by=elena, proof=OTHER, phrase=OTHER)
    assert len(acts(locked)) == 2
    change_passphrase(locked, by=elena, proof=code if by_code else PHRASE, phrase=OTHER)
    assert [act for act, _about in acts(locked)[1:]] == ["passphrase-set", "passphrase-set"]
    assert not opens(locked, data_folder, PHRASE)
    assert opens(locked, data_folder, OTHER)


def test_the_same_again_is_no_change(locked: Store, elena: OnDuty) -> None:
    with pytest.raises(PassphraseRefused, match="you have now"):
        change_passphrase(locked, by=elena, proof=PHRASE, phrase=PHRASE.upper())
    with pytest.raises(PassphraseRefused):
        change_passphrase(locked, by=elena, proof=PHRASE, phrase="short")


def test_the_proof_can_be_looked_at_first(locked: Store, code: str) -> None:
    assert check_proof(locked, proof=PHRASE)
    assert check_proof(locked, proof=code.lower())
    assert not check_proof(locked, proof=OTHER)
    assert not check_proof(locked, proof="")


@pytest.mark.parametrize("by_code", [True, False])
def test_taken_off_the_data_opens_by_itself(
    locked: Store, elena: OnDuty, code: str, data_folder: Path, by_code: bool
) -> None:
    with pytest.raises(PassphraseMissed):
        remove_passphrase(locked, by=elena, proof=OTHER)
    assert locked.passphrase.is_set
    proof = code if by_code else PHRASE
    assert not remove_passphrase(locked, by=elena, proof=proof).lock.has_passphrase
    remove_passphrase(locked, by=elena, proof=proof)
    assert [act for act, _about in acts(locked)[1:]] == ["passphrase-set", "passphrase-removed"]
    assert open_computer(locked).key_home == "file"
    assert opens(locked, data_folder, None)


def test_a_new_recovery_code_has_to_be_typed_back(locked: Store, elena: OnDuty, code: str) -> None:
    made = make_recovery_code(locked, by=elena)
    assert not read_lock(locked).code_confirmed
    assert not check_proof(locked, proof=code)
    assert acts(locked)[-1] == ("code-renewed", "")
    assert locked.confirm_recovery_code(made.code)
    assert read_lock(locked).code_confirmed


# ---------------------------------------------------------------- words


@pytest.fixture(params=i18n.LANGUAGES)
def words(request: pytest.FixtureRequest) -> list[str]:
    """The words of one language of the interface."""
    lines = (paths.resources() / "assets" / "words" / f"{request.param}.txt").read_text("utf-8")
    return [word for line in lines.splitlines()[1:] for word in line.split()]


ABOUT_PEOPLE = re.compile(
    "child|kid|girl|boy|man|woman|baby|body|bed|kiss|touch|naked|abuse|victim|weapon|gun|knife|"
    "niñ|chic|hombre|mujer|cuerpo|cama|beso|arma|cuchillo|enfant|fille|garçon|homme|femme|corps|"
    "lit|baiser|arme|couteau|nu|طفل|بنت|ولد|رجل|جسد|سرير|قبلة|سلاح|سكين|ضحية|عرس"
)


def test_words_are_many_short_and_told_apart(words: list[str]) -> None:
    assert len(words) >= 512
    assert not [word for word in words if not word.isalpha() or not 2 < len(word) < 12]
    told = Counter(normalised(word) for word in words)
    assert [word for word, count in told.items() if count > 1] == []
    assert not [word for word in words if ABOUT_PEOPLE.fullmatch(word)]


@pytest.mark.parametrize("language", [*i18n.LANGUAGES, i18n.PSEUDO, "pt"])
def test_a_suggestion_is_good_and_says_what_it_is_worth(language: str) -> None:
    drawn = [suggest_passphrase(language) for _time in range(50)]
    assert len({one.phrase for one in drawn}) == 50
    for one in drawn:
        assert len(one.words) == WORDS
        assert weakness(one.phrase) is None
        assert 2**one.bits <= one.many**WORDS < 2 ** (one.bits + 1)
        assert one.bits >= 45
