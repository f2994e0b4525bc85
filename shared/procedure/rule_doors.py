"""The public rulebook: as it is in force here, as it was on any day, and what changed between."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from shared.calendar import LegalDate
from shared.origin import door, ours
from shared.procedure.shapes import RulebookShown, RuleShown
from shared.rulebook import Rulebook, Rules
from shared.rulebook.changes import Changed, Changes, changes

router = APIRouter(tags=["rules"])
# Apart, for a body that shows more beside its rules than rows.
changes_router = APIRouter(tags=["rules"])

AsOf = Annotated[
    LegalDate | None,
    Query(description="The rules of this day; those in force here if it is left out"),
]
From = Annotated[LegalDate, Query(alias="from", examples=["2019-11-01"])]
To = Annotated[LegalDate, Query(alias="to", examples=["2026-06-01"])]


class RuleChanged(BaseModel):
    """One rule before and after, and which of its parts differ."""

    id: str
    parts: list[str]
    before: RuleShown
    after: RuleShown

    @classmethod
    def of(cls, one: Changed) -> Self:
        """The change as the public reads it."""
        return cls(
            id=one.after.id,
            parts=list(one.parts),
            before=RuleShown(**one.before.model_dump()),
            after=RuleShown(**one.after.model_dump()),
        )


class RulebookChanges(BaseModel):
    """The rules of two days side by side; `changed` in value, `restated` on another basis only."""

    authority: str
    from_on: date
    to_on: date
    in_force_here: date
    heading: str
    heading_before: str
    added: list[RuleShown]
    ended: list[RuleShown]
    changed: list[RuleChanged]
    restated: list[RuleChanged]
    unchanged_count: int


def book_of(request: Request) -> Rulebook:
    """All rows that this service ever had."""
    book: Rulebook = request.app.state.rulebook
    return book


def rules_of(request: Request) -> Rules:
    """The rules that this service runs on."""
    rules: Rules = request.app.state.rules
    return rules


BookDep = Annotated[Rulebook, Depends(book_of)]
RulesDep = Annotated[Rules, Depends(rules_of)]


@router.get("/v1/rulebook", **door(ours("The rules are public, with how sure each one is.")))
def rulebook(book: BookDep, rules: RulesDep, as_of: AsOf = None) -> RulebookShown:
    """The rules of one day, each with its legal basis, source and confidence."""
    return show_rules(asked_for(book, rules, as_of), rules.as_of)


@changes_router.get(
    "/v1/rulebook/changes",
    **door(ours("Rules of two dates stand side by side and are never mixed.")),
)
def rulebook_changes(book: BookDep, rules: RulesDep, from_on: From, to_on: To) -> RulebookChanges:
    """Which rules were added, ended or changed from one day to another, before and after."""
    return show_changes(book, changes(book, from_on, to_on), (from_on, to_on), rules.as_of)


router.include_router(changes_router)


def asked_for(book: Rulebook, rules: Rules, as_of: date | None) -> Rules:
    """The rules of the day that was asked for, or those in force here."""
    return rules if as_of is None else book.as_of(as_of)


def show_rules(rules: Rules, in_force_here: date) -> RulebookShown:
    """A rulebook as the public reads it; it says of which day it is."""
    return RulebookShown(
        authority=rules.rulebook,
        heading=rules.heading(),
        as_of=rules.as_of,
        in_force_here=in_force_here,
        rules=[RuleShown(**row.model_dump()) for row in rules.rows.values()],
    )


def show_changes(
    book: Rulebook, found: Changes, days: tuple[date, date], in_force_here: date
) -> RulebookChanges:
    """The changes as the public reads them."""
    from_on, to_on = days
    return RulebookChanges(
        authority=book.rulebook,
        from_on=from_on,
        to_on=to_on,
        in_force_here=in_force_here,
        heading=book.as_of(to_on).heading(),
        heading_before=book.as_of(from_on).heading(),
        added=[RuleShown(**row.model_dump()) for row in found.added],
        ended=[RuleShown(**row.model_dump()) for row in found.ended],
        changed=[RuleChanged.of(one) for one in found.changed if one.is_in_value],
        restated=[RuleChanged.of(one) for one in found.changed if not one.is_in_value],
        unchanged_count=found.unchanged_count,
    )
