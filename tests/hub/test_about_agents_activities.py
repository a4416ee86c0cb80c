"""What the hub says about itself, people and activities; and who may come in at all."""

from urllib.parse import urlencode

import pytest

from tests.hub.asking import HOME, agent, as_json, basic, send, statement, team
from trainer_app.errors import StoreUnusable
from trainer_app.hub.http import LARGEST_BODY
from trainer_app.hub.records import Records

MODULE = "https://example.org/m/load-safety"
FORM = {"content-type": "application/x-www-form-urlencoded"}


# ---------------------------------------------------------------- about, agents, activities


def test_about_is_open_to_all_and_names_the_versions(hub):
    hub.secret, hub.version = "wrong", None
    answer = hub.get("/about")
    assert answer.status == 200
    assert {"1.0.3", "2.0.0"} <= set(answer.json["version"])
    assert answer.headers["x-experience-api-version"] == "1.0.3"


def test_a_person_is_the_agent_that_was_asked_for_and_nothing_is_joined(hub):
    hub.post("/statements", statement(actor=agent() | {"name": "Rosa Mamani"}))
    account = {"homePage": HOME, "name": "rosa"}
    assert hub.get("/agents", agent=agent()).json == {"objectType": "Person", "account": [account]}
    named = {"mbox": "mailto:desk@example.org", "name": "Desk"}
    person = {"objectType": "Person", "mbox": [named["mbox"]], "name": ["Desk"]}
    assert hub.get("/agents", agent=named).json == person


@pytest.mark.parametrize("told", ["", "{}", "[", '{"mbox":"x"}', '{"objectType":"Group"}'])
def test_what_is_no_agent_is_no_person(hub, told):
    assert hub.get("/agents", agent=told).status == 400
    assert hub.get("/agents").status == 400


def test_an_activity_is_what_all_statements_told_about_it(hub):
    first = {"name": {"en": "Load", "es": "Carga"}, "type": "https://example.org/t/course"}
    later = {"name": {"en": "Load safety"}, "moreInfo": "https://example.org/more"}
    for definition in (first, later, {}):
        told = {"id": MODULE, "definition": definition}
        hub.post("/statements", statement(object=told))
    found = hub.get("/activities", activityId=MODULE).json
    assert found == {
        "objectType": "Activity",
        "id": MODULE,
        "definition": first | later | {"name": {"en": "Load safety", "es": "Carga"}},
    }


def test_an_activity_nobody_told_about_is_only_its_id(hub):
    iri = "https://example.org/" + "long" * 2000
    assert hub.get("/activities", activityId=iri).json == {"objectType": "Activity", "id": iri}
    assert hub.get("/activities", activityId="no IRI").status == 400
    assert hub.get("/activities").status == 400


def test_an_activity_is_told_to_those_who_may_see_a_statement_about_it(hub, caller):
    told = {"id": MODULE, "definition": {"name": {"en": "Certificate of somebody"}}}
    hub.post("/statements", statement(object=told, context={"team": team("south")}))
    for key, sites, knows in (("s", ("south",), True), ("n", ("north",), False)):
        reader = caller(key, "read-sites", sites=sites)
        assert ("definition" in reader.get("/activities", activityId=MODULE).json) is knows
    device = caller("device", "write", "read-mine")
    assert "definition" not in device.get("/activities", activityId=MODULE).json
    device.post("/statements", statement(context={"contextActivities": {"parent": [told]}}))
    assert device.get("/activities", activityId=MODULE).json["definition"] == told["definition"]


def test_what_is_remembered_about_an_activity_does_not_grow_for_ever(hub):
    for letter in "ab":
        extensions = {f"https://example.org/{letter}": letter * 200_000}
        name = {"en": letter}
        told = {"id": MODULE, "definition": {"name": name, "extensions": extensions}}
        told["definition"]["description"] = {f"x-{letter}": letter * 100_000}
        assert hub.post("/statements", statement(object=told)).status == 200
    assert "definition" not in hub.get("/activities", activityId=MODULE).json


# ---------------------------------------------------------------- who may come in


@pytest.mark.parametrize(
    "header",
    [
        "", "Basic", "Basic !", "Basic YWxs", "Bearer abc", basic("all", "wrong"),
        basic("nobody", "wrong"), basic("", ""), basic("al\0l", "x"), "Basic /w==",
        basic("all" * 1000, "x" * 1000),
    ],
)  # fmt: skip
def test_without_a_key_and_its_secret_nobody_comes_in(hub, header):
    answer = hub.get("/statements", {"authorization": header})
    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_a_revoked_key_opens_nothing_from_then_on(hub, records):
    assert hub.get("/statements").status == 200
    assert records.revoke("all")
    assert hub.get("/statements").status == 401
    assert not records.revoke("all")


def test_a_new_secret_puts_the_old_one_out_of_use(hub, records):
    secret = records.add_credential("all", scopes={"all"})
    assert hub.get("/statements").status == 401
    hub.secret = secret
    assert hub.get("/statements").status == 200


def test_a_secret_stands_nowhere_in_the_records(records):
    from sqlalchemy import select

    from trainer_app.hub.tables import credential

    secret = records.add_credential("device", scopes={"write"}, title="PC 3", sites=("north",))
    assert len(secret) >= 43  # 256 bits
    with records.database.reading() as connection:
        row = connection.execute(select(credential)).one()
    assert secret not in str(tuple(row))
    found = records.credential("device")
    assert (found.title, found.scopes, found.sites) == ("PC 3", {"write"}, {"north"})
    assert [one.key for one in records.credentials()] == ["device"]
    assert records.credential("nobody") is None


@pytest.mark.parametrize(("key", "scopes"), [("a:b", {"write"}), ("", {"write"}), ("a", {"root"})])
def test_a_credential_that_makes_no_sense_is_not_added(records, key, scopes):
    with pytest.raises(ValueError, match="scopes"):
        records.add_credential(key, scopes=scopes)


RIGHTS = {
    "write": {"POST /statements"},
    "read-mine": {"GET /statements", "GET /agents", "GET /activities"},
    "read-sites": {"GET /statements", "GET /agents", "GET /activities"},
    "desk": set(),
    "all": {"POST /statements", "GET /statements", "GET /agents", "GET /activities"},
}


@pytest.mark.parametrize("scope", RIGHTS)
def test_each_scope_opens_its_own_doors_only(caller, scope):
    asker = caller("one", scope)
    queries = {"/agents": {"agent": agent()}, "/activities": {"activityId": MODULE}}
    for door in RIGHTS["all"]:
        method, path = door.split()
        body = statement() if method == "POST" else None
        status = asker.ask(method, path, queries.get(path), None, body).status
        assert status == (200 if door in RIGHTS[scope] else 403), door


# ---------------------------------------------------------------- versions, methods, bodies


@pytest.mark.parametrize(
    "version", [None, "1", "0.95", "1.1.0", "2.1", "3.0.0", "1.0.x", "1.0.0.0"]
)
def test_other_versions_are_refused(hub, version):
    hub.version = version
    answer = hub.get("/statements")
    assert answer.status == 400
    assert answer.headers["x-experience-api-version"] in {"1.0.3", "2.0.0"}


@pytest.mark.parametrize(
    ("version", "told"), [("1.0", "1.0.3"), ("1.0.1", "1.0.3"), ("2.0", "2.0.0")]
)
def test_each_version_is_answered_in_its_own(hub, version, told):
    hub.version = version
    assert hub.get("/statements").headers["x-experience-api-version"] == told


def test_a_method_that_has_no_door_is_told_which_have(hub):
    answer = hub.delete("/statements")
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, PUT, POST"


def test_head_is_get_with_the_same_headers(hub):
    hub.post("/statements", statement())
    head, get = hub.ask("HEAD", "/statements"), hub.get("/statements")
    assert head.status == 200
    assert head.headers["content-length"] == get.headers["content-length"]


def test_a_body_too_large_is_refused_before_it_is_read(hub):
    def endless():
        raise AssertionError("nobody should read this")
        yield b""

    headers = {
        "authorization": basic(hub.key, hub.secret),
        "x-experience-api-version": "1.0.3",
        "content-length": str(LARGEST_BODY + 1),
    }
    answer = send(hub.portal, hub.app, "POST", "/xapi/statements", "", headers, endless())
    assert answer.status == 413
    assert answer.headers["connection"] == "close"


def test_a_body_without_a_length_is_read_only_as_far_as_allowed(hub):
    read = []

    def endless():
        while True:
            read.append(1)
            yield b"x" * 2**20

    headers = {
        "authorization": basic(hub.key, hub.secret),
        "x-experience-api-version": "1.0.3",
        "transfer-encoding": "chunked",
    }
    answer = send(hub.portal, hub.app, "POST", "/xapi/statements", "", headers, endless())
    assert answer.status == 413
    assert len(read) == 6


def test_a_stranger_sends_nothing_large(hub):
    def endless():
        raise AssertionError("nobody should read this")
        yield b""

    headers = {"x-experience-api-version": "1.0.3", "content-length": str(2**20)}
    answer = send(hub.portal, hub.app, "POST", "/xapi/statements", "", headers, endless())
    assert answer.status == 401
    assert answer.headers["connection"] == "close"


# ---------------------------------------------------------------- alternate syntax


def form(hub, **fields):
    told = {
        "Authorization": basic(hub.key, hub.secret),
        "X-Experience-API-Version": "1.0.3",
        "Content-Type": "application/json",
    }
    return urlencode(told | fields).encode()


def bare(hub):
    hub.version = None
    return FORM | {"authorization": ""}


def test_a_form_may_hold_any_request_of_version_1(hub):
    headers = bare(hub)
    brought = statement()
    body = form(hub, statementId=brought["id"], content=as_json(brought).decode())
    assert hub.post("/statements", body, headers, method="PUT").status == 204
    read = hub.post("/statements", form(hub, statementId=brought["id"]), headers, method="get")
    assert read.json["id"] == brought["id"]
    assert hub.post("/about", b"", headers, method="GET").status == 200


def test_a_form_opens_no_door_that_is_closed(hub):
    headers = bare(hub)
    assert hub.post("/statements", form(hub, Authorization=""), headers, method="GET").status == 401
    assert hub.post("/statements", form(hub), headers, method="DELETE").status == 405


def test_a_stranger_sends_no_large_form(hub):
    read = []

    def endless():
        while True:
            read.append(1)
            yield b"x" * 2**16

    for more in ({"content-length": str(2**20)}, {"transfer-encoding": "chunked"}):
        answer = send(
            hub.portal, hub.app, "POST", "/xapi/statements", "method=PUT", FORM | more, endless()
        )
        assert answer.status == 401
        assert answer.headers["connection"] == "close"
    assert not read


def test_a_large_form_of_somebody_known_is_taken(hub):
    brought = statement(result={"response": "x" * 200_000})
    headers = bare(hub) | {"authorization": basic(hub.key, hub.secret)}
    body = form(hub, statementId=brought["id"], content=as_json(brought).decode())
    assert hub.post("/statements", body, headers, method="PUT").status == 204
    hub.version = "1.0.3"
    assert hub.get("/statements").ids == [brought["id"]]


def test_a_form_is_from_who_stands_in_its_header(hub):
    headers = bare(hub) | {"authorization": basic("device-1", "guessed")}
    assert hub.post("/statements", form(hub), headers, method="GET").status == 400


@pytest.mark.parametrize(
    ("query", "body", "headers"),
    [
        ({"method": "GET", "limit": "1"}, b"", {}),
        ({"method": "GET"}, b"{}", {"content-type": "application/json"}),
        ({"method": "GET"}, b"limit=1&limit=2", {}),
        ({"method": "GET"}, b"\xff", {}),
        ({"method": "GET"}, b"&".join(b"a%d=1" % n for n in range(99)), {}),
        ({"method": "GET"}, b"X-Experience-API-Version=1.0.3&limit=%ff", {}),
    ],
)
def test_a_form_that_makes_no_sense_is_refused(hub, query, body, headers):
    assert hub.post("/statements", body, bare(hub) | headers, **query).status == 400


def test_version_2_has_no_alternate_syntax(hub):
    hub.version = "2.0.0"
    assert hub.post("/statements", form(hub), FORM, method="GET").status == 400


# ---------------------------------------------------------------- the records themselves


def test_what_was_kept_is_there_when_the_records_are_opened_again(hub, records, database):
    from tests.hub.conftest import KEY

    hub.post("/statements", [statement(), statement()])
    records.close()
    again = Records.open(database, key=KEY)
    assert again.credential("all")
    again.close()
    assert len(hub.get("/statements").ids) == 2


@pytest.mark.parametrize("key", [bytes(32), None, b"short"])
def test_a_wrong_key_opens_no_records(database, key):
    with pytest.raises((StoreUnusable, ValueError)):
        Records.open(database, key=key)


def test_a_newer_database_is_left_alone(records, database):
    from sqlalchemy import update

    from tests.hub.conftest import KEY
    from trainer_app.errors import NewerDatabase
    from trainer_app.hub.tables import about

    with records.database.writing() as connection:
        connection.execute(update(about).values(value=99))
    records.close()
    with pytest.raises(NewerDatabase):
        Records.open(database, key=KEY)


def test_the_file_is_encrypted_and_shows_no_text(hub, records, database):
    hub.post("/statements", statement(actor=agent("p-7KQ2M4XW5T3A")))
    records.close()
    whole = b"".join(path.read_bytes() for path in database.parent.glob("hub.db*"))
    assert b"SQLite format" not in whole
    assert b"p-7KQ2M4XW5T3A" not in whole


def test_a_database_that_does_not_answer_is_told_so(hub, records, monkeypatch):
    from trainer_app.hub.engine import RecordsUnavailable

    def gone(*_args):
        raise RecordsUnavailable("OperationalError")

    monkeypatch.setattr(records, "authenticate", gone)
    answer = hub.get("/statements")
    assert answer.status == 503
    assert answer.headers["retry-after"] == "10"
