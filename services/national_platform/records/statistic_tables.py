"""The table of statistics: numbers as they were told with an edition, and nothing finer."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.national_platform.records.tables import PlatformBase
from shared.inventory import held, table
from shared.origin import ours


class StatisticRow(PlatformBase):
    """One number that was told; where there is none, it was under ten or left out."""

    __tablename__ = "statistics"
    __table_args__ = table(
        "What each edition told in numbers: rounded to five, and no number under ten.",
        kept="for ever",
        mark=ours("Suppressed and rounded, so nobody can be found."),
    )
    edition: Mapped[str] = mapped_column(
        String(16), primary_key=True, info=held("with which edition", goes_to="everybody")
    )
    issuer: Mapped[str] = mapped_column(
        String(32), primary_key=True, info=held("whose list", goes_to="everybody")
    )
    list: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("which list", goes_to="everybody")
    )
    measure: Mapped[str] = mapped_column(
        String(16), primary_key=True, info=held("what is counted", goes_to="everybody")
    )
    part: Mapped[str] = mapped_column(
        String(32), primary_key=True, info=held("cause or length of stay", goes_to="everybody")
    )
    count: Mapped[int] = mapped_column(info=held("how many, rounded", goes_to="everybody"))
