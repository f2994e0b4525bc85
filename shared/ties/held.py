"""The firms that a person is said to stand behind, what follows, and how to contest it."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy.orm import Session

from shared.origin import Origin
from shared.procedure.desk import FLOOR
from shared.procedure.rules_shown import EffectShown, RuleCited
from shared.procedure.shapes import Remedy
from shared.rulebook import Consequence, Row, Rules, Text
from shared.ties import records
from shared.ties.domain import FALSE_TIE, STAYED, Contest, Tie
from shared.ties.firms import HasFirms
from shared.ties.following import Following
from shared.ties.roles import Role
from shared.ties.shapes import ContestShown, FollowedShown, ListedThrough, TieShown
from shared.ties.told import PERSONS, Follows, person_told, tie_told

CONTEST = Text(
    en="Contest this, if it is not true: a lost or lent identity card, say. Until it is decided"
    " nothing new follows from it.",
    zh="如不属实（例如身份证遗失或者出借后被冒用），可以提出异议；作出决定之前不产生新的后果。",
)
REVIEW = Text(en="Ask the body above to review the decision.", zh="申请上一级机关复核。")


class PersonHeld(TieShown):
    """Somebody who is recorded as standing behind the firm, told."""

    in_plain_words: list[Text]


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
    listed_through: list[ListedThrough]
    follows_for_the_firm: list[FollowedShown]
    rules: list[RuleCited]
    contests: list[ContestShown]
    remedies: list[Remedy]
    origin: Origin = Origin.OURS


def persons_held(session: Session, firm: str) -> list[PersonHeld]:
    """Everybody who stands or stood behind a firm, for the firm to read."""
    return [
        PersonHeld(**TieShown.of(tie).model_dump(), in_plain_words=person_told(tie))
        for tie in records.ties_of_firm(session, firm)
    ]


def ties_held(session: Session, following: Following, id_number: str, today: date) -> list[TieHeld]:
    """Every firm that a person is said to stand behind."""
    known = records.ties_of_person(session, id_number)
    return [_held(session, following, tie, today) for tie in known]


def _held(session: Session, following: Following, tie: Tie, today: date) -> TieHeld:
    firm = following.firms.party_of_firm(session, tie.firm)
    contests = records.contests_of(session, tie.id)
    floor = FLOOR.as_of(following.rules.as_of)
    follows = _follows(session, following, tie, today)
    return TieHeld(
        id=tie.id,
        firm=firm.name if firm else "",
        code=str(firm.id_number) if firm else "",
        role=tie.role,
        in_plain_words=tie_told(tie, firm, follows, contests),
        says=PERSONS[tie.role],
        since_on=tie.since_on,
        until_on=tie.until_on,
        cut_because=tie.cut_because,
        follows_for_you=follows.for_person,
        listed_through=follows.listed_through,
        follows_for_the_firm=follows.for_firm,
        rules=[RuleCited.of(rule_id, floor) for rule_id in (FALSE_TIE, STAYED)],
        contests=[ContestShown.of(contest) for contest in contests],
        remedies=_remedies(tie, contests, today),
    )


def _follows(session: Session, following: Following, tie: Tie, today: date) -> Follows:
    """What follows now; for the person nothing of the firm's list or grade while they contest."""
    is_free = not records.pending_among(session, [tie])
    return Follows(
        for_person=_for_person(session, following, tie, today) if is_free else [],
        listed_through=_listed_through(session, following, tie),
        for_firm=_for_firm(session, following.firms, tie, following.rules),
    )


def _for_person(session: Session, following: Following, tie: Tie, today: date) -> list[EffectShown]:
    """What the firm's list or grade means by itself for whoever has this role in it."""
    if tie.cut_at is not None:
        return []
    known_as = following.firms.stands_as(session, tie.firm, today)
    rows = following.rules.rows.values()
    return [_effect(row, row.value) for row in rows if _reaches(row, tie.role, known_as)]


def _reaches(row: Row, role: Role, known_as: set[str]) -> bool:
    value = row.value
    return isinstance(value, Consequence) and role in value.through and value.of in known_as


def _effect(row: Row, value: object) -> EffectShown:
    by = value.by if isinstance(value, Consequence) else ""
    return EffectShown(**RuleCited.about(row).model_dump(), by=by)


def _listed_through(session: Session, following: Following, tie: Tie) -> list[ListedThrough]:
    """The procedures that follow from this role; each is in the file with every step of its own."""
    return [
        ListedThrough(
            proposal=proposal.id,
            ref=proposal.ref,
            rule=RuleCited.of(proposal.ground, following.rules),
        )
        for proposal in following.from_tie(session, tie)
    ]


def _for_firm(session: Session, firms: HasFirms, tie: Tie, rules: Rules) -> list[FollowedShown]:
    reached = firms.reached_through(session, tie)
    return [
        FollowedShown(year=year, rule=RuleCited.of(rule_id, rules)) for year, rule_id in reached
    ]


def _remedies(tie: Tie, contests: list[Contest], today: date) -> list[Remedy]:
    """A tie that stands can be contested at any time, unless a contest waits for its decision."""
    if tie.cut_at is not None or any(contest.is_pending for contest in contests):
        return []
    left = [Remedy(what=CONTEST, door=f"/v1/ties/{tie.id}/contest", until=None)]
    if contests and contests[-1].may_ask_review(today):
        door = f"/v1/ties/{tie.id}/review-request"
        left.append(Remedy(what=REVIEW, door=door, until=contests[-1].review_until))
    return left
