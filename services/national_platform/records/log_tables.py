"""The tables of the log: commitments for ever, and salts as long as they may live."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.national_platform.records.tables import PlatformBase
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.origin import ours

PROVES = ours("Whoever keeps a checkpoint can see that no act was altered or dropped later.")
FORGETS = ours("A log must not be an archive of the forgiven.", floor=True)
PROVED_TO = "whoever asks for the proof of a listing that they may read, or for a receipt"


class TileRow(PlatformBase):
    """A piece of the log's tree: up to 256 hashes of one height."""

    __tablename__ = "log_tiles"
    __table_args__ = table(
        "The append-only tree over all acts, as salted commitments that name nobody.",
        kept="for ever",
        mark=PROVES,
    )
    height: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, info=held("how many tiles stand below it")
    )
    tile: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=False, info=held("its number in its row")
    )
    hashes: Mapped[bytes] = mapped_column(
        LargeBinary, info=held("hashes, 32 bytes each", goes_to="everybody, as paths of proofs")
    )


class OpeningRow(PlatformBase):
    """What opens one leaf of a listing: its latest act's, or its withdrawal's.

    The listing's own row says which one it is: an index over references here would make every
    batch write to as many places again as it has acts.
    """

    __tablename__ = "openings"
    __table_args__ = table(
        "The salt that opens one leaf of the log for each listing, and what that act said.",
        kept=(
            "until the next act about the listing, its withdrawal or its end; of a withdrawal,"
            " which names nobody, as long as the listing's row"
        ),
        mark=FORGETS,
    )
    log_index: Mapped[int] = mapped_column(
        BIG_KEY,
        primary_key=True,
        autoincrement=False,
        info=held("its leaf's place in the log", goes_to=PROVED_TO),
    )
    ref: Mapped[str] = mapped_column(String(64), info=held("which listing", goes_to=PROVED_TO))
    issuer: Mapped[str] = mapped_column(String(32), info=held("whose", goes_to=PROVED_TO))
    version: Mapped[int] = mapped_column(info=held("the act's number", goes_to=PROVED_TO))
    act: Mapped[str] = mapped_column(
        String(16), info=held("listed, corrected or withdrawn", goes_to=PROVED_TO)
    )
    # Instants and days as they are committed to, so that no database can give them back otherwise.
    at: Mapped[str] = mapped_column(
        String(27), info=held("when, by the issuer's clock", goes_to=PROVED_TO)
    )
    reason: Mapped[str | None] = mapped_column(
        String(64), info=held("the ground that this act named", goes_to=PROVED_TO)
    )
    listed_on: Mapped[str | None] = mapped_column(
        String(10), info=held("the first day that this act named", goes_to=PROVED_TO)
    )
    stands_until: Mapped[str | None] = mapped_column(
        String(10), info=held("the end that this act named", goes_to=PROVED_TO)
    )
    salt: Mapped[bytes] = mapped_column(
        LargeBinary, info=held("32 random bytes, without which the leaf is mute", goes_to=PROVED_TO)
    )
