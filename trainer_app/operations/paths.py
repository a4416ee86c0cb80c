"""Role paths: the modules of a role, how far somebody is, what is earned at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from trainer_app.operations import Changed
from trainer_app.operations.certificates import new_serial
from trainer_app.operations.learning import is_passed, today
from trainer_app.operations.refreshers import REFRESHER
from trainer_app.training.certificate import valid_until
from trainer_app.training.statement import (
    ActivityType,
    Draft,
    Verb,
    module_path,
    registration,
    role_path,
)

if TYPE_CHECKING:
    from datetime import date

    from trainer_app.content.catalog import Catalog
    from trainer_app.content.manifest import Manifest
    from trainer_app.content.shelf import RolePath, Stop
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store


RENEW_DAYS = 30
"""So many days before its end a certificate may be renewed."""


@dataclass(frozen=True, slots=True)
class PathStop:
    """One module on a path. ``title`` is empty while the module is not installed."""

    module_id: str
    short: bool
    title: str
    minutes: int
    passed: bool


@dataclass(frozen=True, slots=True)
class PathCard:
    """A learner's path today. ``valid_until`` is the last day of its certificate, if any."""

    path: RolePath
    stops: tuple[PathStop, ...]
    valid_until: date | None = None

    @property
    def passed(self) -> bool:
        return all(stop.passed for stop in self.stops)

    @property
    def minutes(self) -> int:
        return sum(stop.minutes for stop in self.stops)


@dataclass(frozen=True, slots=True)
class PathFinished:
    """Whether the path is done; ``serial`` is that of the certificate it earned just now."""

    passed: bool
    serial: str | None
    changed: Changed = field(default=Changed.ATTEMPTS)


def path_card(store: Store, *, catalog: Catalog, signed_in: SignedIn, path: RolePath) -> PathCard:
    """How far somebody is on a path."""
    actor = signed_in.learner.actor
    language = signed_in.learner.preferences.language
    progress = store.progress(actor)
    manifests = {manifest.id: manifest for manifest in catalog.manifests()}
    stops = tuple(
        _stop(
            stop,
            manifests.get(stop.module),
            language,
            passed=is_passed(progress, stop.module, short=stop.short),
        )
        for stop in path.stops
    )
    base = role_path(path.id)
    until = [row.valid_until for row in store.certificates(actor) if row.module == base]
    return PathCard(path, stops, max(until, default=None))


def finish_path(
    store: Store, *, catalog: Catalog, signed_in: SignedIn, path: RolePath
) -> PathFinished:
    """Note that the path is done and give its certificate: once, and only when it is true.

    A certificate near its end is followed by a new one when nothing is left ``to_renew``.
    """
    card = path_card(store, catalog=catalog, signed_in=signed_in, path=path)
    now = today()
    near = card.valid_until is not None and card.valid_until - now <= timedelta(days=RENEW_DAYS)
    due = card.valid_until is None or (
        near and not to_renew(store, catalog=catalog, signed_in=signed_in, card=card, on=now)
    )
    if not card.passed or not due:
        return PathFinished(card.passed, None, Changed.NOTHING)
    version = catalog.shelf(signed_in.learner.preferences.language).version
    issued = now
    done = _draft(signed_in, path, version, Verb.COMPLETED, completion=True)
    earned = _draft(
        signed_in,
        path,
        version,
        Verb.EARNED,
        serial=new_serial(issued),
        valid_until=valid_until(issued).isoformat(),
    )
    store.append([done, earned])
    return PathFinished(passed=True, serial=earned.serial)


def to_renew(
    store: Store, *, catalog: Catalog, signed_in: SignedIn, card: PathCard, on: date
) -> tuple[str, ...]:
    """The modules to refresh before a certificate near its end, or past it, is renewed.

    Each wants a pass, or a refresher with its pass mark, since ``RENEW_DAYS`` before the end.
    """
    if card.valid_until is None or card.valid_until - on > timedelta(days=RENEW_DAYS):
        return ()
    since = card.valid_until - timedelta(days=RENEW_DAYS)
    actor = signed_in.learner.actor
    passes, progress = store.passes(actor), store.progress(actor)
    asked = signed_in.rules.pass_mark
    marks = {manifest.id: asked or manifest.pass_mark for manifest in catalog.manifests()}
    waiting = []
    for stop in card.stops:
        bases = [module_path(stop.module_id, form) for form in ("full", "short")]
        moments = [passes[base] for base in bases if base in passes]
        for made in (progress.get(f"{base}/{REFRESHER}") for base in bases):
            if made and (made.last_scaled or 0) >= marks.get(stop.module_id, 1):
                moments.append(made.last_at)
        if not moments or max(moments).astimezone().date() < since:
            waiting.append(stop.module_id)
    return tuple(waiting)


def _stop(stop: Stop, manifest: Manifest | None, language: str, *, passed: bool) -> PathStop:
    if manifest is None:
        return PathStop(stop.module, stop.short, "", 0, passed)
    title = manifest.titles.get(language) or manifest.titles[manifest.languages[0]]
    short = stop.short and manifest.short_minutes
    minutes = manifest.short_minutes if short else manifest.minutes
    return PathStop(stop.module, stop.short, title, minutes, passed)


def _draft(signed_in: SignedIn, path: RolePath, version: str, verb: Verb, **facts: object) -> Draft:
    base = role_path(path.id)
    learner = signed_in.learner
    earned = verb is Verb.EARNED
    return Draft(
        actor=learner.actor,
        verb=verb,
        activity=f"{base}/cert/{facts['serial']}" if earned else base,
        activity_type=ActivityType.CERTIFICATE if earned else ActivityType.MODULE,
        parent=base if earned else None,
        registration=registration(learner.actor, base),
        session=signed_in.session,
        revision=f"{path.id}@{version}",
        language=learner.preferences.language,
        name=path.title,
        refers_back=1 if earned else 0,
        **facts,  # type: ignore[arg-type]
    )
