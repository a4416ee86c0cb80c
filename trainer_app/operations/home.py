"""Home: the learner's path, the next thing to do, what is due again."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from trainer_app.content.manifest import Manifest
from trainer_app.errors import PackRejected
from trainer_app.operations.learning import (
    ModulePage,
    form_of,
    is_done,
    is_passed,
    my_path,
    open_module,
    today,
)
from trainer_app.operations.paths import PathCard, path_card, to_renew
from trainer_app.operations.refreshers import RefresherDue, refreshers_due
from trainer_app.training.statement import module_path

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.shelf import RolePath
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Progress, Store

ModuleState = Literal["not-started", "in-progress", "passed"]


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """A module as home shows it. ``valid_until`` is the certificate's last day, if there is one.

    ``lessons`` and ``lessons_done`` count those of the form it is learnt in.
    """

    manifest: Manifest
    title: str
    summary: str
    state: ModuleState
    lessons: int
    lessons_done: int
    valid_until: date | None = None
    on_path: bool = False

    @property
    def module_id(self) -> str:
        return self.manifest.id


@dataclass(frozen=True, slots=True)
class Home:
    """What a learner sees first. ``current`` is the module that Continue leads into.

    ``modules`` begin with those of the path, in its order. ``path`` is None where nobody wrote one
    for the learner's role. ``due`` are the refreshers to take now, the longest overdue first.
    """

    modules: tuple[ModuleCard, ...]
    current: ModulePage | None
    certificates: int
    damaged: tuple[str, ...] = ()
    path: PathCard | None = None
    due: tuple[RefresherDue, ...] = ()
    shelf: bool = False
    """Whether there is a library, a glossary and something to print."""


def open_home(store: Store, *, catalog: Catalog, signed_in: SignedIn) -> Home:
    """The learner's path and modules, the next thing to do, and what is due again."""
    learner = signed_in.learner
    progress = store.progress(learner.actor)
    certificates = store.certificates(learner.actor)
    until = {row.module: row.valid_until for row in certificates}
    path, shelf = my_path(catalog, signed_in), False
    with suppress(PackRejected):
        shelf = bool(catalog.shelf(learner.preferences.language).library)
    cards = [
        _card(manifest, learner.preferences.language, progress, path, until)
        for manifest in catalog.manifests()
    ]
    order = [stop.module for stop in path.stops] if path else []
    cards.sort(key=lambda card: order.index(card.module_id) if card.on_path else len(order))
    mine = path_card(store, catalog=catalog, signed_in=signed_in, path=path) if path else None
    early: tuple[str, ...] = ()
    if mine is not None and mine.passed:
        early = to_renew(store, catalog=catalog, signed_in=signed_in, card=mine, on=today())
    return Home(
        modules=tuple(cards),
        current=_first_that_opens(store, catalog, signed_in, _waiting(cards, path)),
        certificates=len(certificates),
        damaged=tuple(sorted({rejected.path.stem for rejected in catalog.rejected})),
        path=mine,
        due=refreshers_due(store, catalog=catalog, signed_in=signed_in, on=today(), early=early),
        shelf=shelf,
    )


def _waiting(cards: list[ModuleCard], path: RolePath | None) -> list[ModuleCard]:
    """What Continue may lead into: begun on the path, ahead on it, begun beside it."""
    begun = [card for card in cards if card.state == "in-progress"]
    if path is None:
        return begun + [card for card in cards if card.state == "not-started"]
    ahead = [card for card in cards if card.on_path and card.state != "passed"]
    ahead.sort(key=lambda card: card.state != "in-progress")
    return ahead + [card for card in begun if not card.on_path]


def _first_that_opens(
    store: Store, catalog: Catalog, signed_in: SignedIn, waiting: Iterable[ModuleCard]
) -> ModulePage | None:
    """One damaged pack must not stand before the others."""
    for card in waiting:
        with suppress(PackRejected):
            return open_module(
                store, catalog=catalog, signed_in=signed_in, module_id=card.module_id
            )
    return None


def _card(
    manifest: Manifest,
    language: str,
    progress: dict[str, Progress],
    path: RolePath | None,
    until: dict[str, date],
) -> ModuleCard:
    base = module_path(manifest.id)
    form = form_of(path, manifest.id, progress)
    lessons = manifest.short_lessons if form == "short" else manifest.lessons
    done = sum(is_done(progress, f"{base}/l/{lesson}") for lesson in lessons)
    wanted = {stop.module: stop.short for stop in path.stops} if path else {}
    state: ModuleState = "not-started"
    if is_passed(progress, manifest.id, short=wanted.get(manifest.id, False)):
        state = "passed"
    elif done or module_path(manifest.id, form) in progress:
        state = "in-progress"
    spoken = language if language in manifest.languages else manifest.languages[0]
    return ModuleCard(
        manifest=manifest,
        title=manifest.titles[spoken],
        summary=manifest.summaries[spoken],
        state=state,
        lessons=len(lessons),
        lessons_done=done,
        valid_until=until.get(base),
        on_path=manifest.id in wanted,
    )
