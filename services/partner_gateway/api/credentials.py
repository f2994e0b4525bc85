"""Changing a secret without a moment in which none counts: by the operator, or by the client."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from services.partner_gateway.api.clients import ClientDep
from services.partner_gateway.api.gate import Gate, GateDep
from services.partner_gateway.api.stops import OperatorWork, PartnerUnknown
from services.partner_gateway.domain import rotation
from services.partner_gateway.records import PartnerSecret, credentials
from shared.errors import Conflict, NotFound
from shared.house import Entry, write_audit
from shared.identifiers import Reference, Slug
from shared.origin import door, ours
from shared.references import new_reference
from shared.web.guards import Now, Operator, ReadingDep, SessionDep

router = APIRouter()

CHANGE = ours("A secret can be changed at any time, and the old one ends by itself.")
OPERATORS: list[str | Enum] = ["auditor and operator"]
PARTNERS: list[str | Enum] = ["partners"]
SecretId = Annotated[Reference, Path(examples=["s-qhzxkvbnwertyuiopasd"])]


class SecretUnknown(NotFound):
    """No such secret, or not this partner's."""

    code = "secret_unknown"


class SecretRetired(Conflict):
    """The secret counts no longer."""

    code = "secret_retired"


class NewSecret(BaseModel):
    """How long the old secrets stay valid beside the new one; without it as long as may be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # Strict: `false` must not pass for 0, which ends the old secrets at once.
    overlap_days: Annotated[int | None, Field(strict=True, ge=0, le=366, examples=[1])] = None


class SecretShown(BaseModel):
    """A secret without the secret. Instants are of the real clock, as in tokens."""

    id: str
    made_at: datetime
    made_by: str
    last_used_on: date | None
    retires_at: datetime | None
    is_live: bool

    @classmethod
    def of(cls, secret: PartnerSecret, now: datetime) -> "SecretShown":
        """A secret as its partner and the operator see it."""
        return cls(
            id=secret.id,
            made_at=secret.made_at,
            made_by=secret.made_by,
            last_used_on=secret.last_used_on,
            retires_at=secret.retires_at,
            is_live=credentials.is_live(secret, now),
        )


class SecretsShown(BaseModel):
    """All secrets that a partner ever had, the newest last."""

    partner: str
    secrets: list[SecretShown]


class SecretGiven(SecretsShown):
    """A new secret, told this once: only its hash is kept."""

    id: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class _Change:
    """Somebody's hand on a partner's secrets, in one transaction."""

    session: Session
    gate: Gate
    partner: str
    by: str

    @property
    def now(self) -> datetime:
        """Secrets live by the real clock."""
        return self.gate.token_clock.now()

    def make(self, body: NewSecret) -> SecretGiven:
        """A new secret; the old ones end after the overlap."""
        rules, now = self.gate.rules, self.now
        beside = rotation.overlap(body.overlap_days, rules.number("secret-overlap"))
        secret, hashed = self.gate.secrets.make()  # slow, so before the tables are held
        old = credentials.live_secrets(self.session, self.partner, now)
        ends = [rotation.retires_at(one.retires_at, now + beside) for one in old]
        rotation.make_room(ends, now, rules.number("max-live-secrets"))
        for one, end in zip(old, ends, strict=True):
            one.retires_at = end
        new = self._add(hashed, now)
        return SecretGiven(
            id=new.id,
            client_id=self.partner,
            client_secret=secret,
            **self.shown().model_dump(),
        )

    def retire(self, secret_id: str, may: Callable[[list[str]], None]) -> SecretShown:
        """End a secret now; `may` objects if what is live does not allow it."""
        now = self.now
        own = {one.id: one for one in credentials.secrets_of(self.session, self.partner)}
        if (secret := own.get(secret_id)) is None:
            raise SecretUnknown("There is no such secret.")
        if not credentials.is_live(secret, now):
            raise SecretRetired("This secret is retired already.")
        may([one.id for one in own.values() if credentials.is_live(one, now)])
        secret.retires_at, secret.hash = now, ""
        return SecretShown.of(secret, now)

    def shown(self) -> SecretsShown:
        """What the partner has."""
        return show(self.session, self.partner, self.now)

    def _add(self, hashed: str, now: datetime) -> PartnerSecret:
        new = credentials.new_secret(
            new_reference("s"), self.partner, hashed, made_by=self.by, now=now
        )
        self.session.add(new)
        self.session.flush()
        return new


def show(session: Session, partner: str, now: datetime) -> SecretsShown:
    """A partner's secrets, without the secrets."""
    own = credentials.secrets_of(session, partner)
    return SecretsShown(partner=partner, secrets=[SecretShown.of(one, now) for one in own])


def _known(gate: Gate, partner: str) -> str:
    if partner not in gate.agreements.partners:
        raise PartnerUnknown("There is no such partner.")
    return partner


@router.post("/v1/partners/{id}/secrets", status_code=201, tags=OPERATORS, **door(CHANGE))
def make_partner_secret(
    id: Slug, body: NewSecret, work: OperatorWork, gate: GateDep, response: Response
) -> SecretGiven:
    """Make a partner a new secret. It is told this once, and no answer is kept to be replayed."""
    given = _Change(work.session, gate, _known(gate, id), work.signed.by).make(body)
    work.done(id)
    response.headers["Cache-Control"] = "no-store"
    return given


@router.get("/v1/partners/{id}/secrets", tags=OPERATORS, **door(CHANGE))
def partner_secrets(
    id: Slug, operator: Operator, session: ReadingDep, gate: GateDep
) -> SecretsShown:
    """A partner's secrets: when made, last used, until when they count; never the secrets."""
    return show(session, _known(gate, id), gate.token_clock.now())


@router.post("/v1/partners/{id}/secrets/{secret_id}/retirement", tags=OPERATORS, **door(CHANGE))
def retire_partner_secret(
    id: Slug, secret_id: SecretId, work: OperatorWork, gate: GateDep
) -> SecretShown:
    """End a secret at once, the last one too. Tokens got with it live on: revoke them as well."""
    change = _Change(work.session, gate, _known(gate, id), work.signed.by)
    shown = change.retire(secret_id, may=lambda live: None)
    work.done(id)
    return shown


def own_change(
    request: Request, client: ClientDep, session: SessionDep, now: Now, gate: GateDep
) -> _Change:
    """A partner's hand on its own secrets; the change leaves an audit line in its name."""
    route = request.scope["route"]
    door_name = f"{request.method} {route.path}"
    write_audit(session, Entry(now, client.id, route.name, door_name, client.id))
    return _Change(session, gate, client.id, client.id)


OwnChangeDep = Annotated[_Change, Depends(own_change)]


@router.post("/v1/client/secrets", status_code=201, tags=PARTNERS, **door(CHANGE))
def make_own_secret(body: NewSecret, change: OwnChangeDep, response: Response) -> SecretGiven:
    """Make yourself a new secret, showing one that is valid by HTTP Basic; a token is not enough.

    It is told this once. If the answer was lost, make another and retire the lost one.
    """
    response.headers["Cache-Control"] = "no-store"
    return change.make(body)


@router.get("/v1/client/secrets", tags=PARTNERS, **door(CHANGE))
def own_secrets(client: ClientDep, session: ReadingDep, gate: GateDep) -> SecretsShown:
    """Your secrets: when made, last used, until when they count; never the secrets."""
    return show(session, client.id, gate.token_clock.now())


@router.post("/v1/client/secrets/{secret_id}/retirement", tags=PARTNERS, **door(CHANGE))
def retire_own_secret(secret_id: SecretId, change: OwnChangeDep) -> SecretShown:
    """End one of your secrets at once, but not the last that is valid."""
    return change.retire(secret_id, may=lambda live: rotation.keep_one(live, secret_id))
