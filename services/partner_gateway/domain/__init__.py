"""The gateway's rules: who may ask, what counts as confirmed, what an answer says. No I/O."""

from services.partner_gateway.domain.agreement_files import (
    BrokenAgreement,
    join,
    read_mou,
    read_partners,
)
from services.partner_gateway.domain.agreements import (
    Affected,
    Agreements,
    Force,
    Measure,
    Mou,
    Partner,
    Sphere,
    Target,
)
from services.partner_gateway.domain.guessing import is_one_too_many
from services.partner_gateway.domain.namesakes import (
    Expected,
    NameTables,
    expected_namesakes,
    read_tables,
)
from services.partner_gateway.domain.outcomes import Candidate, Finding, Outcome, find
from services.partner_gateway.domain.recalls import Done, Recalled, lag_seconds
from services.partner_gateway.domain.rights import Grant, PartnerStopped, grant
from services.partner_gateway.domain.validity import is_live, next_month_begins, valid_until
from services.partner_gateway.domain.watching import Limits, is_bulk_fishing, is_unusual, usual

__all__ = [
    "Affected",
    "Agreements",
    "BrokenAgreement",
    "Candidate",
    "Done",
    "Expected",
    "Finding",
    "Force",
    "Grant",
    "Limits",
    "Measure",
    "Mou",
    "NameTables",
    "Outcome",
    "Partner",
    "PartnerStopped",
    "Recalled",
    "Sphere",
    "Target",
    "expected_namesakes",
    "find",
    "grant",
    "is_bulk_fishing",
    "is_live",
    "is_one_too_many",
    "is_unusual",
    "join",
    "lag_seconds",
    "next_month_begins",
    "read_mou",
    "read_partners",
    "read_tables",
    "usual",
    "valid_until",
]
