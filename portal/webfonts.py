"""Makes the pages' web fonts from the package that holds the typeface."""

import io
import logging
from pathlib import Path

import fontpkg_onest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SOURCE = Path(fontpkg_onest.ROOT) / "files" / "Onest[wght].ttf"
FEATURES = ["calt", "case", "ccmp", "kern", "locl", "mark", "mkmk", "pnum", "tnum"]
LIGHTEST, BOLDEST = 400, 700
# The same ranges as in static/css/tokens.css. № stands with the Cyrillic letters.
RANGES = {
    "onest-cyrillic": "0400-045F 0490-0491 04B0-04B1 2116",
    "onest-latin": (
        "0000-00FF 0131 0152-0153 02BB-02BC 02C6 02DA 02DC 2000-206F 20AC 20BD 2122"
        " 2190-2193 2212 2215 2248 2260 2264-2265 2713 FEFF FFFD"
    ),
}


def build(target: Path) -> list[Path]:
    """Write the woff2 files that are not there yet and return them."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    missing = [path for path in paths(target) if not path.exists()]
    for path in missing:
        target.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_bytes(subset(code_points(RANGES[path.stem])))
        draft.replace(path)
    return missing


def paths(target: Path) -> list[Path]:
    """Return the files that make up the typeface."""
    return [target / f"{name}.woff2" for name in RANGES]


def code_points(ranges: str) -> list[int]:
    """Return the numbers of ranges such as "0400-045F 2116"."""
    ends = [part.partition("-") for part in ranges.split()]
    return [
        point
        for first, _dash, last in ends
        for point in range(int(first, 16), int(last or first, 16) + 1)
    ]


def subset(points: list[int]) -> bytes:
    """Return the typeface with these characters only; the same bytes every time."""
    font = TTFont(SOURCE, recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": (LIGHTEST, BOLDEST)})
    options = Options(layout_features=FEATURES, flavor="woff2", hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()
