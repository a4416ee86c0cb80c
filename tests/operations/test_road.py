"""A learner's road through a module, on a real store and a real pack."""

import json
from datetime import date

import msgspec
import pytest

from tests.conftest import ROOT
from tests.small_module import SMALL
from trainer_app.content.authoring.compiler import compile_pack
from trainer_app.content.catalog import Catalog
from trainer_app.operations import Changed
from trainer_app.operations.attempts import (
    answer_check,
    answer_item,
    finish_attempt,
    start_attempt,
)
from trainer_app.operations.certificate_check import verify_certificate
from trainer_app.operations.certificates import list_certificates
from trainer_app.operations.home import open_home
from trainer_app.operations.learning import (
    begin_module,
    finish_lesson,
    finish_scenario,
    open_module,
)
from trainer_app.operations.people import enrol_learner, sign_in, stored_about
from trainer_app.operations.site import name_site
from trainer_app.store import Store
from trainer_app.training.scoring import right_response


@pytest.fixture
def module(catalog):
    return catalog.pack("small").module("en")


def read_everything(store, who, module):
    begin_module(store, signed_in=who, module=module)
    for lesson in module.lessons:
        finish_lesson(store, signed_in=who, module=module, lesson_id=lesson.id, duration_ms=1000)
    for scenario in module.scenarios:
        finish_scenario(
            store, signed_in=who, module=module, scenario_id=scenario.id, duration_ms=1000
        )


def give(store, who, module, attempt, item_id, *, right=True):
    item = module.item(item_id)
    response = right_response(item) if right else wrong_response(item)
    return answer_item(
        store, signed_in=who, module=module, attempt=attempt, item_id=item_id,
        response=response, duration_ms=2500,
    )  # fmt: skip


def wrong_response(item):
    match item.__struct_config__.tag:
        case "true-false":
            return "false" if item.answer else "true"
        case "order":
            return "[,]".join(reversed(right_response(item).split("[,]")))
        case "choice":
            return "no"
        case _:
            return ""


def take(store, who, module, kind="quiz", miss=()):
    sitting = start_attempt(store, signed_in=who, module=module, kind=kind)
    for item_id in sitting.attempt.item_ids:
        give(store, who, module, sitting.attempt, item_id, right=item_id not in miss)
    return finish_attempt(
        store, signed_in=who, module=module, attempt=sitting.attempt, duration_ms=60_000
    )


def verbs(store):
    return [json.loads(text)["verb"]["display"]["en"] for _, text in store.statement_texts()]


def test_home_starts_with_the_module_and_ends_with_a_certificate(store, catalog, rosa, module):
    home = open_home(store, catalog=catalog, signed_in=rosa)
    assert [card.state for card in home.modules] == ["not-started"]
    assert home.current.next_part.kind == "pre"
    take(store, rosa, module, "pre")
    assert open_home(store, catalog=catalog, signed_in=rosa).current.next_part.kind == "scenario"
    read_everything(store, rosa, module)
    page = open_module(store, catalog=catalog, signed_in=rosa, module_id="small")
    assert page.next_part.kind == "quiz"
    assert page.lessons_done == 2
    finished = take(store, rosa, module)
    assert finished.outcome.passed
    assert finished.serial
    home = open_home(store, catalog=catalog, signed_in=rosa)
    assert home.current is None
    assert home.modules[0].state == "passed"
    assert home.certificates == 1


def test_a_damaged_pack_does_not_stand_before_the_others(store, small_packs, rosa, tmp_path):
    whole = (small_packs / "small-1.0.waypack").read_bytes()
    place = whole.index(b"Somebody asks the way")
    (tmp_path / "small-1.0.waypack").write_bytes(whole[:place] + b"Nobody__" + whole[place + 8 :])
    scene = (ROOT / "assets" / SMALL.picture.file).read_bytes()
    other = msgspec.structs.replace(SMALL, id="whole")
    (tmp_path / "whole-1.0.waypack").write_bytes(
        compile_pack({"en": other}, {SMALL.picture.file: scene})
    )
    home = open_home(store, catalog=Catalog([tmp_path]), signed_in=rosa)
    assert home.current.module.id == "whole"
    assert home.damaged == ("small-1.0",)
    assert [card.module_id for card in home.modules] == ["small", "whole"]


def test_the_quiz_opens_when_everything_is_read(store, catalog, rosa, module):
    def quiz():
        return open_module(store, catalog=catalog, signed_in=rosa, module_id="small").parts[-1]

    assert not quiz().open
    read_everything(store, rosa, module)
    assert quiz().open


def test_the_log_tells_the_road_in_order(store, rosa, module):
    take(store, rosa, module, "pre")
    read_everything(store, rosa, module)
    take(store, rosa, module)
    told = verbs(store)
    assert told[:5] == ["answered"] * 5
    assert told[5:7] == ["completed", "initialized"]
    assert told[7:11] == ["completed"] * 4  # two lessons, a scene, the module
    assert told[11:] == ["answered"] * 10 + ["passed", "passed", "earned"]
    assert store.verify_chain() == len(told)


def test_the_certificate_refers_to_the_pass_before_it(store, rosa, module):
    read_everything(store, rosa, module)
    take(store, rosa, module)
    *_, passed, earned = [json.loads(text) for _, text in store.statement_texts()]
    assert earned["context"]["statement"]["id"] == passed["id"]


def test_one_missed_critical_item_earns_nothing_and_a_retry_asks_others(store, rosa, module):
    read_everything(store, rosa, module)
    first = start_attempt(store, signed_in=rosa, module=module, kind="quiz").attempt
    finished = take(store, rosa, module, miss=("one",))
    assert not finished.outcome.passed
    assert finished.serial is None
    again = start_attempt(store, signed_in=rosa, module=module, kind="quiz").attempt
    assert again.number == 2
    assert set(again.item_ids) != set(first.item_ids)
    assert take(store, rosa, module).outcome.passed


def test_a_quiz_goes_on_where_the_power_went(store, data_folder, rosa, module):
    sitting = start_attempt(store, signed_in=rosa, module=module, kind="quiz")
    for item_id in sitting.attempt.item_ids[:4]:
        give(store, rosa, module, sitting.attempt, item_id)
    store.close()
    again = Store.open(data_folder, use_keystore=False)
    try:
        resumed = start_attempt(again, signed_in=rosa, module=module, kind="quiz")
        assert resumed.attempt == sitting.attempt
        assert len(resumed.answers) == 4
        assert resumed.next_item == sitting.attempt.item_ids[4]
    finally:
        again.close()


def test_the_first_answer_counts(store, rosa, module):
    attempt = start_attempt(store, signed_in=rosa, module=module, kind="quiz").attempt
    assert not give(store, rosa, module, attempt, "one", right=False).right
    second = give(store, rosa, module, attempt, "one", right=True)
    assert not second.right
    assert second.changed == Changed.NOTHING
    assert len(verbs(store)) == 1


def test_an_attempt_cannot_be_judged_before_its_end(store, rosa, module):
    attempt = start_attempt(store, signed_in=rosa, module=module, kind="quiz").attempt
    with pytest.raises(ValueError, match="unanswered"):
        finish_attempt(store, signed_in=rosa, module=module, attempt=attempt, duration_ms=0)
    assert verbs(store) == []


def test_practice_can_be_answered_again_and_again(store, rosa, module):
    for response in ("no", "yes"):
        answered = answer_check(
            store, signed_in=rosa, module=module, lesson_id="first", item_id="drill",
            response=response, duration_ms=900,
        )  # fmt: skip
        assert answered.right == (response == "yes")
    assert verbs(store) == ["answered", "answered"]


def test_the_way_through_a_scene_is_not_in_the_log(store, rosa, module):
    place = f"scenario/{module.id}/opening"
    store.keep(rosa.learner.learner_id, place, b'["turn"]')
    finish_scenario(store, signed_in=rosa, module=module, scenario_id="opening", duration_ms=1)
    [(_, text)] = store.statement_texts()
    assert b"turn" not in text
    assert b"response" not in text
    assert store.bookmark(rosa.learner.learner_id, place) is None


def test_nothing_of_one_learner_is_seen_by_another(store, catalog, rosa, module):
    enrolled = enrol_learner(store, name="Fatou Ndiaye", role="vendor", team="", language="fr")
    fatou = sign_in(store, learner_id=enrolled.learner.learner_id, pictures=enrolled.pictures)
    read_everything(store, rosa, module)
    take(store, rosa, module)
    home = open_home(store, catalog=catalog, signed_in=fatou)
    assert home.modules[0].state == "not-started"
    assert home.certificates == 0
    assert stored_about(store, learner_id=fatou.learner.learner_id).records == 0
    assert start_attempt(store, signed_in=fatou, module=module, kind="quiz").answers == {}
    assert list_certificates(store, catalog=catalog, signed_in=fatou) == []


def test_no_name_and_no_picture_ever_stands_in_a_statement(store, rosa, module):
    read_everything(store, rosa, module)
    take(store, rosa, module)
    log = b"".join(text for _, text in store.statement_texts()).lower()
    for secret in ("rosa", "mamani", "tickets", rosa.learner.learner_id):
        assert secret.encode() not in log


def test_a_certificate_is_verified_offline_and_knows_its_issuer(store, catalog, rosa, module):
    name_site(store, name="Terminal Norte")
    read_everything(store, rosa, module)
    serial = take(store, rosa, module).serial
    [certificate] = list_certificates(store, catalog=catalog, signed_in=rosa)
    assert certificate.facts.serial == serial
    here = verify_certificate(store, text=certificate.payload)
    assert (here.verdict, here.key_known) == ("genuine", True)
    assert here.facts.name == "Rosa Mamani"
    assert here.facts.issuer == "Terminal Norte"
    elsewhere = verify_certificate(None, text=certificate.payload)
    assert (elsewhere.verdict, elsewhere.key_known) == ("unknown", False)
    later = verify_certificate(None, text=certificate.payload, on=date(2100, 1, 1))
    assert later.verdict == "expired"
