"""The table of search keys: under which texts a listing of a public list can be found."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.national_platform.records.tables import PlatformBase
from shared.inventory import held, table
from shared.origin import ours

LONGEST_KEY, LONGEST_TONES = 600, 500
# Beginnings are ranges of code points in either database; SQLite compares so anyway.
BY_CODE_POINT = String(LONGEST_KEY).with_variant(String(LONGEST_KEY, collation="C"), "postgresql")


class SearchKeyRow(PlatformBase):
    """One text under which one listing is found; of shared lists there is none."""

    __tablename__ = "search_keys"
    __table_args__ = (
        # In the order in which a search reads it, and with all that a search tests.
        Index("search_keys_read", "kind", "key", "issuer", "ref", "tones"),
        {
            **table(
                "Under which spellings and readings listings of public lists can be found.",
                kept="while an edition shows the listing; gone with its withdrawal at once",
                mark=ours("A name is found however it is written: script, pinyin, tones."),
            ),
            "sqlite_with_rowid": False,  # the key is nearly all there is
        },
    )
    ref: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("which listing"))
    issuer: Mapped[str] = mapped_column(String(32), primary_key=True, info=held("whose"))
    kind: Mapped[str] = mapped_column(
        String(8), primary_key=True, info=held("written or spoken: what the key is made of")
    )
    key: Mapped[str] = mapped_column(
        BY_CODE_POINT,
        primary_key=True,
        info=held("the name, folded or as it is read; deleted at withdrawal", personal=True),
    )
    tones: Mapped[str] = mapped_column(
        String(LONGEST_TONES), info=held("the tones of each reading with these letters")
    )
