"""Each role at each address: the table of rights, and the hub held against it, cell by cell."""

from contextlib import closing

import pytest

from tests.hub.asking import Asker, as_json, basic, send, statement, team
from tests.hub.conftest import KEY
from tests.hub.devices import Device, brought
from trainer_app.hub.app import Settings, make_app, routes
from trainer_app.hub.credentials import SCOPES
from trainer_app.hub.limits import Limits, Rate
from trainer_app.hub.records import Records

NO_LIMIT = Rate(per_second=1e9, burst=1e9)
SETTINGS = Settings(
    name="x",
    fingerprint=bytes(32),
    stop=lambda: None,
    limits=Limits(for_all=NO_LIMIT, for_one=NO_LIMIT, for_strangers=NO_LIMIT),
)
ANYBODY = frozenset({None, *SCOPES})
READERS = frozenset({"read-mine", "read-sites", "all"})
WRITERS = frozenset({"write", "all"})
ALL = frozenset({"all"})
DESK = frozenset({"desk"})
DOCUMENTS = {"GET": ALL, "PUT": ALL, "POST": ALL, "DELETE": ALL}
RIGHTS = {
    "/xapi/about": {"GET": ANYBODY},
    "/xapi/statements": {"GET": READERS, "PUT": WRITERS, "POST": WRITERS},
    "/xapi/activities/state": DOCUMENTS,
    "/xapi/activities/profile": DOCUMENTS,
    "/xapi/agents/profile": DOCUMENTS,
    "/xapi/agents": {"GET": READERS},
    "/xapi/activities": {"GET": READERS},
    "/waypost/exchange": {"POST": WRITERS},
    "/waypost/pair/start": {"POST": ANYBODY},
    "/waypost/pair/finish": {"POST": ANYBODY},
    "/waypost/desk/pairing": {"POST": DESK},
    "/waypost/desk/devices": {"GET": DESK},
    "/waypost/desk/devices/{key}": {"DELETE": DESK},
    "/waypost/desk/onward": {"PUT": DESK},
    "/waypost/desk/stop": {"POST": DESK},
}
METHODS = ("GET", "PUT", "POST", "DELETE")


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with closing(Records.open(tmp_path_factory.mktemp("hub") / "hub.db", key=KEY)) as records:
        yield records, make_app(records, SETTINGS)


@pytest.fixture(scope="module")
def roles(hub, portal):
    """A caller for each scope, one for none at all, and one who was sent away."""
    records, app = hub
    made: dict[str | None, Asker] = {None: Asker(app, portal, "", "", "1.0.3", "")}
    for scope in sorted(SCOPES):
        sites = ("north",) if scope == "read-sites" else ()
        secret = records.add_credential(f"role-{scope}", scopes=(scope,), sites=sites)
        made[scope] = Asker(app, portal, f"role-{scope}", secret, "1.0.3", "")
    return made


def test_the_table_of_rights_names_every_address_and_method(hub):
    records, _app = hub
    found = {one.path: set(one.endpoint.__self__.doors) for one in routes(records, SETTINGS)}
    assert found == {path: set(methods) for path, methods in RIGHTS.items()}


@pytest.mark.parametrize("role", [None, *sorted(SCOPES)])
def test_each_role_at_each_address(roles, role):
    asker = roles[role]
    for path, methods in RIGHTS.items():
        for method in METHODS:
            address = path.replace("{key}", "nobody")
            hide = {"authorization": ""} if role is None else {}
            answer = asker.ask(method, address, None, hide, b"{" if method != "GET" else None)
            where = f"{role} {method} {path}: {answer.status} {answer.body!r}"
            if method not in methods:
                assert answer.status == 405, where
            elif methods[method] is ANYBODY:
                assert answer.status in (200, 400), where
            elif role is None:
                assert answer.status == 401, where
            elif role in methods[method]:
                assert answer.status not in (401, 403, 405, 500), where
            else:
                assert answer.status == 403, where


def test_who_was_sent_away_gets_in_nowhere(hub, portal):
    records, app = hub
    secret = records.add_credential("gone", scopes=("all", "desk"))
    assert records.revoke("gone")
    asker = Asker(app, portal, "gone", secret, "1.0.3", "")
    for path, methods in RIGHTS.items():
        for method, allowed in methods.items():
            if allowed is not ANYBODY:
                assert asker.ask(method, path).status in (401, 429)  # the sixth has to wait


def test_the_desk_is_not_there_for_other_computers(roles):
    asker = roles["desk"]

    async def elsewhere(scope, receive, send):
        await asker.app(scope | {"client": ("192.168.1.77", 50000)}, receive, send)

    for path, methods in RIGHTS.items():
        if path.startswith("/waypost/desk"):
            for method in methods:
                headers = {"authorization": basic(asker.key, asker.secret)}
                answer = send(asker.portal, elsewhere, method, path, "", headers, [b""])
                assert answer.status == 404


def test_where_there_is_no_desk_and_no_certificate_their_addresses_are_missing(hub):
    records, _app = hub
    found = {one.path for one in routes(records, Settings(name="x"))}
    assert not [path for path in found if "desk" in path or "pair" in path]


def test_a_supervisor_reads_own_sites_and_nothing_of_others(hub, portal):
    records, app = hub
    every = Asker(app, portal, "every", records.add_credential("every", scopes=("all",)))
    for site in ("north", "south"):
        every.post("/statements", statement(context={"team": team(site)}))
    secret = records.add_credential("sup-n", scopes=("read-sites",), sites=("north",))
    seen = Asker(app, portal, "sup-n", secret).get("/statements").json["statements"]
    assert {one["context"]["team"]["account"]["name"] for one in seen} == {"north"}


def test_a_device_reads_what_it_brought_and_nothing_of_others(hub, portal):
    records, app = hub
    mine = records.add_credential("pc-1", scopes=("write", "read-mine"))
    theirs = records.add_credential("pc-2", scopes=("write", "read-mine"))
    one, two = Device("one").work(3), Device("two").work(2)
    brought(Asker(app, portal, "pc-1", mine, None, ""), one.exchange(one.frame()))
    brought(Asker(app, portal, "pc-2", theirs, None, ""), two.exchange(two.frame()))
    asker = Asker(app, portal, "pc-1", mine)
    assert sorted(asker.get("/statements").ids) == sorted(one.ids())
    assert asker.get("/statements", statementId=two.ids()[0]).status == 404


def test_a_desk_marks_how_far_results_went(roles, hub, portal):
    records, app = hub
    device = Device("marks")
    secret = records.add_credential("pc-3", scopes=("write",))
    marks = [{"device": str(device.uuid), "epoch": 1, "seq": 12, "at_ms": 5}]
    told = roles["desk"].put("/waypost/desk/onward", {"endpoint": "server", "marks": marks})
    assert told.status == 204
    (mark,) = brought(Asker(app, portal, "pc-3", secret, None, ""), device.exchange()).onward
    assert (mark.endpoint, mark.seq, mark.at_ms) == ("server", 12, 5)
    for wrong in ({}, {"endpoint": "a\0", "marks": []}, [], {"endpoint": "x", "marks": [{}]}):
        assert roles["desk"].put("/waypost/desk/onward", wrong).status == 400


def test_a_key_is_not_found_by_its_look(roles):
    asker = roles["write"]
    for key in (asker.key.upper(), asker.key + " ", asker.key + "\0", "role-%", "role-_rite"):
        other = Asker(asker.app, asker.portal, key, asker.secret, "1.0.3", "")
        assert other.post("/xapi/statements", as_json([])).status == 401
