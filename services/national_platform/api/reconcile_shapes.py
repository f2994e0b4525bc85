"""What crosses between OpenRefine and the platform: Reconciliation Service API 0.2."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

BATCH = 50  # questions at once
MOST_FOUND = 10
USUALLY_FOUND = 5
MASK_PROPERTY = "truncated_id"

Short = Annotated[str, StringConstraints(max_length=300)]


class Entity(BaseModel):
    """A value that was reconciled before."""

    id: Short
    name: Short | None = None


Value = Short | float | bool | Entity


def _parts(value: Value) -> tuple[object, ...]:
    return (value.id, value.name) if isinstance(value, Entity) else (value,)


class Property(BaseModel):
    """A column beside the name; `truncated_id` is the one that is known here."""

    pid: Short
    v: Value | Annotated[list[Value], Field(max_length=10)]

    def texts(self) -> list[str]:
        """What it holds as text."""
        values = self.v if isinstance(self.v, list) else [self.v]
        parts = [part for one in values for part in _parts(one)]
        return [part for part in parts if isinstance(part, str)]


class Query(BaseModel):
    """One cell, with what stands beside it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    query: Short | None = None
    type: Short | Annotated[list[Short], Field(max_length=10)] = []
    limit: Annotated[float, Field(ge=0, le=10**6, allow_inf_nan=False)] = USUALLY_FOUND
    properties: Annotated[list[Property], Field(max_length=10)] = []
    type_strict: Literal["any", "should", "all"] = "should"

    @model_validator(mode="after")
    def _asks_something(self) -> "Query":
        if self.query is None and not self.properties:
            raise ValueError("query or properties are needed")
        return self

    def mask(self) -> str | None:
        """The truncated number or code beside the name, if any is given as text: the first."""
        known = (one for one in self.properties if one.pid == MASK_PROPERTY)
        return next((text for one in known for text in one.texts()), None)

    def texts(self) -> list[str]:
        """All that is asked, as text."""
        beside = [text for one in self.properties for text in one.texts()]
        return [self.query or "", *self.types(), *beside]

    def types(self) -> list[str]:
        """The types asked for."""
        return [self.type] if isinstance(self.type, str) else self.type


Queries = TypeAdapter(dict[Annotated[str, StringConstraints(max_length=64)], Query])


class Type(BaseModel):
    """What an entity can be."""

    id: str
    name: str


TYPES = [
    Type(id="person", name="Listing of a person"),
    Type(id="organisation", name="Listing of an organisation"),
]


class Feature(BaseModel):
    """One part of the question, and whether the candidate agrees with it."""

    id: str
    value: bool


class Candidate(BaseModel):
    """One listing that may be meant; of a person never more than that."""

    id: str = Field(description="Issuer and reference of a listing", examples=["court/court-qhzx"])
    name: str
    description: str
    score: int = Field(description="How well it agrees with the question; not how likely it is")
    match: bool = Field(description="Always false for a person: a name and a mask are no identity")
    features: list[Feature]
    type: list[Type]


class Result(BaseModel):
    """What was found for one cell, best first."""

    result: list[Candidate]


class Template(BaseModel):
    """An address with a place for an entity's identifier."""

    url: str


class Preview(Template):
    """Where a small page about an entity is, and how large it is."""

    width: int
    height: int


class Manifest(BaseModel):
    """What this service offers; it suggests nothing, for what is typed would be in an address."""

    versions: list[str] = ["0.2"]
    name: str = "National platform (synthetic): public listings"
    identifierSpace: str
    schemaSpace: str
    documentation: str
    view: Template
    preview: Preview
    defaultTypes: list[Type] = TYPES
    batchSize: int = BATCH
