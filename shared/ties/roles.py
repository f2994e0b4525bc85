"""What a person can be to a firm."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to a firm."""

    REPRESENTATIVE = "representative"  # the legal representative, who runs it
    FOUNDER = "founder"  # who registered it
    RESPONSIBLE = "responsible"  # named as directly responsible in a decision
