"""Who a party is, and the text that may be said about one.

Every number that enters anywhere is checked here: it must be well formed and must be one that
was never given to a real person or body. What leaves an authority is truncated here.
"""

from shared.identifiers.numbers import (
    SYNTHETIC_DEPARTMENT,
    SYNTHETIC_PREFIXES,
    IdNumber,
    InvalidIdentifier,
    Kind,
    RealIdentifier,
    TruncatedId,
    age_on,
    born_on,
    check_number,
    check_truncated,
    is_male,
    is_synthetic_region,
    region_of,
    truncate,
)
from shared.identifiers.party import Party
from shared.identifiers.text import (
    ForbiddenCharacters,
    HiddenNumber,
    Name,
    Purpose,
    Reference,
    Slug,
    Statement,
    check_text,
    hides_number,
)

__all__ = [
    "SYNTHETIC_DEPARTMENT",
    "SYNTHETIC_PREFIXES",
    "ForbiddenCharacters",
    "HiddenNumber",
    "IdNumber",
    "InvalidIdentifier",
    "Kind",
    "Name",
    "Party",
    "Purpose",
    "RealIdentifier",
    "Reference",
    "Slug",
    "Statement",
    "TruncatedId",
    "age_on",
    "born_on",
    "check_number",
    "check_text",
    "check_truncated",
    "hides_number",
    "is_male",
    "is_synthetic_region",
    "region_of",
    "truncate",
]
