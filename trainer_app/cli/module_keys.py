"""``waypost modules keys|sign|verify``: who made a module, in the format of minisign."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from trainer_app.cli import add_json_option, near, print_json, writing
from trainer_app.cli.data_folder import opened_store
from trainer_app.errors import TrainerError
from trainer_app.i18n import _

if TYPE_CHECKING:
    from trainer_app.content.minisign import PublicKey
    from trainer_app.operations.publishers import Trust

PASSWORD = "WAYPOST_PUBLISHER_PASSWORD"
SECRET_FILE, PUBLIC_FILE = "publisher.key", "publisher.pub"
_MOST_BYTES = 16 * 1024


def add_tasks(tasks: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these tasks to ``waypost modules``."""
    keys = tasks.add_parser("keys", help="publishers: make a key, or look at one")
    kinds = keys.add_subparsers(dest="kind", required=True, metavar="TASK")
    new = kinds.add_parser("new", help="make a key that signs modules")
    new.add_argument(
        "--output", type=Path, required=True, metavar="DIR", help="put both files here"
    )
    new.add_argument("--no-password", action="store_true", help="nothing protects the secret file")
    new.set_defaults(run=_new)
    show = kinds.add_parser("show", help="the number people compare, and the lines others need")
    show.add_argument("file", type=Path, metavar="FILE", help="X.pub, or the signature of a pack")
    add_json_option(show)
    show.set_defaults(run=_show)

    trusted = kinds.add_parser("list", help="whom this computer trusts")
    add_json_option(trusted)
    trusted.set_defaults(run=_list)
    withdraw = kinds.add_parser("withdraw", help="trust a publisher no more; its modules stay")
    withdraw.add_argument("number", metavar="NUMBER", help="the number people compare")
    withdraw.add_argument("--staff", metavar="NAME", help="who does this, where there is staff")
    withdraw.set_defaults(run=_withdraw)

    sign = tasks.add_parser("sign", help="publishers: put a signature beside each pack")
    sign.add_argument("packs", nargs="+", type=Path, metavar="PACK", help="X.waypack")
    sign.add_argument("--key", type=Path, required=True, metavar="FILE", help="the secret key file")
    sign.set_defaults(run=_sign)

    verify = tasks.add_parser("verify", help="is a pack whole, and whose is it?")
    verify.add_argument("packs", nargs="+", type=Path, metavar="PACK", help="X.waypack")
    verify.add_argument(
        "--key", type=Path, metavar="FILE", help="X.pub; default: whom this computer trusts"
    )
    add_json_option(verify)
    verify.set_defaults(run=_verify)


def _new(chosen: argparse.Namespace) -> int:
    from trainer_app import durable
    from trainer_app.content import minisign

    secret_file, public_file = chosen.output / SECRET_FILE, chosen.output / PUBLIC_FILE
    for file in (secret_file, public_file):
        if file.exists():
            said = _("{file} is there already. Choose another folder; nothing was written.")
            raise TrainerError(said.format(file=near(file)))
    password = "" if chosen.no_password else _password(twice=True)
    secret = minisign.new_secret_key()
    with writing(chosen.output):
        chosen.output.mkdir(parents=True, exist_ok=True)
        durable.write(secret_file, minisign.write_secret_key(secret, password))
        durable.write(public_file, minisign.write_public_key(secret.public), mode=0o644)
    print(_("Secret key: {file}").format(file=near(secret_file)))
    print(_("Lock this file away and keep a copy of it elsewhere. Nobody can make it again."))
    print(_("Public key: {file}").format(file=near(public_file)))
    _print_key(secret.public)
    return 0


def _show(chosen: argparse.Namespace) -> int:
    key = _public_key(chosen.file)
    if chosen.json:
        print_json(_key_as_json(key))
    else:
        _print_key(key)
    return 0


def _list(chosen: argparse.Namespace) -> int:
    known = [
        {"number": one.fingerprint, "programme": one.name}
        for one in _trust_of(chosen).publishers.values()
    ]
    if chosen.json:
        print_json({"publishers": known})
        return 0
    for one in known:
        words = _("named by the programme {name}") if one["programme"] else _("accepted here")
        print(f"{one['number']}  {words.format(name=one['programme'])}")
    if not known:
        print(_("This computer trusts no publisher yet."))
    return 0


def _withdraw(chosen: argparse.Namespace) -> int:
    from trainer_app.cli.module_install import duty_of
    from trainer_app.operations.publishers import trust_here, withdraw_publisher

    with opened_store(chosen) as store:
        known = trust_here(store).publishers.values()
        found = next((one for one in known if one.fingerprint == chosen.number.upper()), None)
        if found is None:
            raise TrainerError(_("Nobody on this computer trusts this publisher."))
        withdraw_publisher(store, by=duty_of(store, chosen.staff), key=found.key)
    print(_("This publisher is not trusted any more."))
    return 0


def _sign(chosen: argparse.Namespace) -> int:
    from trainer_app import durable
    from trainer_app.content import minisign
    from trainer_app.content.pack import open_pack

    data = _read(chosen.key)
    password = _password(twice=False) if minisign.is_protected(data) else ""
    secret = minisign.read_secret_key(data, password)
    for pack in chosen.packs:
        open_pack(pack).verify()
        with pack.open("rb") as file:
            hashes = minisign.digests(file)
        target = pack.with_name(pack.name + minisign.SUFFIX)
        signature = minisign.sign(hashes.blake2b, secret, name=pack.name)
        with writing(target):
            durable.write(target, signature, mode=0o644)
        print(near(target))
    return 0


def _verify(chosen: argparse.Namespace) -> int:
    trust = _trust(chosen)
    answers = [_verified(pack, trust) for pack in chosen.packs]
    good = all(answer["standing"] in ("trusted", "allowed") for answer in answers)
    if chosen.json:
        print_json({"ok": good, "packs": answers})
        return 0 if good else 1
    words = {
        "trusted": _("good, signed by {who}"),
        "allowed": _("good; nobody signed it, and staff allowed this file"),
        "stranger": _("signed by somebody nobody here knows: {who}"),
        "unsigned": _("not signed"),
        "broken": _("the signature does not hold"),
    }
    for answer in answers:
        who = answer["publisher"] or answer["key"] or "?"
        said = answer["reason"] or words[answer["standing"]].format(who=who)
        print(f"{answer['file']}: {said}")
    return 0 if good else 1


def _verified(pack: Path, trust: Trust) -> dict[str, str]:
    from trainer_app.content.pack import open_pack
    from trainer_app.errors import PackRejected
    from trainer_app.operations.module_files import digests_of, signature_beside
    from trainer_app.operations.publishers import judge

    answer = {"file": near(pack), "standing": "broken", "publisher": "", "key": "", "reason": ""}
    try:
        open_pack(pack).verify()
        judged = judge(trust, signature_beside(pack), digests_of(pack))
    except PackRejected as rejected:
        return answer | {"reason": str(rejected)}
    except OSError as error:
        return answer | {"reason": _("{file} cannot be read: {reason}.").format(
            file=near(pack), reason=error.strerror
        )}  # fmt: skip
    publisher = judged.publisher
    return answer | {
        "standing": judged.standing,
        "publisher": publisher.name if publisher else "",
        "key": publisher.fingerprint if publisher else "",
    }


def _trust(chosen: argparse.Namespace) -> Trust:
    from trainer_app.operations.publishers import Publisher, Trust

    if chosen.key is not None:
        raw = _public_key(chosen.key).raw
        return Trust({raw: Publisher(raw)}, {})
    return _trust_of(chosen)


def _trust_of(chosen: argparse.Namespace) -> Trust:
    """Whom the computer trusts whose data these are."""
    from trainer_app.operations.publishers import Trust, trust_here

    if not (chosen.data_dir / "waypost.db").exists():
        return Trust({}, {})
    with opened_store(chosen) as store:
        return trust_here(store)


def _public_key(file: Path) -> PublicKey:
    """From a key's file, or as a signature names it. Raises ``TrainerError``."""
    from trainer_app.content import minisign

    data = _read(file)
    if file.name.endswith(minisign.SUFFIX):
        named = minisign.read_signature(data).key
        if named is None:
            raise TrainerError(_("This signature does not name its key. Ask for the .pub file."))
        return named
    return minisign.read_public_key(data)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_BYTES + 1)
    except OSError as error:
        said = _("{file} cannot be read: {reason}.")
        raise TrainerError(said.format(file=near(file), reason=error.strerror)) from error


def _print_key(key: PublicKey) -> None:
    facts = _key_as_json(key)
    print(_("Number to compare: {number}").format(number=facts["fingerprint"]))
    print(_("For pack_keys in a programme file: {line}").format(line=facts["programme"]))
    print(_("For minisign: {line}").format(line=facts["minisign"]))


def _key_as_json(key: PublicKey) -> dict[str, str]:
    from trainer_app.training.programme import fingerprint

    programme = b64encode(key.raw).decode()
    return {"fingerprint": fingerprint(key.raw), "programme": programme, "minisign": key.text}


def _password(*, twice: bool) -> str:
    """From the environment, or typed; typed twice where it is new. Raises ``TrainerError``."""
    given = os.environ.get(PASSWORD)
    if given:
        return given
    if not sys.stdin.isatty():
        said = _("There is nobody to ask for the password. Set {name}.")
        raise TrainerError(said.format(name=PASSWORD))
    typed = getpass.getpass(_("Password of the key:") + " ")
    if twice and getpass.getpass(_("The same again:") + " ") != typed:
        raise TrainerError(_("These were two different passwords. Nothing was written."))
    if twice and not typed:
        raise TrainerError(_("Type a password, or say --no-password. Nothing was written."))
    return typed
