"""``waypost certificate verify``: is this certificate genuine, without a network?"""

from __future__ import annotations

import argparse
import json
import sys

from trainer_app.cli import add_json_option
from trainer_app.cli.data_folder import opened_store
from trainer_app.errors import CertificateRejected
from trainer_app.i18n import _
from trainer_app.operations.certificates import Checked, verify_certificate


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
            "valid_until": facts.valid_until.isoformat(),
            "issuer": facts.issuer,
            "issuer_key": checked.fingerprint,
            "key_known_here": checked.key_known,
            "supervised": facts.supervised,
        },
        ensure_ascii=False,
    )


def _as_words(checked: Checked) -> str:
    facts = checked.facts
    verdict = _("Genuine.") if checked.verdict == "genuine" else _("Genuine, but no longer valid.")
    known = (
        _("This computer issued it.")
        if checked.key_known
        else _("The issuer's key is not known on this computer. Compare it with the issuer.")
    )
    kind = _("supervised") if facts.supervised else _("self-paced")
    return "\n".join(
        [
            verdict,
            f"{facts.name} · {facts.module_title} {facts.version} · {kind}",
            _("Issued {issued}, valid until {until}.").format(
                issued=facts.issued_on.isoformat(), until=facts.valid_until.isoformat()
            ),
            _("Issuer: {issuer}, key {key}.").format(
                issuer=facts.issuer or "–", key=checked.fingerprint
            ),
            known,
            facts.serial,
        ]
    )
