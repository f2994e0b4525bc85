"""The bodies and answers of a sector's own doors."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field, StrictBool

from services.sector_list.api.words import case_told, early_end_told, member_told, words_of
from services.sector_list.domain import Case, Member, Penalty, early_end_on
from services.sector_list.domain.grades import grade_from
from shared.calendar import LegalDate
from shared.contract import SlugText
from shared.identifiers import Party, Statement
from shared.ledger.listing import Listing
from shared.procedure.shapes import Closed
from shared.references import new_reference
from shared.rulebook import Consequence, Rules, Text
from shared.signature import Signature
from shared.web.idempotency import Receipt

Yuan = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000_000)]
Persons = Annotated[int, Field(strict=True, ge=0, le=100_000_000)]
Code = Annotated[SlugText, Field(description="A row of the public rulebook")]
Day = Annotated[
    LegalDate | None, Field(description="Today, unless it was earlier", examples=["2019-03-04"])
]


class NewPenalty(Closed):
    """Something that was imposed for what was found."""

    penalty: Code
    imposed_on: Day = None

    def dated(self, today: date) -> Penalty:
        """The same, dated."""
        return Penalty(self.penalty, self.imposed_on or today)


class NewCase(Closed):
    """What was found about one party; nobody is listed for it without a proposal of its own."""

    party: Party
    ground: Annotated[Code, Field(examples=["smokes-on-high-speed-train"])]
    found_on: Annotated[LegalDate, Field(examples=["2019-03-04"])]
    facts: Annotated[Statement, Field(examples=["Smoked in the vestibule of coach 7."])]
    decided: Annotated[StrictBool, Field(description="Whether it is decided that it was so")]
    penalties: Annotated[list[NewPenalty], Field(max_length=20)] = Field(default_factory=list)
    amount_yuan: Yuan | None = None
    persons_count: Persons | None = None

    def case(self, signed: Signature) -> Case:
        """The same, recorded by an officer."""
        return Case(
            id=new_reference("c"),
            party=self.party,
            ground=self.ground,
            found_on=self.found_on,
            facts=self.facts,
            is_decided=self.decided,
            recorded_by=signed.by,
            recorded_at=signed.at,
            amount_yuan=self.amount_yuan,
            persons_count=self.persons_count,
            penalties=tuple(one.dated(signed.today) for one in self.penalties),
        )


class NewCorrection(Closed):
    """What was found has been put right; the promise to keep it so may come later."""

    corrected_on: Day = None
    promised: StrictBool


class NewMember(Closed):
    """Somebody who joins of its own free will."""

    party: Party
    joined_on: Day = None


class PenaltyShown(BaseModel):
    """One penalty."""

    penalty: str
    imposed_on: date


class CaseShown(BaseModel):
    """A case without its party, who is known to whoever asks."""

    id: str
    ground: str
    grade: str | None
    found_on: date
    facts: str
    decided: bool
    amount_yuan: int | None
    persons_count: int | None
    correct_by: date | None
    corrected_on: date | None
    promised: bool
    penalties: list[PenaltyShown]
    penalties_count: int

    @classmethod
    def words(cls, case: Case, rules: Rules) -> dict[str, Any]:
        """What is shown of a case."""
        return {
            "id": case.id,
            "ground": case.ground,
            "grade": grade_from(case.ground, rules),
            "found_on": case.found_on,
            "facts": case.facts,
            "decided": case.is_decided,
            "amount_yuan": case.amount_yuan,
            "persons_count": case.persons_count,
            "correct_by": case.correct_by,
            "corrected_on": case.corrected_on,
            "promised": case.has_promised,
            "penalties": [{"penalty": p.code, "imposed_on": p.imposed_on} for p in case.penalties],
            "penalties_count": len(case.penalties),
        }


class CaseReceipt(Receipt, CaseShown):
    """A case after something was recorded."""


class CaseFound(CaseShown):
    """A case as officers read it, with the party's grade from all its cases."""

    grade_of_party: str | None


class EarlyEnd(BaseModel):
    """A listing that may end before its term, and from which day on."""

    ref: str
    may_end_on: date | None


class OwnCase(CaseShown):
    """A case as its party reads it: in words, with every burden counted."""

    in_plain_words: list[Text]
    found: Text
    imposed: list[Text]
    brings_about: list[Text]
    burdens_count: int
    early_ends: list[EarlyEnd]

    @classmethod
    def about(cls, case: Case, listings: Iterable[Listing], rules: Rules) -> "OwnCase":
        """The case, what was imposed in it, and what follows from the listings that rest on it."""
        listings = list(listings)
        lists = {listing.list for listing in listings}
        shown = CaseShown.words(case, rules)
        return cls(
            **shown,
            in_plain_words=[*case_told(case, rules), *_early_ends(case, listings, rules)],
            found=words_of(case.ground, rules),
            imposed=[words_of(penalty.code, rules) for penalty in case.penalties],
            brings_about=_brought_about(lists | {shown["grade"]}, rules),
            burdens_count=len(case.penalties) + len(listings),
            early_ends=[
                EarlyEnd(ref=one.ref, may_end_on=early_end_on(case, one, rules)) for one in listings
            ],
        )


class MemberShown(BaseModel):
    """A membership without the member, who is known to whoever asks."""

    id: str
    joined_on: date
    left_on: date | None

    @classmethod
    def of(cls, member: Member) -> "MemberShown":
        """The membership as the member sees it."""
        return cls(id=member.id, joined_on=member.joined_on, left_on=member.left_on)


def _early_ends(case: Case, listings: Iterable[Listing], rules: Rules) -> list[Text]:
    return [
        told
        for one in listings
        if one.withdrawn_on is None
        for told in early_end_told(one, early_end_on(case, one, rules), rules)
    ]


class OwnMember(MemberShown):
    """A membership as the member reads it."""

    says: Text

    @classmethod
    def about(cls, member: Member) -> "OwnMember":
        """The membership, told."""
        return cls(**MemberShown.of(member).model_dump(), says=member_told(member))


class MemberReceipt(Receipt, MemberShown):
    """A membership after something was recorded."""


class Burdens(BaseModel):
    """How many cases have so many burdens, listings counted too; null below ten, else rounded."""

    authority: str
    on: date
    cases: dict[str, int | None]


def _brought_about(causes: Iterable[str | None], rules: Rules) -> list[Text]:
    known = set(causes)
    rows = rules.rows.values()
    return [
        row.says for row in rows if isinstance(row.value, Consequence) and row.value.of in known
    ]
