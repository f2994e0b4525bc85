"""The basic list of measures: what may follow a listing at all, edition by edition.

Before its first edition there was no such list, and only what always holds is asked of a measure:
it restricts no basic public service and is addressed to the party. Since then a measure that
burdens must be an entry of the list; one that is none stands in its agreement, out of force.
"""

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from services.partner_gateway.domain.memorandums import Closed, Dated, Measure, Sphere, Words
from shared.checked_yaml import Flaw, parse
from shared.contract import SlugText
from shared.origin import Origin
from shared.rulebook import Confidence, Text


class _Row(Closed):
    id: SlugText
    says: Text
    legal_basis: Words
    source: Words
    confidence: Confidence
    origin: Origin
    floor: bool = False


class Edition(Dated, _Row):
    """The list as it was brought out once; the next edition takes its place."""


class Entry(_Row):
    """One kind of measure that the list allows: in which spheres, and in which editions."""

    group: SlugText
    spheres: tuple[Sphere, ...] = ()
    editions: tuple[SlugText, ...] = Field(min_length=1)


class BasicList(Closed):
    """Every edition and every entry."""

    title: Text
    statement: _Row
    editions: tuple[Edition, ...] = Field(min_length=1)
    entries: tuple[Entry, ...] = Field(min_length=1)

    def on(self, day: date) -> Edition | None:
        """The edition in force on a day; None before the first."""
        return next((one for one in self.editions if one.is_in_force(day)), None)

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id."""
        return next((one for one in self.entries if one.id == entry_id), None)

    def mistaken(self, measure: Measure) -> str | None:
        """Why a measure cannot be the entry that it names: always refused, whatever the date."""
        if measure.basic is None:
            return None
        entry = self.entry(measure.basic)
        if entry is None:
            return f"the basic list of measures has no entry {measure.basic}"
        if measure.sphere not in entry.spheres:
            return f"the entry {entry.id} of the basic list is not about {measure.sphere.value}"
        return None

    def left_out(self, measure: Measure, day: date) -> str | None:
        """Why a measure that burdens is not in force under the edition of that day."""
        edition = self.on(day)
        if edition is None:
            return None
        entry = self.entry(measure.basic) if measure.basic else None
        if entry is None or edition.id not in entry.editions:
            return f"it is no entry of the basic list of measures, {edition.id}"
        return None


def read_basic_list(text: str, file: str) -> BasicList:
    """The list, checked: editions follow each other, entries name editions and nothing basic."""
    return parse(text, file, BasicList, _flaws)


def _flaws(read: BasicList) -> Iterator[Flaw]:
    known = {one.id for one in read.editions}
    for number, edition in enumerate(read.editions[1:], 1):
        before = read.editions[number - 1].valid_to
        if before is None or edition.valid_from is None or edition.valid_from <= before:
            yield Flaw(("editions", number), "two editions are in force on the same day")
    for number, entry in enumerate(read.entries):
        for strange in sorted(set(entry.editions) - known):
            yield Flaw(("entries", number, "editions"), f"there is no edition {strange}")
        if entry.id in {one.id for one in read.entries[:number]}:
            yield Flaw(("entries", number, "id"), "this entry is there twice")
