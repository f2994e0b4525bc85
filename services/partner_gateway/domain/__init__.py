"""The gateway's rules: who may ask, what counts as confirmed, what an answer says. No I/O."""

from services.partner_gateway.domain.agreement_files import (
    Bodies,
    BrokenAgreement,
    join,
    left_out,
    read_bodies,
    read_mou,
)
from services.partner_gateway.domain.agreements import (
    Affected,
    Agreements,
    Body,
    BodyKind,
    Force,
    Measure,
    Mou,
    Pair,
    Partner,
    Sphere,
    Target,
)
from services.partner_gateway.domain.basic_list import BasicList, read_basic_list
from services.partner_gateway.domain.guessing import is_one_too_many
from services.partner_gateway.domain.memorandums import Original
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
from services.partner_gateway.domain.recalls import Done, Recalled, lag_seconds
from services.partner_gateway.domain.recognition import (
    ListingRead,
    Ranking,
    Recognition,
    RecognitionFile,
    RecognitionRule,
    Seriousness,
)
from services.partner_gateway.domain.recognition_file import read_recognition
from services.partner_gateway.domain.rights import (
    Grant,
    PartnerStopped,
    Term,
    grant,
    must_be_in_scope,
    terms_of,
)
from services.partner_gateway.domain.validity import is_live, next_month_begins, valid_until
from services.partner_gateway.domain.watching import Limits, is_bulk_fishing, is_unusual, usual

__all__ = [
    "Affected",
    "Agreements",
    "Answered",
    "BasicList",
    "Bodies",
    "Body",
    "BodyKind",
    "BrokenAgreement",
    "Candidate",
    "Done",
    "Expected",
    "Finding",
    "Force",
    "Grant",
    "Limits",
    "ListingRead",
    "Measure",
    "Mou",
    "NameTables",
    "Original",
    "Outcome",
    "Pair",
    "Partner",
    "PartnerStopped",
    "Ranking",
    "Recalled",
    "Recognition",
    "RecognitionFile",
    "RecognitionRule",
    "Seriousness",
    "Sphere",
    "Target",
    "Term",
    "expected_namesakes",
    "find",
    "grant",
    "is_bulk_fishing",
    "is_live",
    "is_one_too_many",
    "is_unusual",
    "join",
    "lag_seconds",
    "left_out",
    "must_be_in_scope",
    "next_month_begins",
    "nothing_found",
    "read_basic_list",
    "read_bodies",
    "read_mou",
    "read_recognition",
    "read_tables",
    "terms_of",
    "usual",
    "valid_until",
]
