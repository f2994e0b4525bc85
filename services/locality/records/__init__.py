"""The locality's tables, and the questions put to them."""

from services.locality.records.organisation_tables import ComplementRow, OrganisationRow
from services.locality.records.tables import METADATA, LocalityBase

__all__ = ["METADATA", "ComplementRow", "LocalityBase", "OrganisationRow"]
