"""The party that a question, proposal or judgment is about."""

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.config import JsonDict

from shared.identifiers.numbers import IdNumber, Kind, TruncatedId, check_number, truncate
from shared.identifiers.text import Name

_SYNTHETIC_EXAMPLE: JsonDict = {
    "kind": "person",
    "name": "王秀英",
    "id_number": "660101199001010020",
}


class Party(BaseModel):
    """A person or organisation with a whole number; only its mask may leave an authority."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        json_schema_extra={"examples": [_SYNTHETIC_EXAMPLE]},
    )

    # `kind` stands first: the number is checked by the rules of its kind.
    kind: Kind
    name: Name
    id_number: IdNumber = Field(repr=False)

    @field_validator("id_number")
    @classmethod
    def _check_id_number(cls, raw: str, info: ValidationInfo) -> IdNumber:
        kind = info.data.get("kind")
        return IdNumber(raw) if kind is None else check_number(kind, raw)

    @property
    def truncated_id(self) -> TruncatedId:
        """What others may see of the number."""
        return truncate(self.kind, self.id_number)
