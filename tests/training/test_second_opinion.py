"""A second opinion on our statements: the models of Ralph, and ours on statements of other kinds.

The others are of the shapes that training is told in elsewhere: corrections, sessions in a room,
every kind of question.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from tests.training.test_statement import (
    ANSWER,
    ATTENDED,
    CERTIFICATE,
    LATE,
    LESSON,
    MEETING,
    MODULE,
    POST_TEST,
    PRE_TEST,
    SITE_CHECK,
    STAFF_ACT,
    STAMP,
)
from tests.training.xapi_cases import ACCOUNT, AGENT, ID, TEAM
from trainer_app.training.parsing import read_statement
from trainer_app.training.statement import ActivityType, Draft, Taken, Verb, render, role_path
from trainer_app.training.xapi import VOIDED, Invalid, check_statement

Model = Callable[..., Any]

ROLE_PATH = replace(MODULE, activity=role_path("driver"), revision="driver@1.0", name="Driver")
OURS: dict[str, Draft] = {
    "module begun": replace(MODULE, verb=Verb.INITIALIZED, completion=None, duration_ms=None),
    "lesson": LESSON,
    "scene": replace(
        LESSON, activity="m/grooming/s/night-bus", activity_type=ActivityType.SCENARIO
    ),
    "answer in a lesson": replace(ANSWER, parent="m/grooming/l/signs", attempt=None),
    "choice": ANSWER,
    "choices": replace(ANSWER, pattern="a[,]c", response="a[,]c", success=True, scaled=1.0),
    "true or false": replace(ANSWER, interaction="true-false", pattern="true", response="false"),
    "order": replace(ANSWER, interaction="sequencing", pattern="a[,]b", response="b[,]a"),
    "match": replace(ANSWER, interaction="matching", pattern="a[.]x[,]b[.]y", response="a[.]y"),
    "spot": replace(ANSWER, interaction="other", pattern="door", response="gate"),
    "test before": PRE_TEST,
    "refresher": replace(PRE_TEST, test_role="refresher", activity="m/grooming/test/refresher"),
    "passed": POST_TEST,
    "failed": replace(POST_TEST, verb=Verb.FAILED, success=False, scaled=0.0, raw=0),
    "passed at a site": replace(POST_TEST, site="bo-lpz-001"),
    "module completed": MODULE,
    "module passed": replace(
        POST_TEST, activity="m/grooming", activity_type=ActivityType.MODULE, parent=None,
        test_role=None, attempt=None, name="Grooming",
    ),
    "certificate": CERTIFICATE,
    "path completed": ROLE_PATH,
    "path's certificate": replace(
        CERTIFICATE, activity=f"{role_path('driver')}/cert/WP-2026-7KQ2M4XW",
        parent=role_path("driver"), revision="driver@1.0",
    ),
    "attended": ATTENDED,
    "answer on paper": replace(
        ANSWER, instructor="p-2C9HJ8RB6D1E7KQ2", meeting=MEETING, taken=Taken.PAPER
    ),
    "what staff did": STAFF_ACT,
    "a block of a self-check": SITE_CHECK,
    "a block nobody knows of": replace(SITE_CHECK, response="not-known", completion=None),
}  # fmt: skip


@pytest.fixture(scope="module")
def ralph() -> Model:
    """Its model of a statement; slow to import, and needed nowhere else."""
    model: Model = import_module("ralph.models.xapi.base.statements").BaseXapiStatement
    return model


def test_every_verb_and_every_type_of_ours_is_here() -> None:
    assert {draft.verb for draft in OURS.values()} == set(Verb)
    assert {draft.activity_type for draft in OURS.values()} == set(ActivityType)


@pytest.mark.parametrize("language", ["en", "es_BO", "ar"])
@pytest.mark.parametrize("kind", OURS)
def test_what_we_write_is_a_statement_to_others(kind: str, language: str, ralph: Model) -> None:
    draft = replace(OURS[kind], language=language)
    for stamp in (STAMP, LATE):
        text = render(draft, stamp)
        ralph(**json.loads(text))
        assert read_statement(text) == (draft, stamp)


# ---------------------------------------------------------------- and statements of others


def question(kind: str, response: str, **more: object) -> dict[str, Any]:
    definition = {
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "name": {"en": f"A question: {kind}"},
        "interactionType": kind,
        **more,
    }
    return {
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
        "object": {"objectType": "Activity", "id": f"https://w.example/q/{kind}",
                   "definition": definition},
        "result": {"response": response, "success": True, "score": {"scaled": 1.0},
                   "duration": "PT12.4S"},
    }  # fmt: skip


def parts(*ids: str) -> list[dict[str, Any]]:
    return [{"id": one, "description": {"en": one.title(), "es": one}} for one in ids]


def about(verb: str, kind: str, **more: object) -> dict[str, Any]:
    return {
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}", "display": {"en": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"https://w.example/{kind}/1",
            "definition": {"type": f"http://adlnet.gov/expapi/activities/{kind}",
                           "name": {"en": kind}},
        },
        **more,
    }  # fmt: skip


PATTERN = "correctResponsesPattern"
OTHERS: dict[str, dict[str, Any]] = {
    "launched": about("launched", "course"),
    "terminated": about("terminated", "course", result={"duration": "PT44M"}),
    "attended": about(
        "attended", "meeting", result={"completion": True, "duration": "PT2H30M"},
        context={"instructor": AGENT, "extensions": {"urn:marked-by": "facilitator"}},
    ),
    "voided": {
        "verb": {"id": VOIDED, "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": ID},
    },
    "one choice": question("choice", "b", **{PATTERN: ["b"]}, choices=parts("a", "b")),
    "choices": question("choice", "a[,]b", **{PATTERN: ["a[,]b"]}, choices=parts("a", "b")),
    "true or false": question("true-false", "false", **{PATTERN: ["false"]}),
    "sequencing": question(
        "sequencing", "stop[,]look", **{PATTERN: ["stop[,]look"]}, choices=parts("look", "stop")
    ),
    "matching": question(
        "matching", "red[.]stop[,]green[.]go", **{PATTERN: ["red[.]stop[,]green[.]go"]},
        source=parts("red", "green"), target=parts("stop", "go"),
    ),
    "numeric": question("numeric", "7.9", **{PATTERN: ["7.5[:]8.0"]}),
    "fill-in": question("fill-in", "wedge", **{PATTERN: ["{case_matters=false}wedge[,]"]}),
    "likert": question("likert", "3", scale=parts("1", "2", "3")),
    "performance": question(
        "performance", "look[.]45", **{PATTERN: ["look[.]30[:]60"]}, steps=parts("look")
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_what_others_write_is_a_statement_to_us(kind: str, ralph: Model) -> None:
    statement = {"id": ID, "version": "1.0.3", "timestamp": "2026-11-22T07:41:05.120Z",
                 "actor": {"objectType": "Agent", **ACCOUNT}, **OTHERS[kind]}  # fmt: skip
    if kind != "voided":
        statement["context"] = {
            "registration": ID, "team": TEAM, "platform": "Elsewhere 2", "language": "sw",
            "contextActivities": {"category": [{"id": "https://w.example/profile"}]},
            **OTHERS[kind].get("context", {}),
        }  # fmt: skip
    check_statement(statement)
    check_statement(statement, version="2.0.0")
    ralph(**statement)


def test_both_refuse_what_is_wrong(ralph: Model) -> None:
    for path, value in [("actor", {}), ("verb", {"id": "answered"}), ("result", {"success": "x"})]:
        statement = json.loads(render(ANSWER, STAMP)) | {path: value}
        with pytest.raises(Invalid):
            check_statement(statement)
        with pytest.raises(ValueError, match="validation error"):
            ralph(**statement)
