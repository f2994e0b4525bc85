"""The base of every part of a rulebook file: what it does not know is an error."""

from pydantic import BaseModel, ConfigDict


class Closed(BaseModel):
    """A part of the file: unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")
