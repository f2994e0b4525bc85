"""The gateway's tables: what was asked and answered, who is stopped, what must be recalled."""

from services.partner_gateway.records.auditing import (
    Lag,
    alerts_raised,
    counted,
    guessed_pairs,
    hours_until,
    hours_within,
    recall_lags,
    recalls_open,
)
from services.partner_gateway.records.copied import (
    Change,
    Correction,
    Edition,
    Head,
    Listed,
    Position,
    Withdrawal,
)
from services.partner_gateway.records.counted_tables import CountedUpTo, DailyCount, PartyHour
from services.partner_gateway.records.counting import (
    QUESTIONS,
    REFUSALS,
    Source,
    close_hours,
    count_up,
)
from services.partner_gateway.records.credential_tables import (
    PartnerSecret,
    Revocation,
    RevokedToken,
)
from services.partner_gateway.records.decisions import (
    Draft,
    decision_of,
    keep_decisions,
    questions_about,
    times_applied,
)
from services.partner_gateway.records.forgetting import Terms, forget
from services.partner_gateway.records.guesses import (
    About,
    Number,
    alerts_after,
    numbers_asked,
    open_alert,
    remember_numbers,
    stopped,
)
from services.partner_gateway.records.index import Index, IndexMissing
from services.partner_gateway.records.index_building import build_file
from services.partner_gateway.records.index_tables import IndexBase
from services.partner_gateway.records.index_writing import ListedTwice, TooLarge
from services.partner_gateway.records.ledger import Applied, Counted, count_over
from services.partner_gateway.records.recall_tables import Recall, RecallsMade, Telling
from services.partner_gateway.records.recalls import (
    RecallFound,
    ToldSince,
    make_recalls,
    mark_made,
    recall_of,
    recalls_about,
    recalls_after,
    recalls_made,
    standing_told,
    told_since,
)
from services.partner_gateway.records.tables import (
    Alert,
    Decision,
    GatewayBase,
    NumberAsked,
    Refused,
    Told,
)
from shared.house import HouseBase

# The index has a file and a format of its own; it is never migrated, only built again.
METADATA = [GatewayBase.metadata, HouseBase.metadata]

__all__ = [
    "METADATA",
    "QUESTIONS",
    "REFUSALS",
    "About",
    "Alert",
    "Applied",
    "Change",
    "Correction",
    "Counted",
    "CountedUpTo",
    "DailyCount",
    "Decision",
    "Draft",
    "Edition",
    "GatewayBase",
    "Head",
    "Index",
    "IndexBase",
    "IndexMissing",
    "Lag",
    "Listed",
    "ListedTwice",
    "Number",
    "NumberAsked",
    "PartnerSecret",
    "PartyHour",
    "Position",
    "Recall",
    "RecallFound",
    "RecallsMade",
    "Refused",
    "Revocation",
    "RevokedToken",
    "Source",
    "Telling",
    "Terms",
    "Told",
    "ToldSince",
    "TooLarge",
    "Withdrawal",
    "alerts_after",
    "alerts_raised",
    "build_file",
    "close_hours",
    "count_over",
    "count_up",
    "counted",
    "decision_of",
    "forget",
    "guessed_pairs",
    "hours_until",
    "hours_within",
    "keep_decisions",
    "make_recalls",
    "mark_made",
    "numbers_asked",
    "open_alert",
    "questions_about",
    "recall_lags",
    "recall_of",
    "recalls_about",
    "recalls_after",
    "recalls_made",
    "recalls_open",
    "remember_numbers",
    "standing_told",
    "stopped",
    "times_applied",
    "told_since",
]
