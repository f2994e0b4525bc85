"""The gateway's tables: what was asked and answered, who is stopped, what must be recalled."""

from services.partner_gateway.records.copied import (
    Correction,
    Edition,
    Listed,
    Position,
    Withdrawal,
)
from services.partner_gateway.records.credential_tables import (
    PartnerSecret,
    Revocation,
    RevokedToken,
)
from services.partner_gateway.records.decisions import (
    decision_of,
    forget_decisions,
    questions_about,
    times_applied,
    told,
)
from services.partner_gateway.records.guesses import (
    alerts_after,
    forget_numbers,
    numbers_asked,
    open_alert,
    remember_number,
)
from services.partner_gateway.records.index import Change, Index, IndexMissing
from services.partner_gateway.records.index_tables import IndexBase
from services.partner_gateway.records.recalls import (
    RecallFound,
    make_recalls,
    mark_made,
    recalls_after,
    recalls_made,
    standing_told,
)
from services.partner_gateway.records.tables import (
    Alert,
    Decision,
    GatewayBase,
    NumberAsked,
    Recall,
    Refused,
    Told,
)
from shared.house import HouseBase

# The index has a file and a format of its own; it is never migrated, only built again.
METADATA = [GatewayBase.metadata, HouseBase.metadata]

__all__ = [
    "METADATA",
    "Alert",
    "Change",
    "Correction",
    "Decision",
    "Edition",
    "GatewayBase",
    "Index",
    "IndexBase",
    "IndexMissing",
    "Listed",
    "NumberAsked",
    "PartnerSecret",
    "Position",
    "Recall",
    "RecallFound",
    "Refused",
    "Revocation",
    "RevokedToken",
    "Told",
    "Withdrawal",
    "alerts_after",
    "decision_of",
    "forget_decisions",
    "forget_numbers",
    "make_recalls",
    "mark_made",
    "numbers_asked",
    "open_alert",
    "questions_about",
    "recalls_after",
    "recalls_made",
    "remember_number",
    "standing_told",
    "times_applied",
    "told",
]
