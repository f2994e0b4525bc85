"""Every service built once, with keys and tables in a folder that is thrown away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.portraits import AUTHORITIES, Portrait, paint, prepare
from demo.roster import Place, read_roster

PLACES = read_roster(AUTHORITIES).places
Paint = Callable[[Place], Portrait]


@pytest.fixture(scope="session")
def painted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paint]:
    """Builds a service when it is first asked for, and no more than once."""
    folder: Path = tmp_path_factory.mktemp("portraits")
    prepare(folder)
    known: dict[str, Portrait] = {}

    def one(place: Place) -> Portrait:
        if place.name not in known:
            known[place.name] = paint(place, folder)
        return known[place.name]

    yield one
    for portrait in known.values():
        portrait.app.state.database.close()


@pytest.fixture(scope="session", params=PLACES, ids=lambda place: str(place.name))
def portrait(request: pytest.FixtureRequest, painted: Paint) -> Portrait:
    """Each service in its turn."""
    place: Place = request.param
    return painted(place)


@pytest.fixture(scope="session")
def portraits(painted: Paint) -> list[Portrait]:
    """All services."""
    return [painted(place) for place in PLACES]
