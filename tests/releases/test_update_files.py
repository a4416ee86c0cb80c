"""An update file leads from one release to the next, or changes nothing."""

import errno
import subprocess
from pathlib import Path

import msgspec
import pytest

from tests.releases import made_up
from trainer_app.content import minisign
from trainer_app.errors import NotSaved
from trainer_app.releases import staging, switching, update_file
from trainer_app.releases.place import Place
from trainer_app.releases.switching import Plan
from trainer_app.releases.update_file import LIST, UpdateRejected


@pytest.fixture
def installed(tmp_path: Path) -> Place:
    folder = made_up.release(tmp_path / "installed", "1.0.0")
    return made_up.place(folder, "1.0.0")


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    return made_up.release(tmp_path / "newer", "1.0.1", note="one line more")


def prepare(place: Place, data: bytes, key: bytes = made_up.KEY) -> None:
    staging.make_ready(place, made_up.opened(data), key)


def refused(place: Place, data: bytes, key: bytes = made_up.KEY) -> str:
    """The words; and nothing in the folder is other than before."""
    before = made_up.content(place.folder)
    with pytest.raises(UpdateRejected) as error:
        prepare(place, data, key)
    assert made_up.content(place.folder) == before
    return str(error.value)


def test_the_next_release_lies_beside_this_one(installed: Place, newer: Path) -> None:
    before = made_up.content(installed.folder)
    prepare(installed, made_up.update_bytes(installed.folder, newer))
    now = made_up.content(installed.folder)
    assert {name: now[name] for name in before} == before
    wanted = made_up.content(newer)
    assert {name: now[name] for name in wanted if name != "waypost"} == {
        name: held for name, held in wanted.items() if name != "waypost"
    }
    assert now["waypost-1.0.1"] == wanted["waypost"]
    assert switching.read_plan(installed) == Plan("1.0.0", "1.0.1")
    assert made_up.starts(installed.folder) == "1.0.0"


def test_an_update_carries_what_differs(installed: Place, newer: Path) -> None:
    led = made_up.update_bytes(installed.folder, newer)
    whole = made_up.update_bytes(None, newer)
    with update_file.opened(made_up.opened(led), made_up.KEY) as (facts, archive):
        hows = {piece.path: piece.how for piece in facts.pieces}
        assert len(archive.namelist()) == 3  # the list, the program, the words
    assert hows["waypost"] == "patch"
    assert hows["release-1.0.1/lib/part-3"] == "same"
    assert hows["release-1.0.1/liba.so"] == "link"
    assert len(led) < len(whole)


def test_files_that_did_not_change_take_no_room(installed: Place, newer: Path) -> None:
    prepare(installed, made_up.update_bytes(installed.folder, newer))
    old, new = (installed.release(one) / "lib" / "part-5" for one in ("1.0.0", "1.0.1"))
    assert old.samefile(new)


def test_a_whole_update_needs_no_release_before(installed: Place, newer: Path) -> None:
    prepare(installed, made_up.update_bytes(None, newer))
    assert installed.program_of("1.0.1").exists()


def test_the_same_update_again_is_no_trouble(installed: Place, newer: Path) -> None:
    data = made_up.update_bytes(installed.folder, newer)
    prepare(installed, data)
    once = made_up.content(installed.folder)
    prepare(installed, data)
    assert made_up.content(installed.folder) == once


def test_a_strangers_update_is_refused(installed: Place, newer: Path) -> None:
    stranger = minisign.new_secret_key()
    data = made_up.update_bytes(installed.folder, newer, secret=stranger)
    assert "not made by those who made this Waypost" in refused(installed, data)


def test_a_stranger_who_names_our_key_is_refused(installed: Place, newer: Path) -> None:
    """A signature names its key by what anybody can write; only the key itself counts."""
    data = made_up.update_bytes(installed.folder, newer, secret=minisign.new_secret_key())
    lines = data.split(b"\n", 5)
    ours = made_up.update_bytes(installed.folder, newer).split(b"\n", 5)
    forged = b"\n".join([lines[0], ours[1], ours[2], lines[3], lines[4], lines[5]])
    assert refused(installed, forged)


def test_every_turned_bit_is_noticed(installed: Place, newer: Path) -> None:
    data = made_up.update_bytes(installed.folder, newer)
    comment = data.index(b"\n") + 1, data.index(b"\ntrusted comment")
    """Of what nobody signs, only the signature in it is looked at."""
    for at in (*range(comment[0]), *range(comment[1] - 99, len(data), 67)):
        turned = bytearray(data)
        turned[at] ^= 1 << at % 8
        assert refused(installed, bytes(turned))


@pytest.mark.parametrize("keep", [0, 5, 40, 200, 400, -1])
def test_a_file_that_was_cut_is_refused(installed: Place, newer: Path, keep: int) -> None:
    data = made_up.update_bytes(installed.folder, newer)
    assert "damaged" in refused(installed, data[:keep])


def test_a_downgrade_is_refused(tmp_path: Path, installed: Place) -> None:
    for version in ("1.0.0", "0.9.12"):
        older = made_up.release(tmp_path / version, version, note="other")
        assert "not newer" in refused(installed, made_up.update_bytes(None, older))


def test_ten_is_newer_than_nine(tmp_path: Path) -> None:
    nine = made_up.place(made_up.release(tmp_path / "nine", "1.9"), "1.9")
    ten = made_up.release(tmp_path / "ten", "1.10")
    prepare(nine, made_up.update_bytes(nine.folder, ten))
    assert nine.program_of("1.10").exists()


def test_an_update_from_another_release_is_refused(
    tmp_path: Path, installed: Place, newer: Path
) -> None:
    other = made_up.release(tmp_path / "other", "0.9.0")
    said = refused(installed, made_up.update_bytes(other, newer))
    assert "0.9.0" in said
    assert "install the whole" in said


def test_an_update_for_another_kind_of_computer_is_refused(installed: Place, newer: Path) -> None:
    data = made_up.update_bytes(installed.folder, newer, platform="plan9-mips")
    assert "another kind of computer" in refused(installed, data)


@pytest.mark.parametrize("name", ["release-1.0.0/lib/part-3", "waypost"])
def test_an_installation_that_was_changed_is_not_built_upon(
    installed: Place, newer: Path, name: str
) -> None:
    data = made_up.update_bytes(installed.folder, newer)
    (installed.folder / name).write_bytes(b"changed")
    assert "not as it was delivered" in refused(installed, data)
    (installed.folder / name).unlink()
    assert "not as it was delivered" in refused(installed, data)


def test_a_release_that_does_not_work_here_is_not_planned(tmp_path: Path, installed: Place) -> None:
    broken = made_up.release(tmp_path / "broken", "1.0.1", self_test=1)
    assert "does not work" in refused(installed, made_up.update_bytes(installed.folder, broken))
    assert switching.read_plan(installed) is None


@pytest.mark.parametrize(
    "path",
    ["../outside", "release-1.0.1/../../outside", "/etc/outside", "release-1.0.0/lib/part-0",
     "release-1.0.1\\outside", "c:outside", "release-1.0.1/", "release-1.0.1/x.part"],
)  # fmt: skip
def test_even_a_signed_path_stays_in_its_folder(installed: Place, newer: Path, path: str) -> None:
    assert "damaged" in refused(installed, altered(installed, newer, path=path))


@pytest.mark.parametrize("target", ["../../outside", "/etc/passwd", "", "./x", "a/../../../b"])
def test_even_a_signed_link_stays_in_its_folder(installed: Place, newer: Path, target: str) -> None:
    assert "damaged" in refused(installed, altered(installed, newer, target=target, how="link"))


def altered(installed: Place, newer: Path, **changes: str) -> bytes:
    """An update whose words were written otherwise by whoever holds the key."""
    files = made_up.entries(made_up.update_bytes(installed.folder, newer))
    facts = msgspec.json.decode(files[LIST])
    piece = next(one for one in facts["pieces"] if one["path"].endswith("words.txt"))
    facts["bytes_new"] -= piece["size"] if changes.get("how") == "link" else 0
    piece |= changes
    return made_up.packed(files | {LIST: msgspec.json.encode(facts)})


def test_a_full_disk_changes_nothing(
    installed: Place, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made_up.update_bytes(installed.folder, newer)
    before = made_up.content(installed.folder)

    def full(*_told: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(staging, "_try", full)
    with pytest.raises(NotSaved, match="no room"):
        prepare(installed, data)
    assert made_up.content(installed.folder) == before


def test_who_stops_it_half_way_changes_nothing(installed: Place, newer: Path) -> None:
    class Enough(Exception):
        pass

    def passed(done: int, whole: int) -> None:
        assert whole > 0
        if done > whole / 2:
            raise Enough

    before = made_up.content(installed.folder)
    data = made_up.update_bytes(installed.folder, newer)
    with pytest.raises(Enough):
        staging.make_ready(installed, made_up.opened(data), made_up.KEY, passed)
    assert made_up.content(installed.folder) == before


def test_who_stops_it_while_the_signature_is_checked_changes_nothing(
    installed: Place, newer: Path
) -> None:
    class Enough(Exception):
        pass

    def read(_count: int) -> None:
        raise Enough

    before = made_up.content(installed.folder)
    data = made_up.update_bytes(installed.folder, newer)
    with pytest.raises(Enough):
        staging.make_ready(installed, made_up.opened(data), made_up.KEY, read=read)
    assert made_up.content(installed.folder) == before


def test_what_was_begun_before_is_cleared_away(installed: Place, newer: Path) -> None:
    data = made_up.update_bytes(installed.folder, newer)
    (installed.folder / "release-1.0.1.part").mkdir()
    (installed.folder / "release-0.8.0").mkdir()
    installed.program_of("0.8.0").write_text("old")
    (installed.folder / "waypost-guide.pdf").write_text("somebody's own")
    prepare(installed, data)
    names = {path.name for path in installed.folder.iterdir()}
    assert names == {
        "waypost", "waypost-1.0.1", "release-1.0.0", "release-1.0.1", "update.json",
        "waypost-guide.pdf",
    }  # fmt: skip


def test_the_same_releases_give_the_same_update(installed: Place, newer: Path) -> None:
    first, again = (made_up.update_bytes(installed.folder, newer) for _time in range(2))
    assert first.split(b"\n", 5)[5] == again.split(b"\n", 5)[5]


def test_the_command_writes_a_file(tmp_path: Path, installed: Place, newer: Path) -> None:
    secret = tmp_path / "secret.key"
    secret.write_bytes(minisign.write_secret_key(made_up.SECRET, ""))
    words = ["--from", str(installed.folder), "--to", str(newer), "--key", str(secret)]
    assert made_up.update.main(words, newer, tmp_path / "out") == 0
    (made,) = (tmp_path / "out").glob("waypost-1.0.1-from-1.0.0-*.wayupdate")
    prepare(installed, made.read_bytes())
    assert made_up.update.main([*words[:4], "--key", "nowhere"], newer, tmp_path / "out") == 1


def test_the_trial_is_the_new_program(installed: Place, newer: Path) -> None:
    prepare(installed, made_up.update_bytes(installed.folder, newer))
    told = subprocess.run(
        [str(installed.program_of("1.0.1"))], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "1.0.1"
