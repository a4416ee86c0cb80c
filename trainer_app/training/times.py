"""Moments as whole milliseconds since 1970, and back."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(utc_ms: int) -> datetime:
    """The moment, exact to the millisecond."""
    return EPOCH + timedelta(milliseconds=utc_ms)


def milliseconds(moment: datetime) -> int:
    """The inverse of ``at``; anything finer is dropped."""
    return (moment - EPOCH) // timedelta(milliseconds=1)
