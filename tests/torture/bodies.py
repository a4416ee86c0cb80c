"""Requests that are not in order: too large, too deep, torn, packed, replayed, under odd addresses.

Each comes with the answers that are meant; where nothing more can be said, those of ``MEANT``.
"""

from __future__ import annotations

import gzip
import json
import random
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode
from uuid import UUID

from tests.hub.asking import as_json, statement
from tests.torture.callers import PIECE, Ask, Caller, Hall, post
from tests.torture.doors import DESK_PREFIX, MEANT, METHODS, TABLE, Door, allowed, in_order
from trainer_app.hub.http import LARGEST_BODY
from trainer_app.sync import messages

_BOMB = gzip.compress(bytes(12 * LARGEST_BODY), 9)
_NO = frozenset(MEANT - {200, 202, 204})
_DEPTHS = (40, 900, 1_100, 20_000, 120_000)
_NUMBERS = (
    "1e400", "-1e999", "NaN", "Infinity", "-Infinity", "1" * 5_000, "0." + "1" * 5_000,
    "9223372036854775808", "-9223372036854775809", "1e-5000", "00", "-",
)  # fmt: skip
_TEXTS = (
    b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", b'{"a":"\xc3\x28"}', b'{"a":"\\ud800"}', b"\x00",
    b'{"a":"\xed\xa0\x80"}', b'{"\\u0000":"\\u0000"}', b"{}{}", b'"', b"[]", b"null", b"\x80" * 50,
)  # fmt: skip
_KINDS = (
    "", "application/json; charset=utf-16", "text/plain", "multipart/mixed", "application/msgpack",
    "multipart/mixed; boundary=\"\"", "multipart/mixed; boundary=a", "APPLICATION/JSON ;;",
    "application/x-www-form-urlencoded", "application/json, application/json", "\xff/\xfe",
    "a" * 999,
)  # fmt: skip
_ENCODINGS = ("gzip", "br", "deflate", "gzip, gzip", "identity", "GZIP", "x-gzip", "")
_LENGTHS = (
    b"-1", b"abc", b"1e3", b"0x10", b"99999999999999999999", b"18446744073709551616", b"1, 2",
    b"\xb2", b"", b"00000000000000000000005", b"+5", b" 5",
)  # fmt: skip
_WORDS = (
    "", "true", "1", "null", "\0", "%00", "..", "/", "' OR 1=1 --", "a" * 8_000, "\u202e", "{}",
    '{"mbox":1}', "[" * 2_000, "1e400", "-1", "9" * 5_000, "2026-11-23T00:00:00Z", "not-a-uuid",
)  # fmt: skip
_NAMES = (
    "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "since",
    "until", "limit", "cursor", "format", "attachments", "activityId", "stateId", "profileId",
    "related_agents", "related_activities", "ascending", "method", "zz",
)  # fmt: skip
_HEADERS = (
    "accept-encoding", "accept-language", "if-match", "if-none-match", "range", "expect", "host",
    "x-experience-api-version", "x-forwarded-for", "forwarded", "x-http-method-override", "cookie",
    "x-original-url", "upgrade", "origin", "authorization ", "content-md5", "te",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """``unread``: nothing of the body may have been read by the time it is refused."""

    ask: Ask
    kind: str
    meant: frozenset[int] = MEANT
    unread: bool = False


def hostile(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """One of them, by chance."""
    name = chance.choice(tuple(_WAYS))
    made = _WAYS[name](hall, caller, path, chance)
    meant = made.meant if allowed(caller, path, made.ask) else made.meant & _NO
    return replace(made, kind=name, meant=meant)


def _usual(hall: Hall, caller: Caller, path: str, chance: random.Random) -> tuple[Ask, Door]:
    """A request in order at a door that is there; one with a body where there is such a door."""
    doors = TABLE[path]
    with_body = [method for method in doors if method in ("PUT", "POST")]
    method = chance.choice(with_body or list(doors))
    ask = in_order(hall, caller, path, method)
    if chance.random() < 0.2:
        ask = replace(ask, method=chance.choice(METHODS))
    return ask, doors[method]


def _with_body(ask: Ask, body: bytes) -> Ask:
    return replace(ask, pieces=(body,))


# ---------------------------------------------------------------- sizes


def _told_too_large(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """Refused by its length, whoever sends it, before a byte is read."""
    method = chance.choice(tuple(TABLE[path]))
    ask, door = in_order(hall, caller, path, method), TABLE[path][method]
    size = door.largest + chance.choice((1, 1, 1_000, 2**31, 2**62))
    ask = replace(ask, pieces=(PIECE,) * 8, length=str(size).encode())
    meant = frozenset({404 if _hidden(caller, path) else 413})
    return Made(ask, "", meant, unread=True)


def _endless(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """Without a length: cut off, and not read at all from somebody who may not."""
    method = chance.choice(tuple(TABLE[path]))
    ask, door = in_order(hall, caller, path, method), TABLE[path][method]
    ask = replace(ask, pieces=(PIECE,) * 8).with_headers(transfer_encoding="chunked")
    if _hidden(caller, path):
        return Made(ask, "", frozenset({404}), unread=True)
    if caller.may(door.scopes):
        return Made(ask, "", frozenset({413}))
    return Made(ask, "", frozenset({403 if caller.is_known else 401}), unread=True)


def _wrong_length(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    ask, _door = _usual(hall, caller, path, chance)
    told = chance.choice((*_LENGTHS, str(chance.randrange(60_000)).encode()))
    return Made(replace(ask, length=told), "")


def _packed(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """Bombs, and gzip that is torn, has something behind it, or is none."""
    ask, door = _usual(hall, caller, path, chance)
    body = b"".join(ask.pieces) or b"{}"
    right = gzip.compress(body, mtime=0)
    bomb = gzip.compress(bytes(door.largest + 1), 9) if door.largest < 2**20 else _BOMB
    packed = chance.choice((
        bomb, right, right[: chance.randrange(1, len(right))], right + b"x", right + right,
        gzip.compress(right, mtime=0), body, right[:10], b"\x1f\x8b",
    ))  # fmt: skip
    encoding = chance.choice(_ENCODINGS) if chance.random() < 0.3 else "gzip"
    made = _with_body(ask, packed).with_headers(content_encoding=encoding)
    bombed = packed is bomb and encoding.lower() == "gzip" and made.method in TABLE[path]
    if bombed and made.method in ("PUT", "POST") and allowed(caller, path, made):
        return Made(made, "", frozenset({413}))
    return Made(made, "")


# ---------------------------------------------------------------- what is in it


def _deep(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    ask, _door = _usual(hall, caller, path, chance)
    depth = chance.choice(_DEPTHS)
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'[{"id":', b"}]")))
    body = opening * depth + b"1" + closing * (depth if chance.random() < 0.8 else 0)
    if chance.random() < 0.4:
        whole = as_json(statement(result={"extensions": {"https://example.org/e": "HERE"}}))
        body = whole.replace(b'"HERE"', body)
    return Made(_with_body(ask, body), "")


def _numbers(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    ask, _door = _usual(hall, caller, path, chance)
    number = chance.choice(_NUMBERS)
    bodies = (
        number, f"[{number}]", f'{{"seconds":{number}}}',
        json.dumps(statement(result={"score": {"raw": "HERE"}})).replace('"HERE"', number),
        json.dumps(statement(result={"extensions": {"https://e.org/n": "HERE"}})).replace(
            '"HERE"', number
        ),
        f'{{"endpoint":"x","marks":[{{"device":"{statement()["id"]}","epoch":{number},"seq":1,'
        f'"at_ms":1}}]}}',
    )  # fmt: skip
    return Made(_with_body(ask, chance.choice(bodies).encode()), "")


def _torn(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """A body in order with bytes turned, taken out, put in or said twice."""
    ask, _door = _usual(hall, caller, path, chance)
    body = bytearray(b"".join(ask.pieces) or b'{"a":1}')
    for _change in range(chance.randrange(1, 5)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(4):
            case 0 if at < len(body):
                body[at] ^= 1 << chance.randrange(8)
            case 1:
                del body[at : at + chance.randrange(1, 9)]
            case 2:
                body[at:at] = chance.choice((chance.randbytes(4), b'"', b"\0", b"{", b"\xff"))
            case _:
                body[at:at] = body[max(0, at - 40) : at]
    pieces = tuple(bytes(body)[n : n + 50] for n in range(0, len(body), 50))
    return Made(replace(ask, pieces=pieces), "")


def _texts(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    ask, _door = _usual(hall, caller, path, chance)
    double = b'{"id":"a","id":"b"}', as_json(statement())[:-1] + b',"id":"x"}'
    kind = {"content_type": chance.choice(_KINDS)} if chance.random() < 0.4 else {}
    body = chance.choice((*_TEXTS, *double))
    return Made(_with_body(ask, body).with_headers(**kind), "")


def _multipart(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    ask, _door = _usual(hall, caller, path, chance)
    parts = (
        b"--a", b"--a--", b"\r\n", b"\r\n\r\n", b"Content-Type: application/json", b"{}", b"\n",
        b"X-Experience-API-Hash: 00", b"Content-Transfer-Encoding: binary", as_json(statement()),
    )  # fmt: skip
    body = b"".join(chance.choices(parts, k=chance.randrange(1, 14)))
    return Made(_with_body(ask, body).with_headers(content_type="multipart/mixed; boundary=a"), "")


# ---------------------------------------------------------------- around it


def _query(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """Parameters that do not belong there, twice, or with senseless or others' values."""
    ask, _door = _usual(hall, caller, path, chance)
    if chance.random() < 0.4:
        ask = replace(ask, method="GET", pieces=())
    pairs = parse_qsl(ask.query)
    for _more in range(chance.randrange(1, 4)):
        value = chance.choice((*_WORDS, *_of_others(hall, chance)))
        pairs.append((chance.choice(_NAMES), value))
    query = urlencode(pairs, errors="replace")
    if chance.random() < 0.2:
        query += chance.choice(("&", "%", "&%zz=1", "&a=%ff", "&=", ";a=b", "&" * 200, "&a"))
    return Made(replace(ask, query=query), "")


def _headers(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """Large, odd, doubled or misleading headers; the credential stays."""
    ask, _door = _usual(hall, caller, path, chance)
    found = list(ask.headers)
    values = (b"", b"\xff\xfe", b"a" * 60_000, b"127.0.0.1", b"1.0.3", b"2.0", b"9.9", b"*", b'"',
              b"gzip;q=0", b"DELETE", b"/waypost/desk/devices", b",,,", b"\t",
              b"for=127.0.0.1")  # fmt: skip
    for _more in range(chance.randrange(1, 6)):
        name = chance.choice((*_HEADERS, "content-type", "content-encoding")).encode()
        found.insert(chance.randrange(len(found) + 1), (name, chance.choice(values)))
    if chance.random() < 0.2:
        found += [(b"x-%d" % number, b"y" * 50) for number in range(300)]
    return Made(replace(ask, headers=tuple(found)), "")


def _form(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """The alternate syntax: another method and its parameters in a form."""
    method = chance.choice((*TABLE[path], *METHODS))
    ask = in_order(hall, caller, path, method)
    fields = dict(parse_qsl(ask.query))
    fields |= {"X-Experience-API-Version": "1.0.3", "content": '{"a":1}'}
    if caller.authorization and chance.random() < 0.7:
        fields["Authorization"] = caller.authorization
    if chance.random() < 0.3:
        fields[chance.choice(("method", "Authorization", "content", "agent"))] = "x"
    body = urlencode(fields).encode()
    made = replace(
        post(ask.path, body, "application/x-www-form-urlencoded"), query=f"method={quote(method)}"
    )
    return Made(hall.good(caller, made), "")


def _odd_path(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """Slashes, dots, nulls and other letters in the address: nothing is behind such a one."""
    ask, _door = _usual(hall, caller, path, chance)
    at = ask.path
    variants = [
        at + "/", at + "//", "/" + at, at.replace("/", "//"), at.upper(), at + "\0", at + "%00",
        at + "/..", "/x/.." + at, at.replace("/", "/./"), at.replace("/", "%2f"), at + ";a=b",
        at + ".json", at.replace("/", "\\"), at + "/" + "a" * 4_000, at + "\u202e", at[:-1],
        at + "?", at + "#", "*", "", "http://127.0.0.1" + at, at + "/%2e%2e/desk", at.title(),
    ]  # fmt: skip
    return Made(replace(ask, path=chance.choice(variants)), "", _NO)


# ---------------------------------------------------------------- others' things


def _of_others(hall: Hall, chance: random.Random) -> list[str]:
    """What names something of somebody else's: ids, people, registrations, keys."""
    found: list[str] = []
    for one in hall.callers.values():
        if one.device and one.device.entries:
            entry = chance.choice(one.device.entries)
            account = {"homePage": "https://waypost.org/people", "name": entry.draft.actor}
            found += [str(entry.stamp.statement_id), str(entry.draft.registration)]
            found += [json.dumps({"account": account}), str(one.device.uuid)]
    return [*found, hall.kept_document["activityId"], hall.kept_document["agent"]]


def _replayed(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """An exchange that another computer made, or its own once more: nothing comes of it anew."""
    whose = hall.callers[chance.choice(("device north", "device south"))]
    assert whose.device
    body = whose.device.exchange(whose.device.frame(), people_after=0, others_after=0)
    ask = hall.good(caller, post(messages.PATH, body, messages.MEDIA_TYPE))
    if path != messages.PATH:
        return Made(replace(ask, path=in_order(hall, caller, path, "POST").path), "")
    if caller is whose:
        return Made(ask, "", frozenset({200}))
    if caller.name.startswith("device"):
        return Made(ask, "", frozenset({401}))
    return Made(ask, "")


def _enumerated(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """Somebody tries numbers that may be others'."""
    name = chance.choice(_NAMES)
    value = chance.choice(_of_others(hall, chance))
    if chance.random() < 0.3:
        value = str(UUID(int=chance.getrandbits(128)))
    key = chance.choice([one.key for one in hall.callers.values() if one.key])
    method = chance.choice(tuple(TABLE[path]))
    ask = in_order(hall, caller, path, method)
    if "{key}" in path and "desk" not in caller.name:
        ask = replace(ask, path=path.replace("{key}", key))
    return Made(replace(ask, query=urlencode({name: value})), "")


def _claimed(hall: Hall, caller: Caller, path: str, chance: random.Random) -> Made:
    """Nobody gets in by how a credential is written; two headers are not better than one."""
    ask, _door = _usual(hall, caller, path, chance)
    told = caller.authorization.partition(" ")[2]
    odd = chance.choice((
        "Basic", "Basic " + "Q" * 60_000, f"basic  {told}x", f"Digest {told}", told, "Basic /w==",
        "Basic " + b64encode(b":").decode(), "Basic " + b64encode(b"\0:\0").decode(),
        "Basic " + b64encode(f"desk:{chance.random()}".encode()).decode(),
    ))  # fmt: skip
    ask = ask.with_headers(authorization=odd)
    door = TABLE[path].get("GET" if ask.method == "HEAD" else ask.method)
    if door is None or door.scopes is None or _hidden(caller, path):
        return Made(ask, "")
    return Made(ask, "", frozenset({401}))


def _hidden(caller: Caller, path: str) -> bool:
    return path.startswith(DESK_PREFIX) and caller.address != "127.0.0.1"


_WAYS: dict[str, Callable[[Hall, Caller, str, random.Random], Made]] = {
    "told too large": _told_too_large,
    "endless": _endless,
    "wrong length": _wrong_length,
    "packed": _packed,
    "deep": _deep,
    "numbers": _numbers,
    "torn": _torn,
    "texts": _texts,
    "multipart": _multipart,
    "query": _query,
    "headers": _headers,
    "form": _form,
    "odd path": _odd_path,
    "replayed": _replayed,
    "enumerated": _enumerated,
    "claimed": _claimed,
}
