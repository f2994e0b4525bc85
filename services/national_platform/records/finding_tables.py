"""What an auditor may look at: what was set aside, how register and issuers compared."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.national_platform.records.tables import PlatformBase
from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.origin import ours

LOST = ours("The stream may lose a notice; the issuer's own table is the truth.")
WATCHERS = "auditor and operator of the platform"


class DigestRow(PlatformBase):
    """One comparison with an issuer's own count."""

    __tablename__ = "digests"
    __table_args__ = table(
        "Whether register and issuer agreed on what stands, and what followed.",
        kept="as long as `findings-kept` in the rulebook says",
        mark=LOST,
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order", goes_to=WATCHERS)
    )
    at: Mapped[datetime] = mapped_column(
        Instant, info=held("when they were compared", goes_to=WATCHERS)
    )
    issuer: Mapped[str] = mapped_column(String(32), info=held("with whom", goes_to=WATCHERS))
    day: Mapped[date] = mapped_column(
        Date, info=held("for which day, by the issuer's clock", goes_to=WATCHERS)
    )
    count_there: Mapped[int] = mapped_column(
        info=held("how many stand at the issuer", goes_to=WATCHERS)
    )
    count_here: Mapped[int] = mapped_column(info=held("how many stand here", goes_to=WATCHERS))
    outcome: Mapped[str] = mapped_column(
        String(16),
        info=held("agreed, restating, differs, nobody_answered, or another_day", goes_to=WATCHERS),
    )
    found: Mapped[dict[str, int]] = mapped_column(
        JSON,
        server_default="{}",
        info=held("how many listings differed, by kind", goes_to=WATCHERS),
    )


class DifferenceRow(PlatformBase):
    """One listing on which register and issuer differed; of each kind only the first ones."""

    __tablename__ = "differences"
    __table_args__ = table(
        "Which listings differed between register and issuer, and how; the reference only.",
        kept="as long as `findings-kept` in the rulebook says",
        mark=LOST,
    )
    digest_seq: Mapped[int] = mapped_column(
        BIG_KEY,
        primary_key=True,
        autoincrement=False,
        info=held("in which comparison", goes_to=WATCHERS),
    )
    ref: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("which listing", goes_to=WATCHERS)
    )
    kind: Mapped[str] = mapped_column(String(16), info=held("how it differed", goes_to=WATCHERS))
    version_there: Mapped[int | None] = mapped_column(
        info=held("number of the last act that the issuer knows", goes_to=WATCHERS)
    )
    version_here: Mapped[int | None] = mapped_column(
        info=held("number of the last act that was known here", goes_to=WATCHERS)
    )


class RestatementRow(PlatformBase):
    """An issuer that was asked to say everything again, until its next digest."""

    __tablename__ = "restatements"
    __table_args__ = table(
        "Which issuers are saying everything again now.",
        kept="until the issuer's next digest",
        mark=LOST,
    )
    issuer: Mapped[str] = mapped_column(String(32), primary_key=True, info=held("who"))
    asked_at: Mapped[datetime] = mapped_column(Instant, info=held("since when"))


class SaidAgainRow(PlatformBase):
    """What one listing's word found here while its issuer said everything again."""

    __tablename__ = "said_again"
    __table_args__ = table(
        "What an issuer has said while it says everything again, and what that found here.",
        kept="until the issuer's next digest",
        mark=LOST,
    )
    issuer: Mapped[str] = mapped_column(String(32), primary_key=True, info=held("whose"))
    ref: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("which listing"))
    version: Mapped[int] = mapped_column(info=held("number of the act that was said"))
    until: Mapped[date | None] = mapped_column(
        Date, info=held("first day on which it no longer stands; none if it is withdrawn")
    )
    found: Mapped[str] = mapped_column(String(16), info=held("what it found here"))
    version_here: Mapped[int | None] = mapped_column(
        info=held("number of the last act that was known here then")
    )


class QuarantineRow(PlatformBase):
    """A bad notice, without anything that was said in it."""

    __tablename__ = "quarantine"
    __table_args__ = (
        # The same message may come again until its bytes are erased from the stream.
        Index("quarantine_once", "stream_seq", "fingerprint", unique=True),
        table(
            "Notices set aside: why, and the shape of what came; never what it said.",
            kept="as long as `findings-kept` in the rulebook says",
            mark=ours("A bad notice must neither stop the others nor be believed."),
        ),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order", goes_to="auditor")
    )
    stream_seq: Mapped[int] = mapped_column(
        BIG_KEY, info=held("its place in the stream", goes_to="auditor")
    )
    at: Mapped[datetime] = mapped_column(Instant, info=held("when it came", goes_to="auditor"))
    reason: Mapped[str] = mapped_column(
        String(64), info=held("what is wrong, as a code", goes_to="auditor")
    )
    subject: Mapped[str] = mapped_column(
        String(400), info=held("where it was said, unknown words hidden", goes_to="auditor")
    )
    size_bytes: Mapped[int] = mapped_column(info=held("how large it was", goes_to="auditor"))
    fingerprint: Mapped[str] = mapped_column(
        String(64), info=held("keyed hash of the body, so that a repeat is kept once")
    )
    headers: Mapped[list[str]] = mapped_column(
        JSON, info=held("names of its headers, never values", goes_to="auditor")
    )
    fields: Mapped[list[str]] = mapped_column(
        JSON, info=held("names of its fields, never values", goes_to="auditor")
    )
