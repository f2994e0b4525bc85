"""The firms that a person is said to stand behind, what follows, and how to contest it."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy.orm import Session

from services.tax.api.grade_shapes import ON_PERSONS
from services.tax.api.held_words import tie_told
from services.tax.api.rules_shown import EffectShown, RuleCited, effects_of
from services.tax.api.words import CONTEST, ROLES
from services.tax.api.work_shapes import AppealReceipt
from services.tax.domain.appeals import Against, Appeal
from services.tax.domain.grades import Grade, Rating
from services.tax.domain.lines import Why
from services.tax.domain.scale import SPILLED
from services.tax.domain.ties import ANSWERS_FOR, FALSE_TIE, STAYED, Role, Tie
from services.tax.records import ratings, taxpayers, ties
from services.tax.records.appeals import appeals_against
from shared.procedure.shapes import Remedy
from shared.rulebook import Rules, Text


class FollowedShown(BaseModel):
    """A D that reached this firm through the person, and the rule by which it did."""

    year: int
    rule: RuleCited


class TieHeld(BaseModel):
    """One firm that the person is said to stand behind; a firm's code is public."""

    id: str
    firm: str
    code: str
    role: Role
    in_plain_words: list[Text]
    says: Text
    since_on: date
    until_on: date | None
    cut_because: str | None
    follows_for_you: list[EffectShown]
    follows_for_the_firm: list[FollowedShown]
    rules: list[RuleCited]
    appeals: list[AppealReceipt]
    remedies: list[Remedy]


def ties_held(session: Session, rules: Rules, id_number: str) -> list[TieHeld]:
    """Every firm that a person is said to stand behind."""
    return [_held(session, rules, tie) for tie in ties.ties_of_person(session, id_number)]


def _held(session: Session, rules: Rules, tie: Tie) -> TieHeld:
    firm = taxpayers.taxpayer(session, tie.taxpayer_id)
    counting = ratings.counting(ratings.ratings_of(session, tie.taxpayer_id))
    appeals = appeals_against(session, Against.TIE, tie.id)
    name = firm.party.name if firm else ""
    return TieHeld(
        in_plain_words=tie_told(Text(en=name or tie.id, zh=name or tie.id), ROLES[tie.role], tie),
        id=tie.id,
        firm=name,
        code=str(firm.party.id_number) if firm else "",
        role=tie.role,
        says=ROLES[tie.role],
        since_on=tie.since_on,
        until_on=tie.until_on,
        cut_because=tie.cut_because,
        follows_for_you=_for_person(rules, tie, counting),
        follows_for_the_firm=_for_firm(rules, tie, counting),
        rules=[RuleCited.of(rule_id, rules) for rule_id in (FALSE_TIE, STAYED)],
        appeals=[AppealReceipt.of(appeal) for appeal in appeals],
        remedies=_remedies(tie, appeals),
    )


def _for_person(rules: Rules, tie: Tie, counting: dict[int, Rating]) -> list[EffectShown]:
    """What the firm's latest grade means for whoever answers for it."""
    latest = counting[max(counting)] if counting else None
    is_d = latest is not None and latest.grade is Grade.D
    answers = tie.role in ANSWERS_FOR and tie.cut_at is None
    return effects_of(rules, ON_PERSONS) if is_d and answers else []


def _for_firm(rules: Rules, tie: Tie, counting: dict[int, Rating]) -> list[FollowedShown]:
    """The years in which this firm is D because of this tie."""
    return [
        FollowedShown(year=year, rule=RuleCited.of(SPILLED, rules))
        for year, rating in sorted(counting.items())
        if rating.evaluated is not None
        for line in rating.evaluated.lines
        if line.why is Why.SPILLED_D and line.about == tie.id
    ]


def _remedies(tie: Tie, appeals: list[Appeal]) -> list[Remedy]:
    """A tie that stands can be contested at any time, unless a contest is waiting."""
    if tie.cut_at is not None or any(appeal.is_open for appeal in appeals):
        return []
    return [Remedy(what=CONTEST, door=f"/v1/ties/{tie.id}/contest", until=None)]
