"""Out to the readers: editions, and hints that something is new."""

from services.national_platform.publishing.editions import EditionDuties, Press
from services.national_platform.publishing.hints import Hints

__all__ = ["EditionDuties", "Hints", "Press"]
