"""Reading what somebody brings: statements and their attachments, checked. Pure."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from trainer_app.hub.http import Call
from trainer_app.hub.keeping import Enclosed, Incoming
from trainer_app.hub.multipart import checked_content_type, enclosed, parts
from trainer_app.hub.signatures import SIGNATURE, check_signature
from trainer_app.hub.strict_json import exact_text, exact_texts, read_json
from trainer_app.hub.texts import with_members
from trainer_app.training.xapi import Invalid, Version, check_statement

Files = dict[str, Enclosed]
"""Attachments by their SHA-2 in hexadecimal digits of lower case."""


@dataclass(frozen=True, slots=True)
class Brought:
    """``values`` as JSON has them, unchecked, with their exact texts."""

    values: list[tuple[Any, bytes | None]]
    in_list: bool
    files: Files


def brought(call: Call) -> Brought:
    """The statements of a body and what came with them. Raises ``Invalid``."""
    content_type = call.headers.get("content-type", "")
    data, files = call.body, Files()
    match content_type.partition(";")[0].strip().lower():
        case "application/json":
            pass
        case "multipart/mixed":
            data, files = _unwrapped(call.body, content_type)
        case _:
            raise Invalid("statements must come as application/json or multipart/mixed")
    value = read_json(data)
    if isinstance(value, list):
        return Brought(list(zip(value, exact_texts(data, value), strict=True)), True, files)
    return Brought([(value, exact_text(data))], False, files)


def checked(these: Brought, version: Version, *, statement_id: str | None = None) -> list[Incoming]:
    """The statements, each with an id: its own, the one it is put to, or a new one.

    Raises ``Invalid`` for the first one that is not as it must be.
    """
    incoming = [_checked(value, text, these, version, statement_id) for value, text in these.values]
    ids = {one.statement["id"].lower() for one in incoming}
    if len(ids) != len(incoming):
        raise Invalid("a batch must not have the same id twice")
    named = {part.sha2.hex() for one in incoming for part in one.enclosed}
    if named != these.files.keys():
        raise Invalid("every attachment must belong to a statement")
    return incoming


def _checked(
    value: Any, text: bytes | None, these: Brought, version: Version, put_to: str | None
) -> Incoming:
    check_statement(value, version=version)
    if "id" not in value:
        value["id"] = put_to or str(uuid4())
        text = with_members(text, id=value["id"]) if text else None
    elif put_to is not None and value["id"].lower() != put_to.lower():
        raise Invalid("the statement must have the id that it is put to")
    came = [
        file
        for attachment in value.get("attachments", ())
        if (file := _file(value, attachment, these.files, version)) is not None
    ]
    return Incoming(value, text, "2.0.0" if version == "2.0.0" else "1.0.0", tuple(came))


def _file(
    statement: dict[str, Any], attachment: dict[str, Any], files: Files, version: Version
) -> Enclosed | None:
    """What came for an attachment, if it may be without."""
    file = files.get(attachment["sha2"].lower())
    if attachment["usageType"] == SIGNATURE:
        check_signature(statement, attachment, file.body if file else None, version)
    elif file is None and "fileUrl" not in attachment:
        raise Invalid("an attachment must come with its statement or have a fileUrl")
    checked_content_type(attachment["contentType"])
    return file


def _unwrapped(body: bytes, content_type: str) -> tuple[bytes, Files]:
    found = parts(body, content_type)
    if not found or not found[0].headers.get("content-type", "").startswith("application/json"):
        raise Invalid("the first part must be application/json")
    return found[0].body, {file.sha2.hex(): file for file in map(enclosed, found[1:])}
