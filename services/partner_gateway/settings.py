"""Where the gateway runs: the variables of every service, and CHIMERA_PLATFORM_URL."""

import os
from dataclasses import dataclass

from shared.settings import Settings, platform_url, read

NAME = "gateway"


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """The common settings, and where the platform answers."""

    common: Settings
    platform_url: str


def from_environment() -> GatewaySettings:
    """Read once at start; BadSetting names what cannot be used."""
    return GatewaySettings(read(os.environ, NAME), platform_url(os.environ))
