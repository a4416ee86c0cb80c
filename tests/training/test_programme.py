"""The programme file: what a signature covers, what every reader refuses, what may come later."""

from __future__ import annotations

import json
from base64 import b64encode

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from trainer_app.content import canonical
from trainer_app.content.module import Role
from trainer_app.content.shelf import RolePath, Shelf, Stop
from trainer_app.training.certificate import public_key
from trainer_app.training.programme import (
    FORMAT,
    MINOR,
    MOST_BYTES,
    SIGNED,
    ChainPlace,
    Programme,
    ProgrammeRejected,
    RequiredModule,
    Requirement,
    ServerEndpoint,
    Site,
    fingerprint,
    read,
    sign,
)
from trainer_app.training.programme_checklists import ProgrammeCheckItem, ProgrammeChecklist
from trainer_app.training.rules import Rules, rules_of

SEED = bytes(range(32))
RECIPIENT = "age1" + "q" * 58
POLICE = ChainPlace(
    place="police",
    name="The post at gate 2",
    number="110",
    verified_by="Ana Quispe",
    verified_on="2026-11-20",
)
RUTA = Programme(
    programme_id="0b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d11",
    version=3,
    name="Ruta segura",
    country="BO",
    organisation_recipient=RECIPIENT,
    sites=(
        Site(site_id="bo-lpz-001", name="La Paz, main terminal", teams=("Tickets", "Night")),
        Site(site_id="bo-lpz-002", name="East", chain=(ChainPlace(place="manager", name="A"),)),
    ),
    chain=(POLICE,),
    required=(
        Requirement(role="driver", path="vendor"),
        Requirement(role="guard", modules=(RequiredModule(module="foundations", short=True),)),
    ),
    pass_mark=0.9,
    endpoints=(ServerEndpoint(title="Records", address="https://records.example.org/xapi/"),),
)  # fmt: skip
FILE = sign(RUTA, SEED)


def signed_body(body: object) -> bytes:
    """A file as somebody with the key could make it by other means."""
    raw = canonical.encode(body)
    private = Ed25519PrivateKey.from_private_bytes(SEED)
    return canonical.encode(
        {
            "body": body,
            "format": FORMAT,
            "key": b64encode(public_key(SEED)).decode(),
            "signature": b64encode(private.sign(SIGNED + raw)).decode(),
        }
    )


def body() -> dict[str, object]:
    plain: dict[str, object] = json.loads(FILE)["body"]
    return plain


def refused(data: bytes) -> ProgrammeRejected:
    with pytest.raises(ProgrammeRejected) as caught:
        read(data)
    return caught.value


def test_what_is_signed_is_read() -> None:
    signed = read(FILE + b"\n")
    assert signed.programme == RUTA
    assert signed.key == public_key(SEED)
    assert read(signed.text.encode()) == signed
    assert signed.collector_keys == {signed.key}
    with_desk = replace(RUTA, bundle_keys=(b64encode(bytes(32)).decode(),))
    assert read(sign(with_desk, SEED)).collector_keys == {signed.key, bytes(32)}


def test_the_same_programme_gives_the_same_file() -> None:
    assert sign(RUTA, SEED) == FILE


def test_every_changed_byte_is_noticed() -> None:
    for place in range(len(FILE)):
        for flip in (1, 32):
            changed = bytearray(FILE)
            changed[place] ^= flip
            refused(bytes(changed))


def test_every_cut_is_noticed() -> None:
    for length in range(len(FILE)):
        refused(FILE[:length])


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    refused(data)
    refused(b'{"format":"wayprogramme-1"' + data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no programme file"),
        (b"[" * 900_000, "no programme file"),
        (b'{"format":' * 100_000, "no programme file"),
        (b'{"format":"pack"}', "no programme file"),
        (b'{"format":"wayprogramme-2","new":1}', "newer Waypost"),
        (b'{"format":"wayprogramme-1"}', "altered or damaged"),
        (b'{"format":"wayprogramme-1","body":' + b"[" * 900_000, "no programme file"),
        (b" " * MOST_BYTES + FILE, "no programme file"),
        (FILE.replace(b'{"body"', b'{ "body"'), "altered or damaged"),
        (FILE.replace(b"Ruta", b"Rota"), "altered or damaged"),
        (FILE.replace(b'"key":"A6EH', b'"key":"A7EH'), "altered or damaged"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(data: bytes, said: str) -> None:
    error = refused(data)
    assert said in str(error)
    assert error.exit_code == 7


def test_a_file_of_another_key_is_another_file() -> None:
    other = bytes(32)
    theirs = json.loads(sign(RUTA, other))
    mixed = json.loads(FILE) | {"key": theirs["key"]}
    assert "altered" in str(refused(canonical.encode(mixed)))
    assert read(sign(RUTA, other)).key != read(FILE).key


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"version": 0}, "version"),
        ({"version": "3"}, "version"),
        ({"version": None}, "version"),
        ({"name": ""}, "name"),
        ({"name": "two\nlines"}, ""),
        ({"country": "Bolivia"}, "country"),
        ({"programme_id": "1"}, "programme_id"),
        ({"organisation_recipient": "age1short"}, "organisation_recipient"),
        ({"pack_keys": ["AAAA"]}, "pack_keys"),
        ({"pass_mark": 0.2}, "pass_mark"),
        ({"sites": []}, "at least one site"),
        ({"sites": [{"site_id": "A b", "name": "x", "country": "", "teams": [], "chain": []}]}, ""),
        ({"surprise": 1}, "nobody knows"),
        ({"retention": {"answers_months": 12, "for_ever": True}}, "nobody knows"),
    ],
)
def test_a_signed_mistake_is_refused(changes: dict[str, object], detail: str) -> None:
    error = refused(signed_body(body() | changes))
    assert detail in error.detail


def test_a_field_nobody_knows_is_passed_over_where_a_newer_minor_says_so() -> None:
    later = body() | {"minor": MINOR + 1, "surprise": {"deep": [1]}}
    assert read(signed_body(later)).programme == replace(RUTA, minor=MINOR + 1)
    assert "surprise" in read(signed_body(later)).text


def test_a_field_of_ours_may_be_left_out() -> None:
    less = body()
    del less["retention"]
    assert read(signed_body(less)).programme == RUTA


SITE = Site(site_id="a", name="A")
LIST_ITEM = ProgrammeCheckItem(
    id="passenger-list",
    title="A list of everybody on board",
    question="Does every boat leave a list at the port office?",
    evidence="The lists of last week.",
)
PORT = ProgrammeChecklist(
    id="river-port",
    title="Self-check of a river port",
    summary="Go through it with the crews.",
    items=(LIST_ITEM,),
    beside=(replace(LIST_ITEM, id="drill"),),
)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sites": (SITE, SITE)}, "`a` is there twice"),
        ({"sites": (replace(SITE, teams=("T", "T")),)}, "`T` is there twice"),
        ({"required": (Requirement(role="guard"),)}, "`path` or through `modules`"),
        ({"required": (Requirement(role="guard", path="x"),) * 2}, "`guard` is there twice"),
        ({"chain": (POLICE, POLICE)}, "`police` is there twice"),
        ({"chain": (replace(POLICE, verified_on=None),)}, "who tried this number"),
        ({"chain": (replace(POLICE, verified_by=""),)}, "who tried this number"),
        ({"chain": (replace(POLICE, number="ask"),)}, "digits"),
        ({"chain": (replace(POLICE, verified_on="2026-02-31"),)}, "no day"),
        ({"chain": (ChainPlace(place="police"),)}, "a name or a number"),
        ({"sites": (replace(SITE, chain=(ChainPlace(place="police"),)),)}, "a name or a number"),
        ({"endpoints": (ServerEndpoint(title="S", address="records"),)}, "looks like"),
        ({"endpoints": (ServerEndpoint(title="S", address="https://h:x/"),)}, "looks like"),
        ({"endpoints": (ServerEndpoint(title="S", address="http://h.org/"),)}, "https://"),
        ({"endpoints": (ServerEndpoint(title="S", address="https://h.org/?x=1"),)}, "looks like"),
        ({"endpoints": (ServerEndpoint(title="S", address="https://h.org/#x"),)}, "looks like"),
        ({"endpoints": (ServerEndpoint(title="S", address="https://k:s@h.org/"),)}, "fields of"),
        (
            {"endpoints": (ServerEndpoint(title="S", address="https://h.org/", key="k"),)},
            "belong together",
        ),
        (
            {"endpoints": (ServerEndpoint(title="S", address="https://h.org/"),) * 2},
            "is there twice",
        ),
        ({"checklists": (PORT, PORT)}, "`river-port` is there twice"),
        ({"checklists": (replace(PORT, items=()),)}, "1 to 30 items"),
        ({"checklists": (replace(PORT, items=(LIST_ITEM,) * 31),)}, "1 to 30 items"),
        ({"checklists": (replace(PORT, beside=(LIST_ITEM,)),)}, "`passenger-list` is there twice"),
        (
            {"checklists": (replace(PORT, items=(replace(LIST_ITEM, title="a " * 9 + "b"),)),)},
            "8 words at most",
        ),
        (
            {"checklists": (replace(PORT, items=(replace(LIST_ITEM, question="a " * 26),)),)},
            "25 words at most",
        ),
    ],
)
def test_nobody_signs_what_nobody_would_read(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ProgrammeRejected) as caught:
        sign(replace(RUTA, **changes), SEED)
    assert said in caught.value.detail


def test_without_checklists_the_file_is_what_it_was_before_there_were_any() -> None:
    assert "checklists" not in body()
    assert body()["minor"] == 0
    assert sign(replace(RUTA, checklists=()), SEED) == FILE


def test_with_checklists_it_tells_older_releases_to_pass_them_over() -> None:
    file = sign(replace(RUTA, checklists=(PORT,)), SEED)
    assert json.loads(file)["body"]["minor"] == 1
    assert read(file).programme == replace(RUTA, checklists=(PORT,), minor=1)
    assert sign(read(file).programme, SEED) == file


def test_checklists_of_a_programme_are_read_like_those_of_the_shelf() -> None:
    made = replace(PORT, proposal="Our own list.").as_shelf_has_them()
    assert (made.id, made.version, made.proposal, made.note) == (
        "river-port", "1.0", "Our own list.", None,
    )  # fmt: skip
    assert [item.id for item in (*made.items, *made.beside)] == ["passenger-list", "drill"]
    assert made.item("drill").question == LIST_ITEM.question


@pytest.mark.parametrize(
    "changes",
    [{"id": "River port"}, {"title": ""}, {"version": "new"}, {"items": [{"id": "x"}]}, {"x": 1}],
)
def test_a_checklist_that_is_none_is_refused(changes: dict[str, object]) -> None:
    plain = msgspec.to_builtins(PORT) | changes
    refused(signed_body(body() | {"minor": 1, "checklists": [plain]}))


def test_an_address_of_this_computer_needs_no_certificate() -> None:
    here = ServerEndpoint(title="S", address="http://127.0.0.1:8080/xapi/")
    assert read(sign(replace(RUTA, endpoints=(here,)), SEED)).programme.endpoints == (here,)


def test_a_site_comes_before_the_country() -> None:
    local = ChainPlace(place="police", name="Our own post")
    site = replace(SITE, chain=(local,))
    manager = ChainPlace(place="manager", name="B")
    both = replace(RUTA, chain=(POLICE, manager), sites=(site,))
    assert both.chain_of(site) == {"police": local, "manager": manager}
    assert both.site("a") == site
    assert both.site("b") is None


def test_a_fingerprint_is_read_aloud() -> None:
    said = fingerprint(public_key(SEED))
    assert [len(group) for group in said.split("-")] == [4] * 5
    assert said == fingerprint(public_key(SEED))
    assert said != fingerprint(bytes(32))


# ---------------------------------------------------------------- what is asked of learners

WAYS: tuple[tuple[str, Role], ...] = (("crew", "driver"), ("vendor", "vendor"))
SHELF = Shelf(
    paths=tuple(
        RolePath(
            id=path_id,
            roles=(role,),
            title=path_id.title(),
            summary="What counts.",
            stops=(Stop(module="foundations"),),
            do=("I greet.",),
            call=("manager",),
        )
        for path_id, role in WAYS
    )
)


def test_without_a_programme_the_shelf_says_who_goes_where() -> None:
    rules = Rules()
    assert rules.path(SHELF, "driver") == SHELF.path("crew")
    assert rules.path(SHELF, "guard") is None


def test_a_programme_may_ask_for_another_path() -> None:
    rules = rules_of(RUTA)
    assert rules.path(SHELF, "driver") == SHELF.path("vendor")
    assert rules.path(SHELF, "vendor") == SHELF.path("vendor")
    unknown = Rules("R", (Requirement(role="driver", path="not-here"),))
    assert unknown.path(SHELF, "driver") == SHELF.path("crew")


def test_a_programme_may_ask_for_modules() -> None:
    path = rules_of(RUTA).path(SHELF, "guard")
    assert path is not None
    assert path.title == "Ruta segura"
    assert path.stops == (Stop(module="foundations", short=True),)
    assert "emergency-number" in path.call
    asked = Requirement(role="driver", modules=(RequiredModule(module="grooming"),))
    mine = Rules("Ruta segura", (asked,)).path(SHELF, "driver")
    assert mine is not None
    assert (mine.do, mine.call) == (("I greet.",), ("manager",))


def test_rules_are_kept_as_json() -> None:
    rules = rules_of(RUTA)
    assert msgspec.json.decode(msgspec.json.encode(rules), type=Rules) == rules
