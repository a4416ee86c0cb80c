"""``waypost hub``: a place where results arrive, for a local network or for a country."""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainer_app.cli import add_json_option, print_json
from trainer_app.errors import StoreUnusable, TrainerError
from trainer_app.i18n import _, ngettext

if TYPE_CHECKING:
    from trainer_app.hub.records import Credential, Records
    from trainer_app.hub.serve import Opened

SCOPES = ("write", "read-mine", "read-sites", "all")
DATABASE_VARIABLE = "WAYPOST_HUB_DATABASE"
_KEY_DIGITS = 64


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    hub = commands.add_parser("hub", help="a place where results arrive")
    tasks = hub.add_subparsers(dest="task", required=True, metavar="TASK")
    _add_run(tasks.add_parser("run", help="open the hub, until Ctrl+C"))
    pair = _task(tasks, "pair", "show a code with which one computer may pair")
    pair.add_argument("--recipient", default="", help="age recipient that names are sealed to")
    pair.add_argument("--verify-key", default="", help="Ed25519 key (hex) that devices believe")
    pair.set_defaults(run=_pair)
    _task(tasks, "devices", "show the computers that are paired").set_defaults(run=_devices)
    _add_credential(tasks.add_parser("credential", help="who may bring and read results"))
    backup = tasks.add_parser("backup", help="copy the database file, and read the copy back")
    backup.add_argument("file", type=Path, metavar="FILE")
    _add_data_folder(backup)
    add_json_option(backup)
    backup.set_defaults(run=_backup)


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("--host", help="address to answer at; all of this computer's without")
    run.add_argument("--port", type=int, default=8443)
    run.add_argument("--workers", type=int, default=1, help="processes; with PostgreSQL only")
    run.add_argument("--name", help="what others see; the computer's name without")
    run.add_argument("--idle-minutes", type=float, help="close when nobody came for so long")
    run.add_argument(
        "--behind-proxy", action="store_true",
        help="no TLS, answer this computer only: a proxy on it shows a certificate",
    )  # fmt: skip
    run.add_argument("--no-announce", action="store_true", help="do not tell the local network")
    run.add_argument(
        "--from-desktop", action="store_true",
        help="started by the window: reads the database's key (hex, one line) from standard "
        "input, closes with it, prints one line of JSON",
    )  # fmt: skip
    _add_database(run)
    add_json_option(run)
    run.set_defaults(run=_run)


def _add_credential(credential: argparse.ArgumentParser) -> None:
    tasks = credential.add_subparsers(dest="what", required=True, metavar="WHAT")
    add = _task(tasks, "add", "make a credential; its secret is shown once")
    add.add_argument("key", metavar="KEY")
    add.add_argument("--scope", action="append", choices=SCOPES, required=True)
    add.add_argument("--site", action="append", default=[], help="for read-sites; may be repeated")
    add.add_argument("--title", default="", help="who has it")
    add.set_defaults(run=_add)
    _task(tasks, "list", "show keys and what they may do").set_defaults(run=_list)
    revoke = _task(tasks, "revoke", "from now on this key opens nothing")
    revoke.add_argument("key", metavar="KEY")
    revoke.set_defaults(run=_revoke)


def _task(tasks: Any, name: str, words: str) -> argparse.ArgumentParser:
    task: argparse.ArgumentParser = tasks.add_parser(name, help=words)
    _add_database(task)
    add_json_option(task)
    return task


def _add_database(task: argparse.ArgumentParser) -> None:
    task.add_argument(
        "--database", metavar="ADDRESS",
        help=f"PostgreSQL; better in the environment as {DATABASE_VARIABLE}",
    )  # fmt: skip
    _add_data_folder(task)


def _add_data_folder(task: argparse.ArgumentParser) -> None:
    """After the task, too, where people look for it."""
    task.add_argument(
        "--data-dir", type=Path, default=argparse.SUPPRESS, metavar="DIR",
        help="keep everything in this folder",
    )  # fmt: skip


def _database(chosen: argparse.Namespace) -> str | None:
    """The address of PostgreSQL; None for the hub's own file. Raises ``TrainerError``."""
    address = chosen.database or os.environ.get(DATABASE_VARIABLE) or None
    if address is not None and not address.startswith(("postgresql:", "postgresql+")):
        raise TrainerError(
            _("This is no address of PostgreSQL. It begins with {start}").format(
                start="postgresql+psycopg://"
            )
        )
    return address


@contextmanager
def _records(chosen: argparse.Namespace) -> Iterator[Records]:
    """The hub's records, beside a hub that may be running."""
    from trainer_app.hub.device_tables import make_tables
    from trainer_app.hub.folder import HubFolder
    from trainer_app.hub.records import Records

    database = _database(chosen)
    folder = None if database else HubFolder(chosen.data_dir)
    key = folder.key() if folder else None
    records = Records.open(database or (folder.database if folder else ""), key=key)
    try:
        make_tables(records.database)
        yield records
    finally:
        records.close()


# ---------------------------------------------------------------- run


def _run(chosen: argparse.Namespace) -> int:
    from trainer_app.hub.serve import Options, run_hub, until_end_of_input

    host = chosen.host or ("127.0.0.1" if chosen.behind_proxy else "0.0.0.0")
    if chosen.workers < 1:
        raise TrainerError(_("A hub has at least one worker."))
    options = Options(
        data_folder=chosen.data_dir,
        name=chosen.name or socket.gethostname(),
        host=host,
        port=chosen.port,
        database=None if chosen.from_desktop else _database(chosen),
        key=_desktop_key(chosen.data_dir) if chosen.from_desktop else None,
        workers=chosen.workers,
        idle_minutes=chosen.idle_minutes,
        behind_proxy=chosen.behind_proxy,
        announce=not chosen.no_announce,
        parent_gone=until_end_of_input if chosen.from_desktop else None,
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    as_json = chosen.json or chosen.from_desktop
    run_hub(options, _print_line if as_json else _print_opened)
    return 0


def _desktop_key(data_folder: Path) -> bytes:
    """The window's key; where a command made this hub before, the key that lies beside it."""
    from trainer_app.hub.folder import KEY, HubFolder

    given, folder = _key_from_input(), HubFolder(data_folder)
    return folder.key() if (folder.path / KEY).exists() else given


def _key_from_input() -> bytes:
    line = sys.stdin.buffer.readline(_KEY_DIGITS + 2).strip()
    try:
        key = bytes.fromhex(line.decode())
    except ValueError:
        key = b""
    if len(key) != _KEY_DIGITS // 2:
        raise StoreUnusable(_("The key of the hub's database is missing."))
    return key


def _print_line(opened: Opened) -> None:
    import json

    from trainer_app.hub import desk

    told: dict[str, Any] = {
        "name": opened.name,
        "port": opened.port,
        "addresses": list(opened.addresses),
        "pin": opened.certificate.pin if opened.certificate else None,
        "fingerprint": opened.certificate.grouped if opened.certificate else None,
    }
    if opened.desk_secret:
        told |= {"key": desk.KEY, "secret": opened.desk_secret}
    print(json.dumps(told), flush=True)


def _print_opened(opened: Opened) -> None:
    print(_("The hub “{name}” is open.").format(name=opened.name))
    for address in opened.addresses:
        print(_("Address: {address}").format(address=f"{address}:{opened.port}"))
    if opened.certificate:
        print(_("Fingerprint: {fingerprint}").format(fingerprint=opened.certificate.grouped))
        print(_("To pair a computer: waypost hub pair. Then type address and code there."))
    print(_("Close with Ctrl+C."), flush=True)


# ---------------------------------------------------------------- who may


def _pair(chosen: argparse.Namespace) -> int:
    from trainer_app.hub.pairing import open_pairing
    from trainer_app.hub.pairing_records import SECONDS

    with _records(chosen) as records:
        code = open_pairing(records, desk_recipient=chosen.recipient, desk_key=chosen.verify_key)
    if chosen.json:
        print_json({"code": code, "seconds": SECONDS})
    else:
        print(_("Code: {code}").format(code=f"{code[:3]} {code[3:]}"))
        print(_("For one computer, within two minutes."))
    return 0


def _devices(chosen: argparse.Namespace) -> int:
    from trainer_app.hub.desk import as_json
    from trainer_app.hub.device_records import devices

    with _records(chosen) as records:
        known = devices(records.database)
    if chosen.json:
        print_json({"devices": [as_json(one) for one in known]})
        return 0
    for one in known:
        print(f"{one.credential}  {one.name}  {one.known_seq} / {one.seq}  {one.release}".rstrip())
    print(ngettext("{count} computer", "{count} computers", len(known)).format(count=len(known)))
    return 0


def _add(chosen: argparse.Namespace) -> int:
    if ("read-sites" in chosen.scope) != bool(chosen.site):
        raise TrainerError(_("The scope read-sites needs --site, and --site needs it."))
    if ":" in chosen.key or not chosen.key.isprintable():
        raise TrainerError(_("A key is a plain word without a colon."))
    with _records(chosen) as records:
        if records.credential(chosen.key):
            raise TrainerError(_("This key is there already. Revoke it first."))
        secret = records.add_credential(
            chosen.key, scopes=chosen.scope, sites=chosen.site, title=chosen.title
        )
    if chosen.json:
        print_json({"key": chosen.key, "secret": secret})
    else:
        print(_("Key: {key}").format(key=chosen.key))
        print(_("Secret: {secret}").format(secret=secret))
        print(_("The secret is not kept here. Write it down now."))
    return 0


def _list(chosen: argparse.Namespace) -> int:
    with _records(chosen) as records:
        known = records.credentials()
    if chosen.json:
        print_json({"credentials": [_credential(one) for one in known]})
        return 0
    for one in known:
        print("  ".join([one.key, *sorted(one.scopes), *sorted(one.sites), one.title]).rstrip())
    return 0


def _credential(one: Credential) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "scopes": sorted(one.scopes),
        "sites": sorted(one.sites),
        "added_ms": one.added // 1000,
    }


def _revoke(chosen: argparse.Namespace) -> int:
    from trainer_app.hub.desk import end_device

    with _records(chosen) as records:
        gone = end_device(records, chosen.key) or records.revoke(chosen.key)
    if chosen.json:
        print_json({"revoked": gone})
    elif gone:
        print(_("From now on this key opens nothing."))
    if not gone and not chosen.json:
        raise TrainerError(_("Nobody has this key."))
    return 0 if gone else 1


def _backup(chosen: argparse.Namespace) -> int:
    from trainer_app.hub.backup import back_up
    from trainer_app.hub.folder import HubFolder

    if os.environ.get(DATABASE_VARIABLE):
        raise TrainerError(_("PostgreSQL is copied with pg_dump; see packaging/hub/README.md."))
    count = back_up(HubFolder(chosen.data_dir), chosen.file.absolute())
    if chosen.json:
        print_json({"file": str(chosen.file), "statements": count})
    else:
        print(
            ngettext("{count} record copied.", "{count} records copied.", count).format(count=count)
        )
        print(_("Keep hub.key and hub.pem apart from it; without the key nobody can read it."))
    return 0
