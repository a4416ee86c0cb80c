"""Bringing statements: once each, exactly as they are, or not at all."""

import gzip
import json
import re
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256, sha512
from uuid import uuid4

import pytest

from tests.hub.asking import VERB, about, agent, as_json, statement, voiding
from tests.hub.feeding import texts

TEXT = {"content-type": "text/plain"}
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"


def multipart(first, *files, boundary="line", headers=None):
    """A body with JSON first, and its content type."""
    pieces = [f"--{boundary}\r\nContent-Type: application/json\r\n\r\n".encode() + as_json(first)]
    for body in files:
        told = {
            "Content-Type": "text/plain",
            "Content-Transfer-Encoding": "binary",
            "X-Experience-API-Hash": sha256(body).hexdigest(),
        } | (headers or {})
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        pieces.append(f"\r\n--{boundary}\r\n{lines}\r\n".encode() + body)
    pieces.append(f"\r\n--{boundary}--".encode())
    return b"".join(pieces), {"content-type": f'multipart/mixed; boundary="{boundary}"'}


def attachment(body, **changes):
    return {
        "usageType": "https://example.org/usage/note",
        "display": {"en": "A note"},
        "contentType": "text/plain",
        "length": len(body),
        "sha2": sha256(body).hexdigest(),
    } | changes


# ---------------------------------------------------------------- one and many


def test_what_is_put_can_be_read_with_what_the_hub_adds(hub):
    brought = statement(id=None)
    wanted = str(uuid4())
    assert hub.put("/statements", brought, statementId=wanted).status == 204
    read = hub.get("/statements", statementId=wanted)
    kept = read.json
    assert read.status == 200
    assert kept["id"] == wanted
    assert kept["version"] == "1.0.0"
    assert kept["authority"]["account"]["name"] == "all"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", kept["stored"])
    assert {name: kept[name] for name in brought} == brought
    assert read.headers["last-modified"].endswith("GMT")
    assert read.headers["x-experience-api-version"] == "1.0.3"


def test_a_list_is_kept_in_its_order_and_its_ids_come_back(hub):
    brought = [statement(id=None), statement(), statement()]
    answer = hub.post("/statements", brought)
    assert answer.status == 200
    assert answer.json[1:] == [brought[1]["id"], brought[2]["id"]]
    assert hub.get("/statements", ascending="true").ids == answer.json


def test_a_text_that_came_whole_is_given_out_to_the_byte(hub):
    text = texts(1)[0]
    hub.post("/statements", b" [" + text + b" ]\n")
    read = hub.get("/statements", statementId=json.loads(text)["id"])
    assert read.body.startswith(text[:-1] + b',"stored":"')


@pytest.mark.parametrize("number", [b"1.50", b"1e2", b"100000000000000000000000000000", b"-0.0"])
def test_numbers_stay_as_they_were_written(hub, number):
    extension = b'"context":{"extensions":{"https://example.org/n":%b}}' % number
    brought = as_json(statement())[:-1] + b"," + extension + b"}"
    hub.post("/statements", brought)
    assert extension in hub.get("/statements").body


def test_what_only_the_hub_may_say_is_not_taken_from_others(hub):
    claimed = statement(stored="1999-01-01T00:00:00Z", authority=agent("someone"))
    hub.post("/statements", claimed)
    kept = hub.get("/statements", statementId=claimed["id"]).json
    assert kept["authority"]["account"]["name"] == "all"
    assert kept["stored"] > "2020"


def test_a_statement_without_a_time_happened_when_it_was_stored(hub):
    brought = statement(timestamp=None)
    hub.post("/statements", brought)
    kept = hub.get("/statements", statementId=brought["id"]).json
    assert kept["timestamp"] == kept["stored"]
    assert hub.post("/statements", brought).status == 200


def test_a_single_context_activity_becomes_a_list(hub):
    alone = {"id": "https://example.org/m/load-safety"}
    inner = statement(id=None, objectType="SubStatement")
    inner["context"] = {"contextActivities": {"grouping": alone}}
    brought = statement(object=inner, context={"contextActivities": {"parent": alone}})
    hub.post("/statements", brought)
    kept = hub.get("/statements", statementId=brought["id"]).json
    assert kept["context"]["contextActivities"]["parent"] == [alone]
    assert kept["object"]["context"]["contextActivities"]["grouping"] == [alone]


def test_stored_rises_strictly_in_the_order_of_keeping(hub):
    for _ in range(3):
        hub.post("/statements", [statement() for _ in range(20)])
    moments = [kept["stored"] for kept in hub.get("/statements").json["statements"]]
    assert moments == sorted(set(moments), reverse=True)
    assert len(moments) == 60


# ---------------------------------------------------------------- the same again


def test_the_same_again_is_welcome_and_kept_once(hub):
    brought = statement()
    again = dict(reversed(brought.items())) | {"verb": {**brought["verb"], "display": {"en": "x"}}}
    assert hub.post("/statements", brought).status == 200
    assert hub.put("/statements", again, statementId=brought["id"].upper()).status == 204
    assert hub.post("/statements", [again, statement()]).status == 200
    assert len(hub.get("/statements").ids) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"actor": agent("ana")},
        {"verb": {"id": f"{VERB}failed"}},
        {"result": {"success": True}},
        {"timestamp": "2026-11-22T07:41:05.121Z"},
    ],
)
def test_other_matter_under_the_same_id_is_a_conflict_and_keeps_nothing(hub, change):
    brought = statement()
    hub.post("/statements", brought)
    assert hub.post("/statements", [statement(), brought | change]).status == 409
    assert hub.put("/statements", brought | change, statementId=brought["id"]).status == 409
    assert hub.get("/statements").ids == [brought["id"]]


def test_one_bad_statement_keeps_the_others_out(hub):
    assert hub.post("/statements", [statement(), statement(verb={"id": "word"})]).status == 400
    assert hub.get("/statements").ids == []


def test_a_list_with_an_id_twice_is_refused(hub):
    brought = statement()
    twin = brought | {"id": brought["id"].upper()}
    assert hub.post("/statements", [brought, twin]).status == 400


@pytest.mark.parametrize(
    "parameters", [{}, {"statementId": "no uuid"}, {"statementId": str(uuid4())}]
)
def test_put_wants_the_id_of_the_statement(hub, parameters):
    assert hub.put("/statements", statement(), **parameters).status == 400


def test_put_takes_no_list_and_post_no_parameters(hub):
    brought = statement()
    assert hub.put("/statements", [brought], statementId=brought["id"]).status == 400
    assert hub.post("/statements", brought, statementId=brought["id"]).status == 400


# ---------------------------------------------------------------- bodies


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[", b"nothing", b'"text"', b"7", b"null", b"[null]", b"[[]]", b"\xff\xfe",
        b'{"id":1,"id":1}', b"[NaN]", b"[Infinity]", b"[" * 100_000, b'{"a":' * 100_000,
        b'{"actor":"\\ud800"}', b"9" * 5000, b"{}",
    ],
    ids=lambda body: body[:12].decode("latin-1"),
)  # fmt: skip
def test_what_is_no_statement_is_refused(hub, body):
    assert hub.post("/statements", body).status == 400


def test_a_key_twice_is_refused_however_deep(hub):
    text = as_json(statement(context={"extensions": {"https://example.org/e": {"a": 1}}}))
    assert hub.post("/statements", text.replace(b'{"a": 1}', b'{"a": 1, "a": 2}')).status == 400


def test_half_a_character_is_refused_and_a_whole_one_kept(hub):
    text = as_json(statement(context={"extensions": {"https://example.org/e": "?"}}))
    assert hub.post("/statements", text.replace(b'"?"', rb'"\ud83d"')).status == 400
    assert hub.post("/statements", text.replace(b'"?"', rb'"\ud83d\ude00\u0000"')).status == 200
    found = hub.get("/statements").json["statements"][0]
    assert found["context"]["extensions"] == {"https://example.org/e": "😀\0"}


def test_other_content_types_are_refused(hub):
    assert hub.post("/statements", as_json(statement()), TEXT).status == 400
    assert hub.post("/statements", as_json(statement()), {"content-type": ""}).status == 400


def test_a_body_may_be_gzip(hub):
    brought = [statement() for _ in range(30)]
    packed = gzip.compress(as_json(brought))
    assert hub.post("/statements", packed, {"content-encoding": "gzip"}).status == 200
    assert len(hub.get("/statements").ids) == 30


@pytest.mark.parametrize(
    ("encoding", "change", "status"),
    [
        ("gzip", lambda packed: packed[:-3], 400),
        ("gzip", lambda packed: packed + b"more", 400),
        ("gzip", lambda packed: b"{}", 400),
        ("br", lambda packed: packed, 415),
    ],
)
def test_what_is_packed_wrongly_is_refused(hub, encoding, change, status):
    packed = change(gzip.compress(as_json(statement())))
    assert hub.post("/statements", packed, {"content-encoding": encoding}).status == status


def test_a_body_that_unpacks_beyond_the_limit_is_refused(hub):
    packed = gzip.compress(b" " * 6 * 2**20)
    assert hub.post("/statements", packed, {"content-encoding": "gzip"}).status == 413


# ---------------------------------------------------------------- versions


def test_a_statement_of_version_2_keeps_its_own_context(hub):
    hub.version = "2.0.0"
    entry = {"objectType": "contextAgent", "agent": agent("ana")}
    brought = statement(context={"contextAgents": [entry]})
    assert hub.post("/statements", brought).status == 200
    kept = hub.get("/statements", statementId=brought["id"])
    assert kept.json["context"]["contextAgents"] == [entry]
    assert kept.json["version"] == "2.0.0"
    assert kept.headers["x-experience-api-version"] == "2.0.0"
    hub.version = "1.0.3"
    assert hub.post("/statements", brought | {"id": str(uuid4())}).status == 400


# ---------------------------------------------------------------- voiding


def test_a_voided_statement_is_found_only_by_asking_for_it(hub):
    wrong = statement()
    hub.post("/statements", wrong)
    correction = voiding(wrong["id"].upper())
    hub.post("/statements", correction)
    assert hub.get("/statements", statementId=wrong["id"]).status == 404
    assert hub.get("/statements", voidedStatementId=wrong["id"]).json["id"] == wrong["id"]
    assert hub.get("/statements", voidedStatementId=correction["id"]).status == 404
    assert hub.get("/statements").ids == [correction["id"]]


def test_a_voiding_that_comes_first_voids_what_comes_later(hub):
    wrong = statement()
    correction = voiding(wrong["id"])
    hub.post("/statements", correction)
    hub.post("/statements", wrong)
    assert hub.get("/statements").ids == [correction["id"]]


def test_a_voiding_in_the_same_list_voids(hub):
    wrong, other = statement(), statement()
    hub.post("/statements", [wrong, voiding(wrong["id"]), voiding(other["id"]), other])
    assert {wrong["id"], other["id"]}.isdisjoint(hub.get("/statements").ids)


def test_a_voiding_cannot_be_voided(hub):
    wrong = statement()
    correction = voiding(wrong["id"])
    second = voiding(correction["id"])
    hub.post("/statements", [wrong, correction])
    hub.post("/statements", second)
    early = voiding(str(uuid4()))
    hub.post("/statements", [voiding(early["id"]), early])
    assert hub.get("/statements", statementId=correction["id"]).status == 200
    assert hub.get("/statements", statementId=early["id"]).status == 200
    assert wrong["id"] not in hub.get("/statements").ids


def test_only_a_reference_can_be_voided(hub):
    assert hub.post("/statements", statement(verb={"id": f"{VERB}voided"})).status == 400


# ---------------------------------------------------------------- attachments


def test_an_attachment_comes_back_only_when_it_is_asked_for(hub):
    note = b"Seat belts\r\n--line-- are not a boundary here"
    brought = statement(attachments=[attachment(note)])
    body, headers = multipart(brought, note, boundary="other")
    assert hub.post("/statements", body, headers).status == 200
    assert hub.get("/statements").headers["content-type"] == "application/json"
    for query in ({"statementId": brought["id"]}, {}):
        read = hub.get("/statements", attachments="true", **query)
        boundary = read.headers["content-type"].partition("boundary=")[2]
        parts = read.body.split(f"--{boundary}".encode())
        assert len(parts) == 4
        assert parts[2].endswith(b"\r\n\r\n" + note + b"\r\n")
        assert f"X-Experience-API-Hash: {sha256(note).hexdigest()}".encode() in parts[2]


def test_a_put_may_bring_attachments_and_other_sha2(hub):
    note = b"a note"
    digest = sha512(note).hexdigest()
    brought = statement(attachments=[attachment(note, sha2=digest)])
    body, headers = multipart(brought, note, headers={"X-Experience-API-Hash": digest.upper()})
    assert hub.put("/statements", body, headers, statementId=brought["id"]).status == 204
    assert note in hub.get("/statements", attachments="true").body


def test_knowing_a_digest_does_not_open_what_others_attached(hub):
    note = b"only with its statement"
    body, headers = multipart(statement(attachments=[attachment(note)]), note)
    hub.post("/statements", body, headers)
    named = statement(attachments=[attachment(note, fileUrl="https://example.org/note")])
    assert hub.post("/statements", named).status == 200
    read = hub.get("/statements", statementId=named["id"], attachments="true")
    assert note not in read.body


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: multipart(statement(attachments=[attachment(b"a")])),
        lambda: multipart(statement(), b"a"),
        lambda: multipart(statement(attachments=[attachment(b"a")]), b"b"),
        lambda: multipart(
            statement(attachments=[attachment(b"a")]), b"a",
            headers={"Content-Transfer-Encoding": "base64"},
        ),
        lambda: multipart(
            statement(attachments=[attachment(b"a")]), b"a", headers={"X-Experience-API-Hash": "a"}
        ),
        lambda: (b"--line\r\n\r\n{}\r\n--line--", {"content-type": "multipart/mixed"}),
        lambda: (b"--line\r\n\r\n{}", {"content-type": "multipart/mixed; boundary=line"}),
        lambda: (b"--line\r\n\r\n{}--line--", {"content-type": "multipart/mixed; boundary=line"}),
        lambda: (b"--linear\r\n", {"content-type": "multipart/mixed; boundary=line"}),
        lambda: (b"", {"content-type": "multipart/mixed; boundary=line"}),
        lambda: (as_json(statement(attachments=[attachment(b"a")])), {}),
        lambda: (
            as_json(
                statement(
                    attachments=[
                        attachment(b"a", contentType="a/b\r\nX: y", fileUrl="https://example.org/")
                    ]
                )
            ),
            {},
        ),
    ],
)  # fmt: skip
def test_attachments_that_do_not_fit_are_refused(hub, wrong):
    body, headers = wrong()
    assert hub.post("/statements", body, headers).status == 400
    assert hub.get("/statements").ids == []


# ---------------------------------------------------------------- signatures


@pytest.fixture(scope="module")
def signer():
    """An RSA key with a certificate of its own, and what signs with it."""
    from datetime import UTC, datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "signer")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    der = certificate.public_bytes(serialization.Encoding.DER)

    def sign(payload, *, algorithm="RS256", told=None):
        from base64 import b64encode

        header = {"alg": algorithm, "x5c": [b64encode(der).decode()]} if told is None else told
        head, body = (urlsafe_b64encode(as_json(x)).rstrip(b"=") for x in (header, payload))
        signature = key.sign(head + b"." + body, padding.PKCS1v15(), hashes.SHA256())
        return head + b"." + body + b"." + urlsafe_b64encode(signature).rstrip(b"=")

    return sign


def signed(brought, jws, **changes):
    changes = {"usageType": SIGNATURE, "contentType": "application/octet-stream"} | changes
    whole = brought | {"attachments": [attachment(jws, **changes)]}
    return multipart(whole, jws, headers={"Content-Type": "application/octet-stream"})


def test_a_statement_signed_by_its_certificate_is_kept(hub, signer):
    brought = statement()
    body, headers = signed(brought, signer(brought))
    assert hub.post("/statements", body, headers).status == 200


def test_a_signature_without_certificate_is_kept_unchecked(hub, signer):
    brought = statement()
    body, headers = signed(brought, signer(brought, told={"alg": "RS512"}))
    assert hub.post("/statements", body, headers).status == 200


@pytest.mark.parametrize(
    "wrong",
    [
        lambda sign, brought: signed(brought, sign(brought | {"actor": agent("ana")})),
        lambda sign, brought: signed(brought, sign(brought)[:-8] + b"AAAAAAAA"),
        lambda sign, brought: signed(brought, sign(brought, told={"alg": "HS256"})),
        lambda sign, brought: signed(brought, sign(brought, told={"alg": ["RS256"]})),
        lambda sign, brought: signed(brought, sign(brought, told={"alg": "RS256", "x5c": ["A"]})),
        lambda sign, brought: signed(brought, sign(brought, told={"alg": "RS256", "x5c": 7})),
        lambda sign, brought: signed(brought, sign(brought, told=["RS256"])),
        lambda sign, brought: signed(brought, sign({"no": "statement"})),
        lambda sign, brought: signed(brought, sign(brought), contentType="text/plain"),
        lambda sign, brought: signed(brought, b"no.signature"),
        lambda sign, brought: signed(brought, b"\xff.\xff.\xff"),
    ],
)
def test_a_signature_that_is_wrong_is_refused(hub, signer, wrong):
    body, headers = wrong(signer, statement())
    assert hub.post("/statements", body, headers).status == 400


def test_a_certificate_of_an_unknown_version_is_refused(hub, signer):
    brought = statement()
    header = json.loads(urlsafe_b64decode(signer(brought).partition(b".")[0] + b"=="))
    der = b64decode(header["x5c"][0])
    version = b"\xa0\x03\x02\x01"
    strange = der.replace(version + b"\x02", version + b"\x07", 1)
    header["x5c"] = [b64encode(strange).decode()]
    body, headers = signed(brought, signer(brought, told=header))
    assert hub.post("/statements", body, headers).status == 400


def test_a_signature_that_did_not_come_is_refused(hub):
    named = attachment(
        b"x", usageType=SIGNATURE, contentType="application/octet-stream",
        fileUrl="https://example.org/signature",
    )  # fmt: skip
    assert hub.post("/statements", statement(attachments=[named])).status == 400


def test_a_statement_may_speak_about_one_that_is_not_here(hub):
    assert hub.post("/statements", statement(object=about(str(uuid4())))).status == 200
