"""The wire between authorities, platform and gateway; nothing else in the model speaks to NATS.

Notices go through the stream LISTINGS and are kept until the platform has them; questions and
hints pass through and are kept nowhere. Everything here comes back by itself when the broker does.
"""

from shared.bus.bus import Bus
from shared.bus.errors import AnsweredLate, BrokerAway, BusError, NobodyAnswers, NotAnnounced
from shared.bus.inbox import Delivery, ListingsInbox
from shared.bus.listings import Announcement, PublishAck

__all__ = [
    "Announcement",
    "AnsweredLate",
    "BrokerAway",
    "Bus",
    "BusError",
    "Delivery",
    "ListingsInbox",
    "NobodyAnswers",
    "NotAnnounced",
    "PublishAck",
]
