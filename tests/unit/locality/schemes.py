"""The schemes as shipped, edition by edition, and the rules that each place is run under."""

from datetime import date

from services.locality.domain.flaws import flaws
from services.locality.domain.office import book_under
from services.locality.domain.scheme import Editions, Scheme
from shared.authorities import Authority, load
from shared.checked_yaml import read
from shared.rulebook import Rules
from shared.rulebook import load as load_rulebook
from tests.unit.apps import ROOT

PLACES = load(ROOT / "authorities.yaml").localities
FOLDER = ROOT / "services" / "locality"
COMMON = load_rulebook(FOLDER / "rulebook.yaml")
LAWS = {path.stem: load_rulebook(path) for path in sorted((FOLDER / "rulebooks").glob("*.yaml"))}


def editions_of(place: Authority) -> Editions:
    """A place's scheme, checked as at its start."""
    assert place.scheme is not None
    departments = {one.slug for one in place.departments}
    return read(ROOT / place.scheme, Editions, lambda found: flaws(found, departments))


SHIPPED = {place.slug: editions_of(place) for place in PLACES}
EVERY_EDITION: dict[str, Scheme] = {
    f"{slug}-{edition.edition}": edition
    for slug, found in SHIPPED.items()
    for edition in found.editions
}


def scheme_of(place: str, day: date = date(2019, 11, 1)) -> Scheme:
    """The edition of a place's scheme in force on a day."""
    found = SHIPPED[place].on(day)
    assert found is not None
    return found


def rules_of(law: str, day: date = date(2019, 11, 1)) -> Rules:
    """The rules of a place that is run under a law, as of a day."""
    return book_under(LAWS[law], COMMON).as_of(day)
