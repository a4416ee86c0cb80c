"""Role paths and refreshers, on a real store, with real packs and a real shelf."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.conftest import ROOT
from tests.small_module import PICTURE, SMALL
from tests.ui.learn_road.road import read, sit
from trainer_app.content.authoring.compiler import compile_pack
from trainer_app.content.catalog import Catalog
from trainer_app.content.forms import shortened
from trainer_app.content.module import Module, ShortForm
from trainer_app.content.shelf import Helpline, RolePath, Shelf, Stop, write_shelf
from trainer_app.errors import PackRejected
from trainer_app.operations import home as home_room
from trainer_app.operations import learning, paths
from trainer_app.operations.certificate_check import verify_certificate
from trainer_app.operations.certificates import list_certificates
from trainer_app.operations.helplines import set_country, site_chain
from trainer_app.operations.home import Home, open_home
from trainer_app.operations.learning import begin_module, open_module
from trainer_app.operations.paths import PathFinished, finish_path
from trainer_app.operations.people import SignedIn, enrol_learner, sign_in
from trainer_app.operations.refreshers import refresher_module
from trainer_app.store import Store
from trainer_app.store.clock import Reading, read_clock

SHORT = ShortForm(lessons=("first",), scenarios=("opening",))
_LESSONS = {"greet": ("first",), "notice": ("first",), "pass-on": ("second",)}
ALPHA = msgspec.structs.replace(
    SMALL,
    id="alpha",
    title="Alpha",
    short_form=SHORT,
    objectives=tuple(
        msgspec.structs.replace(one, lessons=_LESSONS[one.id]) for one in SMALL.objectives
    ),
)
BETA = msgspec.structs.replace(SMALL, id="beta", title="Beta")
GAMMA = msgspec.structs.replace(SMALL, id="gamma", title="Gamma")
PATH = RolePath(
    id="ticket-office",
    roles=("ticket-office",),
    title="Ticket office",
    summary="What counts at the counter.",
    stops=(Stop(module="beta"), Stop(module="alpha", short=True)),
    do=("I greet everybody.",),
    call=("focal-point",),
)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    packs, shelf = tmp_path / "packs", tmp_path / "shelf"
    packs.mkdir()
    shelf.mkdir()
    scene = (ROOT / "assets" / PICTURE.file).read_bytes()
    for module in (ALPHA, BETA, GAMMA):
        pack = compile_pack({"en": module}, {PICTURE.file: scene})
        (packs / f"{module.id}-1.0.waypack").write_bytes(pack)
    write_shelf(shelf, Shelf(language="en", paths=(PATH,)))
    return Catalog([packs], shelf)


@pytest.fixture
def look(store: Store, catalog: Catalog, rosa: SignedIn) -> Callable[[], Home]:
    return lambda: open_home(store, catalog=catalog, signed_in=rosa)


@pytest.fixture
def end(store: Store, catalog: Catalog, rosa: SignedIn) -> Callable[[], PathFinished]:
    return lambda: finish_path(store, catalog=catalog, signed_in=rosa, path=PATH)


def short_alpha(store: Store, catalog: Catalog, who: SignedIn) -> Module:
    return open_module(store, catalog=catalog, signed_in=who, module_id="alpha").module


def walk(store: Store, catalog: Catalog, who: SignedIn) -> None:
    """The whole path, to the end."""
    read(store, who, BETA)
    sit(store, who, BETA)
    alpha = short_alpha(store, catalog, who)
    read(store, who, alpha)
    sit(store, who, alpha)


def test_a_short_form_keeps_what_its_lessons_serve() -> None:
    short = shortened(ALPHA)
    assert [lesson.id for lesson in short.lessons] == ["first"]
    assert [objective.id for objective in short.objectives] == ["greet", "notice"]
    assert {item.objective for item in short.bank} == {"greet", "notice"}
    assert short.minutes < 15
    assert shortened(BETA) == BETA


def test_home_follows_the_path(look: Callable[[], Home]) -> None:
    home = look()
    assert [card.module_id for card in home.modules] == ["beta", "alpha", "gamma"]
    assert [card.on_path for card in home.modules] == [True, True, False]
    assert [card.lessons for card in home.modules] == [2, 1, 2]
    assert home.current is not None
    assert home.current.module.id == "beta"
    assert home.path is not None
    assert [stop.title for stop in home.path.stops] == ["Beta", "Alpha"]
    assert home.path.minutes == BETA.minutes + shortened(ALPHA).minutes


def test_what_was_begun_goes_on_first(
    store: Store, catalog: Catalog, rosa: SignedIn, look: Callable[[], Home]
) -> None:
    alpha = short_alpha(store, catalog, rosa)  # the second stop
    begin_module(store, signed_in=rosa, module=alpha)
    home = look()
    assert home.current is not None
    assert home.current.module.id == "alpha"
    assert [card.module_id for card in home.modules] == ["beta", "alpha", "gamma"]


def test_the_end_of_a_path_is_a_certificate_and_only_one(
    store: Store,
    catalog: Catalog,
    rosa: SignedIn,
    look: Callable[[], Home],
    end: Callable[[], PathFinished],
) -> None:
    assert end() == PathFinished(False, None, end().changed)
    walk(store, catalog, rosa)
    home = look()
    assert home.current is None
    assert home.path is not None
    assert home.path.passed
    assert home.certificates == 1  # that of the whole module beta; the short form has none
    first = end()
    assert first.passed
    assert first.serial is not None
    assert end().serial is None
    mine = list_certificates(store, catalog=catalog, signed_in=rosa)
    facts = {one.facts.module_id: one for one in mine}
    assert set(facts) == {"beta", "p/ticket-office"}
    earned = facts["p/ticket-office"]
    assert earned.facts.module_title == "Ticket office"
    assert earned.facts.serial == first.serial
    assert verify_certificate(store, text=earned.payload).verdict == "genuine"
    assert store.verify_chain()


def test_a_short_form_is_an_activity_of_its_own(
    store: Store, catalog: Catalog, rosa: SignedIn
) -> None:
    alpha = short_alpha(store, catalog, rosa)
    assert alpha.form == "short"
    read(store, rosa, alpha)
    assert sit(store, rosa, alpha).serial is None
    progress = store.progress(rosa.learner.actor)
    assert progress["m/alpha/short"].success
    assert "m/alpha" not in progress
    assert progress["m/alpha/l/first"].completed
    page = open_module(store, catalog=catalog, signed_in=rosa, module_id="alpha")
    assert page.module.form == "full"  # who wants more goes on with the whole
    assert not page.passed
    assert [part.part_id for part in page.parts if part.done and part.open] == ["opening", "first"]


def test_a_pass_of_the_whole_counts_on_the_path(
    store: Store, catalog: Catalog, rosa: SignedIn, end: Callable[[], PathFinished]
) -> None:
    for module in (ALPHA, BETA):
        read(store, rosa, module)
        sit(store, rosa, module)
    assert end().passed


def test_a_module_that_is_not_here_is_named(tmp_path: Path, store: Store, rosa: SignedIn) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    write_shelf(shelf, Shelf(language="en", paths=(PATH,)))
    home = open_home(store, catalog=Catalog([], shelf), signed_in=rosa)
    assert home.path is not None
    assert [stop.title for stop in home.path.stops] == ["", ""]
    assert not home.path.passed


def test_a_damaged_shelf_leaves_the_modules(
    tmp_path: Path, catalog: Catalog, look: Callable[[], Home]
) -> None:
    (tmp_path / "shelf" / "en.shelf").write_bytes(b"\xff{")
    home = look()
    assert home.path is None
    assert len(home.modules) == 3
    assert home.current is not None


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], date]:
    """Live so many days later: the day of the rules, and the clock of the store."""
    begin = datetime.now(UTC)

    def go(days: int) -> date:
        later = begin + timedelta(days=days)
        for room in (learning, home_room, paths):
            monkeypatch.setattr(room, "today", lambda: later.astimezone().date())
        return later.astimezone().date()

    return go


def test_a_refresher_is_due_after_a_week(
    store: Store,
    catalog: Catalog,
    rosa: SignedIn,
    look: Callable[[], Home],
    travel: Callable[[int], date],
) -> None:
    read(store, rosa, GAMMA)
    sit(store, rosa, GAMMA)
    assert look().due == ()
    travel(8)
    (one,) = look().due
    assert (one.module_id, one.title, one.due.number, one.due.state) == ("gamma", "Gamma", 1, "due")
    module = refresher_module(store, catalog=catalog, signed_in=rosa, module_id="gamma")
    assert module.form == "full"
    finished = sit(store, rosa, module, kind="refresher", miss="greet")
    assert not finished.outcome.passed
    assert finished.serial is None
    assert 6 <= finished.outcome.total <= 8
    again = store.progress(rosa.learner.actor)["m/gamma/test/refresher"]
    assert again.completed
    assert again.success is None


def test_a_refresher_of_a_short_form_asks_no_more_than_was_taught(
    store: Store, catalog: Catalog, rosa: SignedIn
) -> None:
    alpha = short_alpha(store, catalog, rosa)
    read(store, rosa, alpha)
    sit(store, rosa, alpha)
    module = refresher_module(store, catalog=catalog, signed_in=rosa, module_id="alpha")
    assert module.form == "short"
    assert sit(store, rosa, module, kind="refresher").outcome.total <= 8


def test_a_certificate_near_its_end_is_renewed_by_refreshers(
    data_folder: Path, catalog: Catalog, travel: Callable[[int], date]
) -> None:
    offset = 0

    def clock() -> Reading:
        real = read_clock()
        return dataclasses.replace(real, utc_ms=real.utc_ms + offset * 86_400_000)

    store = Store.open(data_folder, use_keystore=False, clock=clock)
    enrolled = enrol_learner(store, name="Ana", role="ticket-office", team="", language="en")
    ana = sign_in(store, learner_id=enrolled.learner.learner_id, pictures=enrolled.pictures)
    assert ana
    walk(store, catalog, ana)

    def end() -> PathFinished:
        return finish_path(store, catalog=catalog, signed_in=ana, path=PATH)

    first = end()
    offset = 340
    travel(340)
    assert end().serial is None  # nothing was refreshed yet
    for module_id in ("beta", "alpha"):
        module = refresher_module(store, catalog=catalog, signed_in=ana, module_id=module_id)
        missed = "greet" if module_id == "alpha" else ""
        sit(store, ana, module, kind="refresher", miss=missed)
    assert end().serial is None  # one of them went badly
    alpha = refresher_module(store, catalog=catalog, signed_in=ana, module_id="alpha")
    sit(store, ana, alpha, kind="refresher")
    renewed = end()
    assert renewed.serial not in (None, first.serial)
    assert end().serial is None
    store.close()


def test_who_is_under_way_in_the_whole_stays_there(
    store: Store, catalog: Catalog, rosa: SignedIn, look: Callable[[], Home]
) -> None:
    read(store, rosa, ALPHA, lessons=1)  # begun before there was a path
    assert (
        open_module(store, catalog=catalog, signed_in=rosa, module_id="alpha").module.form == "full"
    )
    card = next(card for card in look().modules if card.module_id == "alpha")
    assert (card.lessons_done, card.lessons, card.state) == (1, 2, "in-progress")


def test_near_its_end_a_certificate_asks_for_all_refreshers(
    store: Store,
    catalog: Catalog,
    rosa: SignedIn,
    look: Callable[[], Home],
    end: Callable[[], PathFinished],
    travel: Callable[[int], date],
) -> None:
    walk(store, catalog, rosa)
    end()
    travel(336)
    assert {one.module_id for one in look().due} == {"beta", "alpha"}
    travel(5)
    assert look().due == ()


def test_numbers_of_the_country_are_on_the_sheets_too(tmp_path: Path, store: Store) -> None:
    line = Helpline(
        id="bo", country="BO", name="A line", channel="child-helpline", number="000",
        source="HL-BO", confidence="V", verified_by="A partner",
        verified_on=date.today().isoformat(),
    )  # fmt: skip
    write_shelf(tmp_path, Shelf(language="en", helplines=(line,)))
    set_country(store, country="BO")
    chain = site_chain(store, Catalog([], tmp_path), date.today())
    assert [s.slot_id for s in chain if s.callable] == ["child-helpline"]
    (tmp_path / "en.shelf").write_bytes(b"no shelf")
    assert not any(s.callable for s in site_chain(store, Catalog([], tmp_path), date.today()))


@pytest.mark.parametrize("bit", range(0, 400, 7))
def test_a_flipped_bit_of_the_shelf_is_noticed(tmp_path: Path, bit: int) -> None:
    file = write_shelf(tmp_path, Shelf(language="en", paths=(PATH,)))
    data = bytearray(file.read_bytes())
    place = bit * len(data) // 400
    data[place] ^= 1 << bit % 8
    file.write_bytes(data)
    with pytest.raises(PackRejected):
        Catalog([], tmp_path).shelf("en")
