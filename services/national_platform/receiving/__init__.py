"""The stream in: notices become the register, once each."""

from services.national_platform.receiving.applying import Desk, keep
from services.national_platform.receiving.loop import Counts, Receiver
from services.national_platform.receiving.watching import Watch
from services.national_platform.receiving.wholeness import OnceWhole, Wholeness

__all__ = ["Counts", "Desk", "OnceWhole", "Receiver", "Watch", "Wholeness", "keep"]
