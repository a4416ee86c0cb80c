"""Certificates of a training session, signed with the key of the facilitator who vouches for them.

The signed text is kept as a record of the directory, because only this computer can sign with that
key: so other computers show the same certificate, and erasing a person takes it away.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.audit import act_draft
from trainer_app.operations.certificates import (
    CERTIFICATE,
    Certificate,
    kept_certificate,
    new_serial,
    withdrawal,
    withdrawn,
)
from trainer_app.operations.learning import today
from trainer_app.operations.session_record import session
from trainer_app.operations.session_results import PersonResult, Why, session_results
from trainer_app.training.certificate import Facts, sign, valid_until
from trainer_app.training.staff import Act
from trainer_app.training.statement import (
    ActivityType,
    Draft,
    Verb,
    module_path,
    registration,
)

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.store import Store
    from trainer_app.training.meeting import TrainingSession
    from trainer_app.training.people import Learner
    from trainer_app.training.staff import OnDuty

Kind = Literal["passed", "attended"]


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """Who may have which certificate. ``issued`` is the one they have; ``why`` they have none yet
    is None where one can be made."""

    learner: Learner
    issued: Certificate | None
    why: Why | None

    @property
    def is_renamed(self) -> bool:
        """Whether the name was corrected since the certificate was made."""
        return self.issued is not None and self.issued.facts.name != self.learner.name


@dataclass(frozen=True, slots=True)
class Issued:
    """Certificates as they are kept now; ``new`` of them were made just now."""

    certificates: tuple[Certificate, ...]
    new: int
    changed: Changed = field(default=Changed.ATTEMPTS | Changed.SESSION)


def certificate_rows(
    store: Store, *, meeting: UUID, module: Module, kind: Kind = "passed"
) -> list[CertificateRow]:
    """Everybody who was here, by name, with the certificate they have or can have."""
    issued = _issued(store, meeting, kind)
    results = session_results(store, meeting=meeting, module=module).people
    return [
        CertificateRow(
            person.learner,
            issued.get(person.learner.learner_id),
            person.why if kind == "passed" else None,
        )
        for person in results
    ]


def issue_certificates(
    store: Store,
    *,
    by: OnDuty,
    meeting: UUID,
    module: Module,
    learner_ids: Iterable[str],
    kind: Kind = "passed",
    anew: Container[str] = (),
) -> Issued:
    """Make the certificates of these people, all at once; who has one keeps it.

    Those whose ids are in ``anew`` get another, with the name they have now, and the one before is
    withdrawn in the same moment. Raises ``TrainerError`` for a session that is not closed, for
    staff without a key on this computer, and where somebody has not passed.
    """
    told, seed = _closed(store, meeting), _seed(store, by)
    wanted = list(dict.fromkeys(learner_ids))
    people = {
        person.learner.learner_id: person
        for person in session_results(store, meeting=meeting, module=module).people
    }
    already = _issued(store, meeting, kind)
    drafts: list[Draft] = []
    records: dict[tuple[str, str], Mapping[str, Any]] = {}
    passes = _passes(store, meeting, module)
    for learner_id in wanted:
        before = already.get(learner_id)
        if before is not None and learner_id not in anew:
            continue
        person = people[learner_id]
        if before is not None:
            old = before.facts.serial
            records |= withdrawal(old, by)
            drafts.append(act_draft(by, Act.CERTIFICATE_WITHDRAWN, old))
        facts = _facts(by, told, person, kind)
        if kind == "passed":
            drafts.append(_earned(told, meeting, person, facts, passes))
        records[CERTIFICATE, facts.serial] = {
            "learner_id": learner_id,
            "site": person.learner.site,
            "meeting": str(meeting),
            "kind": kind,
            "payload": sign(facts, seed),
        }
    new = sum(of == CERTIFICATE for of, _serial in records)
    if records:
        store.append([*drafts, act_draft(by, Act.ISSUED, f"{kind} {new}")], records=records)
    found = _issued(store, meeting, kind)
    return Issued(tuple(found[one] for one in wanted if one in found), new)


def _closed(store: Store, meeting: UUID) -> TrainingSession:
    told = session(store, meeting=meeting)
    if told.state != "closed":
        raise TrainerError(_("Close the session first. Then the certificates are made."))
    return told


def _seed(store: Store, by: OnDuty) -> bytes:
    """What this member of staff signs with here."""
    try:
        return store.staff_keys.one(by.staff.staff_id).seed
    except KeyError as error:
        raise TrainerError(_("Sign in as staff of this computer to sign certificates.")) from error


def _facts(by: OnDuty, told: TrainingSession, person: PersonResult, kind: Kind) -> Facts:
    if kind == "passed" and not person.passed:
        raise TrainerError(_("Somebody of these has not passed yet."))
    issued = date.fromisoformat(told.day) if told.day_from == "staff" else today()
    return Facts(
        serial=new_serial(issued),
        name=person.learner.name,
        module_id=told.module_id,
        module_title=told.title,
        version=told.version,
        issued_on=issued,
        valid_until=valid_until(issued) if kind == "passed" else issued,
        issuer=by.staff.name,
        supervised=True,
        kind=kind,
        held_on=told.day,
    )


def _earned(
    told: TrainingSession,
    meeting: UUID,
    person: PersonResult,
    facts: Facts,
    passes: Mapping[str, UUID],
) -> Draft:
    actor, base = person.learner.actor, module_path(told.module_id)
    return Draft(
        actor=actor,
        verb=Verb.EARNED,
        activity=f"{base}/cert/{facts.serial}",
        activity_type=ActivityType.CERTIFICATE,
        registration=registration(actor, told.module_id),
        session=meeting,
        revision=f"{told.module_id}@{told.version}",
        language=told.language,
        site=told.site or None,
        name=told.title,
        parent=base,
        serial=facts.serial,
        valid_until=facts.valid_until.isoformat(),
        subject=passes[actor],
        instructor=told.instructor,
        meeting=meeting,
    )


def _passes(store: Store, meeting: UUID, module: Module) -> dict[str, UUID]:
    """The statement of each pass of the module in this session, by pseudonym."""
    return {
        told.draft.actor: told.stamp.statement_id
        for told in store.sittings.of(meeting)
        if told.draft.verb is Verb.PASSED and told.draft.activity == module_path(module.id)
    }


def _issued(store: Store, meeting: UUID, kind: Kind) -> dict[str, Certificate]:
    """The certificates of a session by learner id; not those that were taken back."""
    found, gone = {}, withdrawn(store)
    for one in store.directory.records(CERTIFICATE):
        body = one.body
        if body.get("meeting") != str(meeting) or body.get("kind") != kind:
            continue
        if one.record_id in gone:
            continue
        if certificate := kept_certificate(body):
            found[str(body.get("learner_id"))] = certificate
    return found
