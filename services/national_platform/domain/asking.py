"""What may be searched for: a name, a mask, an organisation's code; never a person's number."""

import unicodedata

from shared.errors import BadInput
from shared.identifiers import Kind, TruncatedId, check_text, check_truncated, hides_number


class WholeNumber(BadInput):
    """A search with what may be somebody's whole number; it is neither answered nor kept."""

    code = "whole_number"


def read_name(raw: str) -> str:
    """The name as the register holds names: NFKC, no outer spaces."""
    _refuse_number(raw)
    return check_text(raw)


def read_mask(raw: str) -> TruncatedId:
    """A person's truncated number, or an organisation's code, which is public and stays whole.

    Codes begin with a letter or, here, with 0, which no person's number does.
    """
    mask = unicodedata.normalize("NFKC", raw).strip()
    if not mask.startswith("0"):
        _refuse_number(mask)
    is_code = "*" not in mask
    return check_truncated(Kind.ORGANISATION if is_code else Kind.PERSON, mask)


def _refuse_number(raw: str) -> None:
    if hides_number(raw):
        raise WholeNumber("A whole number may not be searched for; use name and truncated number.")
