"""Things to tell stories with, each with sensible defaults; everyone in them is invented."""

from dataclasses import replace
from datetime import date
from typing import Any

from demo.population.organisations import organisation_code
from demo.population.people import resident_id
from services.court.domain import Duty, Judgment, Severity
from shared.calendar import start_of
from shared.contract import Effect, Publication
from shared.identifiers import IdNumber, Kind, Party
from shared.ledger.listing import Listing
from shared.procedure.steps import Proposal
from shared.rulebook.rows import Row, Text, Unit

REGION = "660101"
# The region is a real one; whoever might get this number is still to be born.
LOOKS_REAL = str(resident_id("110101", date(2099, 12, 31), 1))


def make_party(
    name: str = "王秀英", *, born_on: date = date(1990, 1, 1), sequence: int = 2
) -> Party:
    """A person of the model; even sequences are women's."""
    id_number = resident_id(REGION, born_on, sequence)
    return Party(kind=Kind.PERSON, name=name, id_number=id_number)


def make_organisation(name: str = "恒瑞建材有限公司", *, number: int = 236048) -> Party:
    """A company of the model."""
    code = organisation_code(REGION, f"MA{number:06}")
    return Party(kind=Kind.ORGANISATION, name=name, id_number=code)


def make_namesake(party: Party) -> Party:
    """Another person whom name and mask cannot tell apart from this one."""
    sequence, check = int(party.id_number[14:17]), party.id_number[-1]
    year = int(party.id_number[6:10])
    for month, day in ((month, day) for month in range(1, 13) for day in range(1, 29)):
        found = resident_id(party.id_number[:6], date(year, month, day), sequence)
        if found[-1] == check and found != party.id_number:
            return party.model_copy(update={"id_number": found})
    raise AssertionError("every mask hides more than one number")


def make_judgment(**changes: Any) -> Judgment:
    """A judgment of October 2018 to pay 58,000 yuan by 10 December, against a person."""
    judgment = Judgment(
        id="j-qhzxkvbnwertyuiopasd",
        case_number="(2018)模01民初417号",
        party=make_party(),
        duty=Duty.PAY,
        amount_yuan=58_000,
        severity=Severity.ORDINARY,
        issued_on=date(2018, 10, 8),
        due_on=date(2018, 12, 10),
        registered_by="clerk-one",
        registered_at=start_of(date(2019, 1, 2)),
    )
    return replace(judgment, **changes)


def make_proposal(party: Party | None = None, **changes: Any) -> Proposal:
    """A proposal of 2 January 2019 to list a judgment defaulter."""
    about = party or make_party()
    proposal = Proposal(
        id="p-qhzxkvbnwertyuiopasd",
        list="judgment-defaulters",
        ground="able-but-refuses",
        basis="j-qhzxkvbnwertyuiopasd",
        kind=about.kind,
        name=about.name,
        id_number=about.id_number,
        proposed_by="clerk-one",
        proposed_at=start_of(date(2019, 1, 2)),
    )
    return replace(proposal, **changes)


def make_listing(party: Party | None = None, **changes: Any) -> Listing:
    """A listing of the court that stands from February 2019 for two years."""
    listed = party or make_party()
    listing = Listing(
        ref="l-qhzxkvbnwertyuiopasd",
        issuer="court",
        proposal_id="p-qhzxkvbnwertyuiopasd",
        list="judgment-defaulters",
        reason="able-but-refuses",
        kind=listed.kind,
        effect=Effect.ADVERSE,
        publication=Publication.PUBLIC,
        name=listed.name,
        id_number=IdNumber(listed.id_number),
        listed_on=date(2019, 2, 1),
        stands_until=date(2021, 2, 1),
    )
    return replace(listing, **changes)


def words_of(party: Party) -> dict[str, str]:
    """A party as it stands in a request."""
    return {"kind": party.kind.value, "name": party.name, "id_number": party.id_number}


def make_rule(**changes: Any) -> Row:
    """A rule of fifteen days that is always in force."""
    words: dict[str, Any] = {
        "id": "some-term",
        "unit": Unit.DAYS,
        "value": 15,
        "says": Text(en="So long.", zh="如此之久。"),
        "legal_basis": "a rule",
        "source": "a book",
        "confidence": "confirmed",
        "legal_force": "law",
        "openness": "fixed",
        "origin": "rule",
    }
    return Row.model_validate(words | changes)
