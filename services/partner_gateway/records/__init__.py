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
    Correction,
    Edition,
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
from services.partner_gateway.records.decisions import (
    decision_of,
    questions_about,
    times_applied,
    told,
)
from services.partner_gateway.records.forgetting import Terms, forget
from services.partner_gateway.records.guesses import (
    alerts_after,
    numbers_asked,
    open_alert,
    remember_number,
)
from services.partner_gateway.records.index import Change, Index, IndexMissing
from services.partner_gateway.records.index_tables import IndexBase
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
    "Alert",
    "Change",
    "Correction",
    "CountedUpTo",
    "DailyCount",
    "Decision",
    "Edition",
    "GatewayBase",
    "Index",
    "IndexBase",
    "IndexMissing",
    "Lag",
    "Listed",
    "NumberAsked",
    "PartyHour",
    "Position",
    "Recall",
    "RecallFound",
    "RecallsMade",
    "Refused",
    "Source",
    "Telling",
    "Terms",
    "Told",
    "ToldSince",
    "Withdrawal",
    "alerts_after",
    "alerts_raised",
    "close_hours",
    "count_up",
    "counted",
    "decision_of",
    "forget",
    "guessed_pairs",
    "hours_until",
    "hours_within",
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
    "remember_number",
    "standing_told",
    "times_applied",
    "told",
    "told_since",
]
