"""Statements to the byte: what renderer 1 makes of a draft and a stamp never changes.

A change that makes one of the golden texts differ needs a new renderer number; the old renderer
stays, for frozen texts must stay reproducible.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from trainer_app.training.statement import (
    IRI_BASE,
    RENDERER,
    ActivityType,
    Draft,
    Stamp,
    Taken,
    Verb,
    check_path,
    check_registration,
    module_path,
    registration,
    render,
    session_path,
    staff_path,
    statement_id,
)
from trainer_app.training.xapi import Invalid

STAMP = Stamp(
    device=UUID("1e37d91e-322c-4f69-9a1a-d2ffbba06691"),
    epoch=1,
    seq=812,
    at=datetime(2026, 12, 1, 7, 41, 5, 120_000, tzinfo=UTC),
    offset_minutes=-240,
    boot=19,
    mono_ms=184_233,
    suspect=False,
    release="0.1.0",
)
ANSWER = Draft(
    actor="p-7KQ2M4XW5T3AB6CD",
    verb=Verb.ANSWERED,
    activity="m/grooming/q/who-to-tell",
    activity_type=ActivityType.ITEM,
    registration=registration("p-7KQ2M4XW5T3AB6CD", "grooming"),
    session=UUID("0f4d2c36-2f0d-4a8e-8a53-6d6f6a2f7c01"),
    revision="grooming@1.0",
    language="en",
    parent="m/grooming/test/post",
    attempt=1,
    interaction="choice",
    pattern="tell-focal-point",
    response="ask-the-child",
    success=False,
    scaled=0.0,
    duration_ms=12_400,
)
LESSON = replace(
    ANSWER,
    verb=Verb.COMPLETED,
    activity="m/grooming/l/signs",
    activity_type=ActivityType.LESSON,
    language="es_BO",
    name="Señales: “qué ver”",
    site="bo-lpz-001",
    parent="m/grooming",
    attempt=None,
    interaction=None,
    pattern=None,
    response=None,
    success=None,
    completion=True,
    scaled=None,
    duration_ms=400_000,
)
PRE_TEST = replace(
    LESSON,
    activity="m/grooming/test/pre",
    activity_type=ActivityType.TEST,
    site=None,
    name=None,
    attempt=1,
    test_role="pre",
    scaled=0.4,
    raw=2,
    maximum=5,
)
POST_TEST = replace(
    PRE_TEST,
    verb=Verb.PASSED,
    activity="m/grooming/test/post",
    test_role="post",
    completion=None,
    success=True,
    scaled=0.9,
    raw=9,
    maximum=10,
    pass_mark=0.8,
)
MODULE = replace(
    LESSON, activity="m/grooming", activity_type=ActivityType.MODULE, parent=None, site=None
)
CERTIFICATE = replace(
    MODULE,
    verb=Verb.EARNED,
    activity="m/grooming/cert/WP-2026-7KQ2M4XW",
    activity_type=ActivityType.CERTIFICATE,
    parent="m/grooming",
    completion=None,
    duration_ms=None,
    serial="WP-2026-7KQ2M4XW",
    valid_until="2027-12-01",
    subject=UUID("175f4368-42f4-52af-950d-ea39785f3a3b"),
)
MEETING = UUID("3f9b1d0a-7f0e-4f57-9b51-0a6b4f1f8f21")
ATTENDED = replace(
    MODULE,
    verb=Verb.ATTENDED,
    activity=session_path(MEETING),
    activity_type=ActivityType.MEETING,
    registration=registration("p-7KQ2M4XW5T3AB6CD", session_path(MEETING)),
    name="Grooming",
    completion=True,
    duration_ms=9_000_000,
    instructor="p-2C9HJ8RB6D1E7KQ2",
    meeting=MEETING,
    planned="2026-12-01",
)
STAFF_ACT = replace(
    ANSWER,
    actor="p-2C9HJ8RB6D1E7KQ2",
    verb=Verb.INTERACTED,
    activity=staff_path("reset-pictures"),
    activity_type=ActivityType.STAFF_ACT,
    registration=registration("p-2C9HJ8RB6D1E7KQ2", staff_path("reset-pictures")),
    revision="waypost@0.1.0",
    parent=None, attempt=None, interaction=None, pattern=None, response=None, success=None,
    scaled=None, duration_ms=None,
    about="p-7KQ2M4XW5T3AB6CD",
)  # fmt: skip
SITE_CHECK = replace(
    STAFF_ACT,
    verb=Verb.RESPONDED,
    activity=check_path("safe-terminal", "permit-first"),
    activity_type=ActivityType.SITE_CHECK,
    registration=check_registration("bo-lpz-002", "safe-terminal"),
    revision="safe-terminal@1.0",
    language="es",
    site="bo-lpz-002",
    name="Primero el permiso, en cada venta y embarque",
    parent=check_path("safe-terminal"),
    response="in-place",
    completion=True,
    planned="2026-11-28",
    valid_until="2027-02-28",
    about=None,
)
LATE = replace(
    STAMP,
    epoch=2,
    seq=1,
    at=datetime(1969, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC),
    offset_minutes=345,
    suspect=True,
)

GOLDEN = {
    "answer": (ANSWER, STAMP),
    "lesson": (LESSON, STAMP),
    "test before": (PRE_TEST, STAMP),
    "passed test": (POST_TEST, STAMP),
    "certificate": (CERTIFICATE, LATE),
    "attended": (ATTENDED, STAMP),
    "on paper": (
        replace(ANSWER, instructor="p-2C9HJ8RB6D1E7KQ2", meeting=MEETING, taken=Taken.PAPER),
        STAMP,
    ),
    "what staff did": (STAFF_ACT, STAMP),
    "a block of a self-check": (SITE_CHECK, STAMP),
    "a block nobody knows of": (
        replace(
            SITE_CHECK,
            activity=check_path("safe-terminal", "drill"),
            response="not-known",
            completion=None,
            planned=None,
            site=None,
            registration=check_registration("", "safe-terminal"),
        ),
        LATE,
    ),
}
"""Their texts stand in ``statements-1.jsonl``, one a line, in this order."""
TEXTS = Path(__file__).with_name(f"statements-{RENDERER}.jsonl")


@pytest.mark.parametrize(("place", "name"), list(enumerate(GOLDEN)))
def test_renderer_1_writes_what_it_always_wrote(place: int, name: str) -> None:
    expected = TEXTS.read_bytes().splitlines()
    assert len(expected) == len(GOLDEN)
    assert render(*GOLDEN[name]) == expected[place]


def test_ids_are_the_same_everywhere_and_for_ever() -> None:
    assert str(STAMP.statement_id) == "1b7ffbd7-04e4-5e1a-b765-6e7d911585fb"
    assert STAMP.statement_id == statement_id(STAMP.device, 1, 812)
    ids = {statement_id(STAMP.device, epoch, seq) for epoch in (1, 2, 11) for seq in (1, 2, 12)}
    assert len(ids) == 9
    assert str(registration("p-1", "grooming")) == "71e34abd-4f9a-585f-bc2d-5c9896ebf770"
    assert registration("p-1", "grooming") != registration("p-1", "grooming", 2)
    assert module_path("grooming") == "m/grooming"


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "PT0S"),
        (-5, "PT0S"),
        (9, "PT0S"),
        (10, "PT0.01S"),
        (12_400, "PT12.4S"),
        (12_345, "PT12.34S"),
        (60_000, "PT1M"),
        (400_000, "PT6M40S"),
        (3_600_000, "PT1H"),
        (9_000_000, "PT2H30M"),
        (360_000_010, "PT100H0.01S"),
    ],
)
def test_durations_are_iso_8601(milliseconds: int, text: str) -> None:
    told = said(replace(ANSWER, duration_ms=milliseconds))
    assert told["result"]["duration"] == text


def test_the_moment_is_utc_whatever_the_zone_of_the_stamp() -> None:
    zone = timezone(timedelta(hours=5, minutes=45))
    elsewhere = replace(STAMP, at=STAMP.at.astimezone(zone))
    assert render(ANSWER, elsewhere) == render(ANSWER, STAMP)


def test_what_is_no_number_is_no_score() -> None:
    with pytest.raises(Invalid, match="scaled must be a number"):
        render(replace(ANSWER, scaled=float("nan")), STAMP)


@pytest.mark.parametrize(
    ("draft", "rule"),
    [
        (replace(ANSWER, scaled=1.5), "scaled must lie between -1 and 1"),
        (replace(POST_TEST, raw=None), "raw must be a number"),
        (replace(POST_TEST, raw=11), "raw must lie between min and max"),
        (replace(ANSWER, interaction="guess"), "interactionType"),
        (replace(ANSWER, interaction=None), "interactionType"),
        (replace(ANSWER, language="Spanish!"), "language"),
        (replace(ANSWER, activity="m/grooming/q/who tells"), "object.id must be an IRI"),
        (replace(ANSWER, actor="two\nlines"), "actor.account.name must be text of one line"),
    ],
)
def test_what_no_server_would_take_is_not_saved(draft: Draft, rule: str) -> None:
    with pytest.raises(Invalid, match=rule):
        render(draft, STAMP)


# ---------------------------------------------------------------- the shapes of SYNC 4

FRAME = {"id", "version", "timestamp", "actor", "verb", "object", "context"}
CONTEXT = {"registration", "platform", "revision", "language", "contextActivities", "extensions"}
EXT = f"{IRI_BASE}xapi/ext/"
CMI5 = "https://w3id.org/xapi/cmi5/context/extensions/"
STAMPED = {f"{CMI5}sessionid"} | {
    EXT + name
    for name in ("device", "epoch", "seq", "boot", "mono-ms", "utc-offset", "clock")
}  # fmt: skip
ADL = "http://adlnet.gov/expapi"


@pytest.mark.parametrize(
    ("draft", "verb", "kind", "result", "more"),
    [
        (ANSWER, f"{ADL}/verbs/answered", f"{ADL}/activities/cmi.interaction",
         {"response", "success", "score", "duration"}, {f"{EXT}attempt"}),
        (LESSON, f"{ADL}/verbs/completed", f"{ADL}/activities/lesson",
         {"completion", "duration"}, set()),
        (PRE_TEST, f"{ADL}/verbs/completed", f"{ADL}/activities/assessment",
         {"completion", "score", "duration"}, {f"{EXT}attempt"}),
        (POST_TEST, f"{ADL}/verbs/passed", f"{ADL}/activities/assessment",
         {"success", "score", "duration"}, {f"{EXT}attempt", f"{CMI5}masteryscore"}),
        (replace(POST_TEST, verb=Verb.FAILED, success=False), f"{ADL}/verbs/failed",
         f"{ADL}/activities/assessment", {"success", "score", "duration"},
         {f"{EXT}attempt", f"{CMI5}masteryscore"}),
        (MODULE, f"{ADL}/verbs/completed", f"{ADL}/activities/course",
         {"completion", "duration"}, set()),
        (replace(MODULE, verb=Verb.INITIALIZED, completion=None, duration_ms=None),
         f"{ADL}/verbs/initialized", f"{ADL}/activities/course", set(), set()),
        (CERTIFICATE, "http://specification.openbadges.org/xapi/verbs/earned",
         "https://www.opigno.org/en/tincan_registry/activity_type/certificate", set(), set()),
    ],
)  # fmt: skip
def test_a_statement_has_the_shape_of_its_template(
    draft: Draft, verb: str, kind: str, result: set[str], more: set[str]
) -> None:
    told = said(draft)
    assert set(told) - {"result"} == FRAME
    assert set(told.get("result", {})) == result
    assert told["verb"]["id"] == verb
    assert told["object"]["definition"]["type"] == kind
    context = told["context"]
    assert set(context) - {"team", "statement"} == CONTEXT
    assert set(context["extensions"]) == STAMPED | more
    activities = context["contextActivities"]
    assert activities["category"] == [{"id": f"{IRI_BASE}xapi/profile/v1"}]
    assert activities["grouping"] == [{"id": f"{IRI_BASE}m/grooming"}]
    assert activities.get("parent") == ([{"id": IRI_BASE + draft.parent}] if draft.parent else None)


def test_nobody_is_named() -> None:
    actor = said(ANSWER)["actor"]
    account = {"homePage": f"{IRI_BASE}people", "name": ANSWER.actor}
    assert actor == {"objectType": "Agent", "account": account}


def test_a_team_stands_for_the_site() -> None:
    assert "team" not in said(ANSWER)["context"]
    account = {"homePage": f"{IRI_BASE}sites", "name": "bo-lpz-001"}
    team = said(LESSON)["context"]["team"]
    assert team == {"objectType": "Group", "account": account}


def test_a_test_says_which_it_is_and_a_certificate_what_it_stands_on() -> None:
    assert said(PRE_TEST)["object"]["definition"]["extensions"] == {f"{EXT}test-role": "pre"}
    told = said(CERTIFICATE)
    assert told["object"]["definition"]["extensions"] == {
        f"{EXT}serial": CERTIFICATE.serial,
        f"{EXT}valid-until": CERTIFICATE.valid_until,
    }
    assert told["context"]["statement"]["id"] == str(CERTIFICATE.subject)
    assert told["object"]["definition"]["name"] == {"es-BO": CERTIFICATE.name}


def test_an_answer_to_a_self_check_is_of_a_site_and_says_what_stands_behind_it() -> None:
    told = said(SITE_CHECK)
    assert told["verb"]["id"] == f"{ADL}/verbs/responded"
    assert told["object"]["id"] == f"{IRI_BASE}check/safe-terminal/permit-first"
    assert told["object"]["definition"]["type"] == f"{IRI_BASE}xapi/activity-type/site-check"
    assert told["object"]["definition"]["extensions"] == {
        f"{EXT}valid-until": "2027-02-28",
        f"{EXT}evidence-date": "2026-11-28",
    }
    assert told["result"] == {"response": "in-place", "completion": True}
    check = {"id": f"{IRI_BASE}check/safe-terminal"}
    assert told["context"]["contextActivities"]["parent"] == [check]
    assert told["context"]["contextActivities"]["grouping"] == [check]
    assert told["context"]["team"]["account"]["name"] == "bo-lpz-002"
    assert told["context"]["registration"] == str(check_registration("bo-lpz-002", "safe-terminal"))


def test_a_self_check_of_a_site_has_one_registration_whoever_answers() -> None:
    here, there = (check_registration(site, "safe-terminal") for site in ("a", "b"))
    assert here != there
    assert here != check_registration("a", "other")
    assert (
        str(check_registration("bo-lpz-001", "safe-terminal"))
        == "be244c12-1e17-550a-8867-1bbe2300ba9b"
    )


def test_a_score_has_its_bounds() -> None:
    assert said(POST_TEST)["result"]["score"] == {"scaled": 0.9, "raw": 9, "min": 0, "max": 10}
    assert said(ANSWER)["result"]["score"] == {"scaled": 0.0}


def said(draft: Draft) -> Any:
    return json.loads(render(draft, STAMP))
