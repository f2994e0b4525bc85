"""How register and issuer differ, told from what the issuer says again, listing by listing.

No message of its own is needed for it: a restatement is ordinary notices, and each is held against
what the register knew when it came.
"""

from datetime import date
from enum import StrEnum

from services.national_platform.domain.checking import Word
from services.national_platform.domain.register import Held
from shared.contract import Act


class Found(StrEnum):
    """What one word of a restatement finds in the register."""

    SAME = "same"
    MISSING = "missing"
    OUTDATED = "outdated"
    NOT_ENDED = "not_ended"
    WITHDRAWN_HERE = "withdrawn_here"
    AHEAD = "ahead"
    # Not found in what was said, but in what was not.
    EXTRA = "extra"
    UNFIT = "unfit"


WHY = {
    Found.MISSING: "The issuer had it and the notice never arrived; it was taken in now.",
    Found.OUTDATED: "A later act of the issuer had not arrived; it was taken in now.",
    Found.NOT_ENDED: "The issuer had withdrawn it and that had not arrived; it is withdrawn now.",
    Found.EXTRA: (
        "It stands here and the issuer no longer says so. It stays until its last day: only an act"
        " of the issuer ends it, and the issuer confirms it to nobody. Its own tables may have been"
        " put back to an earlier state."
    ),
    Found.WITHDRAWN_HERE: (
        "The issuer says that it stands, after it had withdrawn it. Refused: a withdrawal is final."
    ),
    Found.AHEAD: (
        "The register knows a later act than the issuer does. The later one stays. The issuer's"
        " tables may have been put back to an earlier state."
    ),
    Found.UNFIT: (
        "What the issuer said again does not add up to its own digest: either not all of it was"
        " said or believed (see the quarantine), or the digest is untrue. Nothing is concluded from"
        " what was not said."
    ),
}
# What a restatement has mended by itself; the rest stays until somebody acts.
MENDED = frozenset({Found.MISSING, Found.OUTDATED, Found.NOT_ENDED})


def find(held: Held | None, word: Word) -> Found:
    """What a word finds; a withdrawal of what never stood here finds nothing to differ about."""
    is_over_here = held is not None and held.withdrawn_at is not None
    if word.envelope.act is Act.WITHDRAWN:
        return Found.SAME if held is None or is_over_here else Found.NOT_ENDED
    if held is None:
        return Found.MISSING
    if is_over_here:
        return Found.WITHDRAWN_HERE
    return _by_version(held.version, word.envelope.version)


def _by_version(here: int, there: int) -> Found:
    if here == there:
        return Found.SAME
    return Found.OUTDATED if here < there else Found.AHEAD


def is_of_another_time(day: date, today: date, max_days_apart: int) -> bool:
    """Whether a digest is for a day so far from ours that comparing would say nothing."""
    return abs((day - today).days) > max_days_apart
