"""The rules of sector lists, as far as they are alike; everything else is in the rulebooks."""

from services.sector_list.domain.cases import Case, Member, Penalty
from services.sector_list.domain.grades import grade_of
from services.sector_list.domain.grounds import Wanted, must_be_listable, must_be_of_age, must_fit
from services.sector_list.domain.remission import early_end_on, must_have_ended

__all__ = [
    "Case",
    "Member",
    "Penalty",
    "Wanted",
    "early_end_on",
    "grade_of",
    "must_be_listable",
    "must_be_of_age",
    "must_fit",
    "must_have_ended",
]
