"""What a locality holds about organisations: its own books, and what comes down to them."""

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from services.locality.records.tables import LocalityBase
from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.origin import ours, paper

SECTION = "Public shaming on a national publication platform, footnote 16"
PARTY = "the party"
OPERATION = ours("Operation of the model: how far the platform was read, and when.")
IN_ORDER = ours("So that a line that comes twice changes nothing.")

READERS = "everybody, of the copy as a whole; about nobody"


class OrganisationRow(LocalityBase):
    """One organisation."""

    __tablename__ = "organisations"
    __table_args__ = table(
        "Organisations registered in this place; none has points.",
        kept="as long as it is registered here",
        mark=paper(f"{SECTION}: companies are evaluated in depth at the local level."),
    )
    id: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        info=held(
            "opaque reference", goes_to=PARTY, mark=ours("A name that says nothing about anybody.")
        ),
    )
    name: Mapped[str] = mapped_column(
        String(100), info=held("the organisation's name", goes_to=PARTY, personal=True)
    )
    code: Mapped[str] = mapped_column(
        String(18), unique=True, info=held("its code, which is public", goes_to=PARTY)
    )
    registered_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    registered_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))


class ComplementRow(LocalityBase):
    """One issuer's evaluation of one organisation, as it came down; of people there is none."""

    __tablename__ = "complement"
    __table_args__ = table(
        "What the national platform says of organisations of this place: a complement, no points.",
        kept="while it stands; deleted as soon as its end is heard or its last day has passed",
        mark=paper(
            f"{SECTION}: pushed down to complement the local evaluation, not to replace it."
        ),
    )
    ref: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("the issuer's opaque reference", goes_to=PARTY)
    )
    issuer: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("who evaluates", goes_to=PARTY)
    )
    region: Mapped[str] = mapped_column(
        String(6), primary_key=True, info=held("where the organisation is registered")
    )
    seq: Mapped[int] = mapped_column(BIG_KEY, info=held("order of what was told", mark=IN_ORDER))
    version: Mapped[int] = mapped_column(info=held("number of the act told", mark=IN_ORDER))
    code: Mapped[str] = mapped_column(
        String(18), index=True, info=held("the organisation's code, which is public", goes_to=PARTY)
    )
    name: Mapped[str] = mapped_column(
        String(100), info=held("its name, as the issuer writes it", goes_to=PARTY, personal=True)
    )
    list: Mapped[str] = mapped_column(String(64), info=held("on which list", goes_to=PARTY))
    effect: Mapped[str] = mapped_column(
        String(16), info=held("adverse or favourable", goes_to=PARTY)
    )
    publication: Mapped[str] = mapped_column(
        String(16), info=held("shared or public: who else may read it", goes_to=PARTY)
    )
    reason: Mapped[str] = mapped_column(
        String(64), info=held("ground, as a code of the issuer's rulebook", goes_to=PARTY)
    )
    listed_on: Mapped[date] = mapped_column(Date, info=held("first day", goes_to=PARTY))
    stands_until: Mapped[date] = mapped_column(
        Date, index=True, info=held("first day on which it no longer stands", goes_to=PARTY)
    )


class ComplementPositionRow(LocalityBase):
    """How far the platform was read; one row."""

    __tablename__ = "complement_position"
    __table_args__ = table(
        "How far what comes down was read, and when; moved together with what it brought.",
        kept="for ever",
        mark=OPERATION,
    )
    id: Mapped[int] = mapped_column(primary_key=True, info=held("always 1"))
    cursor: Mapped[int] = mapped_column(BIG_KEY, info=held("the last number read"))
    regions: Mapped[str] = mapped_column(
        String(400), info=held("for which regions", goes_to=READERS)
    )
    edition: Mapped[str | None] = mapped_column(
        String(64), info=held("the platform's edition at that time", goes_to=READERS)
    )
    read_at: Mapped[datetime] = mapped_column(
        Instant, info=held("real time of the last reading that brought news", goes_to=READERS)
    )
    refused_count: Mapped[int] = mapped_column(
        info=held("lines that had no place here since the last whole reading", goes_to=READERS)
    )
