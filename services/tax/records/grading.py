"""Evaluating one firm anew, after something that made its grade turned out otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from services.tax.domain.evaluation import Firm, evaluate
from services.tax.domain.grades import Cause, Grade, Rating
from services.tax.domain.scale import Scale
from services.tax.records import circumstances, ratings
from services.tax.records.circumstances import Named
from services.tax.records.ties import others_of_same_persons, ties_to_d
from shared.references import new_reference
from shared.signature import Signature
from shared.ties.domain import Tie
from shared.ties.records import ties_of_person


def grade_firms(
    year: int, firms: Mapping[str, Firm], scale: Scale, signed: Signature
) -> list[Rating]:
    """The grades of these firms under the rules; those outside the rating get none."""
    found = ((firm_id, evaluate(year, firm, scale)) for firm_id, firm in firms.items())
    return [
        Rating(
            id=new_reference("e"),
            taxpayer_id=firm_id,
            year=year,
            grade=evaluated.grade,
            given_by=signed.by,
            given_at=signed.at,
            evaluated=evaluated,
            rules_as_of=scale.rules.as_of,
        )
        for firm_id, evaluated in found
        if evaluated is not None
    ]


def again(session: Session, scale: Scale, since: tuple[str, int], signed: Signature) -> int:
    """Evaluate a firm anew from a year on, and the others that its grade reaches; how many changed.

    Only years that the rules have graded before; a grade by hand stays, since an officer gave it
    with reasons.
    """
    firm_id, year = since
    changed = _alone(session, scale, firm_id, year, signed)
    if any(_spreads(old) != _spreads(new) for old, new in changed):
        return len(changed) + others_again(session, scale, since, signed)
    return len(changed)


def others_again(session: Session, scale: Scale, since: tuple[str, int], signed: Signature) -> int:
    """Evaluate anew the other firms of everybody behind this one; how many grades changed.

    Their grades reach nobody further: a D that followed from another's does not spread.
    """
    firm_id, year = since
    others = others_of_same_persons(session, firm_id)
    return sum(len(_alone(session, scale, other, year, signed)) for other in others)


def firms_again(session: Session, scale: Scale, tie: Tie, signed: Signature) -> int:
    """Evaluate anew every firm of a person one of whose ties no longer tells what it did."""
    firms = {one.firm for one in ties_of_person(session, tie.person.id_number)}
    year = tie.since_on.year
    return sum(again(session, scale, (firm, year), signed) for firm in sorted(firms))


def once_more(session: Session, scale: Scale, graded: Rating, signed: Signature) -> int:
    """Evaluate anew the year of a grade found wrong, also if it was given by hand; see `again`."""
    since, count = (graded.taxpayer_id, graded.year), 0
    if graded.is_by_hand:
        made = _made(session, scale, [graded.taxpayer_id], graded.year, signed)
        ratings.add_ratings(session, made)
        count = len(made) + others_again(session, scale, since, signed)
    return count + again(session, scale, since, signed)


def _alone(
    session: Session, scale: Scale, firm_id: str, since_year: int, signed: Signature
) -> list[tuple[Rating, Rating]]:
    """What changed, year by year: a year bears on those after it."""
    changed = []
    known = ratings.counting(ratings.ratings_of(session, firm_id))
    for year in sorted(year for year in known if year >= since_year):
        changed += anew(session, scale, year, {firm_id: known[year]}, signed)
    return changed


def anew(
    session: Session, scale: Scale, year: int, known: Mapping[str, Rating], signed: Signature
) -> list[tuple[Rating, Rating]]:
    """Evaluate a year of these firms anew, and keep what came out otherwise than is known."""
    by_rule = [firm_id for firm_id, rating in known.items() if not rating.is_by_hand]
    made = _made(session, scale, by_rule, year, signed)
    changed = [now for now in made if now.evaluated != known[now.taxpayer_id].evaluated]
    ratings.add_ratings(session, changed)
    return [(known[now.taxpayer_id], now) for now in changed]


def _made(
    session: Session, scale: Scale, firm_ids: Sequence[str], year: int, signed: Signature
) -> list[Rating]:
    """What the rules make of these firms and a year now, what follows from others included."""
    began = circumstances.began_on(session, firm_ids)
    firms = circumstances.firms_in(session, Named(firm_ids), year, scale, began)
    ties = ties_to_d(session, year, scale.rules, firm_ids)
    reached = {firm: replace(of, ties_to_d=ties.get(firm, ())) for firm, of in firms.items()}
    return grade_firms(year, reached, scale, signed)


def _spreads(rating: Rating) -> bool:
    """Whether this grade makes other firms of the same persons D."""
    return rating.grade is Grade.D and rating.cause is not Cause.SPILLED
