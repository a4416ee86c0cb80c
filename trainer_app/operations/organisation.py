"""Head office: the organisation's secret keys, and the programme file they sign.

One file, ``organisation.waykey``, holds both secrets, sealed by a passphrase: the seed that signs
programmes, and the age identity that opens what is handed over and data files whose other keys are
lost. It never goes to a computer people learn on.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.training import certificate
from trainer_app.training.passphrase import LETTERS, WORDS
from trainer_app.training.programme import (
    MOST_BYTES,
    Programme,
    ProgrammeRejected,
    SignedProgramme,
    faults,
    read,
    sign,
)

if TYPE_CHECKING:
    from trainer_app.content.authoring.problems import Findings, Problem
    from trainer_app.content.authoring.shape import Places

KEY_FILE = "organisation.waykey"
TEMPLATE = "programme.yaml"
_KEY_FORMAT = "waypost-organisation-1"
_ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_MOST_KEY_BYTES = 8 * 1024


@dataclass(frozen=True, slots=True)
class OrganisationKeys:
    """Both secrets: the 32-byte Ed25519 seed, and the text of the age identity."""

    seed: bytes = field(repr=False)
    identity: str = field(repr=False)

    @property
    def public_key(self) -> bytes:
        """What programmes of this organisation are checked with."""
        return certificate.public_key(self.seed)

    @property
    def recipient(self) -> str:
        """What is sealed for head office is sealed to this."""
        import pyrage

        return str(pyrage.x25519.Identity.from_str(self.identity).to_public())


@dataclass(frozen=True, slots=True)
class NewProgramme:
    """The two files that were made, and the public key in them."""

    key_file: Path
    template: Path
    public_key: bytes


@dataclass(frozen=True, slots=True)
class ReadTemplate:
    """A template as far as it could be read: no programme while there are problems."""

    programme: Programme | None
    problems: tuple[Problem, ...]


def new_programme(folder: Path, *, name: str, passphrase: str) -> NewProgramme:
    """Make the organisation's keys and a template to fill in.

    Takes some seconds. Raises ``TrainerError`` for a file that is there or a weak passphrase, and
    ``OSError``.
    """
    from trainer_app import durable

    require_new(folder)
    require_strength(passphrase)
    key_file, template = folder / KEY_FILE, folder / TEMPLATE
    keys = make_keys()
    folder.mkdir(parents=True, exist_ok=True)
    durable.write(key_file, seal_keys(keys, passphrase))
    durable.write(template, _template(" ".join(name.split()), keys).encode(), mode=0o644)
    return NewProgramme(key_file, template, keys.public_key)


def require_new(folder: Path) -> None:
    """Raises ``TrainerError`` where the keys or the template of a programme lie already."""
    for file in (folder / KEY_FILE, folder / TEMPLATE):
        if file.exists():
            raise TrainerError(
                _("{file} is there already. Choose another folder; nothing was written.").format(
                    file=file
                )
            )


def make_keys() -> OrganisationKeys:
    """New secrets."""
    import pyrage

    return OrganisationKeys(secrets.token_bytes(32), str(pyrage.x25519.Identity.generate()))


def seal_keys(keys: OrganisationKeys, passphrase: str) -> bytes:
    """The key file: text, so that it can be printed and typed again. Takes some seconds."""
    import pyrage

    plain = {
        "format": _KEY_FORMAT,
        "identity": keys.identity,
        "seed": b64encode(keys.seed).decode(),
    }
    sealed: bytes = pyrage.passphrase.encrypt(json.dumps(plain).encode(), passphrase, armored=True)
    return sealed


def open_keys(file: Path, passphrase: str) -> OrganisationKeys:
    """The secrets in a key file. Takes some seconds. Raises ``TrainerError``."""
    import pyrage

    try:
        sealed = _bytes_of(file, _MOST_KEY_BYTES)
    except OSError as error:
        raise TrainerError(
            _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)
        ) from error
    if not sealed.strip().startswith(_ARMOUR):
        raise TrainerError(_("{file} is no key file of an organisation.").format(file=file))
    try:
        plain = pyrage.passphrase.decrypt(sealed.strip() + b"\n", passphrase)
        found = msgspec.json.decode(plain, type=_Secrets)
        keys = OrganisationKeys(found.seed, found.identity)
        _recipient = keys.public_key, keys.recipient
    except (pyrage.DecryptError, pyrage.IdentityError, msgspec.MsgspecError, ValueError) as error:
        raise TrainerError(
            _("This passphrase does not open the key file, or the file is damaged.")
        ) from error
    return keys


def require_strength(passphrase: str) -> None:
    """Raises ``TrainerError`` for a passphrase that could be guessed by a machine."""
    if len(passphrase.split()) < WORDS and len(passphrase) < LETTERS:
        raise TrainerError(
            _("This passphrase is too short. Use five words, or twenty letters and signs.")
        )


def read_template(file: Path) -> ReadTemplate:
    """The programme somebody wrote, or every field that has to be mended, with its line."""
    import msgspec.inspect as inspect

    from trainer_app.content.authoring import tree
    from trainer_app.content.authoring.problems import Findings, Place
    from trainer_app.content.authoring.reader import read_yaml
    from trainer_app.content.authoring.shape import Places, Shaper

    findings = Findings()
    top = read_yaml(file, file.parent, findings)
    if not isinstance(top, tree.Mapping):
        if top is not None:
            findings.add(top.place, "yaml", "A programme holds named fields, not a list.")
        return ReadTemplate(None, tuple(findings))
    places = Places(Place(file.name, 1))
    shaper = Shaper(findings, places)
    programme: Programme = shaper.read(top, inspect.type_info(Programme), (), "The programme")
    if not list(findings):
        for at, said in faults(programme):
            findings.add(places.at(*at), "value", said)
        _check_recipients(programme, places, findings)
    problems = tuple(findings)
    return ReadTemplate(None if problems else programme, problems)


def sign_programme(programme: Programme, keys: OrganisationKeys, output: Path) -> SignedProgramme:
    """Write the programme file. Raises ``TrainerError`` and ``OSError``; then nothing is written.

    A file of the same or a higher version that says something else is not written over: computers
    that have it would refuse the new one.
    """
    from trainer_app import durable

    if programme.organisation_recipient != keys.recipient:
        raise TrainerError(
            _("organisation_recipient is not the one of this key file. Take it from the template.")
        )
    data = sign(programme, keys.seed)
    if output.exists():
        before = _file_before(output)
        newer = before.programme.version >= programme.version
        if newer and before.text.encode() != data:
            raise TrainerError(
                _("{file} has version {version} already. Write version: {next} instead.").format(
                    file=output, version=before.programme.version, next=before.programme.version + 1
                )
            )
    durable.write(output, data, mode=0o644)
    return read(data)


def _file_before(output: Path) -> SignedProgramme:
    try:
        return read(_bytes_of(output, MOST_BYTES))
    except ProgrammeRejected as error:
        raise TrainerError(
            _("{file} is there and is no programme file. Choose another name.").format(file=output)
        ) from error


def _bytes_of(file: Path, most: int) -> bytes:
    """A byte more than allowed is enough to see that a file is too long."""
    with file.open("rb") as opened:
        return opened.read(most + 1)


class _Secrets(msgspec.Struct, frozen=True):
    format: str
    identity: str
    seed: bytes


def _check_recipients(programme: Programme, places: Places, findings: Findings) -> None:
    """The last letters of an age key are a checksum, which shows most slips."""
    import pyrage

    named: list[tuple[tuple[str | int, ...], str]] = [
        (("desk_recipients", n), recipient) for n, recipient in enumerate(programme.desk_recipients)
    ]
    for at, recipient in [(("organisation_recipient",), programme.organisation_recipient), *named]:
        try:
            pyrage.x25519.Recipient.from_str(recipient)
        except pyrage.RecipientError:
            said = f"`{recipient}` has a slip in it; copy the public key again."
            findings.add(places.at(*at), "value", said)


def _template(name: str, keys: OrganisationKeys) -> str:
    return _TEMPLATE.format(
        name=json.dumps(name, ensure_ascii=False),
        programme_id=uuid4(),
        recipient=keys.recipient,
        template=TEMPLATE,
        key_file=KEY_FILE,
    )


_TEMPLATE = """\
# What every computer of this programme is set up with. Fill it in, then sign it:
#
#   waypost programme sign {template} --key {key_file} --output NAME.wayprogramme
#
# NAME.wayprogramme goes on the sticks. {key_file} stays at head office: lock it away, keep a copy
# in a second place, and keep its passphrase in a third. Nobody can make it again.

# Leave these two as they are.
programme_id: {programme_id}
organisation_recipient: {recipient}

# Raise the number by one each time you sign. Computers never go back to a lower one.
version: 1

name: {name}
# Two letters, such as BO for Bolivia. It says which numbers to call are shown.
country:

# Every place of work: an id that never changes (small letters, digits, hyphens), and its name.
# Teams are the groups people choose from when they register.
sites:
  - site_id:
    name:
    teams: []
#  - site_id: bo-lpz-002
#    name: La Paz, east terminal
#    teams:
#      - Ticket office
#      - Night buses
#    # Places of the reporting chain that this site has of its own.
#    chain:
#      - place: focal-point
#        name: Ana Quispe, office 4
#        number: 700 00000
#        hours: 8 to 18
#        verified_by: Rosa Mamani
#        verified_on: 2026-11-20

# The reporting chain of all sites. Each number was tried by somebody of yours, on the day given;
# it is shown for six months from then. Places: emergency-number, child-helpline, focal-point,
# focal-point-night, protection-office, police, content-hotline, manager.
chain: []

# What a role goes through: a path that comes with Waypost, or modules in order. Roles:
# ticket-office, driver, vendor, guard, hotel, internet-cafe, supervisor, other.
# A role that is not named keeps its own path.
required: []
#  - role: driver
#    path: driver
#  - role: guard
#    modules:
#      - module: foundations
#      - module: safe-terminals
#        short: true

# From 0.5 to 1, for every module; leave it empty and each module keeps its own.
pass_mark:

# How long what is kept, at most.
retention:
  answers_months: 12
  people_months: 12
  audit_months: 24
  hub_days: 30
  bundle_days: 90

# Where results are handed in. Leave key and secret out: staff type them on each computer. Only a
# key that can write and not read may stand here; everybody who has the file has it, too.
endpoints: []
#  - title: National record store
#    address: https://records.example.org/xapi/

# Self-checks of a site besides the one that comes with Waypost; one with its id, safe-terminal,
# takes its place. Raise its version when an item changes its meaning. What stands in `beside` is
# done on a day and makes no score. Titles have 8 words at most, questions 25. Write no names of
# people, and no cases. An older Waypost passes them over.
checklists: []
#  - id: river-port
#    version: "1.0"
#    language: es
#    title: Self-check of a river port
#    summary: Go through it with the port office and the crews.
#    proposal: Our own list, not confirmed by anybody yet.
#    note: This check certifies no port.
#    items:
#      - id: passenger-list
#        title: A list of everybody on board
#        question: Does every boat leave a list with everybody's name at the port office?
#        evidence: The lists of last week.
#    beside:
#      - id: drill
#        title: A drill at the port
#        question: Did two crews practise the steps together, with a made-up story?
#        evidence: The day of the drill.

# Public keys of desks that may open hand-over files besides head office (age1...).
desk_recipients: []
# Public keys that may sign receipts besides head office's own, and those that may sign modules.
bundle_keys: []
pack_keys: []
"""
