"""What the locality shows to everybody, and what it shows its officers."""

from datetime import date

from pydantic import BaseModel

from services.locality.domain.office import Office, heading_of
from services.locality.domain.scheme import Scheme
from shared.procedure.shapes import Contact, ListCount, RulebookShown, RuleShown
from shared.rulebook import Rules, Text


class EditionKnown(BaseModel):
    """One edition of the scheme, whether in force or not."""

    edition: str
    title: Text
    valid_from: date | None
    valid_to: date | None
    is_in_force: bool


class LocalRulebook(RulebookShown):
    """The rules around the scheme, the scheme in force, its editions, and the list kept here."""

    law: Text | None
    scheme: Scheme | None
    editions: list[EditionKnown]
    local_list: RulebookShown | None

    @classmethod
    def of(cls, office: Office, rules: Rules, local_list: RulebookShown | None) -> "LocalRulebook":
        """All that one place went by, or will go by, on the day of these rules."""
        scheme = office.edition_on(rules.as_of)
        return cls(
            authority=office.slug,
            heading=heading_of(rules, scheme),
            as_of=rules.as_of,
            in_force_here=office.rules.as_of,
            rules=[RuleShown(**row.model_dump()) for row in rules.rows.values()],
            law=office.law,
            scheme=scheme,
            editions=[_known(one, office.scheme) for one in office.editions],
            local_list=local_list,
        )


def _known(edition: Scheme, in_force: Scheme) -> EditionKnown:
    return EditionKnown(
        edition=edition.edition,
        title=edition.title,
        valid_from=edition.in_force.valid_from,
        valid_to=edition.in_force.valid_to,
        is_in_force=edition.edition == in_force.edition,
    )


class LocalContact(Contact):
    """Objections to a local listing have a door, those to an event another."""

    object_to_event_at: str


class GradeCount(BaseModel):
    """How many have a grade; null below ten, otherwise rounded to five."""

    grade: str
    residents: int | None


class StackCount(BaseModel):
    """How many acts have so many penalties of other bodies held against them; null below ten."""

    penalties: int
    acts: int | None


class LocalStatistics(BaseModel):
    """Public counts of one place."""

    authority: str
    rules: str
    on: date
    residents: int | None
    consenting: int | None
    grades: list[GradeCount]
    stacked: list[StackCount]
    lists: list[ListCount]
