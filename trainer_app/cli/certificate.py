"""``waypost certificate verify``: is this certificate genuine, without a network?"""

from __future__ import annotations

import argparse
import json
import sys

from trainer_app.cli import add_json_option
from trainer_app.cli.data_folder import opened_store
from trainer_app.errors import CertificateRejected
from trainer_app.i18n import _
from trainer_app.operations.certificate_check import Checked, verify_certificate
from trainer_app.training.certificate import Facts


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    certificate = commands.add_parser("certificate", help="check a certificate offline")
    tasks = certificate.add_subparsers(dest="task", required=True, metavar="TASK")
    verify = tasks.add_parser("verify", help="check the text of a certificate's QR code")
    verify.add_argument("text", help="the text, from WAYPOST1 on; - reads standard input")
    add_json_option(verify)
    verify.set_defaults(run=_verify)


def _verify(chosen: argparse.Namespace) -> int:
    text = sys.stdin.read() if chosen.text == "-" else chosen.text
    try:
        if (chosen.data_dir / "waypost.db").exists():
            with opened_store(chosen) as store:
                checked = verify_certificate(store, text=text)
        else:
            checked = verify_certificate(None, text=text)
    except CertificateRejected as error:
        if not chosen.json:
            raise
        print(json.dumps({"verdict": "rejected", "reason": str(error)}))
        return error.exit_code
    print(_as_json(checked) if chosen.json else _as_words(checked))
    return 0 if checked.verdict == "genuine" else 1


def _as_json(checked: Checked) -> str:
    facts = checked.facts
    return json.dumps(
        {
            "verdict": checked.verdict,
            "serial": facts.serial,
            "name": facts.name,
            "module": facts.module_id,
            "version": facts.version,
            "issued_on": facts.issued_on.isoformat(),
            "valid_until": facts.valid_until.isoformat() if facts.kind == "passed" else None,
            "issuer": facts.issuer,
            "issuer_key": checked.fingerprint,
            "key_known_here": checked.key_known,
            "signed_by": checked.issuer or None,
            "supervised": facts.supervised,
            "kind": facts.kind,
            "held_on": facts.held_on or None,
        },
        ensure_ascii=False,
    )


def _as_words(checked: Checked) -> str:
    facts = checked.facts
    verdict = {
        "genuine": _("Genuine."),
        "unknown": _("Not altered, but who signed it is not known on this computer."),
        "expired": _("Genuine, but no longer valid."),
        "withdrawn": _("It was withdrawn. It is not valid any more."),
    }[checked.verdict]
    known = _("Compare the key with the issuer.")
    if checked.issuer:
        known = _("Signed by {name}, who is known here.").format(name=checked.issuer)
    elif checked.key_known:
        known = _("The key that signed it is known on this computer.")
    return "\n".join(
        [
            verdict,
            f"{facts.name} · {facts.module_title} {facts.version} · {_kind(facts)}",
            *_days(facts),
            _("Issuer: {issuer}, key {key}.").format(
                issuer=facts.issuer or "–", key=checked.fingerprint
            ),
            known,
            facts.serial,
        ]
    )


def _kind(facts: Facts) -> str:
    if facts.kind == "attended":
        # For translators: a kind of certificate: somebody was at a training session
        return _("attendance, no test")
    return _("supervised") if facts.supervised else _("self-paced")


def _days(facts: Facts) -> list[str]:
    """When it was issued and until when it counts; the day of the session, if it was one."""
    held = [_("Session held on {day}.").format(day=facts.held_on)] if facts.held_on else []
    issued = facts.issued_on.isoformat()
    if facts.kind == "attended":
        return [*held, _("Issued {issued}. It does not expire.").format(issued=issued)]
    until = facts.valid_until.isoformat()
    words = _("Issued {issued}, valid until {until}.").format(issued=issued, until=until)
    return [*held, words]
