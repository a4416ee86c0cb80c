"""Documents of activities and agents: states and profiles, with the preconditions xAPI wants."""

from dataclasses import dataclass
from hashlib import sha1
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from trainer_app.hub import tables
from trainer_app.hub.http import LARGEST_BODY, Refused
from trainer_app.hub.mentions import digest
from trainer_app.hub.records import Records
from trainer_app.hub.strict_json import read_json
from trainer_app.hub.texts import plain_json
from trainer_app.training.xapi import Invalid

Kind = Literal["state", "activity", "agent"]


@dataclass(frozen=True, slots=True)
class Folder:
    """Where documents of a kind lie: the activity's IRI, the agent's key; empty where not asked."""

    kind: Kind
    activity: str = ""
    agent: str = ""

    @property
    def digest(self) -> bytes:
        """The folder as the database knows it."""
        return digest("\0".join((self.kind, self.activity, self.agent)))


@dataclass(frozen=True, slots=True)
class Address:
    """One document: its folder, its name, the registration of a state."""

    folder: Folder
    name: str
    registration: UUID | None = None

    @property
    def place(self) -> bytes:
        """The document's place as the database knows it."""
        return digest(f"{self.folder.digest.hex()}\0{self.registration or ''}\0{self.name}")


@dataclass(frozen=True, slots=True)
class Document:
    """What was put there; ``updated`` counts microseconds since 1970."""

    content_type: str
    body: bytes
    updated: int = 0

    @property
    def etag(self) -> str:
        """The ETag, with its quotes; xAPI wants SHA-1."""
        return f'"{sha1(self.body, usedforsecurity=False).hexdigest()}"'

    @property
    def is_json(self) -> bool:
        """Whether it says that it is JSON."""
        return self.content_type.partition(";")[0].strip().lower() == "application/json"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold for a change, as the caller's headers say it.

    Without headers a document may be put over another one only where ``overwrites_blindly``, and
    where there is none only where ``creates_blindly``.
    """

    if_match: str | None
    if_none_match: str | None
    overwrites_blindly: bool
    creates_blindly: bool

    def check(self, found: Document | None) -> None:
        """Raises ``Refused`` with 412 where a header does not hold."""
        matches = found is not None and _names(self.if_match, found.etag)
        if self.if_match is not None and not matches:
            raise Refused(412, "If-Match does not hold")
        if found is not None and _names(self.if_none_match, found.etag):
            raise Refused(412, "If-None-Match does not hold")

    def check_put(self, found: Document | None) -> None:
        """Raises ``Refused`` too where a header is missing."""
        self.check(found)
        if self.if_match is not None or self.if_none_match is not None:
            return
        if found is not None and not self.overwrites_blindly:
            raise Refused(409, "there is a document: send If-Match with its ETag")
        if found is None and not self.creates_blindly:
            raise Refused(400, "If-Match or If-None-Match is needed")


def read(records: Records, address: Address) -> Document | None:
    """The document."""
    with records.database.reading() as connection:
        return _read(connection, address)


def names(
    records: Records, folder: Folder, *, registration: UUID | None = None, since: int | None = None
) -> tuple[list[str], int | None]:
    """The names in a folder, and when the newest was changed, in microseconds since 1970."""
    table = tables.document
    wanted = select(table.c.name, table.c.updated).where(table.c.folder == folder.digest)
    if registration is not None:
        wanted = wanted.where(table.c.registration == registration.bytes)
    if since is not None:
        wanted = wanted.where(table.c.updated > since)
    with records.database.reading() as connection:
        rows = connection.execute(wanted.order_by(table.c.updated, table.c.place)).all()
    once = dict.fromkeys(row.name.decode() for row in rows)
    return list(once), max((row.updated for row in rows), default=None)


def put(records: Records, address: Address, document: Document, conditions: Conditions) -> None:
    """Puts it in the place of what was there."""
    if document.is_json:
        read_json(document.body)
    with records.database.writing() as connection:
        conditions.check_put(_read(connection, address))
        _write(records, connection, address, document)


def merge(records: Records, address: Address, document: Document, conditions: Conditions) -> None:
    """Puts a JSON object's members over those of the object that is there."""
    new = _json_object(document) if document.is_json else None
    with records.database.writing() as connection:
        found = _read(connection, address)
        conditions.check(found)
        if found is not None:
            if new is None or not found.is_json:
                raise Refused(400, "only JSON objects can be merged")
            body = _merged(_json_object(found), new)
            if len(body) > LARGEST_BODY:
                raise Refused(413, "the merged document is too large")
            document = Document(document.content_type, body)
        _write(records, connection, address, document)


def remove(records: Records, address: Address, conditions: Conditions) -> None:
    """Takes the document away, if it is there."""
    with records.database.writing() as connection:
        conditions.check(_read(connection, address))
        connection.execute(_delete(address))


def empty(records: Records, folder: Folder, *, registration: UUID | None = None) -> None:
    """Takes all documents of a folder away, or those of one registration."""
    gone = delete(tables.document).where(tables.document.c.folder == folder.digest)
    if registration is not None:
        gone = gone.where(tables.document.c.registration == registration.bytes)
    with records.database.writing() as connection:
        connection.execute(gone)


def _read(connection: Connection, address: Address) -> Document | None:
    table = tables.document
    wanted = select(table.c.content_type, table.c.body, table.c.updated)
    row = connection.execute(wanted.where(table.c.place == address.place)).first()
    return None if row is None else Document(row.content_type, row.body, row.updated)


def _write(records: Records, connection: Connection, address: Address, document: Document) -> None:
    connection.execute(_delete(address))
    registration = address.registration
    connection.execute(
        insert(tables.document).values(
            place=address.place,
            folder=address.folder.digest,
            registration=None if registration is None else registration.bytes,
            name=address.name.encode(),
            content_type=document.content_type,
            body=document.body,
            updated=records.database.now(connection),
        )
    )


def _delete(address: Address) -> Any:
    return delete(tables.document).where(tables.document.c.place == address.place)


def _json_object(document: Document) -> dict[str, Any]:
    value = read_json(document.body)
    if not isinstance(value, dict):
        raise Invalid("only JSON objects can be merged")
    return value


def _merged(old: dict[str, Any], new: dict[str, Any]) -> bytes:
    try:
        return plain_json(old | new)
    except ValueError as error:  # 1e400 is JSON, but no number here
        raise Invalid("a number is too large to be merged") from error


def _names(header: str | None, etag: str) -> bool:
    """Whether a precondition's header names this ETag."""
    if header is None:
        return False
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in header.split(",")}
    return "*" in tags or etag.strip('"') in tags
