"""Measurements beside the floor they are judged by, in the same run."""
