"""Statements read back: everything ``render`` tells, and nothing that is not ours."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.drafts import drafts, stamps
from tests.training.test_statement import ANSWER, CERTIFICATE, GOLDEN, LESSON, POST_TEST, STAMP
from tests.training.xapi_cases import PLAIN
from tests.training.xapi_cases import STATEMENT as OTHER
from trainer_app.training.parsing import NotOurs, read_statement
from trainer_app.training.statement import EXTENSIONS, IRI_BASE, Draft, Stamp, render

ORDINARY = {"authority": {"mbox": "mailto:server@a.example"}, "stored": "2027-01-01T00:00:00Z"}


def told(draft: Draft, stamp: Stamp = STAMP) -> Any:
    return json.loads(render(draft, stamp))


def as_told(draft: Draft) -> Draft:
    """The draft as far as its text tells it: durations to hundredths of a second."""
    lasted = draft.duration_ms
    return replace(draft, duration_ms=None if lasted is None else max(0, lasted) // 10 * 10)


@settings(max_examples=300, deadline=None)
@given(drafts(), stamps())
def test_what_was_told_is_read(draft: Draft, stamp: Stamp) -> None:
    text = render(draft, stamp)
    assert read_statement(text) == (as_told(draft), stamp)
    assert render(*read_statement(text)) == text
    assert str(read_statement(text)[0]) == str(as_told(draft))  # -0.0 is not 0.0


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_statements_are_read(name: str) -> None:
    draft, stamp = GOLDEN[name]
    assert read_statement(render(draft, stamp)) == (draft, stamp)
    assert read_statement(told(draft, stamp)) == (draft, stamp)


def backwards(value: Any) -> Any:
    """The same JSON with every object's properties in the opposite order."""
    if isinstance(value, dict):
        return {name: backwards(value[name]) for name in reversed(value)}
    return [backwards(one) for one in value] if isinstance(value, list) else value


def as_whole_numbers(value: Any) -> Any:
    """The same JSON from a store that has one kind of numbers only."""
    if isinstance(value, dict):
        return {name: as_whole_numbers(one) for name, one in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


@settings(deadline=None)
@given(drafts(), stamps())
def test_what_a_store_adds_or_writes_otherwise_does_not_matter(draft: Draft, stamp: Stamp) -> None:
    given_back = as_whole_numbers(backwards(told(draft, stamp) | ORDINARY | {"version": "2.0.0"}))
    assert read_statement(given_back) == (as_told(draft), stamp)
    assert read_statement(json.dumps(given_back, indent=1).encode()) == (as_told(draft), stamp)


def change(*path: str, to: Any) -> Callable[[Any], None]:
    def apply(statement: Any) -> None:
        for step in path[:-1]:
            statement = statement[step]
        statement[path[-1]] = to

    return apply


@pytest.mark.parametrize(
    "apply",
    [
        change("timestamp", to="2026-12-01T03:41:05.12-04:00"),
        change("timestamp", to="2026-12-01T07:41:05.120000+00:00"),
        change("id", to=str(STAMP.statement_id).upper()),
        change("version", to="1.0.0"),
        change("verb", "display", to={"fr": "a répondu"}),
        change("context", "registration", to=str(LESSON.registration).upper()),
        change("context", "contextActivities", "parent", to={"id": f"{IRI_BASE}m/grooming"}),
        change("object", "definition", "description", to={"es": "Más"}),
        change("object", "definition", "name", "en", to="Signs"),
    ],
)
def test_the_same_statement_in_other_words(apply: Callable[[Any], None]) -> None:
    statement = told(LESSON)
    apply(statement)
    assert read_statement(statement) == (LESSON, STAMP)


CONTEXT = ("context", "extensions")


@pytest.mark.parametrize(
    "apply",
    [
        change("id", to="1b7ffbd7-04e4-5e1a-b765-6e7d911585fc"),
        change("actor", to={"mbox": "mailto:a@b.example"}),
        change("actor", "account", "homePage", to="https://elsewhere.example/"),
        change("actor", "name", to="Rosa Mamani"),
        change("verb", "id", to="http://adlnet.gov/expapi/verbs/attended"),
        change("object", "id", to="https://elsewhere.example/m/grooming/q/who-to-tell"),
        change("object", "id", to=f"{IRI_BASE}m/other/q/who-to-tell"),
        change("object", to={"id": f"{IRI_BASE}m/grooming/q/who-to-tell"}),
        change("object", "definition", "type", to="urn:another"),
        change("object", "definition", "name", to={"sw": "Nani"}),
        change("object", "definition", "correctResponsesPattern", to=["a", "b"]),
        change("object", "definition", "extensions", to={f"{EXTENSIONS}test-role": 5}),
        change("result", "success", to="no"),
        change("result", "score", "scaled", to=7),
        change("result", "score", to={"scaled": 0.5, "raw": 0.5, "min": 0, "max": 1}),
        change("result", "score", to={"scaled": 0.5, "raw": 1, "min": -1, "max": 2}),
        change("result", "score", to={"scaled": 0.5, "raw": 1}),
        change("result", "duration", to="PT12.403S"),
        change("result", "duration", to="P1D"),
        change("result", "duration", to="PT72.4S"),
        change("result", "duration", to="PT99999999999999999999H"),
        change("result", "extensions", to={}),
        change("context", "registration", to="r"),
        change("context", "instructor", to={"mbox": "mailto:a@b.example"}),
        change("context", "platform", to="Waypost"),
        change("context", "platform", to="Otherwise 1.0"),
        change("context", "language", to="e"),
        change("context", "contextActivities", "category", to=[]),
        change("context", "contextActivities", "grouping", to=[]),
        change("context", "contextActivities", "parent", to=[]),
        change("context", "contextActivities", to={}),
        change("context", "team", to={"objectType": "Group", "mbox": "mailto:a@b.example"}),
        change("context", "extensions", to={}),
        change(*CONTEXT, f"{EXTENSIONS}seq", to="812"),
        change(*CONTEXT, f"{EXTENSIONS}seq", to=True),
        change(*CONTEXT, f"{EXTENSIONS}seq", to=0),
        change(*CONTEXT, f"{EXTENSIONS}seq", to=812.5),
        change(*CONTEXT, f"{EXTENSIONS}mono-ms", to=10**30),
        change(*CONTEXT, f"{EXTENSIONS}boot", to="b-x"),
        change(*CONTEXT, f"{EXTENSIONS}boot", to=19),
        change(*CONTEXT, f"{EXTENSIONS}boot", to="b-" + "9" * 5000),
        change(*CONTEXT, f"{EXTENSIONS}clock", to="right"),
        change(*CONTEXT, f"{EXTENSIONS}device", to="PC 7"),
        change(*CONTEXT, f"{EXTENSIONS}attempt", to=True),
        change(*CONTEXT, f"{EXTENSIONS}more", to=1),
        change("attachments", to=[]),
    ],
)
def test_another_statement_is_not_ours(apply: Callable[[Any], None]) -> None:
    statement = told(ANSWER)
    apply(statement)
    with pytest.raises(NotOurs):
        read_statement(statement)


@pytest.mark.parametrize("part", ["id", "timestamp", "actor", "verb", "object", "context"])
def test_a_part_that_is_missing(part: str) -> None:
    statement = told(ANSWER)
    del statement[part]
    with pytest.raises(NotOurs):
        read_statement(statement)


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"1", b"\xff", b"[" * 100_000, OTHER, PLAIN, {}, json.dumps(OTHER).encode()],
    ids=range(10),
)
def test_what_is_no_statement_of_ours(text: Any) -> None:
    with pytest.raises(NotOurs):
        read_statement(text)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        inside = list(value.items() if isinstance(value, dict) else enumerate(value))
    found = [place for name, one in inside for place in places(one, (*path, name))]
    return [path, *found] if path else found


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([ANSWER, LESSON, POST_TEST, CERTIFICATE]), st.data())
def test_anything_at_any_place_is_ours_or_not(draft: Draft, data: st.DataObject) -> None:
    statement = told(draft)
    *way, last = data.draw(st.sampled_from(places(statement)))
    place = statement
    for step in way:
        place = place[step]
    place[last] = data.draw(JSON)
    before = deepcopy(statement)
    try:
        found = read_statement(statement)
    except NotOurs:
        return
    assert read_statement(render(*found)) == found
    assert str(statement) == str(before)
