"""What is wrong with a scheme although each of its parts is well formed."""

from collections.abc import Collection, Iterable, Iterator

from services.locality.domain.scheme import Editions, Scheme, follows_on
from shared.checked_yaml import Flaw


def flaws(found: Editions, departments: Collection[str]) -> Iterator[Flaw]:
    """Everything that would make a scheme contradict itself, or the departments there are."""
    yield from _doubles("editions", "edition", (one.edition for one in found.editions))
    yield from _gaps(found)
    for number, edition in enumerate(found.editions):
        for flaw in _flaws_of(edition, departments):
            yield Flaw(("editions", number, *flaw.where), flaw.reason)


def _gaps(found: Editions) -> Iterator[Flaw]:
    """Between the first day of the first and the last of the last, one edition is in force."""
    for number, (earlier, later) in enumerate(
        zip(found.editions, found.editions[1:], strict=False), 1
    ):
        if not follows_on(earlier.in_force, later.in_force):
            yield Flaw(
                ("editions", number, "in_force", "valid_from"),
                f"the edition must begin on the day after {earlier.edition} ends",
            )


def _flaws_of(scheme: Scheme, departments: Collection[str]) -> Iterator[Flaw]:
    yield from _doubles("categories", "id", (one.id for one in scheme.categories))
    yield from _doubles("items", "code", (one.code for one in scheme.items))
    yield from _doubles("benefits", "id", (one.id for one in scheme.benefits))
    yield from _doubles("grades.bands", "grade", (one.grade for one in scheme.grades.bands))
    yield from _scale(scheme)
    yield from _items(scheme, departments)
    yield from _benefits(scheme)


def _doubles(place: str, key: str, names: Iterable[str]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield Flaw((*place.split("."), number, key), f"{name} is there twice")
        seen.add(name)


def _scale(scheme: Scheme) -> Iterator[Flaw]:
    scale, bands = scheme.scale, scheme.grades.bands
    if scale.maximum is not None and scale.maximum <= scale.minimum:
        yield Flaw(("scale", "maximum"), "the maximum must lie above the minimum")
    if not _within(scheme, scale.base):
        yield Flaw(("scale", "base"), "the base lies outside the scale")
    lowest = len(bands) - 1
    if bands[lowest].at_least != scale.minimum:
        yield Flaw(
            ("grades", "bands", lowest, "at_least"), "the lowest grade must begin at the minimum"
        )
    if not _within(scheme, bands[0].at_least):
        yield Flaw(("grades", "bands", 0, "at_least"), "the best grade can never be reached")


def _within(scheme: Scheme, points: int) -> bool:
    scale = scheme.scale
    return scale.minimum <= points and (scale.maximum is None or points <= scale.maximum)


def _items(scheme: Scheme, departments: Collection[str]) -> Iterator[Flaw]:
    categories = {one.id for one in scheme.categories}
    for number, item in enumerate(scheme.items):
        if item.category not in categories:
            yield Flaw(("items", number, "category"), f"there is no category {item.category}")
        if item.department not in departments:
            yield Flaw(("items", number, "department"), f"{item.department} notifies nothing here")
        if item.max_points_per_year is not None and item.max_points_per_year < abs(item.most):
            yield Flaw(
                ("items", number, "max_points_per_year"), "the cap is smaller than a single event"
            )


def _benefits(scheme: Scheme) -> Iterator[Flaw]:
    grades = {band.grade for band in scheme.grades.bands}
    for number, benefit in enumerate(scheme.benefits):
        needs = benefit.needs
        if needs.grade is not None and needs.grade not in grades:
            yield Flaw(("benefits", number, "needs", "grade"), f"there is no grade {needs.grade}")
        if needs.points is not None and not _within(scheme, needs.points):
            yield Flaw(("benefits", number, "needs", "points"), "nobody can ever have such a score")
