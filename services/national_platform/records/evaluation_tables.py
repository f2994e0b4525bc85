"""The table of what goes down to the localities: one row for each listing and region."""

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from services.national_platform.records.tables import PlatformBase
from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.origin import ours, paper

LOCALITIES = "the localities of that region"
SECTION = "Public shaming on a national publication platform, footnote 16"
ORDER = ours("Operation of the model: so that a reader can go on from where it stopped.")


class EvaluationRow(PlatformBase):
    """The latest that was sent down of one organisation's listing; the register says the rest.

    Each change gives the row a new, higher number, so all rows together are what stands now, and a
    reader who begins at nothing needs no other source.
    """

    __tablename__ = "evaluations"
    __table_args__ = table(
        "Which evaluations of organisations were sent down to the localities; of people, none.",
        kept="while it stands; once it has ended, as long as `feed-kept` in the rulebook says",
        mark=paper(f"{SECTION}: merged data on companies is pushed down, as a complement."),
    )
    ref: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("which listing", goes_to=LOCALITIES)
    )
    issuer: Mapped[str] = mapped_column(
        String(32), primary_key=True, info=held("who evaluates", goes_to=LOCALITIES)
    )
    region: Mapped[str] = mapped_column(
        String(6),
        primary_key=True,
        info=held("where the organisation is registered, by its code", goes_to=LOCALITIES),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY,
        unique=True,
        autoincrement=False,
        info=held("order of the changes", goes_to=LOCALITIES, mark=ORDER),
    )
    version: Mapped[int] = mapped_column(info=held("number of the act told", goes_to=LOCALITIES))
    told_until: Mapped[date] = mapped_column(
        Date,
        index=True,
        info=held("first day on which it no longer stands, as it was told", goes_to=LOCALITIES),
    )
    ended: Mapped[str | None] = mapped_column(
        String(16), info=held("withdrawn, corrected or expired, once it is", goes_to=LOCALITIES)
    )
    cause: Mapped[str | None] = mapped_column(
        String(32), info=held("why it was withdrawn", goes_to=LOCALITIES)
    )
    told_at: Mapped[datetime] = mapped_column(
        Instant, index=True, info=held("when it was sent down, for forgetting", mark=ORDER)
    )
