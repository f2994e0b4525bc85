"""A list that a locality keeps for itself: what puts somebody on it, and what follows from that.

It rests on one act of one person. Whatever else was imposed for the same act is recorded beside it
and counted. From the list follows what a row of its rulebook says, and only what is named here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from shared.errors import BadInput, Forbidden
from shared.identifiers import Party, age_on
from shared.ledger.listing import Listing
from shared.rulebook import Consequence, Finding, Ground, ListRule, Rules, Text, Unit
from shared.rulebook.rules import RuleMissing
from shared.signature import Signature

READ_BY, YOUNGEST_AGE, KEPT_AFTER_END = "read-by", "youngest-age", "kept-after-end"


class Readers(StrEnum):
    """Who may read the list, as the row `read-by` says."""

    RESIDENTS = "residents"
    OFFICERS = "officers"


class Withheld(StrEnum):
    """All that a local listing may ever withhold; no basic public service is among it."""

    SERVICE_AWARDS = "no-service-awards"


class FindingUnknown(BadInput):
    """The rulebook in force knows no such ground or finding."""

    code = "finding_unknown"


class PenaltyUnknown(BadInput):
    """The rulebook in force knows no such penalty."""

    code = "penalty_unknown"


class NotYet(BadInput):
    """Nothing was found or imposed on a day to come, and nothing imposed before it was found."""

    code = "dates_out_of_order"


class BasisUnknown(BadInput):
    """A local listing rests on an act that this locality has on file."""

    code = "basis_unknown"


class BasisNotOfParty(BadInput):
    """The act is somebody else's."""

    code = "basis_not_of_party"


class BasisOfOtherGround(BadInput):
    """What was found is another ground, or none."""

    code = "basis_of_other_ground"


class PartyIsMinor(BadInput):
    """Nobody under age is listed."""

    code = "party_is_minor"


class ListNotShown(Forbidden):
    """The rule of the list does not let this reader see it."""

    code = "list_not_shown"


class NotYourEffect(Forbidden):
    """No row gives this department anything to withhold."""

    code = "effect_not_yours"


@dataclass(frozen=True, slots=True)
class Penalty:
    """Something imposed for the act, by a code of the rulebook, whoever imposed it."""

    code: str
    imposed_on: date


@dataclass(frozen=True, slots=True)
class LocalCase:
    """One act of one person, and everything that was imposed for it."""

    id: str
    party: Party
    ground: str
    found_on: date
    facts: str
    recorded_by: str
    recorded_at: datetime
    penalties: tuple[Penalty, ...] = ()

    def impose(self, penalty: Penalty) -> "LocalCase":
        """One more penalty for the same act; each is counted."""
        return replace(self, penalties=(*self.penalties, penalty))

    def must_be_sound(self, rules: Rules, today: date) -> None:
        """Raise unless the rulebook knows all of it and it happened in this order."""
        row = rules.rows.get(self.ground)
        if row is None or not isinstance(row.value, Ground | Finding):
            raise FindingUnknown("The rulebook in force has no such ground or finding.")
        known = {row.id for row in rules.rows.values() if row.unit is Unit.PENALTY}
        if any(penalty.code not in known for penalty in self.penalties):
            raise PenaltyUnknown("The rulebook in force has no such penalty.")
        days = [penalty.imposed_on for penalty in self.penalties]
        if max([self.found_on, *days]) > today or min([self.found_on, *days]) < self.found_on:
            raise NotYet("Nothing is found or imposed on a day to come, or before it was found.")


def must_be_listable(
    case: LocalCase | None, names_party: bool, ground: str, rules: Rules, today: date
) -> None:
    """Raise a refusal with a code unless this act allows this listing on that day."""
    if case is None:
        raise BasisUnknown("A local listing rests on an act that this locality has on file.")
    if not names_party:
        raise BasisNotOfParty("The act is not this party's.")
    if case.ground != ground:
        raise BasisOfOtherGround("What was found is no such ground.")
    if age_on(case.party.id_number, today) < rules.number(YOUNGEST_AGE):
        raise PartyIsMinor("Nobody under age is listed.")


def must_be_readable_by_residents(rules: Rules) -> None:
    """ListNotShown unless a list is kept whose rule lets residents read it."""
    if READ_BY not in rules.rows or rules.word(READ_BY) != Readers.RESIDENTS:
        raise ListNotShown("No rule lets you read a local list here.")


def consequences(rules: Rules, list_id: str, by: str | None = None) -> list[Text]:
    """What being on a list brings about, or only what one department sees to."""
    return [
        row.says
        for row in rules.rows.values()
        if isinstance(row.value, Consequence)
        and row.value.of == list_id
        and by in (None, row.value.by)
    ]


def withheld(rules: Rules, listings: Iterable[Listing], by: str, today: date) -> Sequence[Text]:
    """What a department may not grant this party today; NotYourEffect if it has nothing to say."""
    effects = [row.value for row in rules.rows.values() if isinstance(row.value, Consequence)]
    if all(effect.by != by for effect in effects):
        raise NotYourEffect("No rule in force gives your department anything to withhold.")
    lists = {one.list for one in listings if one.stands_on(today)}
    return [says for list_id in sorted(lists) for says in consequences(rules, list_id, by)]


def forget_on(case: LocalCase, listings: Iterable[Listing], rules: Rules) -> date | None:
    """The day on which an act is deleted with everything about it; None without a rule for it."""
    if KEPT_AFTER_END not in rules.rows:
        return None
    ends = [one.withdrawn_on or one.stands_until for one in listings]
    recorded_on = Signature(case.recorded_by, case.recorded_at).today
    return rules.after(max([recorded_on, *ends]), KEPT_AFTER_END)


def must_fit(rules: Rules) -> None:
    """RuleMissing, so that the place does not start, if the rulebook does not hold together."""
    if any(isinstance(row.value, ListRule) for row in rules.rows.values()):
        rules.require([READ_BY, YOUNGEST_AGE, KEPT_AFTER_END, "reviewing-body"])
        if rules.word(READ_BY) not in tuple(Readers):
            raise RuleMissing(f"{rules.rulebook}: {READ_BY} names none of {', '.join(Readers)}")
    missing = sorted(set(_named(rules)) - set(rules.rows))
    if missing:
        raise RuleMissing(f"{rules.rulebook}: named but not in force: {', '.join(missing)}")
    strange = {row.id for row in rules.rows.values() if row.unit is Unit.EFFECT} - set(Withheld)
    if strange:
        raise RuleMissing(
            f"{rules.rulebook}: a local listing cannot bring about {', '.join(sorted(strange))}"
        )


def _named(rules: Rules) -> Iterator[str]:
    for row in rules.rows.values():
        if isinstance(row.value, Ground):
            yield from (row.value.list, row.value.term)
        if isinstance(row.value, Consequence):
            yield row.value.of
