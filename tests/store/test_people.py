"""People, where they were, and what is set on this computer."""

from dataclasses import replace

import pytest

from tests.store.conftest import OpenStore, learner
from trainer_app.store import Store
from trainer_app.training.people import Preferences


def test_a_learner_comes_back_as_registered(open_store: OpenStore) -> None:
    store = open_store()
    ama = replace(
        learner(),
        preferences=Preferences(language="ar", text_size=2, theme="hc", slow_speech=True),
    )
    store.add_learner(ama, "$argon2id$x")
    store.close()
    store = open_store()
    assert store.learners() == [ama]
    assert store.learner("learner-1") == ama
    assert store.picture_hash("learner-1") == "$argon2id$x"


def test_learners_come_by_name(store: Store) -> None:
    for number, name in enumerate(("chen", "Bo", "Ágnes", "Abel")):
        store.add_learner(learner(number, name), "hash")
    assert [one.name for one in store.learners()] == ["Abel", "Bo", "chen", "Ágnes"]


@pytest.mark.parametrize("name", ["Ama Boateng", "AMA  BOATENG", "ama boateng", "Ａma Boateng"])
def test_a_name_is_taken_once_in_a_team(store: Store, name: str) -> None:
    store.add_learner(learner(1, "Ama Boateng"), "hash")
    with pytest.raises(ValueError, match="already registered"):
        store.add_learner(learner(2, name), "hash")
    store.add_learner(learner(3, name, team="Kiosk"), "hash")
    assert len(store.learners()) == 2


def test_an_unknown_learner_is_a_key_error(store: Store) -> None:
    for ask in (store.learner, store.picture_hash):
        with pytest.raises(KeyError):
            ask("nobody")
    with pytest.raises(KeyError):
        store.set_preferences("nobody", Preferences())
    with pytest.raises(KeyError):
        store.keep("nobody", "quiz", b"1")
    store.keep("nobody", "quiz", None)
    assert store.bookmarks("nobody") == {}


def test_every_change_of_a_person_counts_up(store: Store) -> None:
    store.add_learner(learner(1), "hash")
    store.add_learner(learner(2, "Bo"), "hash")
    store.set_preferences("learner-1", Preferences(language="fr"))
    assert store.learner("learner-1").preferences.language == "fr"
    changes = {one.record_id: one.change for one in store.directory.records("learner")}
    assert changes == {"learner-1": 3, "learner-2": 2}


def test_bookmarks_are_kept_and_dropped(store: Store) -> None:
    store.add_learner(learner(1), "hash")
    store.add_learner(learner(2, "Bo"), "hash")
    store.keep("learner-1", "quiz/grooming", b"\x00\xff")
    store.keep("learner-1", "quiz/grooming", b"newer")
    store.keep("learner-1", "lesson/grooming/signs", b"3")
    store.keep("learner-2", "quiz/grooming", b"other")
    assert store.bookmark("learner-1", "quiz/grooming") == b"newer"
    store.keep("learner-1", "quiz/grooming", None)
    assert store.bookmark("learner-1", "quiz/grooming") is None
    assert store.bookmarks("learner-1") == {"lesson/grooming/signs": b"3"}
    assert store.bookmarks("learner-2") == {"quiz/grooming": b"other"}


def test_settings_are_kept_and_forgotten(open_store: OpenStore) -> None:
    store = open_store()
    store.set_setting("site", "Terminal Norte")
    store.set_setting("site", "Terminal Sur")
    store.set_setting("other", "x")
    store.set_setting("other", None)
    store.close()
    store = open_store()
    assert store.settings() == {"site": "Terminal Sur"}
    assert (store.setting("site"), store.setting("other")) == ("Terminal Sur", None)


def test_the_signing_seed_stays(open_store: OpenStore) -> None:
    store = open_store()
    seed = store.signing_seed()
    store.close()
    assert len(seed) == 32
    assert open_store().signing_seed() == seed
