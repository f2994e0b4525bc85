"""The gateway's tables: what was asked and answered, who is stopped, what must be recalled."""

from services.partner_gateway.records.copied import (
    Change,
    Correction,
    Edition,
    Head,
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
    Draft,
    decision_of,
    forget_decisions,
    keep_decisions,
    questions_about,
    times_applied,
)
from services.partner_gateway.records.guesses import (
    About,
    Number,
    alerts_after,
    forget_numbers,
    numbers_asked,
    open_alert,
    remember_numbers,
    stopped,
)
from services.partner_gateway.records.index import Index, IndexMissing
from services.partner_gateway.records.index_building import build_file
from services.partner_gateway.records.index_tables import IndexBase
from services.partner_gateway.records.index_writing import ListedTwice, TooLarge
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
    "About",
    "Alert",
    "Change",
    "Correction",
    "Decision",
    "Draft",
    "Edition",
    "GatewayBase",
    "Head",
    "Index",
    "IndexBase",
    "IndexMissing",
    "Listed",
    "ListedTwice",
    "Number",
    "NumberAsked",
    "PartnerSecret",
    "Position",
    "Recall",
    "RecallFound",
    "Refused",
    "Revocation",
    "RevokedToken",
    "Told",
    "TooLarge",
    "Withdrawal",
    "alerts_after",
    "build_file",
    "decision_of",
    "forget_decisions",
    "forget_numbers",
    "keep_decisions",
    "make_recalls",
    "mark_made",
    "numbers_asked",
    "open_alert",
    "questions_about",
    "recalls_after",
    "recalls_made",
    "remember_numbers",
    "standing_told",
    "stopped",
    "times_applied",
]
