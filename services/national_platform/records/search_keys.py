"""Search keys, filed when an edition shows a listing and taken out when it shows it no more.

They are made from the register alone, so nothing is lost with them: where another version of the
readings made them, all are made anew at the next start.
"""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import cast

from sqlalchemy import Select, Table, and_, bindparam, delete, insert, select, tuple_
from sqlalchemy.orm import Session

from services.national_platform.domain.readings import keys_of
from services.national_platform.domain.register import Held
from services.national_platform.records.search_tables import (
    LONGEST_KEY,
    LONGEST_TONES,
    SearchKeyRow,
)
from services.national_platform.records.state import state
from services.national_platform.records.tables import ListingRow
from shared.contract import Publication
from shared.database import Database

TABLE = cast(Table, SearchKeyRow.__table__)
COLUMNS = ("kind", "key", "issuer", "ref", "tones")
INSERT = f"INSERT INTO {TABLE.name} ({', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608
AT_ONCE = 20_000  # listings whose keys are filed together
RULES = 1  # raised whenever the same name gets other keys
Place = tuple[str, str]  # reference, issuer: the order of the tables
START: Place = ("", "")

NAMED = (ListingRow.ref, ListingRow.issuer, ListingRow.name)
SEARCHED = (ListingRow.publication == Publication.PUBLIC, ListingRow.name.is_not(None))
OF_ONE = and_(TABLE.c.ref == bindparam("its_ref"), TABLE.c.issuer == bindparam("its_issuer"))


def made_by() -> str:
    """Which rules and libraries make the keys of today."""
    return f"{RULES}, pypinyin {version('pypinyin')}, opencc {version('opencc')}"


def file_brought_out(session: Session, edition_id: str) -> None:
    """File every public listing that comes out with this edition."""
    new = select(*NAMED).where(*SEARCHED, ListingRow.in_edition == edition_id)
    rows = session.connection().execute(new.execution_options(yield_per=AT_ONCE))
    for some in rows.partitions():
        _insert(session, [(ref, issuer, name) for ref, issuer, name in some])


def file_some(session: Session, after: Place) -> Place | None:
    """File some of them, and say where to go on; None at the end."""
    rows = session.execute(_without_keys(after).limit(AT_ONCE)).all()
    _insert(session, [(row.ref, row.issuer, row.name) for row in rows])
    return (rows[-1].ref, rows[-1].issuer) if len(rows) == AT_ONCE else None


def _without_keys(after: Place) -> Select[str, str, str | None]:
    own = and_(SearchKeyRow.ref == ListingRow.ref, SearchKeyRow.issuer == ListingRow.issuer)
    return (
        select(*NAMED)
        .where(
            *SEARCHED,
            tuple_(ListingRow.ref, ListingRow.issuer) > after,
            ListingRow.in_edition.is_not(None),
            ~select(SearchKeyRow.ref).where(own).exists(),
        )
        .order_by(ListingRow.ref, ListingRow.issuer)
    )


def follow(session: Session, changed: Iterable[Held]) -> None:
    """What was withdrawn is found no more, what was corrected by its new name only: at once."""
    known = [one for one in changed if _may_have_keys(one)]
    if known:
        places = [{"its_ref": one.ref, "its_issuer": one.issuer} for one in known]
        session.connection().execute(delete(TABLE).where(OF_ONE), places)
        shown = [(one.ref, one.issuer, one.name) for one in known if one.is_shown and one.name]
        _insert(session, shown)


def _may_have_keys(one: Held) -> bool:
    return one.publication is Publication.PUBLIC and one.in_edition is not None


def forget(session: Session, ended: Select[str, str]) -> None:
    """Take out the keys of these listings; `ended` selects their references and issuers."""
    place = tuple_(SearchKeyRow.ref, SearchKeyRow.issuer)
    session.execute(
        delete(SearchKeyRow).where(place.in_(ended)).execution_options(synchronize_session=False)
    )


def keep_up(database: Database) -> None:
    """Make all keys anew if others than today's rules made them; some at a time, once.

    Cut off in between, it begins again at the next start: nobody is answered before it is done.
    """
    with database.write() as session:
        if state(session).search_keys_made_by == made_by():
            return
        state(session).search_keys_made_by = None
        session.execute(delete(TABLE))
    place: Place | None = START
    while place is not None:
        with database.write() as session:
            place = file_some(session, place)
    with database.write() as session:
        state(session).search_keys_made_by = made_by()


def _insert(session: Session, named: Sequence[tuple[str, str, str | None]]) -> None:
    """In the order of the index that a search reads: so each of its pages is touched once."""
    rows = [
        (key.kind.value, key.text[:LONGEST_KEY], issuer, ref, key.tones[:LONGEST_TONES])
        for ref, issuer, name in named
        for key in keys_of(name or "")
    ]
    rows.sort()
    if not rows:
        return
    if session.get_bind().dialect.name == "sqlite":  # half of the time would go on named values
        session.connection().exec_driver_sql(INSERT, rows)
    else:
        session.execute(insert(TABLE), [dict(zip(COLUMNS, row, strict=True)) for row in rows])
