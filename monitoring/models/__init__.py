"""What is measured: methods, cycles, values, results, recommendations, letters."""

from monitoring.models.advice import (
    Direction,
    Recommendation,
    RecommendationText,
    Rule,
)
from monitoring.models.counted import CountedValue
from monitoring.models.cycles import Cycle, Submission
from monitoring.models.letters import Letter
from monitoring.models.methods import Criterion, Indicator, Methodology, Track
from monitoring.models.results import Result, RiskEntry, Summary
from monitoring.models.values import Value, ValueHistory

__all__ = [
    "CountedValue",
    "Criterion",
    "Cycle",
    "Direction",
    "Indicator",
    "Letter",
    "Methodology",
    "Recommendation",
    "RecommendationText",
    "Result",
    "RiskEntry",
    "Rule",
    "Submission",
    "Summary",
    "Track",
    "Value",
    "ValueHistory",
]
