"""Thirty-four people, one laptop: a whole session, held against a table that was counted by hand.

The log, the summary, the papers and a sealed bundle opened at a supervisor's have to agree with it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.flows.session_table import (
    AFTER,
    BEFORE,
    CRITICAL,
    LISTED,
    MISSED,
    PASSED,
    SHARES,
    STATEMENTS,
    TOO_FEW_RIGHT,
    VOTES,
    WALKED_IN,
    Hall,
    has_passed,
    held,
    passers,
    planned,
    rows,
)
from tests.operations.sticks import Stick, new_store, pair
from tests.ui.paper.test_job_aids import every_line, painted
from trainer_app.content.catalog import Catalog
from trainer_app.content.module import Module
from trainer_app.errors import TrainerError
from trainer_app.operations.audit import list_acts
from trainer_app.operations.certificate_check import verify_certificate
from trainer_app.operations.session_certificates import certificate_rows, issue_certificates
from trainer_app.operations.session_record import session
from trainer_app.operations.session_results import session_results
from trainer_app.paths import bundled_packs
from trainer_app.store import Store
from trainer_app.training.staff import Act
from trainer_app.training.statement import Taken
from trainer_app.ui.after.record_paper import record_pages
from trainer_app.ui.after.session_facts import read_facts
from trainer_app.ui.after.sign_in_paper import sign_in_pages
from trainer_app.ui.paper.certificate_pdf import certificate_paper
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.pages_of_paper import pdf_of_pages
from trainer_app.ui.paper.windowless import painting


@pytest.fixture(scope="module")
def module() -> Module:
    return Catalog([bundled_packs()]).pack("grooming").module("en")


@pytest.fixture(scope="module")
def hall(store_template: Path, tmp_path_factory: pytest.TempPathFactory, module: Module) -> Any:
    """The session once, for all tests here; none of them changes it."""
    laptop = new_store(store_template, tmp_path_factory.mktemp("hall") / "laptop")
    made = planned(laptop, module)
    held(made)
    refused = [made.ids[row.name] for row in rows() if row.after == "critical"]
    for learner_id in refused:
        with pytest.raises(TrainerError, match="not passed"):
            issue_certificates(laptop, **made.asking, learner_ids=[learner_id])
    issue_certificates(laptop, **made.asking, learner_ids=passers(made))
    issue_certificates(laptop, **made.asking, learner_ids=made.ids.values(), kind="attended")
    yield made
    laptop.close()


# ---------------------------------------------------------------- the table itself


def test_the_table_was_counted_right() -> None:
    """What stands above as a number follows from the lines, by plain counting."""
    table = rows()
    assert len(table) == LISTED + WALKED_IN == 32
    assert sum(has_passed(row) for row in table) == PASSED
    assert sum(row.after == "three" for row in table) == TOO_FEW_RIGHT
    assert sum(row.after == "critical" for row in table) == CRITICAL
    assert Counter(row.way for row in table) == {Taken.SHARED: 16, Taken.PAPER: 16}
    for place, objective in enumerate(BEFORE):
        assert sum(row.before > place for row in table) == BEFORE[objective]
        assert sum(MISSED[row.after] <= place for row in table) == AFTER[objective]


def test_each_form_asks_for_the_same_objectives_in_the_same_order(module: Module) -> None:
    for form in (module.forms.a, module.forms.b):
        assert [module.item(one).objective for one in form] == list(BEFORE)
        assert not any(module.item(one).critical for one in form)


# ---------------------------------------------------------------- the log


def test_the_log_has_every_answer_and_holds_together(hall: Hall) -> None:
    store = hall.laptop
    told = store.sittings.of(hall.meeting)
    kinds = {
        "m/grooming/test/pre": "pre",
        "m/grooming/test/post": "post",
        "m/grooming": "module",
    }
    found: Counter[tuple[str, str]] = Counter()
    for one in told:
        draft = one.draft
        if draft.verb.value == "answered":
            kind = kinds[str(draft.parent)]
        elif draft.verb.value in ("attended", "earned"):
            kind = {"attended": "session", "earned": "certificate"}[draft.verb.value]
        else:
            kind = kinds[draft.activity]
        found[draft.verb.value, kind] += 1
        assert draft.instructor == hall.by.staff.actor
    assert found == STATEMENTS
    assert store.verify_chain() == STATEMENTS.total() + 2  # who issued what, twice
    acts = [(act.about, act.by) for act in list_acts(store) if act.act == Act.ISSUED]
    assert acts == [("attended, 32", "Elena Vargas"), ("passed, 27", "Elena Vargas")]


def test_each_persons_own_statements_say_what_they_did(hall: Hall) -> None:
    store = hall.laptop
    told = [one.draft for one in store.sittings.of(hall.meeting)]
    for row in rows():
        actor = store.learner(hall.ids[row.name]).actor
        mine = [draft for draft in told if draft.actor == actor]
        right = {"pre": 0, "post": 0}
        ways: dict[str, set[Taken | None]] = {"pre": set(), "post": set()}
        for draft in mine:
            if draft.verb.value == "answered":
                test = str(draft.parent).rpartition("/")[2]
                right[test] += bool(draft.success)
                ways[test].add(draft.taken)
        assert right == {"pre": row.before, "post": round(10 * SHARES[row.after])}, row.name
        assert ways == {"pre": {Taken.PAPER}, "post": {row.way}}, row.name
        (verdict,) = [one for one in mine if one.activity == "m/grooming/test/post"]
        assert (verdict.scaled, verdict.success) == (SHARES[row.after], has_passed(row))
        passed = store.progress(actor).get("m/grooming")
        assert bool(passed and passed.success) is has_passed(row)


def test_no_name_is_in_any_statement_or_in_the_record_of_the_session(hall: Hall) -> None:
    texts = b"".join(text for _row, text in hall.laptop.statement_texts(limit=100_000))
    record = hall.laptop.directory.record("training-session", str(hall.meeting))
    assert record is not None
    for name in [row.name for row in rows()] + [hall.by.staff.name]:
        for part in name.split():
            assert part.encode() not in texts
            assert part not in str(record.body)


# ---------------------------------------------------------------- the summary


def agrees(store: Store, hall: Hall) -> None:
    """What this computer says of the session is what the table says."""
    told = session(store, meeting=hall.meeting)
    assert (told.present, len(told.here), told.walk_ins, told.unnamed) == (34, 32, 6, 2)
    assert told.hands == VOTES
    results = session_results(store, meeting=hall.meeting, module=hall.module)
    assert results.wrote == {"before": 32, "after": 32}
    assert (results.both, results.too_few, results.passed) == (32, False, PASSED)
    assert results.before == sum(BEFORE.values()) / 160 == 0.5
    assert results.after == sum(AFTER.values()) / 160 == 0.8625
    assert {one.objective_id: (one.before, one.after) for one in results.objectives} == {
        one: (round(BEFORE[one] / 32, 4), round(AFTER[one] / 32, 4)) for one in BEFORE
    }
    wanted = {"three": "not-enough", "critical": "critical"}
    why = {person.learner.name: person.why for person in results.people}
    assert why == {row.name: wanted.get(row.after) for row in rows()}
    listed = certificate_rows(store, meeting=hall.meeting, module=hall.module)
    have = {row.learner.name for row in listed if row.issued is not None}
    assert have == {row.name for row in rows() if has_passed(row)}
    attended = certificate_rows(store, meeting=hall.meeting, module=hall.module, kind="attended")
    assert {row.learner.name for row in attended if row.issued} == {row.name for row in rows()}


def test_the_summary_agrees(hall: Hall) -> None:
    agrees(hall.laptop, hall)


def test_certificates_are_checked_without_a_network(hall: Hall) -> None:
    listed = certificate_rows(hall.laptop, meeting=hall.meeting, module=hall.module)
    for row in listed:
        if row.issued is None:
            continue
        checked = verify_certificate(hall.laptop, text=row.issued.payload, on=date(2026, 12, 31))
        facts = checked.facts
        assert (checked.verdict, checked.key_known) == ("genuine", True)
        assert (facts.name, facts.supervised, facts.issuer) == (
            row.learner.name, True, "Elena Vargas",
        )  # fmt: skip
        assert (facts.held_on, facts.issued_on) == ("2026-12-01", date(2026, 12, 1))


# ---------------------------------------------------------------- on paper


def words_on(pages: tuple[Paper, ...] | list[Paper]) -> list[list[str]]:
    """What is painted on each page, without the marks that keep directions apart."""
    found = []
    for page in pages:
        with pytest.MonkeyPatch.context() as patch, every_line(patch) as lines:
            painted(page)
        marks = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
        found.append([text.translate(marks) for text, _area in lines])
    return found


def page_count(pages: tuple[Paper, ...] | list[Paper], folder: Path) -> int:
    qtpdf = pytest.importorskip("PySide6.QtPdf")
    path = folder / "pages.pdf"
    path.write_bytes(pdf_of_pages(pages))
    document = qtpdf.QPdfDocument()
    document.load(str(path))
    count = document.pageCount()
    document.close()
    return int(count)


@pytest.fixture
def press(qapp: Any) -> Any:
    with painting():
        yield


def test_the_record_on_paper_agrees(hall: Hall, press: None, tmp_path: Path) -> None:
    facts = read_facts(hall.laptop, hall.meeting, hall.module)
    pages = record_pages(facts)
    said = [line for page in words_on(pages) for line in page]
    assert page_count(pages, tmp_path) == len(pages) == 2
    after = dict(pairwise(said))
    assert after["In the room"] == "34 (26 from the list, 6 walked in, 2 without a name)"
    assert after["Wrote the test before"] == "32"
    assert after["Wrote the test after"] == "32"
    assert after["Passed"] == "27"
    assert after["Held at"] == "Terminal Norte"
    assert after["Led by"] == "Elena Vargas"
    shares = dict(zip(said, pairwise(said[1:]), strict=False))
    texts = {one.id: one.text for one in hall.module.objectives}
    assert shares["All questions"] == ("50%", "86%")
    assert [shares[texts[one]] for one in BEFORE] == [
        ("100%", "63%"), ("75%", "78%"), ("50%", "91%"), ("25%", "100%"), ("0%", "100%"),
    ]  # fmt: skip
    assert after["Chat with him kindly, and offer him the seat near you."] == "25"
    assert after["True"] == "30"
    assert [name for name in said if name in hall.ids] == sorted(hall.ids)
    assert sum("walked in" in line for line in said) == 1 + WALKED_IN


def test_the_sign_in_sheet_has_everybody_and_lines_for_those_without_a_name(
    hall: Hall, press: None, tmp_path: Path
) -> None:
    pages = sign_in_pages(read_facts(hall.laptop, hall.meeting, hall.module))
    said = [line for page in words_on(pages) for line in page]
    assert page_count(pages, tmp_path) == len(pages) == 2
    assert [name for name in said if name in hall.ids] == sorted(hall.ids)
    assert "34" in said
    assert "35" not in said


def test_there_is_one_certificate_for_each_who_passed(
    hall: Hall, press: None, tmp_path: Path
) -> None:
    listed = certificate_rows(hall.laptop, meeting=hall.meeting, module=hall.module)
    issued = [row.issued for row in listed if row.issued]
    pages = [certificate_paper(one, "en") for one in issued]
    assert page_count(pages, tmp_path) == PASSED
    for one, said in zip(issued, words_on(pages), strict=True):
        assert {one.facts.name, one.facts.serial, "Certificate", "Elena Vargas"} <= set(said)
        assert {"Supervised by", "December 1, 2026", "Valid until"} <= set(said)
    named = {one.facts.name for one in issued}
    assert named == {row.name for row in rows() if has_passed(row)}


def test_a_certificate_of_attendance_looks_like_no_pass(hall: Hall, press: None) -> None:
    listed = certificate_rows(
        hall.laptop, meeting=hall.meeting, module=hall.module, kind="attended"
    )
    issued = [row.issued for row in listed if row.issued]
    assert len(issued) == 32
    (said,) = words_on([certificate_paper(issued[0], "en")])
    assert "Certificate of attendance" in said
    assert not {"Certificate", "Valid until", "completed awareness training"} & set(said)


# ---------------------------------------------------------------- handed over


def test_a_bundle_says_the_same_at_the_supervisors(
    hall: Hall, store_template: Path, tmp_path: Path
) -> None:
    supervisor = new_store(store_template, tmp_path / "supervisor")
    try:
        pair(hall.laptop, supervisor)
        (tmp_path / "stick").mkdir()
        stick = Stick(tmp_path / "stick")
        handed = stick.hand_over(hall.laptop)
        assert handed.count == STATEMENTS.total() + 2
        for one in handed.paths:
            sealed = one.read_bytes()
            assert not any(name.encode() in sealed for name in hall.ids)
            assert not any(part in one.name for name in hall.ids for part in name.split())
        (collected,) = stick.accept_all(supervisor)
        assert (collected.state, collected.new) == ("collected", handed.count)
        assert supervisor.chains.verify_received() == []
        agrees(supervisor, hall)
        first = next(
            row.issued
            for row in certificate_rows(supervisor, meeting=hall.meeting, module=hall.module)
            if row.issued
        )
        assert verify_certificate(supervisor, text=first.payload).key_known
    finally:
        supervisor.close()
