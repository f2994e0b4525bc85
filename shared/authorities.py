"""Every authority once: who it is, who operates it, which lists it may say things about.

The broker's accounts, the containers and the ports follow from the same file, so a new sector list
is one block there and nothing else.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared import checked_yaml
from shared.contract import Effect, Publication, SlugText
from shared.identifiers import Kind
from shared.origin import Origin

# Also a broker account, a user, a subject token and, in capitals, a variable of the environment:
# hence neither hyphen nor underscore.
AuthoritySlug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,31}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]

# Broker users and key folders that are not authorities, and the ports that they take.
RESERVED_SLUGS = frozenset({"platform", "gateway", "identity", "broker", "handout"})
RESERVED_PORTS = frozenset({4222, 8000, 8200, 8300})

# An authorities file that cannot be used: `file:line: reason`.
BrokenAuthorities = checked_yaml.BrokenFile


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(_Closed):
    """A name in both languages."""

    en: Words
    zh: Words


class Operator(_Closed):
    """Who runs the system, and what of that is invented."""

    title: Title
    note: Words


class DeclaredList(_Closed):
    """One list of an issuer; a notice that claims anything else about it is quarantined."""

    id: SlugText
    title: Title
    effect: Effect
    publication: Publication
    kinds: frozenset[Kind] = Field(min_length=1)
    origin: Origin


class Department(_Closed):
    """A body that notifies a locality of events, with a key of its own."""

    slug: SlugText
    title: Title
    origin: Origin


class Authority(_Closed):
    """One body that owns its data."""

    slug: AuthoritySlug
    service: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,31}$")]
    port: int = Field(ge=1024, le=65535)
    title: Title
    operator: Operator
    origin: Origin
    contact: Annotated[str, StringConstraints(pattern=r"^/[a-z0-9/-]*$")]
    rulebook: Path | None = None
    scheme: Path | None = None
    local_list: Path | None = None
    lists: tuple[DeclaredList, ...]
    departments: tuple[Department, ...] = ()

    @property
    def is_issuer(self) -> bool:
        """Whether it has lists, and so a way onto the bus."""
        return bool(self.lists)

    @property
    def password_variable(self) -> str:
        """The variable of the environment from which the broker reads its password."""
        return f"{self.slug.upper()}_PW"

    def declared_list(self, list_id: str) -> DeclaredList | None:
        """The issuer's own list of that id."""
        return next((one for one in self.lists if one.id == list_id), None)

    @model_validator(mode="after")
    def _check(self) -> Self:
        """An issuer has rules; points, the business of a locality, cannot reach the bus."""
        if self.slug in RESERVED_SLUGS or self.port in RESERVED_PORTS:
            raise ValueError("slug or port belongs to another part of the model")
        if self.is_issuer and (self.rulebook is None or self.service == "locality"):
            raise ValueError("only a body with a rulebook may have lists, and never a locality")
        if (self.service == "locality") != (self.scheme is not None):
            raise ValueError("a locality, and nothing else, has a scheme")
        if self.local_list is not None and self.service != "locality":
            raise ValueError("only a locality keeps a local list beside its scheme")
        _refuse_doubles("list id", (one.id for one in self.lists))
        _refuse_doubles("department", (one.slug for one in self.departments))
        return self


class Authorities(_Closed):
    """All authorities, in the order of the file."""

    authorities: tuple[Authority, ...] = Field(min_length=1)

    def __iter__(self) -> Iterator[Authority]:  # type: ignore[override]  # not pydantic's pairs
        return iter(self.authorities)

    @property
    def issuers(self) -> tuple[Authority, ...]:
        """Those that have lists."""
        return tuple(one for one in self if one.is_issuer)

    @property
    def localities(self) -> tuple[Authority, ...]:
        """Those that keep points, which never leave them."""
        return tuple(one for one in self if one.service == "locality")

    def find(self, slug: str) -> Authority | None:
        """The authority of that slug."""
        return next((one for one in self if one.slug == slug), None)

    def named(self, slug: str) -> Authority:
        """The authority of that slug; KeyError if there is none."""
        found = self.find(slug)
        if found is None:
            raise KeyError(f"no authority {slug}, only {', '.join(one.slug for one in self)}")
        return found

    @model_validator(mode="after")
    def _check(self) -> Self:
        _refuse_doubles("slug", (one.slug for one in self))
        _refuse_doubles("port", (str(one.port) for one in self))
        return self


def load(path: Path) -> Authorities:
    """The authorities of a file; BrokenAuthorities names file, line and reason."""
    return checked_yaml.read(path, Authorities)


def _refuse_doubles(what: str, values: Iterator[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{what} {value} is there twice")
        seen.add(value)
