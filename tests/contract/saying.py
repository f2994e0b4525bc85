"""What every issuer says on the bus, made by the ledger: one listing from first to last act."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from demo.roster import SECTOR_LIST, USUAL_SECTORS
from shared.authorities import Authority, DeclaredList, load
from shared.contract import Act, Cause, Envelope, Notice
from shared.database import Database
from shared.identifiers import Kind, Party
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.rulebook import Ground
from shared.rulebook import load as load_rulebook
from tests.builders import make_listing, make_organisation, make_party

ROOT = Path(__file__).resolve().parents[2]
ISSUERS = load(ROOT / "authorities.yaml").issuers
LISTS = [(issuer, one) for issuer in ISSUERS for one in issuer.lists]
NAMES = [f"{issuer.slug}.{one.id}" for issuer, one in LISTS]
# Bytes are kept for who has code of its own, and for the sectors that usually run: what every
# sector says is made by one code, and a new one is to need no more than its rulebook.
SAMPLED = [one for one in LISTS if one[0].service != SECTOR_LIST or one[0].slug in USUAL_SECTORS]
RULES_OF = date(2019, 11, 1)
AT = datetime(2019, 2, 1, 4, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """One act as it goes to the bus."""

    listing: Listing
    act: Act
    envelope: Envelope
    notice: Notice


def say(ledger: Database, issuer: Authority, declared: DeclaredList, party: Party) -> list[Said]:
    """One listing is published, its name put right, and it is withdrawn."""
    listed = replace(
        make_listing(party),
        issuer=issuer.slug,
        list=declared.id,
        reason=a_ground_of(issuer, declared),
        effect=declared.effect,
        publication=declared.publication,
    )
    corrected = listed.correct(f"{party.name}改", party.id_number)
    withdrawn = corrected.withdraw(Cause.PERFORMED, date(2019, 5, 6))
    steps = zip((listed, corrected, withdrawn), Act, strict=True)
    with ledger.write() as session:
        said = [_appended(session, listing, act) for listing, act in steps]
        session.rollback()  # the next one finds an empty ledger again
    return said


def _appended(session: Session, listing: Listing, act: Act) -> Said:
    acts.append(session, listing, act, AT)
    waiting = acts.unpublished(session, 10)[-1]
    envelope, notice = acts.words_of(session, waiting)
    return Said(listing, act, envelope, notice)


def a_ground_of(issuer: Authority, declared: DeclaredList) -> str:
    """The first ground in the issuer's own rulebook for that list."""
    assert issuer.rulebook is not None
    rows = load_rulebook(ROOT / issuer.rulebook).as_of(RULES_OF).rows.values()
    fitting = (row.id for row in rows if _is_for(row.value, declared.id))
    return next(fitting)


def _is_for(value: object, list_id: str) -> bool:
    return isinstance(value, Ground) and value.list == list_id


def somebody_for(declared: DeclaredList) -> Party:
    """A party of a kind that the list takes."""
    return make_party() if Kind.PERSON in declared.kinds else make_organisation()
