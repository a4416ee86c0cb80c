"""A hub's answer, held against what was sent: which statements it really has, which it refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainer_app.store import Outgoing
    from trainer_app.sync.load import Packed
    from trainer_app.sync.messages import Answer, Receipt, Refusal

CONFLICT, REFUSED = 409, 400
"""Codes of refusals, as a record store would answer."""
_REASON_LENGTH = 200


@dataclass(slots=True)
class Verdict:
    """Rows of the log: received, refused with code and reason, and to be sent again as texts.

    ``people_refused``: there was no room for the names that came along.
    """

    received: list[int] = field(default_factory=list)
    refused: dict[int, tuple[int, str]] = field(default_factory=dict)
    as_texts: list[int] = field(default_factory=list)
    people_refused: bool = False

    @property
    def conflicts(self) -> list[int]:
        """Statements under ids that the hub holds with another text."""
        return [row for row, (code, _reason) in self.refused.items() if code == CONFLICT]


def judge(answer: Answer, sent: Packed) -> Verdict | None:
    """None for an answer that does not account for every statement that was sent."""
    verdict = Verdict(people_refused=any(one.what.startswith("people") for one in answer.refused))
    refused = {one.what: one for one in answer.refused}
    receipts = iter(answer.receipts)
    for place, rows in enumerate(sent.framed):
        if f"frame {place}" in refused:
            verdict.as_texts += [one.row for one in rows]
            continue
        receipt = next(receipts, None)
        if receipt is None or not _frame(receipt, rows, verdict):
            return None
    if next(receipts, None) is not None or not _texts(answer, sent.texts, refused, verdict):
        return None
    return verdict


def _frame(receipt: Receipt, rows: Sequence[Outgoing], verdict: Verdict) -> bool:
    first, last = rows[0].stamp, rows[-1].stamp
    sent = (first.device, first.epoch, first.seq, last.seq)
    if sent != (receipt.device, receipt.epoch, receipt.first, receipt.last):
        return False
    by_id = {one.stamp.statement_id: one.row for one in rows}
    conflicts = {one.statement_id: one.reason for one in receipt.conflicts}
    if not conflicts.keys() <= by_id.keys():
        return False
    if receipt.stored + receipt.same + len(conflicts) != len(rows):
        return False
    for statement_id, row in by_id.items():
        if statement_id in conflicts:
            verdict.refused[row] = (CONFLICT, conflicts[statement_id][:_REASON_LENGTH])
        else:
            verdict.received.append(row)
    return True


def _texts(
    answer: Answer, texts: Sequence[Outgoing], refused: dict[str, Refusal], verdict: Verdict
) -> bool:
    for place, one in enumerate(texts):
        told = refused.get(f"text {place}", refused.get(str(one.stamp.statement_id)))
        if told is None:
            verdict.received.append(one.row)
        else:
            code = CONFLICT if told.code == CONFLICT else REFUSED
            verdict.refused[one.row] = (code, told.reason[:_REASON_LENGTH])
    turned_away = sum(one.row in verdict.refused for one in texts)
    return answer.texts_stored + answer.texts_same + turned_away == len(texts)
