"""Fixtures that every integration test may ask for."""

from tests.integration.broker import broker, standing_broker

__all__ = ["broker", "standing_broker"]
