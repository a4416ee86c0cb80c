"""minisign's format: what its tool wrote is read here, and what is damaged is refused.

The files in ``minisign/`` were made with minisign 0.11. Where the tool is installed, it reads ours.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from trainer_app.content import minisign
from trainer_app.content.minisign import KeyRejected, SignatureRejected

MADE = Path(__file__).parent / "minisign"
LETTER = (MADE / "letter.txt").read_bytes()
DIGEST = minisign.digests(io.BytesIO(LETTER)).blake2b
OURS = minisign.SecretKey(b"12345678", b"s" * 32)
TOOL = shutil.which("minisign")


def made(name: str) -> bytes:
    return (MADE / name).read_bytes()


@pytest.mark.parametrize(("key", "name"), [("tool", "letter.txt"), ("locked", "letter.locked")])
def test_the_tools_signatures_hold(key: str, name: str) -> None:
    public = minisign.read_public_key(made(f"{key}.pub"))
    signature = minisign.read_signature(made(f"{name}.minisig"))
    assert signature.key_id == public.key_id
    assert signature.made_by(public.raw)
    assert signature.holds(public.raw, DIGEST)
    assert not signature.holds(public.raw, bytes(64))
    assert not signature.made_by(OURS.public.raw)
    assert signature.key is None


def test_the_tools_comment_is_signed_too() -> None:
    public = minisign.read_public_key(made("tool.pub"))
    for other in (made("letter.txt.minisig").replace(b"a letter", b"a ladder"),):
        assert not minisign.read_signature(other).holds(public.raw, DIGEST)
    windows = made("letter.txt.minisig").replace(b"\n", b"\r\n")
    assert minisign.read_signature(windows).holds(public.raw, DIGEST)


def test_the_tools_keys_are_read() -> None:
    for name, password in (("tool", ""), ("locked", "waiting hall")):
        secret = minisign.read_secret_key(made(f"{name}.key"), password)
        assert secret.public == minisign.read_public_key(made(f"{name}.pub"))
    assert not minisign.is_protected(made("tool.key"))
    assert minisign.is_protected(made("locked.key"))
    with pytest.raises(KeyRejected, match="This password does not open the key"):
        minisign.read_secret_key(made("locked.key"), "another")


def test_the_old_form_is_not_taken() -> None:
    with pytest.raises(SignatureRejected, match="has an old form"):
        minisign.read_signature(made("letter.old.minisig"))


def test_ours_come_back() -> None:
    public = minisign.read_public_key(minisign.write_public_key(OURS.public))
    assert public == OURS.public == minisign.read_public_key(public.text.encode())
    signature = minisign.read_signature(minisign.sign(DIGEST, OURS, name="letter.txt"))
    assert signature.holds(public.raw, DIGEST)
    assert signature.key == public
    assert b"file:letter.txt\thashed\tkey:" in signature.comment
    open_file = minisign.write_secret_key(OURS, "")
    assert minisign.read_secret_key(open_file) == OURS
    assert not minisign.is_protected(open_file)


def test_a_locked_key_of_ours_comes_back() -> None:
    locked = minisign.write_secret_key(OURS, "waiting häll")
    assert OURS.seed not in locked
    assert minisign.is_protected(locked)
    assert minisign.read_secret_key(locked, "waiting häll") == OURS


def test_new_keys_differ() -> None:
    assert minisign.new_secret_key() != minisign.new_secret_key()
    assert "seed" not in repr(minisign.new_secret_key())


def test_a_key_that_is_named_has_to_be_the_one() -> None:
    good = minisign.sign(DIGEST, OURS, name="x")
    other = minisign.SecretKey(b"87654321", b"o" * 32).public.text.encode()
    with pytest.raises(SignatureRejected):
        minisign.read_signature(good.replace(OURS.public.text.encode(), other))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n\n\n",
        b"x" * 20_000,
        made("letter.txt.minisig")[:-3],
        made("letter.txt.minisig") + b"more\n",
        made("letter.txt.minisig").replace(b"trusted comment: a", b"comment: a"),
        made("letter.txt.minisig").replace(b"untrusted", b"trusted"),
        made("letter.txt.minisig").replace(b"sign\xc3\xa9", b"sign\xff"),
        made("letter.txt.minisig").replace(b"=\n", b"\n"),
        made("letter.txt.minisig").replace(b"\nRU", b"\nXX"),
        made("letter.txt.minisig").replace(b"\nRU", b"\n RU"),
        made("tool.pub"),
        made("tool.key"),
    ],
    ids=str,
)
def test_no_signature(data: bytes) -> None:
    with pytest.raises(SignatureRejected) as caught:
        minisign.read_signature(data)
    assert caught.value.detail


@pytest.mark.parametrize(
    "data",
    [b"", b"RW", b"x" * 20_000, made("letter.txt"), made("tool.pub")[:-4], made("tool.key")],
    ids=str,
)
def test_no_public_key(data: bytes) -> None:
    with pytest.raises(KeyRejected):
        minisign.read_public_key(data)


def test_no_secret_key() -> None:
    locked = made("locked.key")
    for data in (b"", made("tool.pub"), locked[:-4], locked.replace(b"RWRT", b"RWRX")):
        with pytest.raises(KeyRejected):
            minisign.read_secret_key(data, "waiting hall")


def test_a_key_that_would_take_all_memory_is_refused() -> None:
    from base64 import b64decode, b64encode

    comment, text = made("locked.key").splitlines()
    body = bytearray(b64decode(text))
    body[46:54] = (2**40).to_bytes(8, "little")
    with pytest.raises(KeyRejected):
        minisign.read_secret_key(comment + b"\n" + b64encode(body) + b"\n", "waiting hall")


def test_a_pair_that_does_not_belong_together_is_refused() -> None:
    from base64 import b64decode, b64encode

    comment, text = made("tool.key").splitlines()
    body = bytearray(b64decode(text))
    body[-50] ^= 1
    with pytest.raises(KeyRejected):
        minisign.read_secret_key(comment + b"\n" + b64encode(body) + b"\n")


def test_hashing_tells_how_far_it_is() -> None:
    told: list[int] = []
    data = bytes(minisign.CHUNK + 5)
    minisign.digests(io.BytesIO(data), told.append)
    assert told == [minisign.CHUNK, 5]


@pytest.mark.skipif(TOOL is None, reason="minisign is not installed")
def test_the_tool_reads_ours(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_bytes(LETTER)
    (tmp_path / "letter.txt.minisig").write_bytes(minisign.sign(DIGEST, OURS, name="letter.txt"))
    (tmp_path / "ours.pub").write_bytes(minisign.write_public_key(OURS.public))
    (tmp_path / "ours.key").write_bytes(minisign.write_secret_key(OURS, "waiting hall"))
    _tool(tmp_path, "-V", "-p", "ours.pub", "-m", "letter.txt")
    _tool(tmp_path, "-V", "-P", OURS.public.text, "-m", "letter.txt")
    _tool(
        tmp_path, "-S", "-s", "ours.key", "-x", "theirs", "-m", "letter.txt", typed="waiting hall"
    )
    again = minisign.read_signature((tmp_path / "theirs").read_bytes())
    assert again.holds(OURS.public.raw, DIGEST)


def _tool(folder: Path, *words: str, typed: str = "") -> None:
    assert TOOL is not None
    subprocess.run(
        [TOOL, *words], cwd=folder, input=typed + "\n", text=True, check=True, capture_output=True
    )
