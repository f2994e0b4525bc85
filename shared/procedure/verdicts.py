"""The words by which the audit log tells which way an officer decided."""

from shared.procedure.steps import Verdict

APPROVE, REFUSE = "approve", "refuse"
UPHOLD, DISMISS = "uphold", "dismiss"
UPHOLD_REVIEW, DISMISS_REVIEW = "uphold-on-review", "dismiss-on-review"


def verdict_act(verdict: Verdict, *, on_review: bool = False) -> str:
    """Which way an objection was decided; the log must show it, or nobody could compare."""
    if on_review:
        return UPHOLD_REVIEW if verdict.is_upheld else DISMISS_REVIEW
    return UPHOLD if verdict.is_upheld else DISMISS
