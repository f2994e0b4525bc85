"""The register comes in: editions and withdrawals, read from the platform whenever it hints."""

from services.partner_gateway.receiving.duties import GatewayDuties
from services.partner_gateway.receiving.feeds import PlatformFeeds
from services.partner_gateway.receiving.follower import Feeds, Follower

__all__ = ["Feeds", "Follower", "GatewayDuties", "PlatformFeeds"]
