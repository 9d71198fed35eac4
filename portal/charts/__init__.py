"""Geometry of charts: pure, figures in, places in percent and pixels out.

Every place is text with a decimal point, so no template localizes it. Values are
percentages from 0 to 100; widths and x are percent, heights and y are pixels.
"""

from portal.charts.bars import bullet, forest, funnel, share
from portal.charts.distribution import distribution
from portal.charts.peers import peers
from portal.charts.scale import level_of, place
from portal.charts.trend import spark, trend

__all__ = [
    "bullet",
    "distribution",
    "forest",
    "funnel",
    "level_of",
    "peers",
    "place",
    "share",
    "spark",
    "trend",
]
