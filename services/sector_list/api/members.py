"""Doors for a body that speaks of its own members only, such as an industry association."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session

from services.sector_list import records
from services.sector_list.api.shapes import MemberReceipt, MemberShown, NewMember
from services.sector_list.domain import Member
from services.sector_list.domain.refusals import DateInFuture, NotLeft, NotMember
from shared.errors import must_exist
from shared.identifiers import Party, Reference
from shared.origin import door, paper
from shared.procedure.doors import DeskDep
from shared.references import new_reference
from shared.rulebook import Rules
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork

router = APIRouter(tags=["members"])
Id = Annotated[Reference, Path(examples=["m-qhzxkvbnwertyuiopasd"])]
MEMBERS_ONLY = "members-only"
VOLUNTARY = paper("Incorporation of extra-legal norms: associations with scoring systems")


@router.post("/v1/members", status_code=201, **door(VOLUNTARY))
def join(body: NewMember, work: ClerkWork, desk: DeskDep, once: OnceDep) -> MemberReceipt:
    """Somebody joins of its own free will; only a body with a voluntary code has members."""
    today = work.signed.today
    if MEMBERS_ONLY not in desk.rules.rows:
        raise NotMember("This body has no members.", code="no_members_here")
    _must_not_be_one(work.session, body.party, today)
    joined_on = body.joined_on or today
    if joined_on > today:
        raise DateInFuture("Nobody has joined on a day to come.")
    signed = work.signed
    member = Member(new_reference("m"), body.party, joined_on, signed.by, signed.at)
    records.add_member(work.session, member)
    work.done(member.id, desk.rules.applied(MEMBERS_ONLY))
    return once.keep(_receipt(member))


@router.post("/v1/members/{id}/departure", **door(VOLUNTARY))
def leave(id: Id, work: ClerkWork, desk: DeskDep) -> MemberReceipt:
    """A member leaves as freely as it has joined; from today on nothing is found about it."""
    member = must_exist(records.member(work.session, id), "There is no such member here.")
    left = member.leave(work.signed.today)
    records.keep_member(work.session, left)
    work.done(id, desk.rules.applied(MEMBERS_ONLY))
    return _receipt(left)


def must_be_spoken_of(session: Session, party: Party, rules: Rules, today: date) -> None:
    """NotMember where the rules bind members only and this party is none."""
    if MEMBERS_ONLY in rules.rows and not _is_member(session, party, today):
        raise NotMember("This body speaks of its own members only.")


def _is_member(session: Session, party: Party, today: date) -> bool:
    memberships = records.memberships_of(session, party.id_number)
    return any(one.party == party and one.is_one_on(today) for one in memberships)


def _must_not_be_one(session: Session, party: Party, today: date) -> None:
    if any(one.is_one_on(today) for one in records.memberships_of(session, party.id_number)):
        raise NotLeft("This party is a member already.")


def _receipt(member: Member) -> MemberReceipt:
    return MemberReceipt(**MemberShown.of(member).model_dump())
