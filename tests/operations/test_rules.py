"""What a programme asks of learners: their path, and what a pass takes."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from tests.operations.programmes import MAIN, enrolled
from tests.small_module import SMALL
from tests.ui.learn_road.road import read, sit
from trainer_app.content.catalog import Catalog
from trainer_app.operations.certificates import list_certificates
from trainer_app.operations.learning import my_path, open_module
from trainer_app.operations.organisation import OrganisationKeys
from trainer_app.operations.paths import finish_path
from trainer_app.operations.people import SignedIn
from trainer_app.operations.programme import apply_programme, rules_here
from trainer_app.store import Store
from trainer_app.training.programme import Programme, RequiredModule, Requirement, sign

_MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
MISS = SMALL.objectives[0].id


def marks(store: Store) -> set[float]:
    """The pass marks that stand in the log."""
    texts = [msgspec.json.decode(text) for _row, text in store.statement_texts()]
    found = (one["context"]["extensions"].get(_MASTERY) for one in texts)
    return {mark for mark in found if mark is not None}


def test_the_programmes_pass_mark_is_the_one_that_counts(
    store: Store, keys: OrganisationKeys, ruta: Programme, ruta_catalog: Catalog, rosa: SignedIn
) -> None:
    module = open_module(store, catalog=ruta_catalog, signed_in=rosa, module_id=SMALL.id).module
    read(store, rosa, module)
    usual = sit(store, rosa, module, miss=MISS).outcome
    assert usual.scaled < 1
    lenient = replace(ruta, pass_mark=0.5)
    apply_programme(store, sign(lenient, keys.seed), MAIN)
    asked = SignedIn(rosa.learner, rosa.session, rules_here(store))
    assert marks(store) == {module.pass_rule.pass_mark}
    sit(store, asked, module, miss=MISS)
    assert marks(store) == {module.pass_rule.pass_mark, 0.5}
    apply_programme(store, sign(replace(ruta, version=4, pass_mark=1.0), keys.seed))
    strict = SignedIn(rosa.learner, rosa.session, rules_here(store))
    assert not sit(store, strict, module, miss=MISS).outcome.passed
    assert sit(store, strict, module).outcome.passed


def test_required_modules_are_a_path_with_a_certificate(
    store: Store, keys: OrganisationKeys, ruta: Programme, ruta_catalog: Catalog
) -> None:
    asked = Requirement(role="guard", modules=(RequiredModule(module=SMALL.id),))
    apply_programme(store, sign(replace(ruta, required=(asked,)), keys.seed), MAIN)
    guard = enrolled(store, "guard")
    path = my_path(ruta_catalog, guard)
    assert path is not None
    assert path.title == "Ruta segura"
    module = open_module(store, catalog=ruta_catalog, signed_in=guard, module_id=SMALL.id).module
    read(store, guard, module)
    assert sit(store, guard, module).outcome.passed
    assert finish_path(store, catalog=ruta_catalog, signed_in=guard, path=path).passed
    earned = list_certificates(store, catalog=ruta_catalog, signed_in=guard)
    assert "Ruta segura" in {one.facts.module_title for one in earned}


def test_what_is_not_here_is_named_and_stops_nothing(
    store: Store, keys: OrganisationKeys, ruta: Programme, ruta_catalog: Catalog
) -> None:
    unknown = Requirement(role="driver", path="no-such-path")
    data = sign(replace(ruta, required=(unknown, *ruta.required[1:])), keys.seed)
    missing = ("no-such-path", "not-here")
    assert apply_programme(store, data, MAIN, ruta_catalog).missing == missing
    assert apply_programme(store, data, MAIN).missing == ()  # nobody said what is installed
