"""The stream in: notices become the register, once each."""

from services.national_platform.receiving.applying import Desk, keep
from services.national_platform.receiving.loop import Counts, Receiver

__all__ = ["Counts", "Desk", "Receiver", "keep"]
