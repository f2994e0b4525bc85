"""The gateway's doors: for partners, for parties, for its auditor and operator, for everybody."""

import re

from services.partner_gateway.api.afterwards import router as afterwards
from services.partner_gateway.api.agreements import router as agreements
from services.partner_gateway.api.auditing import router as auditing
from services.partner_gateway.api.consequences import router as consequences
from services.partner_gateway.api.credentials import router as credentials
from services.partner_gateway.api.decisions import router as decisions
from services.partner_gateway.api.gate import Enquirer, Gate
from services.partner_gateway.api.limits import Attempts, PartnerLimits
from services.partner_gateway.api.logbook import Logbook
from services.partner_gateway.api.revoking import REVOCATION_DOOR
from services.partner_gateway.api.revoking import router as revoking
from services.partner_gateway.api.secrets import PartnerSecrets
from services.partner_gateway.api.stops import router as stops
from services.partner_gateway.api.swift import Swift
from services.partner_gateway.api.tokens import TOKEN_DOOR
from services.partner_gateway.api.tokens import router as tokens
from shared.web.limits import Reads

ROUTERS = (
    tokens,
    revoking,
    credentials,
    agreements,
    decisions,
    afterwards,
    auditing,
    stops,
    consequences,
)
FORM = ("application/x-www-form-urlencoded",)
READS = (Reads(re.compile(f"{TOKEN_DOOR}|{REVOCATION_DOOR}"), types=FORM),)

__all__ = [
    "READS",
    "ROUTERS",
    "Attempts",
    "Enquirer",
    "Gate",
    "Logbook",
    "PartnerLimits",
    "PartnerSecrets",
    "Swift",
]
