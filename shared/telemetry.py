"""Logs without personal data, and metrics.

Logs are JSON lines on standard error. No request body, query string, header or database parameter
is ever logged; doors appear by their template (`/v1/listings/{ref}`), never by the path asked.
"""

import logging
import sys
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram


def start_logging(service: str) -> None:
    """Send this process's logs to standard error as JSON lines that name the service."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=_to_stderr,
    )
    structlog.contextvars.bind_contextvars(service=service)
    logging.getLogger("uvicorn.access").disabled = True


def _to_stderr(*_: Any) -> structlog.PrintLogger:
    """Standard error as it is when a line is written, which may not be where it was at start."""
    return structlog.PrintLogger(sys.stderr)


class Metrics:
    """The metrics every service has, in a registry of its own so that tests do not share one."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "chimera_requests_total",
            "Requests answered, by door and status",
            ["method", "door", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "chimera_request_seconds",
            "Time to answer, by door",
            ["method", "door"],
            registry=self.registry,
        )

    def count(self, name: str, says: str, labels: tuple[str, ...] = ()) -> Counter:
        """A counter of this service's own."""
        return Counter(name, says, labels, registry=self.registry)
