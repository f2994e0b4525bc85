"""What partners prove themselves with: their secrets, and the tokens that count no longer.

All instants here are real ones, as in the tokens: a model's clock would end no token in time.
"""

from datetime import date, datetime

from sqlalchemy import Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.partner_gateway.records.tables import GatewayBase
from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.origin import ours

PROOF = ours("Only the partner that signed may ask; access that leaked can be ended at once.")


class PartnerSecret(GatewayBase):
    """One secret of a partner, as a slow hash that is emptied once the secret is retired."""

    __tablename__ = "partner_secrets"
    __table_args__ = table(
        "Which secrets partners prove themselves with.",
        kept="for ever; the hash until the secret is retired",
        mark=PROOF,
    )
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to="the partner; operator")
    )
    partner: Mapped[str] = mapped_column(String(64), index=True, info=held("whose it is"))
    hash: Mapped[str] = mapped_column(Text, info=held("argon2 hash; empty once it is retired"))
    made_at: Mapped[datetime] = mapped_column(
        Instant, info=held("when it was made", goes_to="the partner; operator")
    )
    made_by: Mapped[str] = mapped_column(
        String(64), info=held("who had it made", goes_to="the partner; operator")
    )
    last_used_on: Mapped[date | None] = mapped_column(
        Date, info=held("day of its last use", goes_to="the partner; operator")
    )
    retires_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("from when on it no longer counts", goes_to="the partner; operator")
    )


class RevokedToken(GatewayBase):
    """A token that its partner gave back before its time."""

    __tablename__ = "revoked_tokens"
    __table_args__ = table(
        "Which tokens no longer count, though their time is not over.",
        kept="until the token would have expired",
        mark=PROOF,
    )
    jti: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("name of the token"))
    partner: Mapped[str] = mapped_column(String(64), info=held("whose it was"))
    revoked_at: Mapped[datetime] = mapped_column(Instant, info=held("when it was revoked"))
    expires_at: Mapped[datetime] = mapped_column(
        Instant, index=True, info=held("when it would have expired")
    )


class Revocation(GatewayBase):
    """An operator ended all tokens of a partner that were made before an instant."""

    __tablename__ = "partner_revocations"
    __table_args__ = table(
        "When all tokens of a partner were ended, and why.", kept="for ever", mark=PROOF
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    partner: Mapped[str] = mapped_column(
        String(64), index=True, info=held("which partner", goes_to="operator")
    )
    not_before: Mapped[datetime] = mapped_column(
        Instant, info=held("tokens made earlier are refused", goes_to="operator")
    )
    revoked_by: Mapped[str] = mapped_column(
        String(64), info=held("by which operator", goes_to="operator")
    )
    reasons: Mapped[str] = mapped_column(Text, info=held("why", goes_to="operator"))
