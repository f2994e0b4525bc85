"""Following the national platform: hints over the bus, its feeds over HTTP, and nothing said."""

from shared.following.loop import Following
from shared.following.reader import CursorTooOld, PlatformAway, PlatformReader, understood
from shared.following.wires import HearingWires

__all__ = [
    "CursorTooOld",
    "Following",
    "HearingWires",
    "PlatformAway",
    "PlatformReader",
    "understood",
]
