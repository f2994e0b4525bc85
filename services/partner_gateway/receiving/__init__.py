"""The register comes in: editions and withdrawals, read from the platform whenever it hints."""

from services.partner_gateway.receiving.duties import GatewayDuties
from services.partner_gateway.receiving.feeds import PlatformFeeds
from services.partner_gateway.receiving.follower import Feeds, Follower
from services.partner_gateway.receiving.signed import log_key

__all__ = ["Feeds", "Follower", "GatewayDuties", "PlatformFeeds", "log_key"]
