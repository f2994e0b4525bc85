"""What the auditor reads of partners, and what the operator writes: counts, and nobody in them."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from services.partner_gateway.records import Alert, Lag
from shared.identifiers import Statement


class NewRelease(BaseModel):
    """Why a stopped partner may ask again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reasons: Statement


class AlertShown(BaseModel):
    """A partner that was stopped; `released_at` is empty while it is."""

    model_config = ConfigDict(from_attributes=True)

    seq: int
    partner: str
    code: str
    raised_at: datetime
    released_at: datetime | None
    released_by: str | None
    reasons: str | None

    @classmethod
    def of(cls, alert: Alert) -> "AlertShown":
        """An alert as the auditor reads it."""
        return cls.model_validate(alert)


class Alerts(BaseModel):
    """A page of alerts; go on with `after` set to `next_after`."""

    alerts: list[AlertShown]
    next_after: int


class QuestionsCounted(BaseModel):
    """Questions of one partner with one outcome, in one month."""

    month: str
    partner: str
    measure: str
    outcome: str
    count: int


class Questions(BaseModel):
    """All questions of a year, exactly; a month is a legal one."""

    year: int
    questions: list[QuestionsCounted]


class RefusalsCounted(BaseModel):
    """Refusals of one partner with one code, in one month."""

    month: str
    partner: str
    code: str
    count: int


class Refusals(BaseModel):
    """All refusals of a year, exactly; what was asked in them is not kept."""

    year: int
    refusals: list[RefusalsCounted]


class Burst(BaseModel):
    """An hour in which a partner asked about very many parties, almost none of them listed.

    `usual` is the middle of the hours in which this partner asked in the days before.
    """

    partner: str
    began_at: datetime
    parties: int
    listed: int
    usual: float


class Guessing(BaseModel):
    """Behind how many names and masks a partner tried more than one number, and its alerts."""

    partner: str
    pairs: int
    alerts: int


class UnusualDay(BaseModel):
    """A partner that asked far more on this day than on the days before."""

    partner: str
    asked: int
    usual: float


class Fishing(BaseModel):
    """What is worth a look on one day. These are hints and no findings; they stop nobody.

    Bursts are known up to `hours_until`, when the last hour that was counted ended. Pairs are of
    the last days for which numbers are remembered, alerts of all time.
    """

    on: date
    hours_until: datetime | None
    bursts: list[Burst]
    guessing: list[Guessing]
    unusual: list[UnusualDay]


class RecallLag(BaseModel):
    """How one partner answers recalls; times run from the withdrawal, by the service's clock."""

    partner: str
    open_count: int
    oldest_open_seconds: int | None
    acknowledged_count: int
    median_seconds: int | None
    worst_seconds: int | None

    @classmethod
    def of(cls, lag: Lag, oldest_open_seconds: int | None) -> "RecallLag":
        """A partner's lag as the auditor reads it."""
        return cls(
            partner=lag.partner,
            open_count=lag.open_count,
            oldest_open_seconds=oldest_open_seconds,
            acknowledged_count=lag.acknowledged_count,
            median_seconds=lag.median_seconds,
            worst_seconds=lag.worst_seconds,
        )


class RecallLags(BaseModel):
    """Every partner that was recalled something, as long as recalls are kept."""

    as_of: datetime
    partners: list[RecallLag]
