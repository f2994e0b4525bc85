"""What a locality holds: residents, their consents, events about them, objections, claims."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import Instant
from shared.house import BIG_KEY, HouseBase
from shared.inventory import held, table
from shared.origin import ours, paper, rule

PARTY = "the party"
AS_LONG = "as long as the scheme runs"
FIVE_YEARS = "five years from the day it happened (rulebook row `retention`), then deleted"
NOTIFIED = paper(
    "Personal credit and sectorial blacklists as distinct instruments: departments notify the "
    "local credit bureau, which then deducts points"
)
CONSENT = rule("Informed consent since the Rongcheng reform of 2021.", floor=True)
OBJECTED = ours("A deduction under an open objection counts nothing.", floor=True)


class LocalityBase(DeclarativeBase):
    """Tables of a locality; none of them is ever sent anywhere."""


METADATA = [LocalityBase.metadata, HouseBase.metadata]


class ResidentRow(LocalityBase):
    """One resident."""

    __tablename__ = "residents"
    __table_args__ = table(
        "Adults who live here and may have a score.",
        kept=AS_LONG,
        mark=rule("Rongcheng measures on personal credit rewards, Article 3."),
    )
    id: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        info=held(
            "opaque reference", goes_to=PARTY, mark=ours("A name that says nothing about anybody.")
        ),
    )
    name: Mapped[str] = mapped_column(
        String(100), info=held("the resident's name", goes_to=PARTY, personal=True)
    )
    id_number: Mapped[str] = mapped_column(
        String(18),
        unique=True,
        info=held("the resident's identifier, to find the right person", personal=True),
    )
    registered_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    registered_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))


class ConsentRow(LocalityBase):
    """One yes or no; the last one counts."""

    __tablename__ = "consents"
    __table_args__ = table(
        "Each yes and each no to being scored; without a yes there is no score.",
        kept=AS_LONG,
        mark=CONSENT,
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    resident_id: Mapped[str] = mapped_column(
        ForeignKey("residents.id"), index=True, info=held("whose word")
    )
    consents: Mapped[bool] = mapped_column(info=held("yes or no", goes_to=PARTY))
    at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))


class EventRow(LocalityBase):
    """One event."""

    __tablename__ = "events"
    __table_args__ = table(
        "What departments notify about residents; kept without a score where nobody consented.",
        kept=FIVE_YEARS,
        mark=NOTIFIED,
    )
    id: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        info=held(
            "opaque reference", goes_to=PARTY, mark=ours("A name that says nothing about anybody.")
        ),
    )
    resident_id: Mapped[str] = mapped_column(
        ForeignKey("residents.id"), index=True, info=held("about whom", personal=True)
    )
    kind: Mapped[str] = mapped_column(
        String(64), info=held("what happened, as a code of the public scheme", goes_to=PARTY)
    )
    happened_on: Mapped[date] = mapped_column(
        Date, info=held("when it happened", goes_to=PARTY, personal=True)
    )
    note: Mapped[str | None] = mapped_column(
        String(200), info=held("the department's own remark", goes_to=PARTY, personal=True)
    )
    collected_by: Mapped[str] = mapped_column(
        String(64),
        info=held("which department collected and notified it, with its own key", goes_to=PARTY),
    )
    notified_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    kept_until: Mapped[date] = mapped_column(
        Date,
        index=True,
        info=held(
            "day it is deleted",
            goes_to=PARTY,
            mark=ours("What is held is forgotten on a date.", floor=True),
        ),
    )
    struck_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when an objection to it was upheld", goes_to=PARTY, mark=OBJECTED)
    )
    struck_because: Mapped[str | None] = mapped_column(
        Text, info=held("why it counts for nothing", goes_to=PARTY, mark=OBJECTED)
    )


class ObjectionRow(LocalityBase):
    """One objection to an event, and its decision."""

    __tablename__ = "event_objections"
    __table_args__ = table(
        "What residents say against an event, and the answers.",
        kept="as long as the event",
        mark=OBJECTED,
    )
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    event_id: Mapped[str] = mapped_column(
        ForeignKey("events.id"), unique=True, info=held("against which event", goes_to=PARTY)
    )
    raised_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    statement: Mapped[str] = mapped_column(
        Text, info=held("in the resident's words", goes_to=PARTY, personal=True)
    )
    decide_by: Mapped[date] = mapped_column(
        Date, info=held("last day for the decision", goes_to=PARTY)
    )
    decided_by: Mapped[str | None] = mapped_column(String(64), info=held("which officer"))
    decided_at: Mapped[datetime | None] = mapped_column(
        Instant, index=True, info=held("when", goes_to=PARTY)
    )
    is_upheld: Mapped[bool | None] = mapped_column(info=held("was it right", goes_to=PARTY))
    reasons: Mapped[str | None] = mapped_column(Text, info=held("why", goes_to=PARTY))


class ClaimRow(LocalityBase):
    """One benefit claimed."""

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("resident_id", "benefit", "year"),
        table(
            "Benefits that residents have claimed, each once a year.",
            kept="five years from the claim (rulebook row `retention`), then deleted",
            mark=paper("Municipalities offer subsidies and extra services."),
        ),
    )
    id: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        info=held(
            "opaque reference", goes_to=PARTY, mark=ours("A name that says nothing about anybody.")
        ),
    )
    resident_id: Mapped[str] = mapped_column(
        ForeignKey("residents.id"), index=True, info=held("by whom", personal=True)
    )
    benefit: Mapped[str] = mapped_column(
        String(64), index=True, info=held("which benefit", goes_to=PARTY)
    )
    year: Mapped[int] = mapped_column(info=held("for which year", goes_to=PARTY))
    claimed_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    kept_until: Mapped[date] = mapped_column(
        Date,
        index=True,
        info=held(
            "day it is deleted",
            goes_to=PARTY,
            mark=ours("What is held is forgotten on a date.", floor=True),
        ),
    )
