"""Modules by stick: what is found, what is let in, and that nothing is ever half there."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

import msgspec
import pytest

from tests.content.small_pack import SCENE
from tests.operations.hall import hall as session_hall
from tests.operations.hall import on_duty
from tests.operations.packs import OURS, THEIRS, Hall, compiled, data, lay, opened, trust_ours
from tests.small_module import SMALL
from trainer_app.content import minisign
from trainer_app.content.catalog import Catalog
from trainer_app.errors import TrainerError
from trainer_app.operations import Changed, module_files
from trainer_app.operations.attempts import answer_item, start_attempt
from trainer_app.operations.audit import list_acts
from trainer_app.operations.module_files import NoRoom, Stopped
from trainer_app.operations.module_install import Installed, install_modules
from trainer_app.operations.module_removal import (
    bring_back_module,
    remove_module,
    withdraw_module,
)
from trainer_app.operations.module_search import FoundModule, ModuleProgress, look
from trainer_app.operations.module_stick import write_modules
from trainer_app.operations.modules import ModuleRefused, hide_withdrawn, list_modules
from trainer_app.operations.organisation import OrganisationKeys
from trainer_app.operations.people import SignedIn
from trainer_app.operations.publishers import (
    DutyNeeded,
    Publisher,
    accept_publisher,
    allow_unsigned,
    trust_here,
    withdraw_publisher,
)
from trainer_app.operations.stick_inventory import NothingThere
from trainer_app.store import Store
from trainer_app.training.programme import Programme
from trainer_app.training.scoring import right_response


@pytest.fixture
def pc(store: Store, tmp_path: Path, keys: OrganisationKeys, ruta: Programme) -> Hall:
    """A computer that came with version 1.0, whose programme trusts our key."""
    bundled, packs, stick = (tmp_path / name for name in ("bundled", "packs", "stick"))
    lay(bundled, data("1.0"), "small-1.0", by=None)
    stick.mkdir()
    trust_ours(store, keys, ruta)
    return Hall(store, bundled, packs, stick, Catalog([bundled, packs]))


def install(pc: Hall, *chosen: FoundModule, **more: object) -> Installed:
    return install_modules(pc.store, chosen, by=None, catalog=pc.catalog, **more)  # type: ignore[arg-type]


def install_all(pc: Hall) -> list[str]:
    """Install what can be installed; what became of each."""
    chosen = [one for one in pc.found().values() if one.can_install]
    return [one.state for one in install(pc, *chosen).outcomes]


# ---------------------------------------------------------------- what is found


def test_what_each_file_is(pc: Hall) -> None:
    lay(pc.stick, data("1.1"), "newer")
    lay(pc.stick, data("0.9"), "older")
    lay(pc.stick, data("1.0"), "same", by=None)
    lay(pc.stick, data("1.0", title="Another"), "other")
    lay(pc.stick, data("2.0", "more"), "new")
    lay(pc.stick, data("1.2"), "stranger", by=THEIRS)
    lay(pc.stick, data("1.3"), "unsigned", by=None)
    lay(pc.stick, data("1.4"), "cut").write_bytes(data("1.4")[:-40])
    lay(pc.stick, data("1.5"), "altered").write_bytes(data("1.6"))
    found = pc.found()
    facts = {name: (one.kind, one.standing) for name, one in found.items()}
    assert facts == {
        "newer": ("newer", "trusted"),
        "older": ("older", "trusted"),
        "same": ("same", "unsigned"),
        "other": ("other", "trusted"),
        "new": ("new", "trusted"),
        "stranger": ("newer", "stranger"),
        "unsigned": ("newer", "unsigned"),
        "cut": ("damaged", "broken"),
        "altered": ("newer", "broken"),
    }
    assert {name for name, one in found.items() if one.can_install} == {"newer", "new"}
    names = {name: one.publisher.name for name, one in found.items() if one.publisher}
    assert (names["newer"], names["stranger"]) == ("Ruta segura", "")
    assert found["stranger"].publisher == Publisher(THEIRS.public.raw)
    assert found["cut"].reason.startswith("This copy of the module is damaged.")
    assert not found["altered"].can_install


def test_a_module_for_a_newer_waypost(pc: Hall) -> None:
    new = compiled(msgspec.structs.replace(SMALL, version="3.0", minimum_app_version="99.0"))
    lay(pc.stick, new, "later")
    (one,) = pc.found().values()
    assert (one.kind, one.needs_version) == ("too-new", "99.0")
    assert one.reason == "This module needs Waypost 99.0 or newer."


def test_what_changed_since_the_version_here(pc: Hall) -> None:
    first, second = SMALL.lessons
    lessons = (
        msgspec.structs.replace(first, title="Greeting"),
        msgspec.structs.replace(second, id="third", title="The third lesson"),
    )
    objectives = tuple(msgspec.structs.replace(one, lessons=("first",)) for one in SMALL.objectives)
    new = msgspec.structs.replace(
        SMALL, version="1.1", lessons=lessons, objectives=objectives, minutes=9,
        items=SMALL.items[:-1],
    )  # fmt: skip
    spanish = msgspec.structs.replace(new, language="es")
    lay(pc.stick, compiled(new, spanish), "newer")
    changed = pc.found()["newer"].changed
    assert changed is not None
    assert changed.from_version == "1.0"
    assert changed.languages_added == ("es",)
    assert changed.lessons_added == ("The third lesson",)
    assert changed.lessons_removed == ("The second lesson",)
    assert changed.lessons_renamed == (("The first lesson", "Greeting"),)
    assert changed.minutes == (5, 9)
    assert changed.questions == (len(SMALL.items), len(SMALL.items) - 1)


def test_only_our_files_are_opened(pc: Hall, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    lay(elsewhere, data("2.0"), "small-2.0")
    (pc.stick / "link.waypack").symlink_to(elsewhere / "small-2.0.waypack")
    (pc.stick / "Waypost").symlink_to(elsewhere, target_is_directory=True)
    (pc.stick / "deep" / "deeper").mkdir(parents=True)
    lay(pc.stick / "deep", data("2.1"), "deep")
    (pc.stick / "run.exe").write_bytes(b"MZ")
    (pc.stick / ".hidden.waypack").write_bytes(data("2.2"))
    if hasattr(os, "mkfifo"):
        os.mkfifo(pc.stick / "pipe.waypack")
    assert pc.found() == {}


def test_the_same_file_in_both_places_is_told_once(pc: Hall) -> None:
    lay(pc.stick, data("1.1"), "a")
    lay(pc.stick / "Waypost", data("1.1"), "b")
    assert len(pc.found()) == 1


def test_a_stick_that_is_gone(pc: Hall) -> None:
    with pytest.raises(NothingThere):
        look(pc.store, pc.stick / "gone", catalog=pc.catalog)


def test_looking_tells_bytes_and_can_be_stopped(pc: Hall) -> None:
    sizes = [len(data("1.1")), len(data("1.2"))]
    for version in ("1.1", "1.2"):
        lay(pc.stick, data(version), version)
    told: list[ModuleProgress] = []
    look(pc.store, pc.stick, catalog=pc.catalog, tell=told.append)
    assert told[-1] == ModuleProgress(2, 2, sum(sizes), sum(sizes))
    assert [one.done for one in told] == sorted(one.done for one in told)
    stop = Event()
    with pytest.raises(Stopped):
        look(pc.store, pc.stick, catalog=pc.catalog, tell=lambda _told: stop.set(), stop=stop)


# ---------------------------------------------------------------- whom we trust


def test_a_stranger_whose_number_was_compared(pc: Hall, store: Store) -> None:
    elena = on_duty(store)
    lay(pc.stick, data("1.1"), "theirs", by=THEIRS)
    publisher = pc.found()["theirs"].publisher
    assert publisher is not None
    with pytest.raises(DutyNeeded):
        accept_publisher(store, by=None, key=publisher.key)
    kept = accept_publisher(store, by=elena, key=publisher.key)
    assert kept.changed is Changed.MODULES
    assert pc.found()["theirs"].standing == "trusted"
    (act,) = list_acts(store)
    assert (act.act, act.about) == ("publisher-accepted", publisher.fingerprint)
    lay(pc.stick, data("1.2"), "next", by=THEIRS)
    assert pc.found()["next"].can_install


def test_trust_is_withdrawn_and_what_is_here_stays(pc: Hall, store: Store) -> None:
    elena = on_duty(store)
    lay(pc.stick, data("1.1"), "theirs", by=THEIRS)
    publisher = pc.found()["theirs"].publisher
    assert publisher is not None
    accept_publisher(store, by=elena, key=publisher.key)
    assert pc.found()["theirs"].standing == "trusted"
    with pytest.raises(DutyNeeded):
        withdraw_publisher(store, by=None, key=publisher.key)
    assert withdraw_publisher(store, by=elena, key=publisher.key).changed is Changed.MODULES
    assert pc.found()["theirs"].standing == "stranger"
    assert [act.act for act in list_acts(store)] == ["publisher-withdrawn", "publisher-accepted"]
    with pytest.raises(TrainerError, match="Nobody on this computer trusts"):
        withdraw_publisher(store, by=elena, key=publisher.key)
    (ours,) = trust_here(store).publishers.values()
    with pytest.raises(TrainerError, match=f"{ours.name}.* names this publisher"):
        withdraw_publisher(store, by=elena, key=ours.key)


def test_a_key_that_lies_beside(pc: Hall) -> None:
    """Signatures of minisign itself do not carry the key."""
    path = lay(pc.stick, data("1.1"), "theirs", by=None)
    hashes = minisign.digests(io.BytesIO(data("1.1")))
    text = minisign.sign(hashes.blake2b, THEIRS, name="x").split(b"\n")
    plain = _without_key(text, THEIRS)
    path.with_name(path.name + ".minisig").write_bytes(plain)
    one = pc.found()["theirs"]
    assert (one.standing, one.publisher) == ("stranger", None)
    (pc.stick / "other.pub").write_bytes(minisign.write_public_key(OURS.public))
    (pc.stick / "noise.pub").write_bytes(b"noise")
    (pc.stick / "them.pub").write_bytes(minisign.write_public_key(THEIRS.public))
    one = pc.found()["theirs"]
    assert one.publisher is not None
    assert one.publisher.key == THEIRS.public.raw


def _without_key(lines: list[bytes], secret: minisign.SecretKey) -> bytes:
    """The same signature with a comment that names no key."""
    from base64 import b64decode, b64encode

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    comment = b"timestamp:1\tfile:x"
    over = Ed25519PrivateKey.from_private_bytes(secret.seed).sign(
        b64decode(lines[1])[10:] + comment
    )
    return b"\n".join((*lines[:2], b"trusted comment: " + comment, b64encode(over), b""))


def test_one_unsigned_file_is_allowed_and_no_other(pc: Hall, store: Store) -> None:
    elena = on_duty(store)
    lay(pc.stick, data("1.1"), "one", by=None)
    lay(pc.stick, data("1.2"), "two", by=None)
    one = pc.found()["one"]
    allow_unsigned(store, by=elena, sha256=one.sha256, named=one.named)
    found = pc.found()
    assert (found["one"].standing, found["two"].standing) == ("allowed", "unsigned")
    assert [(act.act, act.about) for act in list_acts(store)] == [("unsigned-allowed", "small@1.1")]
    install_modules(store, [found["one"]], by=elena, catalog=pc.catalog)
    assert pc.version() == "1.1"
    assert [act.act for act in list_acts(store)] == ["module-installed", "unsigned-allowed"]


def test_a_signature_that_does_not_hold_is_never_let_in(pc: Hall, store: Store) -> None:
    path = lay(pc.stick, data("1.1"), "one")
    path.write_bytes(data("1.2"))
    one = pc.found()["one"]
    allow_unsigned(store, by=None, sha256=one.sha256, named=one.named)
    one = pc.found()["one"]
    assert (one.standing, one.can_install) == ("broken", False)
    (outcome,) = install(pc, one).outcomes
    assert outcome.state == "refused"
    assert pc.on_disk() == []


def test_a_file_that_changed_after_it_was_looked_at(pc: Hall) -> None:
    path = lay(pc.stick, data("1.1"), "one")
    one = pc.found()["one"]
    lay(pc.stick, data("1.2"), "one")
    (outcome,) = install(pc, one).outcomes
    assert (outcome.state, outcome.reason[:28]) == ("refused", "This USB copy is damaged. Co")
    assert pc.on_disk() == []
    path.unlink()
    (outcome,) = install(pc, one).outcomes
    assert outcome.reason.startswith("Stopped safely. Nothing is lost.")


def test_a_publisher_who_is_not_trusted_any_more(
    pc: Hall, store: Store, keys: OrganisationKeys, ruta: Programme
) -> None:
    from trainer_app.operations.programme import apply_programme
    from trainer_app.training.programme import sign

    lay(pc.stick, data("1.1"), "one")
    one = pc.found()["one"]
    later = msgspec.structs.replace(ruta, version=9, pack_keys=(), required=())
    apply_programme(store, sign(later, keys.seed), ruta.sites[0].site_id, None)
    (outcome,) = install(pc, one).outcomes
    assert outcome.reason == "Nobody you trust has signed this module."
    assert pc.on_disk() == []
    assert trust_here(store).publishers == {}


# ---------------------------------------------------------------- installing


def test_installing_from_a_stick(pc: Hall, store: Store) -> None:
    elena = on_duty(store)
    path = lay(pc.stick / "Waypost", data("1.1"), "anything")
    lay(pc.stick, data("1.0", "more"), "more")
    chosen = tuple(pc.found().values())
    told: list[ModuleProgress] = []
    done = install_modules(store, chosen, by=elena, catalog=pc.catalog, tell=told.append)
    assert [one.state for one in done.outcomes] == ["installed", "installed"]
    assert done.changed is Changed.MODULES
    total = 2 * sum(one.size for one in chosen)
    assert told[-1] == ModuleProgress(2, 2, total, total)
    assert pc.on_disk() == [
        "more-1.0.waypack", "more-1.0.waypack.minisig",
        "small-1.1.waypack", "small-1.1.waypack.minisig",
    ]  # fmt: skip
    assert (pc.packs / "small-1.1.waypack").read_bytes() == path.read_bytes()
    assert [(m.id, m.version) for m in pc.catalog.manifests()] == [
        ("more", "1.0"),
        ("small", "1.1"),
    ]
    assert {act.about for act in list_acts(store)} == {"small@1.1", "more@1.0"}
    assert {one.kind for one in pc.found().values()} == {"same"}


def test_the_version_before_goes_when_the_new_one_opens(pc: Hall) -> None:
    for version in ("1.1", "1.2", "1.10"):
        lay(pc.stick, data(version), "one")
        assert install_all(pc) == ["installed"]
        assert pc.on_disk() == [f"small-{version}.waypack", f"small-{version}.waypack.minisig"]
    assert pc.catalog.pack("small").manifest.version == "1.10"


def test_versions_only_rise(pc: Hall) -> None:
    lay(pc.stick, data("1.1"), "older")
    older = pc.found()["older"]
    lay(pc.stick, data("1.2"), "newer")
    assert install(pc, pc.found()["newer"], older).outcomes[1].reason == (
        "Version \u20681.2\u2069 is here already. It stays."
    )
    assert pc.found()["older"].kind == "older"
    again = install(pc, pc.found()["newer"]).outcomes[0]
    assert again.state == "refused"
    assert pc.version() == "1.2"


def test_a_damaged_copy_here_is_mended_by_the_same_version(pc: Hall) -> None:
    lay(pc.stick, data("1.0", "more"), "more")
    assert install_all(pc) == ["installed"]
    path = pc.packs / "more-1.0.waypack"
    spoiled = bytearray(path.read_bytes())
    spoiled[-60] ^= 1
    path.write_bytes(spoiled)
    pc.catalog.rescan()
    assert pc.found()["more"].kind == "mended"
    assert install_all(pc) == ["installed"]
    assert pc.version("more") == "1.0"
    path.write_bytes(spoiled)
    pc.catalog.rescan()
    lay(pc.stick, data("0.9", "more"), "more")
    assert pc.found()["more"].kind == "older"


def test_no_room_is_said_first(pc: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(pc.stick, data("1.1"), "one")
    monkeypatch.setattr(module_files, "free_bytes", lambda _folder: 3_000_000)
    (outcome,) = install(pc, pc.found()["one"]).outcomes
    assert outcome.state == "refused"
    assert outcome.reason.startswith(
        "There is no room: \u206820\u2069 MB are needed, \u20683\u2069"
    )
    assert pc.on_disk() == []


def test_stopping_leaves_what_was_there(pc: Hall) -> None:
    lay(pc.stick, data("1.1"), "one")
    lay(pc.stick, data("1.0", "more"), "two")
    found = pc.found()
    stop = Event()

    def tell(progress: ModuleProgress) -> None:
        if progress.number == 2:
            stop.set()

    done = install(pc, found["one"], found["two"], tell=tell, stop=stop)
    assert [one.state for one in done.outcomes] == ["installed", "stopped"]
    assert pc.on_disk() == ["small-1.1.waypack", "small-1.1.waypack.minisig"]


def test_a_module_of_a_session_under_way_stays_as_it_is(pc: Hall, store: Store) -> None:
    elena = session_hall(store, 2).by
    lay(pc.stick, data("1.1"), "one")
    done = install_modules(store, [pc.found()["one"]], by=elena, catalog=pc.catalog)
    assert done.outcomes[0].reason.startswith("A session with this module is under way.")
    with pytest.raises(ModuleRefused):
        withdraw_module(store, "small", by=elena, catalog=pc.catalog)


def test_staff_have_to_say_who_they_are(pc: Hall, store: Store) -> None:
    on_duty(store)
    lay(pc.stick, data("1.1"), "one")
    with pytest.raises(DutyNeeded):
        install(pc, pc.found()["one"])
    with pytest.raises(DutyNeeded):
        withdraw_module(store, "small", by=None, catalog=pc.catalog)


def test_what_people_learnt_survives_an_update(pc: Hall, store: Store, rosa: SignedIn) -> None:
    before = pc.catalog.pack("small").module("en")
    sitting = start_attempt(store, signed_in=rosa, module=before, kind="quiz")
    item = before.item(sitting.attempt.item_ids[0])
    answer_item(
        store, signed_in=rosa, module=before, attempt=sitting.attempt, item_id=item.id,
        response=right_response(item), duration_ms=900,
    )  # fmt: skip
    count = store.statement_count(rosa.learner.actor)
    progress = store.progress(rosa.learner.actor)
    lay(pc.stick, data("1.1"), "one")
    assert install_all(pc) == ["installed"]
    assert store.statement_count(rosa.learner.actor) == count
    assert store.progress(rosa.learner.actor) == progress
    after = pc.catalog.pack("small").module("en")
    assert after.version == "1.1"
    anew = start_attempt(store, signed_in=rosa, module=after, kind="quiz")
    assert (anew.attempt.version, anew.attempt.number, anew.answers) == ("1.1", 2, {})


# ---------------------------------------------------------------- whatever happens meanwhile


class _Steps:
    """Counts what installing does to the disk, and ends the process at one of the steps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None], at: int) -> None:
        self.count, self._act, self._at = 0, act, at
        for owner, name in ((os, "fsync"), (os, "open"), (Path, "replace"), (Path, "unlink")):
            monkeypatch.setattr(owner, name, self._wrapped(getattr(owner, name)))

    def step(self) -> None:
        self.count += 1
        if self.count == self._at:
            self._act()

    def _wrapped(self, real: Callable[..., object]) -> Callable[..., object]:
        def stepping(*given: object, **more: object) -> object:
            self.step()
            return real(*given, **more)

        return stepping


@pytest.fixture
def updating(pc: Hall) -> tuple[Hall, FoundModule]:
    """1.1 was installed, 1.2 is on the stick."""
    lay(pc.stick, data("1.1"), "one")
    assert install_all(pc) == ["installed"]
    lay(pc.stick, data("1.2"), "one")
    return pc, pc.found()["one"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_kill_at_any_step_leaves_the_old_or_the_new(
    updating: tuple[Hall, FoundModule], monkeypatch: pytest.MonkeyPatch
) -> None:
    pc, one = updating
    before = {path.name: path.read_bytes() for path in pc.packs.iterdir()}
    seen: list[str] = []
    for at in range(1, 200):
        for path in pc.packs.iterdir():
            path.unlink()
        for name, content in before.items():
            (pc.packs / name).write_bytes(content)
        pc.catalog.rescan()
        if _killed_at(at, pc, one, monkeypatch):
            seen.append(opened([pc.packs]))
            for path in pc.packs.glob("*.waypack"):
                assert path.read_bytes() in (data("1.1"), data("1.2"))
        else:
            break
    assert set(seen) == {"1.1", "1.2"}
    assert seen == sorted(seen)
    assert len(seen) > 15
    pc.catalog.rescan()
    assert pc.on_disk() == ["small-1.2.waypack", "small-1.2.waypack.minisig"]


def _killed_at(at: int, pc: Hall, one: FoundModule, monkeypatch: pytest.MonkeyPatch) -> bool:
    child = os.fork()
    if child == 0:
        steps = _Steps(monkeypatch, lambda: os._exit(9), at)
        install(pc, one, tell=lambda _told: steps.step())
        os._exit(0)
    return bool(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_an_error_at_any_step_is_a_sentence(updating: tuple[Hall, FoundModule], code: int) -> None:
    pc, one = updating
    for at in range(1, 200):
        (pc.packs / "small-1.2.waypack").unlink(missing_ok=True)
        lay(pc.packs, data("1.1"), "small-1.1")
        pc.catalog.rescan()
        with pytest.MonkeyPatch.context() as patch:

            def fail() -> None:
                raise OSError(code, os.strerror(code))

            steps = _Steps(patch, fail, at)
            (outcome,) = install(pc, one).outcomes
        if steps.count < at:
            break
        version = pc.version()
        assert version == ("1.2" if outcome.state == "installed" else "1.1")
        assert outcome.state == "installed" or len(outcome.reason) > 20
    assert at > 10


# ---------------------------------------------------------------- removing


def test_removing_brings_back_what_came_with_the_program(pc: Hall, store: Store) -> None:
    elena = on_duty(store)
    lay(pc.stick, data("1.1"), "one")
    install_modules(store, [pc.found()["one"]], by=elena, catalog=pc.catalog)
    (row,) = list_modules(store, catalog=pc.catalog).modules
    assert (row.manifest.version, row.bundled, row.below) == ("1.1", False, "1.0")
    assert (row.standing, row.publisher and row.publisher.name) == ("trusted", "Ruta segura")
    gone = remove_module(store, "small", by=elena, catalog=pc.catalog)
    assert gone.changed is Changed.MODULES
    assert pc.on_disk() == []
    (row,) = list_modules(store, catalog=pc.catalog).modules
    assert (row.manifest.version, row.bundled, row.standing) == ("1.0", True, "bundled")
    last = list_acts(store)[0]
    assert (last.act, last.about) == ("module-removed", "small@1.1")
    with pytest.raises(KeyError):
        remove_module(store, "small", by=elena, catalog=pc.catalog)


def test_withdrawing_and_bringing_back(pc: Hall, store: Store) -> None:
    elena = on_duty(store)
    withdraw_module(store, "small", by=elena, catalog=pc.catalog)
    assert pc.catalog.manifests() == ()
    assert pc.catalog.pack("small").manifest.version == "1.0"  # for what was done with it
    later = Catalog(pc.catalog.folders)
    hide_withdrawn(store, later)
    assert later.manifests() == ()
    (row,) = list_modules(store, catalog=pc.catalog).modules
    assert row.hidden
    bring_back_module(store, "small", by=elena, catalog=pc.catalog)
    assert len(pc.catalog.manifests()) == 1
    assert [act.act for act in list_acts(store)] == ["module-installed", "module-removed"]


def test_installing_a_newer_one_brings_a_withdrawn_module_back(pc: Hall, store: Store) -> None:
    withdraw_module(store, "small", by=None, catalog=pc.catalog)
    lay(pc.stick, data("1.1"), "one")
    assert install_all(pc) == ["installed"]
    assert [m.version for m in pc.catalog.manifests()] == ["1.1"]


def test_a_damaged_module_is_listed_and_can_be_removed(pc: Hall, store: Store) -> None:
    path = lay(pc.packs, data("1.0", "more"), "more-1.0", by=None)
    path.write_bytes(data("1.0", "more")[:-30])
    (pc.packs / "noise.waypack").write_bytes(b"noise")
    listed = list_modules(store, catalog=pc.catalog)
    more = next(one for one in listed.modules if one.manifest.id == "more")
    assert more.reason.startswith("This copy of the module is damaged.")
    assert more.detail
    assert listed.unreadable == ("noise.waypack",)
    remove_module(store, "more", by=None, catalog=pc.catalog)
    assert [one.manifest.id for one in list_modules(store, catalog=pc.catalog).modules] == ["small"]


# ---------------------------------------------------------------- for other computers


def test_modules_go_on_a_stick_with_their_signatures(
    pc: Hall, store: Store, tmp_path: Path
) -> None:
    lay(pc.stick, data("1.1"), "one")
    assert install_all(pc) == ["installed"]
    lay(pc.packs, data("1.0", "more"), "more-1.0", by=None)
    pc.catalog.rescan()
    other = tmp_path / "other"
    other.mkdir()
    told: list[ModuleProgress] = []
    done = write_modules(store, ["small", "more"], other, catalog=pc.catalog, tell=told.append)
    assert sorted(path.name for path in (other / "Waypost").iterdir()) == [
        "more-1.0.waypack", "small-1.1.waypack", "small-1.1.waypack.minisig",
    ]  # fmt: skip
    assert done.names == ("small-1.1.waypack", "more-1.0.waypack")
    assert told[-1].done == told[-1].total == 2 * done.size
    elsewhere = Hall(store, tmp_path / "b", tmp_path / "p", other, Catalog([tmp_path / "p"]))
    standing = {one.manifest.id: one.standing for one in elsewhere.found().values() if one.manifest}
    assert standing == {"small": "trusted", "more": "unsigned"}


def test_the_key_goes_along_when_the_signature_does_not_carry_it(
    pc: Hall, store: Store, tmp_path: Path
) -> None:
    hashes = minisign.digests(io.BytesIO(data("1.1")))
    lines = minisign.sign(hashes.blake2b, OURS, name="x").split(b"\n")
    path = lay(pc.packs, data("1.1"), "small-1.1", by=None)
    path.with_name(path.name + ".minisig").write_bytes(_without_key(lines, OURS))
    pc.catalog.rescan()
    write_modules(store, ["small"], pc.stick, catalog=pc.catalog)
    (key,) = (pc.stick / "Waypost").glob("*.pub")
    assert minisign.read_public_key(key.read_bytes()) == OURS.public


def test_nothing_that_does_not_verify_is_handed_on(pc: Hall, store: Store) -> None:
    path = lay(pc.packs, data("1.1"), "small-1.1")
    path.write_bytes(data("1.1", title="Another"))
    pc.catalog.rescan()
    with pytest.raises(ModuleRefused):
        write_modules(store, ["small"], pc.stick, catalog=pc.catalog)
    path.write_bytes(data("1.1")[:-20])
    (pc.bundled / "small-1.0.waypack").unlink()
    pc.catalog.rescan()
    with pytest.raises(ModuleRefused):
        write_modules(store, ["small"], pc.stick, catalog=pc.catalog)
    assert list(pc.stick.iterdir()) == []


def test_a_full_or_worn_stick(pc: Hall, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from trainer_app.operations import module_stick
    from trainer_app.sync.stick import StickTrouble

    with pytest.raises(NothingThere):
        write_modules(store, ["small"], pc.stick / "gone", catalog=pc.catalog)
    with monkeypatch.context() as patch:
        patch.setattr(module_files, "free_bytes", lambda _folder: 1)
        with pytest.raises(NoRoom):
            write_modules(store, ["small"], pc.stick, catalog=pc.catalog)
    real = module_stick.copy  # type: ignore[attr-defined]

    def worn(source: Path, beside: Path, passed: Callable[[int], None]) -> None:
        real(source, beside, passed)
        beside.write_bytes(SCENE)

    monkeypatch.setattr(module_stick, "copy", worn)
    with pytest.raises(StickTrouble):
        write_modules(store, ["small"], pc.stick, catalog=pc.catalog)
    assert list((pc.stick / "Waypost").iterdir()) == []
