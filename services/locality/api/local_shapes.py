"""The bodies and answers around the list that a locality keeps for itself."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.locality.domain.local_list import LocalCase, Penalty, consequences
from shared.calendar import LegalDate
from shared.contract import SlugText
from shared.identifiers import Party, Statement, TruncatedId, truncate
from shared.ledger.listing import Listing
from shared.procedure.shapes import Closed
from shared.references import new_reference
from shared.rulebook import Rules, Text
from shared.signature import Signature
from shared.web.idempotency import Receipt

Code = Annotated[SlugText, Field(description="A row of the public rulebook of the local list")]


class NewPenalty(Closed):
    """Something that was imposed for the act, whoever imposed it."""

    penalty: Annotated[Code, Field(examples=["loss-of-bonus"])]
    imposed_on: Annotated[LegalDate, Field(examples=["2019-07-02"])]

    def penalty_imposed(self) -> Penalty:
        """The same, as the rules take it."""
        return Penalty(self.penalty, self.imposed_on)


class NewLocalCase(Closed):
    """An act of one person; nobody is listed for it without a proposal of its own."""

    party: Party
    ground: Annotated[Code, Field(examples=["corporal-punishment"])]
    found_on: Annotated[LegalDate, Field(examples=["2019-04-29"])]
    facts: Annotated[Statement, Field(examples=["Beat pupils who had skipped school."])]
    penalties: Annotated[list[NewPenalty], Field(max_length=20)] = Field(default_factory=list)

    def case(self, signed: Signature) -> LocalCase:
        """The same, recorded by an officer."""
        return LocalCase(
            id=new_reference("c"),
            party=self.party,
            ground=self.ground,
            found_on=self.found_on,
            facts=self.facts,
            recorded_by=signed.by,
            recorded_at=signed.at,
            penalties=tuple(one.penalty_imposed() for one in self.penalties),
        )


class PenaltyShown(BaseModel):
    """One penalty, in words."""

    penalty: str
    says: Text
    imposed_on: date


class LocalCaseShown(BaseModel):
    """An act without its party, who is known to whoever asks; every burden for it is counted."""

    id: str
    ground: str
    says: Text
    legal_force: str | None
    found_on: date
    facts: str
    penalties: list[PenaltyShown]
    listings: list[str]
    burdens_count: int

    @classmethod
    def of(cls, case: LocalCase, listings: Iterable[Listing], rules: Rules) -> "LocalCaseShown":
        """The act, what was imposed for it, and the listings that rest on it."""
        refs = [listing.ref for listing in listings]
        row = rules.rows.get(case.ground)
        return cls(
            id=case.id,
            ground=case.ground,
            says=_says(case.ground, rules),
            legal_force=row.legal_force if row else None,
            found_on=case.found_on,
            facts=case.facts,
            penalties=[
                PenaltyShown(
                    penalty=one.code, says=_says(one.code, rules), imposed_on=one.imposed_on
                )
                for one in case.penalties
            ],
            listings=refs,
            burdens_count=len(case.penalties) + len(refs),
        )


class LocalCaseReceipt(Receipt, LocalCaseShown):
    """An act after something was recorded."""


class ListedHere(BaseModel):
    """One person on the local list, as residents read it."""

    name: str
    truncated_id: TruncatedId
    reason: str
    says: Text
    legal_basis: str
    listed_on: date
    stands_until: date
    is_contested: bool
    brings_about: list[Text]

    @classmethod
    def of(cls, listing: Listing, rules: Rules) -> "ListedHere":
        """The listing with its rule and all that follows from it."""
        row = rules.rows.get(listing.reason)
        return cls(
            name=listing.name,
            truncated_id=truncate(listing.kind, listing.id_number),
            reason=listing.reason,
            says=_says(listing.reason, rules),
            legal_basis=row.legal_basis if row else "no longer in force",
            listed_on=listing.listed_on,
            stands_until=listing.stands_until,
            is_contested=listing.is_contested,
            brings_about=consequences(rules, listing.list),
        )


class LocalListShown(BaseModel):
    """The list of this place. A name and a mask are no identity: nobody may act on them."""

    authority: str
    rules: str
    on: date
    may_be_acted_on: Literal[False] = False
    listed: list[ListedHere]
    next_after: str | None


class AwardQuestion(Closed):
    """Whether somebody may be given an award; asked with the whole number, so of no namesake."""

    party: Party


class AwardAnswer(BaseModel):
    """Yes, or no and because of which rule."""

    is_eligible: bool
    because: list[Text]


class Burdens(BaseModel):
    """How many acts have so many burdens, listings counted too; null below ten, else rounded."""

    authority: str
    on: date
    cases: dict[str, int | None]


def _says(rule_id: str, rules: Rules) -> Text:
    row = rules.rows.get(rule_id)
    return row.says if row else Text(en=rule_id, zh=rule_id)
