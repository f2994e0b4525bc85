"""Fixtures that every integration test may ask for."""

from tests.integration.broker import broker, standing_broker
from tests.integration.told import told

__all__ = ["broker", "standing_broker", "told"]
