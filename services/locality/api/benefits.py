"""What a score opens, and nothing that it closes."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.locality.api.shapes import BenefitShown, BenefitsShown, ClaimReceipt
from services.locality.api.visits import ActingVisit, OfficeDep
from services.locality.domain.claims import check_claim, claim, found_benefit, is_used_up
from services.locality.records import claims
from shared.calendar import legal_day
from shared.identifiers import Slug
from shared.origin import door, paper
from shared.references import new_reference
from shared.web.guards import Now, ReadingDep
from shared.web.idempotency import OnceDep

router = APIRouter(tags=["benefits"])
PERKS = paper(
    "Municipalities offer subsidies and extra services; personal ratings carry only perks."
)

Id = Annotated[Slug, Path(examples=["bicycles-without-deposit"])]


@router.get("/v1/benefits", **door(PERKS))
def benefits(session: ReadingDep, office: OfficeDep, now: Now) -> BenefitsShown:
    """What residents can claim here, what each needs, and whether any is left this year."""
    scheme, year = office.scheme, legal_day(now).year
    counts = claims.claimed_in(session, year)
    shown = [
        BenefitShown(
            **one.model_dump(exclude={"needs"}),
            needs=one.needs,
            needs_points=scheme.threshold(one),
            is_used_up=is_used_up(one, counts.get(one.id, 0)),
        )
        for one in scheme.benefits
    ]
    return BenefitsShown(authority=office.slug, rules=office.heading(), year=year, benefits=shown)


@router.post("/v1/benefits/{id}/claims", status_code=201, **door(PERKS))
def claim_benefit(id: Id, visit: ActingVisit, once: OnceDep) -> ClaimReceipt:
    """Claim a benefit that your score opens, once a year while its quota lasts."""
    scheme, resident = visit.office.scheme, visit.resident()
    benefit = found_benefit(scheme, id)
    claimed = claims.this_year(visit.session, id, resident.id, visit.signed.today.year)
    check_claim(scheme, benefit, visit.own_score(resident), claimed)
    new = claim(new_reference("b"), benefit, resident.id, visit.office.rules, visit.signed)
    claims.add_claim(visit.session, new)
    return once.keep(ClaimReceipt(id=new.id, benefit=id, year=new.year, claimed_at=new.claimed_at))
