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
from services.partner_gateway.domain.outcomes import (
    Answered,
    Candidate,
    Finding,
    Outcome,
    find,
    nothing_found,
)
from services.partner_gateway.domain.rights import (
    Grant,
    PartnerStopped,
    Term,
    grant,
    must_be_in_scope,
    terms_of,
)
from services.partner_gateway.domain.validity import is_live, next_month_begins, valid_until

__all__ = [
    "Affected",
    "Agreements",
    "Answered",
    "BrokenAgreement",
    "Candidate",
    "Expected",
    "Finding",
    "Force",
    "Grant",
    "Measure",
    "Mou",
    "NameTables",
    "Outcome",
    "Partner",
    "PartnerStopped",
    "Sphere",
    "Target",
    "Term",
    "expected_namesakes",
    "find",
    "grant",
    "is_live",
    "is_one_too_many",
    "join",
    "must_be_in_scope",
    "next_month_begins",
    "nothing_found",
    "read_mou",
    "read_partners",
    "read_tables",
    "terms_of",
    "valid_until",
]
