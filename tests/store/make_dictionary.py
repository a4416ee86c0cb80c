"""Makes a dictionary for the codec of frozen texts: ``python -m tests.store.make_dictionary FILE``.

A dictionary that was released never changes; this is how the next one is made. Rendered samples of
every kind of statement are laid one after the other, the commonest last, for deflate reaches near
text with fewer bits. Of each sample only what no later one says is kept. In the last, an answer,
the words that the row's own columns hold are left open as ``$words`` for the codec to fill in.
"""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from trainer_app.training.statement import ActivityType, Draft, Stamp, Verb, render

_COMMON = {
    "actor": "p-AAAAAAAAAAAAAAAA",
    "registration": UUID(int=1),
    "session": UUID(int=2),
    "revision": "grooming@1.0",
    "language": "en",
}
_STAMP = Stamp(
    device=UUID(int=3),
    epoch=1,
    seq=1,
    at=datetime(2026, 12, 1, 10, tzinfo=UTC),
    offset_minutes=-240,
    boot=1,
    mono_ms=100_000,
    suspect=False,
    release="0.1.0",
)


def samples() -> list[Draft]:
    """Every kind of statement, the commonest last."""
    module = "m/grooming"
    named = {"parent": module, "name": "Grooming: what it is"}
    verdict = {"parent": module, "test_role": "post", "attempt": 1, "raw": 8, "maximum": 10,
               "scaled": 0.8, "duration_ms": 240_000, "pass_mark": 0.8}  # fmt: skip
    return [
        _draft(Verb.EARNED, ActivityType.CERTIFICATE, f"{module}/cert/WP-2026-AAAAAAAA", **named,
               serial="WP-2026-AAAAAAAA", valid_until="2027-12-01", subject=UUID(int=4)),
        _draft(Verb.INITIALIZED, ActivityType.MODULE, module, name="Grooming: what it is"),
        _draft(Verb.COMPLETED, ActivityType.TEST, f"{module}/test/pre", **verdict, completion=True),
        _draft(Verb.FAILED, ActivityType.TEST, f"{module}/test/post", **verdict, success=False),
        _draft(Verb.COMPLETED, ActivityType.LESSON, f"{module}/l/what-it-is", **named,
               completion=True, duration_ms=240_000, site="bo-lpz-001"),
        _draft(Verb.ANSWERED, ActivityType.ITEM, f"{module}/q/who-to-tell", parent=f"{module}/l/a",
               interaction="matching", pattern="true", response="false", success=True, scaled=1.0,
               attempt=1, duration_ms=12_340),
    ]  # fmt: skip


def make() -> bytes:
    """The dictionary: what is left of the samples."""
    *rest, last = samples()
    frame = _opened(render(last, _STAMP).decode(), last)
    kept = [frame]
    said = set(_pieces(frame))
    for draft in reversed(rest):
        pieces = _pieces(_opened(render(draft, _STAMP).decode(), draft))
        kept.append("".join(piece for piece in pieces if piece not in said))
        said.update(pieces)
    return "".join(reversed(kept)).encode()


def _pieces(text: str) -> list[str]:
    return re.split(r"(?<=[,{])", text)


def _opened(text: str, draft: Draft) -> str:
    """The text with a ``$word`` wherever a column of the row says what stands there."""
    words = (
        (f'"id":"{_STAMP.statement_id}"', '"id":"$id"'),
        ("2026-12-01T10:00:00.000Z", "$timestamp"),
        (draft.actor, "$actor"),
        (f"verbs/{draft.verb.value}", "verbs/$verb"),
        (f'"en":"{draft.verb.value}"', '"en":"$verb"'),
        (f"waypost/{draft.activity}\",\"definition", 'waypost/$activity","definition'),
        (f"activities/{draft.activity_type.value}", "activities/$type"),
        (f'"interactionType":"{draft.interaction}"', '"interactionType":"$interaction"'),
        (f'Pattern":["{draft.pattern}"]', 'Pattern":["$pattern"]'),
        (f'"response":"{draft.response}"', '"response":"$response"'),
        (f'"success":{str(draft.success).lower()}', '"success":$success'),
        (f'"scaled":{draft.scaled}', '"scaled":$scaled'),
        (str(draft.registration), "$registration"),
        (f'Waypost {_STAMP.release}"', 'Waypost $release"'),
        (f'"revision":"{draft.revision}"', '"revision":"$revision"'),
        ('"language":"en"', '"language":"$language"'),
        (f'"parent":[{{"id":"https://w3id.org/waypost/{draft.parent}"',
         '"parent":[{"id":"https://w3id.org/waypost/$parent"'),
        ('waypost/m/grooming"', 'waypost/$module"'),
        (str(draft.session), "$session"),
        (str(_STAMP.device), "$device"),
        ('epoch":1', 'epoch":$epoch'),
        ('seq":1', 'seq":$seq'),
        ('boot":"b-1"', 'boot":"b-$boot"'),
        ('mono-ms":100000', 'mono-ms":$mono'),
        ('utc-offset":-240', 'utc-offset":$offset'),
        ('attempt":1', 'attempt":$attempt'),
        (str(draft.name), "$name"),
        (str(draft.site), "$site"),
        (str(draft.subject), "$subject"),
        (f'serial":"{draft.serial}"', 'serial":"$serial"'),
        (str(draft.valid_until), "$valid"),
        (f'test-role":"{draft.test_role}"', 'test-role":"$role"'),
        (f'masteryscore":{draft.pass_mark}', 'masteryscore":$mark'),
        (f'"raw":{draft.raw},"min":0,"max":{draft.maximum}', '"raw":$raw,"min":0,"max":$maximum'),
        ("unverified", "$clock"),
    )  # fmt: skip
    for said, word in words:
        text = text.replace(said, word)
    return text.replace('"name":{"en":', '"name":{"$language":')


def _draft(verb: Verb, kind: ActivityType, activity: str, **facts: object) -> Draft:
    known = _COMMON | {"verb": verb, "activity": activity, "activity_type": kind} | facts
    return Draft(**known)  # type: ignore[arg-type]


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(make())
