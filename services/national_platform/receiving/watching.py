"""What an operator watches: how sure the register is of each issuer, and what was set aside."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import structlog
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

from services.national_platform.receiving.applying import Desk
from services.national_platform.records import editions, findings
from services.national_platform.records.findings import AGREED

log = structlog.get_logger()
Seconds = float | None
ISSUER = ["issuer"]
AGREED_AGE = (
    "chimera_issuer_agreed_age_seconds",
    "Time since register and issuer last agreed, by the platform's clock: what the issuer decided"
    " before that is here, what it decided since may still be missing",
)
AGREES = (
    "chimera_issuer_agrees",
    "1 if the latest comparison with the issuer agreed, 0 if listings differ or it did not answer",
)
SILENT = (
    "chimera_issuer_silent_seconds",
    "Real time since any notice of the issuer came in, since this start; alone it is no fault",
)
QUARANTINE = ("chimera_quarantine_notices", "Bad notices that are kept for the auditor")


@dataclass(frozen=True, slots=True)
class Watched:
    """The platform's state in numbers; None where nothing is known yet."""

    edition_age_seconds: Seconds
    quarantine_notices: int
    issuer_agreed_age_seconds: dict[str, Seconds]
    issuer_agrees: dict[str, bool]


class Watch:
    """Looks whenever it is asked; the metrics and `/readyz` say the same."""

    def __init__(
        self, desk: Desk, issuers: Sequence[str], silent: Callable[[str], Seconds]
    ) -> None:
        self._desk = desk
        self._issuers = issuers
        self._silent = silent

    def look(self) -> Watched:
        """The numbers as they are now."""
        now = self._desk.clock.now()
        with self._desk.database.read() as session:
            edition = editions.latest(session)
            agreed = findings.last_agreed(session)
            outcomes = findings.latest_outcomes(session)
            return Watched(
                _age(now, edition.as_of if edition else None),
                findings.count_quarantined(session),
                {one: _age(now, agreed.get(one)) for one in self._issuers},
                {one: outcomes[one] == AGREED for one in self._issuers if one in outcomes},
            )

    def told(self) -> dict[str, Any]:
        """The numbers for `/readyz`; none while the database is away."""
        try:
            return asdict(self.look())
        except SQLAlchemyError as error:
            log.error("not_watched", kind=type(error).__name__)
            return {}

    def collect(self) -> Iterator[Metric]:
        """For Prometheus; a database that is away is told by what is missing."""
        try:
            seen = self.look()
        except SQLAlchemyError as error:
            log.error("not_watched", kind=type(error).__name__)
            return
        yield GaugeMetricFamily(*QUARANTINE, value=seen.quarantine_notices)
        yield _by_issuer(AGREED_AGE, seen.issuer_agreed_age_seconds)
        yield _by_issuer(AGREES, dict(seen.issuer_agrees))
        yield _by_issuer(SILENT, {one: self._silent(one) for one in self._issuers})


def _age(now: datetime, at: datetime | None) -> Seconds:
    return (now - at).total_seconds() if at else None


def _by_issuer(named: tuple[str, str], values: dict[str, Seconds]) -> Metric:
    family = GaugeMetricFamily(*named, labels=ISSUER)
    for issuer, value in values.items():
        if value is not None:
            family.add_metric([issuer], float(value))
    return family
