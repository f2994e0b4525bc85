"""What a score opens: benefits, each once a year, while its quota lasts."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from services.locality.domain.scheme import Benefit, Scheme
from services.locality.domain.score import Score
from shared.errors import Conflict, Forbidden, NotFound
from shared.rulebook import Rules
from shared.signature import Signature


class BenefitUnknown(NotFound):
    """The scheme in force has no such benefit."""

    code = "benefit_unknown"


class NotEnoughPoints(Forbidden):
    """The benefit needs a higher score; nothing else follows from a low one."""

    code = "not_enough_points"


class AlreadyClaimed(Conflict):
    """Each resident may claim a benefit once a year."""

    code = "already_claimed"


class QuotaUsed(Conflict):
    """No more of it this year."""

    code = "quota_used"


@dataclass(frozen=True, slots=True)
class Claim:
    """One benefit, claimed by one resident for one year."""

    id: str
    resident_id: str
    benefit: str
    year: int
    claimed_at: datetime
    kept_until: date

    def as_row(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ThisYear:
    """What was claimed of one benefit in the current year."""

    by_this_resident: bool
    by_all_count: int


def found_benefit(scheme: Scheme, benefit_id: str) -> Benefit:
    """The benefit; BenefitUnknown if the scheme has none of that id."""
    benefit = scheme.benefit(benefit_id)
    if benefit is None:
        raise BenefitUnknown("This place offers no such benefit.")
    return benefit


def check_claim(scheme: Scheme, benefit: Benefit, found: Score, claimed: ThisYear) -> None:
    """Raise unless the score opens the benefit and some of it is left."""
    if found.points < scheme.threshold(benefit):
        raise NotEnoughPoints("This benefit needs more points than you have.")
    if claimed.by_this_resident:
        raise AlreadyClaimed("You have claimed this benefit this year.")
    if is_used_up(benefit, claimed.by_all_count):
        raise QuotaUsed("This year's quota of this benefit is used up.")


def is_used_up(benefit: Benefit, claimed_count: int) -> bool:
    """Whether nothing is left of a benefit this year."""
    return benefit.quota_per_year is not None and claimed_count >= benefit.quota_per_year


def claim(
    claim_id: str, benefit: Benefit, resident_id: str, rules: Rules, signed: Signature
) -> Claim:
    """The claim, to be kept."""
    return Claim(
        id=claim_id,
        resident_id=resident_id,
        benefit=benefit.id,
        year=signed.today.year,
        claimed_at=signed.at,
        kept_until=rules.after(signed.today, "retention"),
    )
