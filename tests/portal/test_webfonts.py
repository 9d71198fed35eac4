"""The pages' typeface: it has the letters that Russian pages need."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from portal import webfonts


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("fonts")
    webfonts.build(target)
    return target


@pytest.mark.parametrize(
    ("name", "characters"),
    [("onest-cyrillic", "АЯЁёйъ№"), ("onest-latin", "Az09−«»–—…\u00a0\u202f₽→✓")],
)
def test_typeface_has_the_characters(fonts: Path, name: str, characters: str) -> None:
    font = TTFont(io.BytesIO((fonts / f"{name}.woff2").read_bytes()))

    assert set(map(ord, characters)) <= set(font.getBestCmap())
    axis = font["fvar"].axes[0]
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)


def test_fonts_are_built_once_and_the_same(fonts: Path, tmp_path: Path) -> None:
    assert webfonts.build(fonts) == []

    again = webfonts.build(tmp_path)

    assert [path.read_bytes() for path in again] == [
        path.read_bytes() for path in webfonts.paths(fonts)
    ]


def test_ranges_are_those_of_the_style_sheet() -> None:
    css = (Path(__file__).parents[2] / "static" / "css" / "tokens.css").read_text()

    for ranges in webfonts.RANGES.values():
        wanted = ", ".join(f"U+{part}" for part in ranges.split())
        assert wanted in " ".join(css.split())
