"""The supervisor's pages over a small made-up programme, in the states they can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QWidget

from tests.operations.people_here import DUTY
from tests.store.conftest import NOON, from_elsewhere, learner, passed
from trainer_app.content.catalog import Catalog
from trainer_app.operations.reports.scope import Scope
from trainer_app.store import EndpointRow, FeedRecord, Store
from trainer_app.training.certificate import Facts, sign
from trainer_app.training.statement import ActivityType, Draft, Verb
from trainer_app.ui.background import Background
from trainer_app.ui.oversight.check_screen import CheckScreen, WithdrawSheet
from trainer_app.ui.oversight.completion_screen import CompletionScreen
from trainer_app.ui.oversight.due_screen import DueScreen
from trainer_app.ui.oversight.overview_screen import OverviewScreen
from trainer_app.ui.oversight.person_screen import PersonReportScreen
from trainer_app.ui.oversight.site_screen import SiteScreen
from trainer_app.ui.oversight.sites_screen import SitesScreen

TODAY = date(2027, 2, 1)
DAY_MS = 24 * 60 * 60 * 1000
NOW_MS = NOON + (TODAY - date(2026, 12, 1)).days * DAY_MS
PEOPLE = (
    ("Rosa Mamani", "ticket-office", "Tickets", "north"),
    ("Julio Quispe", "driver", "Drivers", "north"),
    ("Elena Choque", "vendor", "Market", "north"),
    ("Amadou Diallo", "guard", "Guards", "south"),
    ("Fatou Ndiaye", "driver", "Drivers", "south"),
    ("Kossi Mensah", "hotel", "", "south"),
    ("Awa Traoré", "ticket-office", "Tickets", "north"),
)
SITES = (("north", "La Paz Central"), ("south", "El Alto"), ("west", "Lomé Agbalépédo"))
MODULE = "small"


@dataclass
class Stage:
    """What pages are made from."""

    background: Background
    catalog: Catalog

    def ask(self, question: Callable[[Store], object]) -> object:
        return self.background.run(self.background, question).result()


def fill(store: Store) -> None:
    """Seven people at two of three sites: trained, late, under way, and who has not begun."""
    store.endpoints.put(EndpointRow("stick", "stick", "Sticks"))
    store.directory.merge(
        [
            FeedRecord("site", one, 1, UUID(int=9), gone=False,
                       body={"name": name, "country": "", "closed": False})
            for one, name in SITES
        ]
    )  # fmt: skip
    for number, (name, role, team, site) in enumerate(PEOPLE, 1):
        one = learner(number, name, team)
        store.add_learner(replace(one, role=role, site=site), "hash")  # type: ignore[arg-type]
    for number, days_ago in ((1, 2), (2, 25), (3, 50), (4, 2), (7, 2)):
        site = PEOPLE[number - 1][3]
        made = [_test("pre", 0.4, number, site), _test("post", 0.8, number, site)]
        if number != 4:
            made.append(_done(number, site))
        device = UUID(int=number)
        at_ms = NOW_MS - days_ago * DAY_MS
        store.inbox.receive(from_elsewhere(*made, device=device, at_ms=at_ms), "stick")


LONG_SITE = "Terminal de Autobuses y Puerto Fluvial de San Ignacio de Velasco, norte"
LONG_NAME = "María del Carmen Quispe Mamani de la Cruz y Flores"
LONG_TEAM = "Ventanillas del turno de noche, puerta 12 y puerta 13"
SITES_OF_CROWD, CROWD = 45, 90


def crowd(store: Store) -> None:
    """More sites than a page shows, with names longer than a line, and people with long names."""
    store.endpoints.put(EndpointRow("stick", "stick", "Sticks"))
    store.directory.merge(
        [
            FeedRecord("site", f"s-{number:02}", 1, UUID(int=9), gone=False,
                       body={"name": f"{LONG_SITE} {number}", "country": "", "closed": False})
            for number in range(SITES_OF_CROWD)
        ]
    )  # fmt: skip
    for number in range(1, CROWD + 1):
        one = learner(number, f"{LONG_NAME} {number}", f"{LONG_TEAM} {number % 14}")
        site = f"s-{number % 20:02}"
        store.add_learner(replace(one, role="driver", site=site), "hash")
        made = [_test("pre", 0.4, number, site), _test("post", 0.8, number, site)]
        made.append(_done(number, site))
        at_ms = NOW_MS - (20 + number) * DAY_MS
        device = UUID(int=number)
        store.inbox.receive(from_elsewhere(*made, device=device, at_ms=at_ms), "stick")


def _done(number: int, site: str) -> Draft:
    return passed(actor=f"p-{number}", activity=f"m/{MODULE}", site=site)


def _test(kind: str, scaled: float, number: int, site: str) -> Draft:
    return passed(
        actor=f"p-{number}", verb=Verb.COMPLETED, activity=f"m/{MODULE}/test/{kind}",
        activity_type=ActivityType.TEST, scaled=scaled, success=None, site=site,
    )  # fmt: skip


def certificate(seed: bytes = b"\1" * 32) -> str:
    """The text of a certificate, signed by a stranger unless another seed is given."""
    facts = Facts(
        serial="WP-2026-7KQ2M4XW", name="Rosa Mamani", module_id=MODULE, module_title="Small",
        version="1", issued_on=date(2026, 12, 1), valid_until=date(2027, 11, 30),
        issuer="Terminal Norte",
    )  # fmt: skip
    return sign(facts, seed)


def checked(stage: Stage, typed: str) -> CheckScreen:
    """The page that checks certificates, with something to check."""
    page = CheckScreen(stage.background, lambda: DUTY)
    page.code.setPlainText(typed)
    page.check.click()
    return page


def completion(stage: Stage, scope: Scope | None = None) -> CompletionScreen:
    return CompletionScreen(stage.background, stage.catalog, scope or Scope())


PAGES: dict[str, Callable[[Stage], QWidget]] = {
    "V02-overview": lambda stage: OverviewScreen(stage.background, stage.catalog),
    "V03-completion": completion,
    "V03-completion-no-one": lambda stage: completion(stage, Scope(words="nobody at all")),
    "V04-person": lambda stage: PersonReportScreen(stage.background, stage.catalog, "learner-2"),
    "V04-person-gone": lambda stage: PersonReportScreen(stage.background, stage.catalog, "gone"),
    "V05-sites": lambda stage: SitesScreen(stage.background, stage.catalog),
    "V05-site": lambda stage: SiteScreen(stage.background, stage.catalog, "north"),
    "V05-site-nobody": lambda stage: SiteScreen(stage.background, stage.catalog, "west"),
    "V07-due": lambda stage: DueScreen(stage.background, stage.catalog),
    "V08-check": lambda stage: CheckScreen(stage.background, lambda: DUTY),
    "V08-check-unknown": lambda stage: checked(stage, certificate()),
    "V08-check-altered": lambda stage: checked(stage, certificate()[:-4] + "AAAA"),
    "V08-check-number": lambda stage: checked(stage, "WP-2026-AAAAAAAA"),
    "V08-withdraw": lambda _stage: WithdrawSheet("WP-2026-7KQ2M4XW"),
}
"""Each state of each page, over the people above."""
EMPTY: dict[str, Callable[[Stage], QWidget]] = {
    "V02-overview-nothing": PAGES["V02-overview"],
    "V03-completion-nobody": PAGES["V03-completion"],
    "V07-due-nothing": PAGES["V07-due"],
    "V05-sites-nothing": PAGES["V05-sites"],
}
"""The same where nothing was ever collected."""
CROWDED: dict[str, Callable[[Stage], QWidget]] = {
    "V02-overview-many": PAGES["V02-overview"],
    "V03-completion-many": PAGES["V03-completion"],
    "V04-person-long": PAGES["V04-person"],
    "V05-sites-many": PAGES["V05-sites"],
    "V05-site-many": lambda stage: SiteScreen(stage.background, stage.catalog, "s-02"),
    "V07-due-many": PAGES["V07-due"],
}
"""The same over more than fits."""
