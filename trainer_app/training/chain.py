"""The hash chain: each statement's hash covers the one before it, all its columns and its text.

One chain runs per device and epoch, so that it can be checked wherever the statements arrive.
"""

import hashlib
import json

from trainer_app.training.statement import Draft, Stamp
from trainer_app.training.times import milliseconds

_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
START = bytes(32)
"""The hash before the first statement of an epoch."""


def link(before: bytes, draft: Draft, stamp: Stamp, renderer: int, text: bytes) -> bytes:
    """SHA-256 over the hash before, the columns as one JSON list, and the frozen text."""
    columns = [*_columns(draft, stamp), renderer]
    more = [
        draft.instructor,
        str(draft.meeting) if draft.meeting else None,
        draft.taken.value if draft.taken else None,
        draft.planned,
        draft.about,
    ]
    if any(word is not None for word in more):
        columns += more  # statements of a release that had none of these keep the hash they had
    return hashlib.sha256(before + _JSON.encode(columns).encode() + b"\n" + text).digest()


def _columns(draft: Draft, stamp: Stamp) -> list[object]:
    return [
        str(stamp.device),
        stamp.epoch,
        stamp.seq,
        draft.actor,
        draft.verb.value,
        draft.activity,
        draft.activity_type.value,
        str(draft.registration),
        str(draft.session),
        draft.revision,
        draft.language,
        draft.site,
        draft.name,
        draft.parent,
        draft.attempt,
        draft.test_role,
        draft.interaction,
        draft.pattern,
        draft.response,
        draft.success,
        draft.completion,
        draft.scaled,
        draft.raw,
        draft.maximum,
        draft.duration_ms,
        draft.pass_mark,
        str(draft.subject) if draft.subject else None,
        draft.serial,
        draft.valid_until,
        milliseconds(stamp.at),
        stamp.offset_minutes,
        stamp.boot,
        stamp.mono_ms,
        stamp.suspect,
        stamp.release,
    ]
