"""The gateway's doors: for partners, for parties, for its auditor and operator, for everybody."""

import re

from services.partner_gateway.api.afterwards import router as afterwards
from services.partner_gateway.api.agreements import router as agreements
from services.partner_gateway.api.auditing import router as auditing
from services.partner_gateway.api.decisions import router as decisions
from services.partner_gateway.api.gate import Enquirer, Gate
from services.partner_gateway.api.secrets import PartnerSecrets
from services.partner_gateway.api.stops import router as stops
from services.partner_gateway.api.tokens import TOKEN_DOOR
from services.partner_gateway.api.tokens import router as tokens
from shared.web.limits import Reads

ROUTERS = (tokens, agreements, decisions, afterwards, auditing, stops)
READS = (Reads(re.compile(TOKEN_DOOR), types=("application/x-www-form-urlencoded",)),)

__all__ = ["READS", "ROUTERS", "Enquirer", "Gate", "PartnerSecrets"]
