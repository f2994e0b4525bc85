"""What a sector's authority keeps: its tables, and the ways to read and write them."""

from services.sector_list.records.queries import (
    add_case,
    add_member,
    add_penalty,
    burdens,
    case,
    cases_about,
    cases_about_any,
    corrected_but_listed,
    keep_case,
    keep_member,
    load_cases,
    member,
    memberships_of,
    sizes_of,
    undecided_cases,
)
from services.sector_list.records.tables import LEDGER, METADATA, SectorBase

__all__ = [
    "LEDGER",
    "METADATA",
    "SectorBase",
    "add_case",
    "add_member",
    "add_penalty",
    "burdens",
    "case",
    "cases_about",
    "cases_about_any",
    "corrected_but_listed",
    "keep_case",
    "keep_member",
    "load_cases",
    "member",
    "memberships_of",
    "sizes_of",
    "undecided_cases",
]
