"""Partners' secrets, and tokens that were ended before their time. All instants are real ones."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from services.partner_gateway.records.credential_tables import (
    PartnerSecret,
    Revocation,
    RevokedToken,
)
from shared.database import Instant

FIRST = "first start"


@dataclass(frozen=True, slots=True)
class Ended:
    """Every token that counts no longer, though its signature and its time are right."""

    tokens: frozenset[str]
    before: Mapping[str, int]

    def covers(self, partner: str, jti: str, issued_at: int) -> bool:
        """Whether this token is one of them."""
        return jti in self.tokens or issued_at < self.before.get(partner, 0)


# Built once and put past the ORM, for it is asked before every answer: tokens that were given back
# and would not have expired yet, and by partner the latest instant before which all were ended.
_ENDED = union_all(
    select(literal("token"), RevokedToken.jti, RevokedToken.expires_at).where(
        RevokedToken.expires_at > bindparam("now", type_=Instant)
    ),
    select(literal("partner"), Revocation.partner, func.max(Revocation.not_before)).group_by(
        Revocation.partner
    ),
)


def ended(session: Session) -> Ended:
    """What must be asked of every token before its partner is answered; a few rows."""
    found = session.connection().execute(_ENDED, {"now": datetime.now(UTC)}).all()
    return Ended(
        tokens=frozenset(name for kind, name, _ in found if kind == "token"),
        before={name: ceil(at.timestamp()) for kind, name, at in found if kind == "partner"},
    )


def not_before(session: Session) -> Mapping[str, int]:
    """By partner, the second from which on a token must have been made, where there is one."""
    return ended(session).before


def revoke(session: Session, token: RevokedToken) -> None:
    """Let a token count no longer; a second time changes nothing."""
    if session.get(RevokedToken, token.jti) is None:
        session.add(token)


def take_first(session: Session, hashes: Mapping[str, Sequence[str]], now: datetime) -> None:
    """The secrets that came as a file, each taken once: what is retired stays so at a new start."""
    known = set(session.scalars(select(PartnerSecret.id)))
    for partner, own in hashes.items():
        for hashed in own:
            if (found := _first_id(partner, hashed)) not in known:
                session.add(new_secret(found, partner, hashed, made_by=FIRST, now=now))


def _first_id(partner: str, hashed: str) -> str:
    """The same at every start; the hash is salted, so its hash tells nothing of the secret."""
    named = f"{partner}\n{hashed}".encode()
    return f"s-{hashlib.sha256(named).hexdigest()[:20]}"


def new_secret(id: str, partner: str, hashed: str, *, made_by: str, now: datetime) -> PartnerSecret:
    """A secret that was not used yet and has no end."""
    return PartnerSecret(id=id, partner=partner, hash=hashed, made_at=now, made_by=made_by)


def secrets_of(session: Session, partner: str) -> list[PartnerSecret]:
    """All that a partner ever had, the newest last."""
    own = select(PartnerSecret).where(PartnerSecret.partner == partner)
    return list(session.scalars(own.order_by(PartnerSecret.made_at, PartnerSecret.id)))


def live_secrets(session: Session, partner: str, now: datetime) -> list[PartnerSecret]:
    """Those that open the token door now."""
    return [one for one in secrets_of(session, partner) if is_live(one, now)]


def is_live(secret: PartnerSecret, now: datetime) -> bool:
    """Whether it opens the token door."""
    return secret.retires_at is None or now < secret.retires_at


def last_used_on(session: Session, secret_id: str) -> date | None:
    """The day of a secret's last use."""
    return session.scalar(select(PartnerSecret.last_used_on).where(PartnerSecret.id == secret_id))


def note_use(session: Session, secret_id: str, day: date) -> None:
    """The day of a secret's last use; finer than a day nobody needs it."""
    own = update(PartnerSecret).where(PartnerSecret.id == secret_id)
    session.execute(own.values(last_used_on=day))


def has_leftovers(session: Session, now: datetime) -> bool:
    """Whether there is something to forget."""
    hashes = select(PartnerSecret.id).where(*_spent(now)).limit(1)
    tokens = select(RevokedToken.jti).where(RevokedToken.expires_at <= now).limit(1)
    return session.scalar(hashes) is not None or session.scalar(tokens) is not None


def forget_leftovers(session: Session, now: datetime) -> None:
    """Forget the hashes of retired secrets, and revoked tokens that have expired by now."""
    session.execute(update(PartnerSecret).where(*_spent(now)).values(hash=""))
    session.execute(delete(RevokedToken).where(RevokedToken.expires_at <= now))


def _spent(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return PartnerSecret.retires_at <= now, PartnerSecret.hash != ""
