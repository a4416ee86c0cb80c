"""Enrol, sign in with three pictures, preferences, what is stored."""

from dataclasses import replace
from itertools import permutations

import pytest

from trainer_app.errors import TrainerError
from trainer_app.operations.people import (
    NameTaken,
    change_preferences,
    enrol_learner,
    list_learners,
    sign_in,
    stored_about,
)
from trainer_app.training.people import PICTURES, Preferences


def enrol(store, name="Amadou Diallo", team="Drivers"):
    return enrol_learner(store, name=name, role="driver", team=team, language="fr")


def test_only_the_three_pictures_in_their_order_sign_in(store):
    enrolled = enrol(store)
    who = enrolled.learner.learner_id
    others = [p for p in permutations(enrolled.pictures) if p != enrolled.pictures]
    assert sign_in(store, learner_id=who, pictures=enrolled.pictures).learner == enrolled.learner
    for pictures in [
        *others[:3],
        PICTURES[:3] if enrolled.pictures != PICTURES[:3] else PICTURES[3:6],
    ]:
        assert sign_in(store, learner_id=who, pictures=pictures) is None


@pytest.mark.usefixtures("true_hashes")
def test_pictures_are_hashed_as_strongly_as_an_old_computer_bears(store):
    enrolled = enrol(store)
    who = enrolled.learner.learner_id
    assert store.picture_hash(who).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert sign_in(store, learner_id=who, pictures=enrolled.pictures).learner == enrolled.learner
    assert sign_in(store, learner_id=who, pictures=enrolled.pictures[::-1]) is None


def test_pictures_of_one_do_not_open_another(store):
    first, second = enrol(store), enrol(store, "Fatou Ndiaye")
    if first.pictures != second.pictures:
        assert sign_in(store, learner_id=second.learner.learner_id, pictures=first.pictures) is None


def test_the_same_name_needs_another_team(store):
    enrol(store)
    with pytest.raises(NameTaken, match="There is another"):
        enrol(store, "  amadou   DIALLO ")
    enrol(store, team="Porters")
    assert [learner.team for learner in list_learners(store)] == ["Drivers", "Porters"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_that_cannot_be_is_refused_in_words(store, name):
    with pytest.raises(TrainerError, match="name"):
        enrol(store, name)
    assert list_learners(store) == []


def test_preferences_are_kept(store, rosa):
    liked = Preferences(language="es", text_size=2, theme="dark", slow_speech=True)
    kept = change_preferences(store, learner_id=rosa.learner.learner_id, preferences=liked)
    assert kept.learner == replace(rosa.learner, preferences=liked)
    assert store.learner(rosa.learner.learner_id).preferences == liked


def test_a_new_learner_has_nothing_stored_but_themselves(store, rosa):
    about = stored_about(store, learner_id=rosa.learner.learner_id)
    assert (about.records, about.lessons, about.quizzes, about.certificates) == (0, 0, 0, 0)


def test_the_pseudonym_says_nothing_of_the_name(store, rosa):
    assert rosa.learner.actor.startswith("p-")
    assert "rosa" not in rosa.learner.actor.casefold()
