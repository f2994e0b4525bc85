"""How a partner comes from an old secret to a new one without a moment in which neither counts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.errors import BadInput, Conflict


class OverlapTooLong(BadInput):
    """An old secret would stay valid longer than the rule allows."""

    code = "overlap_too_long"


class TooManySecrets(Conflict):
    """The partner has as many valid secrets as it may have."""

    code = "too_many_secrets"


class LastSecret(Conflict):
    """A partner cannot lock itself out; the operator can."""

    code = "last_secret"


def overlap(asked_days: int | None, longest_days: int) -> timedelta:
    """How long old secrets stay valid beside a new one: as long as may be, or shorter if asked."""
    days = longest_days if asked_days is None else asked_days
    if days > longest_days:
        raise OverlapTooLong(f"Old secrets stay valid for {longest_days} days at most.")
    return timedelta(days=days)


def retires_at(known: datetime | None, last: datetime) -> datetime:
    """The end of an old secret: a new one never lets it live longer than it would have."""
    return last if known is None else min(known, last)


def make_room(ends: Iterable[datetime], now: datetime, most: int) -> None:
    """TooManySecrets unless one more may stand beside the old ones that stay valid."""
    if sum(end > now for end in ends) >= most:
        raise TooManySecrets(f"No more than {most} secrets may be valid; retire one first.")


def keep_one(live_ids: Iterable[str], retired: str) -> None:
    """LastSecret if nothing would be left to come in with."""
    if set(live_ids) <= {retired}:
        raise LastSecret("This is your last valid secret; make a new one first.")
