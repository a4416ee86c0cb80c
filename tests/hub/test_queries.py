"""Reading statements: what is asked for, what may be seen, page after page."""

import gzip
import json
from threading import Thread
from urllib.parse import parse_qsl
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.hub.asking import HOME, VERB, about, agent, statement, team, voiding
from tests.hub.feeding import texts
from tests.hub.test_statements import attachment, multipart
from trainer_app.hub import keeping, questions, shapes
from trainer_app.hub.records import Conflict, Incoming, Verdict
from trainer_app.hub.tables import echo
from trainer_app.training.statement import IRI_BASE

MODULE = "https://example.org/m/load-safety"
OTHER = "https://example.org/m/warning-signs"
SOME_ID = "6f9a7a3e-2c11-4c55-8a52-9d2b8f1f2a10"
AUTHORITY = {"account": {"homePage": f"{IRI_BASE}hub", "name": "all"}}
NAME = {"en": "Load safety", "es-BO": "Carga segura", "sw": "Usalama wa mzigo"}


def activity(iri=MODULE, **definition):
    return {"objectType": "Activity", "id": iri} | (
        {"definition": definition} if definition else {}
    )


# ---------------------------------------------------------------- what is asked for


def substatement(**changes):
    return statement(id=None, timestamp=None, objectType="SubStatement", **changes)


CASES = {
    "the actor": ({"actor": agent("ana")}, {"agent": agent("ana")}, True),
    "a member of the actor": (
        {"actor": {"objectType": "Group", "member": [agent("ana")]}},
        {"agent": agent("ana")},
        True,
    ),
    "the agent it is about": ({"object": agent("ana")}, {"agent": agent("ana")}, True),
    "a group it is about": ({"object": team("north")}, {"agent": team("north")}, True),
    "an instructor": ({"context": {"instructor": agent("ana")}}, {"agent": agent("ana")}, False),
    "a team": ({"context": {"team": team("north")}}, {"agent": team("north")}, False),
    "the authority": ({}, {"agent": AUTHORITY}, False),
    "an inner actor": (
        {"object": substatement(actor=agent("ana"))}, {"agent": agent("ana")}, False,
    ),
    "an inner agent": (
        {"object": substatement(object=agent("ana"))}, {"agent": agent("ana")}, False,
    ),
    "the verb": ({"verb": {"id": f"{VERB}failed"}}, {"verb": f"{VERB}failed"}, True),
    "the activity": ({"object": activity(OTHER)}, {"activity": OTHER}, True),
    "a parent": (
        {"context": {"contextActivities": {"parent": [activity(OTHER)]}}},
        {"activity": OTHER},
        False,
    ),
    "an inner activity": (
        {"object": substatement(object=activity(OTHER))}, {"activity": OTHER}, False,
    ),
    "an inner grouping": (
        {"object": substatement(context={"contextActivities": {"grouping": activity(OTHER)}})},
        {"activity": OTHER},
        False,
    ),
    "the registration": (
        {"context": {"registration": "6f9a7a3e-2c11-4c55-8a52-9d2b8f1f2a10"}},
        {"registration": "6F9A7A3E-2C11-4C55-8A52-9D2B8F1F2A10"},
        True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_statement_is_found_by(hub, case):
    """Directly by what it is of and about; by everything else it mentions when related is asked."""
    changes, query, direct = CASES[case]
    brought = statement(**changes)
    if case != "the authority":
        hub.post("/statements", statement())
    hub.post("/statements", brought)
    related = {f"related_{name}": "true" for name in ("agents", "activities")}
    assert hub.get("/statements", **query, **related).ids == [brought["id"]]
    assert hub.get("/statements", **query).ids == ([brought["id"]] if direct else [])


def test_agents_of_version_2_contexts_are_related(hub):
    hub.version = "2.0.0"
    entries = {
        "contextAgents": [{"objectType": "contextAgent", "agent": agent("ana")}],
        "contextGroups": [{"objectType": "contextGroup", "group": team("north")}],
    }
    hub.post("/statements", statement(context=entries))
    for asked in (agent("ana"), team("north")):
        assert hub.get("/statements", agent=asked).ids == []
        assert len(hub.get("/statements", agent=asked, related_agents="true").ids) == 1


@pytest.mark.parametrize(
    "identifier",
    [
        {"mbox": "mailto:desk@example.org"},
        {"mbox_sha1sum": "a" * 40},
        {"openid": "https://example.org/desk"},
        {"account": {"homePage": HOME, "name": "desk"}},
    ],
)
def test_agents_are_known_by_each_kind_of_identifier(hub, identifier):
    hub.post("/statements", [statement(actor={"name": "Desk", **identifier}), statement()])
    assert len(hub.get("/statements", agent=identifier).ids) == 1


def test_all_that_is_asked_for_must_hold(hub):
    rosa, ana = statement(), statement(actor=agent("ana"), object=activity(OTHER))
    hub.post("/statements", [rosa, ana])
    assert hub.get("/statements", agent=agent("ana"), activity=OTHER).ids == [ana["id"]]
    assert hub.get("/statements", agent=agent("ana"), activity=MODULE).ids == []


@pytest.mark.parametrize(
    "query",
    [
        {"agent": "no JSON"}, {"agent": {"name": "Rosa"}}, {"agent": "[]"},
        {"agent": {"objectType": "Group", "member": [agent()]}}, {"verb": "completed"},
        {"activity": "m/load-safety"}, {"registration": "1"}, {"since": "yesterday"},
        {"until": "2026-13-01T00:00:00Z"}, {"limit": "-1"}, {"limit": "many"}, {"limit": "²"},
        {"format": "short"}, {"ascending": "up"}, {"attachments": "1"}, {"related_agents": "yes"},
        {"cursor": "here"}, {"colour": "red"}, {"statementid": SOME_ID},
        {"statementId": "1"}, {"statementId": SOME_ID, "verb": f"{VERB}passed"},
        {"statementId": SOME_ID, "voidedStatementId": SOME_ID},
        {"voidedStatementId": SOME_ID, "limit": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused(hub, query):
    answer = hub.get("/statements", **query)
    assert answer.status == 400
    assert "x-experience-api-consistent-through" in answer.headers


def test_a_parameter_twice_is_refused(hub):
    assert hub.get("/statements?limit=1&limit=2").status == 400


def test_a_statement_nobody_brought_is_not_there(hub):
    answer = hub.get("/statements", statementId=str(uuid4()))
    assert answer.status == 404
    assert "x-experience-api-consistent-through" in answer.headers


# ---------------------------------------------------------------- statements about statements


def test_a_statement_is_found_by_what_it_speaks_about_over_all_hops(hub):
    first = statement(actor=agent("ana"), object=activity(OTHER))
    chain = [first]
    for _ in range(5):
        chain.append(statement(object=about(chain[-1]["id"]), actor=agent("desk")))
    for brought in (chain[2], chain[0], chain[4], chain[5], chain[1], chain[3]):  # in any order
        hub.post("/statements", brought)
    found = hub.get("/statements", agent=agent("ana"), activity=OTHER).ids
    assert set(found) == {brought["id"] for brought in chain}
    assert len(found) == 6
    assert len(hub.get("/statements", agent=agent("ana"), limit="2").ids) == 2


def test_what_is_asked_for_must_hold_in_one_statement_of_the_chain(hub):
    first = statement(actor=agent("ana"))
    second = statement(actor=agent("desk"), object=about(first["id"]))
    hub.post("/statements", [second, first])
    assert hub.get("/statements", agent=agent("desk"), activity=MODULE).ids == []


def test_statements_that_speak_about_each_other_end_somewhere(hub):
    one, two = str(uuid4()), str(uuid4())
    hub.post("/statements", statement(id=one, object=about(two), actor=agent("ana")))
    hub.post("/statements", statement(id=two, object=about(one)))
    hub.post("/statements", statement(id=(own := str(uuid4())), object=about(own)))
    assert set(hub.get("/statements", agent=agent("ana")).ids) == {one, two}
    assert set(hub.get("/statements", agent=agent()).ids) == {one, two, own}


def test_a_very_long_chain_is_kept_without_growing_beyond_measure(hub):
    chain = [statement()]
    for _ in range(300):
        chain.append(statement(object=about(chain[-1]["id"]), actor=agent("desk")))
    hub.post("/statements", chain)
    assert len(hub.get("/statements", agent=agent()).ids) > 90


def test_what_many_speak_about_is_kept_without_growing_beyond_measure(hub, records, monkeypatch):
    """However many wait for one statement, and however much stands behind it."""
    monkeypatch.setattr(keeping, "_MOST_PAIRS", 100)
    chain = [statement()]
    for _ in range(20):
        chain.append(statement(object=about(chain[-1]["id"]), actor=agent("desk")))
    for one in chain:
        hub.post("/statements", one)
    missing = str(uuid4())
    waiting = [statement(object=about(missing), actor=agent("desk")) for _ in range(30)]
    hub.post("/statements", waiting)
    link = statement(id=missing, object=about(chain[-1]["id"]), actor=agent("ana"))
    assert hub.post("/statements", link).status == 200
    with records.database.reading() as connection:
        noted = connection.execute(select(func.count()).select_from(echo)).scalar_one()
    assert noted == 20 * 21 // 2 + 30
    assert set(hub.get("/statements", agent=agent("ana")).ids) == {
        missing, *(one["id"] for one in waiting),
    }  # fmt: skip


def test_a_voiding_is_found_by_what_it_voids(hub):
    wrong = statement(actor=agent("ana"))
    correction = voiding(wrong["id"], actor=agent("desk"))
    hub.post("/statements", [wrong, correction])
    assert hub.get("/statements", agent=agent("ana")).ids == [correction["id"]]


# ---------------------------------------------------------------- pages and time


def walk(hub, **query):
    answer = hub.get("/statements", **query)
    found = answer.ids
    while more := answer.json["more"]:
        path, _, told = more.partition("?")
        assert path == "/xapi/statements"
        answer = hub.get("/statements", **dict(parse_qsl(told)))
        found += answer.ids
    return found


@pytest.mark.parametrize("ascending", ["true", "false"])
@pytest.mark.parametrize("query", [{}, {"agent": agent("ana")}, {"verb": f"{VERB}completed"}])
def test_pages_hold_everything_once_while_more_is_brought(hub, ascending, query):
    brought = [statement(actor=agent("ana")) for _ in range(11)]
    hub.post("/statements", brought)
    first = hub.get("/statements", limit="4", ascending=ascending, **query)
    hub.post("/statements", statement(actor=agent("ana")))
    rest = walk(hub, **dict(parse_qsl(first.json["more"].partition("?")[2])))
    in_order = [one["id"] for one in brought]
    found = (first.ids + rest)[:11]
    assert found == (in_order if ascending == "true" else in_order[::-1])
    assert len(first.ids + rest) == (12 if ascending == "true" else 11)


def test_a_page_has_at_most_so_many(hub, monkeypatch):
    hub.post("/statements", [statement() for _ in range(510)])
    for limit in ("0", "501", "9" * 30):
        assert len(hub.get("/statements", limit=limit).ids) == questions.LONGEST_PAGE
    assert len(set(walk(hub))) == 510


@pytest.mark.parametrize("noise", [b"packs well " * 30_000, None])
def test_a_page_ends_before_it_is_too_large(hub, monkeypatch, noise):
    import base64
    import random

    monkeypatch.setattr(questions, "LARGEST_PAGE", 300_000)
    some = noise or base64.b64encode(random.Random(3).randbytes(200_000))
    for _ in range(4):
        hub.post("/statements", statement(result={"response": some.decode()}))
    assert len(hub.get("/statements").ids) < 4
    assert len(walk(hub)) == 4


def test_pages_with_large_attachments_hold_everything_once(hub, monkeypatch):
    monkeypatch.setattr(questions, "LARGEST_PAGE", 10_000)
    brought = []
    for place in range(7):
        note = bytes([place]) * 4_000
        brought.append(statement(attachments=[attachment(note)]))
        body, headers = multipart(brought[-1], note)
        assert hub.post("/statements", body, headers).status == 200
    found, query = [], {"attachments": "true", "ascending": "true"}
    while query:
        answer = hub.get("/statements", **query)
        page = json.loads(answer.body.split(b"\r\n\r\n")[1].split(b"\r\n--")[0])
        assert 0 < len(page["statements"]) <= 3
        assert len(answer.body) < 16_000
        found += [one["id"] for one in page["statements"]]
        query = dict(parse_qsl(page["more"].partition("?")[2]))
    assert found == [one["id"] for one in brought]


def test_since_and_until_go_by_when_it_was_stored_not_by_when_it_happened(hub):
    long_ago = [statement(timestamp="1980-01-01T00:00:00Z") for _ in range(3)]
    for brought in long_ago:
        hub.post("/statements", brought)
    moments = [
        kept["stored"] for kept in hub.get("/statements", ascending="true").json["statements"]
    ]
    ids = [brought["id"] for brought in long_ago]
    assert hub.get("/statements", since=moments[0], ascending="true").ids == ids[1:]
    assert hub.get("/statements", until=moments[1], ascending="true").ids == ids[:2]
    assert hub.get("/statements", since=moments[0], until=moments[1]).ids == [ids[1]]
    east = moments[1].replace("Z", "+00:00")
    assert hub.get("/statements", since=east).ids == [ids[2]]


def test_what_is_consistent_through_a_moment_is_there(hub):
    hub.post("/statements", statement())
    answer = hub.get("/statements")
    through = answer.headers["x-experience-api-consistent-through"]
    assert through >= answer.json["statements"][0]["stored"]


def test_a_reader_with_a_cursor_misses_nothing_while_several_write(hub, records):
    """The promise of ``stored``: what appears later is stamped later."""
    credential = records.credential("all")
    assert credential

    def bring(device):
        for start in (1, 21, 41):
            some = [json.loads(text) for text in texts(20, device=device, first=start)]
            records.keep([Incoming(one) for one in some], credential)

    writers = [Thread(target=bring, args=(device,)) for device in "abcd"]
    for writer in writers:
        writer.start()
    seen, since = [], "1970-01-01T00:00:00Z"
    while len(seen) < 240:
        alive = any(writer.is_alive() for writer in writers)
        page = hub.get("/statements", since=since, ascending="true", limit="50").json["statements"]
        seen += [kept["id"] for kept in page]
        since = page[-1]["stored"] if page else since
        assert page or alive, "something was missed"
    for writer in writers:
        writer.join()
    assert len(set(seen)) == 240


# ---------------------------------------------------------------- shapes


def test_ids_show_nothing_but_identifiers(hub):
    group = {"objectType": "Group", "name": "Crew", "member": [agent() | {"name": "Rosa Mamani"}]}
    inner = substatement(actor=agent() | {"name": "Rosa Mamani"}, object=activity(name=NAME))
    brought = statement(
        actor=group, object=inner, verb={"id": f"{VERB}completed", "display": {"en": "completed"}},
        context={"instructor": agent("ana") | {"name": "Ana Quispe"}, "team": team("north")},
    )  # fmt: skip
    hub.post("/statements", brought)
    kept = hub.get("/statements", format="ids").json["statements"][0]
    assert kept["actor"] == {"objectType": "Group", "member": [agent()]}
    assert kept["verb"] == {"id": f"{VERB}completed"}
    assert kept["object"]["object"] == {"id": MODULE}
    assert kept["context"]["instructor"] == agent("ana")
    assert "Mamani" not in json.dumps(kept)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("sw", "Usalama wa mzigo"), ("es", "Carga segura"), ("es-MX, en;q=0.5", "Load safety"),
        ("fr;q=0.9, en;q=0.2, sw;q=0.5", "Usalama wa mzigo"), ("EN-GB", "Load safety"),
        ("sw;q=0, es", "Carga segura"), ("fr", "Load safety"), ("", "Load safety"),
        ("*", "Load safety"), (";;q=x,,", "Load safety"),
    ],
)  # fmt: skip
def test_canonical_tells_each_text_in_one_language(hub, wanted, told):
    choices = [{"id": "a", "description": NAME}, {"id": "b"}]
    definition = {"name": NAME, "interactionType": "choice", "choices": choices}
    hub.post("/statements", statement(object=activity(**definition)))
    hub.post("/statements", statement(verb={"id": f"{VERB}answered", "display": NAME}))
    read = hub.get("/statements", {"accept-language": wanted}, format="canonical")
    kept = read.json["statements"][0]
    assert list(kept["verb"]["display"].values()) == [told]
    assert list(kept["object"]["definition"]["name"].values()) == [told]
    assert list(kept["object"]["definition"]["choices"][0]["description"].values()) == [told]


def test_nobody_speaks_thousands_of_languages():
    told = ",".join(f"x-{n};q=0.{n:04}" for n in range(1, 9000))
    wanted = shapes.languages(told)
    assert len(wanted) <= 50
    assert wanted[:2] == ["x-8999", "x-8998"]


def test_an_answer_is_packed_for_those_who_take_it(hub):
    hub.post("/statements", [statement() for _ in range(20)])
    read = hub.get("/statements", {"accept-encoding": "br, gzip;q=0.8"})
    assert read.headers["content-encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(read.body))["statements"]) == 20
    assert "content-encoding" not in hub.get("/statements", {"accept-encoding": "gzip;q=0"}).headers


# ---------------------------------------------------------------- what may be seen


@pytest.fixture
def sites(caller):
    """Callers with different rights, and the ids of what two writers brought."""
    north, south = caller("north", "write", "read-mine"), caller("south", "write")
    brought = {
        "north": statement(context={"team": team("north")}),
        "south": statement(context={"team": team("south")}),
        "pretends": statement(context={"team": {"objectType": "Group", "member": [agent()]}}),
        "actor": statement(actor=team("south")),
    }
    for name, one in brought.items():
        (north if name == "north" else south).post("/statements", one)
    return {name: one["id"] for name, one in brought.items()}


def test_a_supervisor_sees_the_statements_of_the_own_sites_only(caller, sites):
    supervisor = caller("supervisor", "read-sites", sites=("south", "east"))
    assert supervisor.get("/statements").ids == [sites["south"]]
    assert supervisor.get("/statements", agent=agent(), ascending="true").ids == [sites["south"]]
    assert supervisor.get("/statements", statementId=sites["south"]).status == 200
    for hidden in ("north", "pretends", "actor"):
        assert supervisor.get("/statements", statementId=sites[hidden]).status == 404
    assert caller("both", "read-sites", sites=("south", "north")).get("/statements").ids == [
        sites["south"], sites["north"],
    ]  # fmt: skip
    assert caller("none", "read-sites").get("/statements").ids == []


def test_a_supervisor_sees_no_foreign_site_through_a_reference(caller, hub, sites):
    """Nor what was voided there, nor its attachments."""
    supervisor = caller("supervisor", "read-sites", sites=("south",))
    spoken = statement(object=about(sites["south"]), context={"team": team("north")})
    hub.post("/statements", [spoken, voiding(sites["north"])])
    assert supervisor.get("/statements", agent=agent()).ids == [sites["south"]]
    assert supervisor.get("/statements", voidedStatementId=sites["north"]).status == 404
    assert supervisor.get("/statements", attachments="true").status == 200


def test_a_reference_of_ones_own_tells_nothing_about_what_it_speaks_of(caller, sites):
    """Else a device could ask who did what, of any statement whose id it knows."""
    device = caller("device", "write", "read-mine", "read-sites", sites=("south",))
    hidden = statement(object=about(sites["north"]), actor=agent("desk"))
    open_to_it = statement(object=about(sites["south"]), actor=agent("desk"))
    device.post("/statements", [hidden, open_to_it])
    assert device.get("/statements", agent=agent("desk"), ascending="true").ids == [
        hidden["id"], open_to_it["id"],
    ]  # fmt: skip
    assert device.get("/statements", activity=MODULE, ascending="true").ids == [
        sites["south"], open_to_it["id"],
    ]  # fmt: skip


def test_a_device_sees_what_it_brought(caller, sites):
    north = caller("north", "write", "read-mine")
    assert north.get("/statements").ids == [sites["north"]]
    assert north.get("/statements", statementId=sites["south"]).status == 404
    joined = caller("south", "read-mine", "read-sites", sites=("north",))
    assert set(joined.get("/statements").ids) == set(sites.values())


def test_who_has_all_sees_all(hub, sites):
    assert set(hub.get("/statements").ids) == set(sites.values())


# ---------------------------------------------------------------- what others build on


def test_verdicts_for_each_statement_of_a_batch(records):
    records.add_credential("device", scopes={"write"})
    credential = records.credential("device")
    first, second = (json.loads(text) for text in texts(2))
    records.keep([Incoming(dict(first))], credential)
    changed = second | {"actor": agent("ana")}
    some = [Incoming(dict(first)), Incoming(second), Incoming(changed)]
    prepared = [keeping.prepare(one, records.packers) for one in some]
    with records.database.writing() as connection:
        kept = records.keeping(connection, credential).keep(prepared, each=True)
    assert [verdict for _, verdict in kept.verdicts] == [
        Verdict.SAME, Verdict.STORED, Verdict.CONFLICT,
    ]  # fmt: skip
    assert kept.same == (first["id"],)
    assert kept.stored == kept.conflicts == (second["id"],)


def test_what_is_kept_within_a_transaction_goes_with_it(records, hub):
    credential = records.credential("all")
    one, other = statement(), statement()

    def keep_both():
        with records.database.writing() as connection:
            for some in (one, other | {"id": one["id"], "actor": agent("ana")}):
                prepared = keeping.prepare(Incoming(some), records.packers)
                records.keeping(connection, credential).keep([prepared], each=False)

    with pytest.raises(Conflict):
        keep_both()
    assert hub.get("/statements").ids == []


def test_our_own_statements_have_their_place_in_columns_and_nobody_elses_do(records):
    from sqlalchemy import select

    from trainer_app.hub.tables import statement as table

    records.add_credential("device", scopes={"write"})
    ours = json.loads(texts(1, site="bo-lpz-004")[0])
    stolen = json.loads(texts(1, device="b")[0]) | {"id": str(uuid4())}
    records.keep([Incoming(ours), Incoming(stolen)], records.credential("device"))
    with records.database.reading() as connection:
        rows = connection.execute(select(table).order_by(table.c.stored)).all()
    assert (rows[0].epoch, rows[0].seq, rows[0].site) == (1, 1, "bo-lpz-004")
    assert rows[0].device.hex() == ours["context"]["extensions"][
        f"{IRI_BASE}xapi/ext/device"
    ].replace("-", "")
    assert (rows[1].device, rows[1].epoch, rows[1].seq) == (None, None, None)
