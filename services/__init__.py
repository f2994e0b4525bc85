"""One folder per body of the model; none imports another."""

from shared.lean import import_lean

import_lean("structlog", "mako.exceptions")  # which every service loads
