"""The computation of a cycle: set-based SQL, in one snapshot, under one lock."""

from monitoring.engine.computation import Counts, compute

__all__ = ["Counts", "compute"]
