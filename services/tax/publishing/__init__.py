"""Once a year everybody is evaluated, and the results come out."""

from services.tax.publishing.duties import EvaluationDuties
from services.tax.publishing.yearly import YearlyEvaluation

__all__ = ["EvaluationDuties", "YearlyEvaluation"]
