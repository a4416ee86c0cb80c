"""Colours that can be read, type that grows, and no colour anywhere else."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from trainer_app import paths
from trainer_app.ui import theme, translator

LOOKS = {"light": theme.LIGHT, "dark": theme.DARK, "hc": theme.HIGH_CONTRAST}
_TEXT = (
    "text canvas, text surface, text surface_alt, text_muted canvas, text_muted surface, "
    "text_muted surface_alt, primary canvas, primary surface, on_primary primary, "
    "on_primary primary_hover, on_primary primary_pressed, on_primary_soft primary_soft, "
    "on_accent accent, accent surface, on_accent_soft accent_soft, success surface, "
    "on_success success, on_success_soft success_soft, caution surface, "
    "on_caution_soft caution_soft, danger surface, on_danger danger, on_danger_soft danger_soft, "
    "info surface, on_info info, on_info_soft info_soft, "
    # pairs this program paints beside those of the table
    "text primary_soft, text success_soft, text caution_soft, text info_soft, caution canvas, "
    "success canvas, accent canvas"
)
_PARTS = (
    "border_strong surface, border_strong canvas, focus canvas, focus surface, "
    "focus primary_soft, chart1 surface, chart2 surface, chart4 surface"
)
PAIRS = [(*pair.split(), 4.5) for pair in _TEXT.split(", ")] + [
    (*pair.split(), 3.0) for pair in _PARTS.split(", ")
]


def luminance(value: str) -> float:
    parts = []
    for one in (QColor(value).redF(), QColor(value).greenF(), QColor(value).blueF()):
        parts.append(one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_can_be_read(look: str, ink: str, ground: str, least: float) -> None:
    colours = LOOKS[look]
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= least


def test_the_formula_is_the_one_of_the_table() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast(theme.LIGHT.text, theme.LIGHT.canvas) == pytest.approx(14.2, abs=0.05)


def test_every_colour_is_a_colour() -> None:
    for colours in LOOKS.values():
        for field in fields(colours):
            assert re.fullmatch(r"#[0-9A-F]{6}", getattr(colours, field.name))


def test_no_other_file_has_colours() -> None:
    root = paths.resources()
    files = [*(root / "trainer_app").rglob("*.py"), root / "assets" / "theme.qss"]
    pattern = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?![0-9a-zA-Z])|(?<![.\w])rgba?\(")
    found = [
        file
        for file in files
        if file.name != "theme.py" and pattern.search(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_sheet_names_no_side() -> None:
    sheet = (paths.resources() / "assets" / "theme.qss").read_text(encoding="utf-8")
    assert not re.search(r"-(left|right)|: *(left|right)", sheet)


def test_the_look_reaches_palette_and_sheet(look: theme.Theme, qapp: QApplication) -> None:
    look.choose(scheme="dark")
    assert theme.colours() is theme.DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.DARK.canvas)
    assert theme.DARK.border_strong in qapp.styleSheet()
    look.choose(scheme="hc")
    assert theme.is_high_contrast()
    assert theme.palette_name() == "hc"


def test_text_sizes_are_steps(look: theme.Theme) -> None:
    normal = theme.font("body").pixelSize()
    assert look.step_zoom(+1) == 1.15
    assert theme.font("body").pixelSize() > normal
    assert look.step_zoom(+9) == 1.5
    assert theme.px(48) == 72
    assert look.step_zoom(-9) == 1.0
    look.choose(zoom=1.29)
    assert theme.zoom() == 1.3


def test_arabic_is_a_little_larger_in_its_own_font(look: theme.Theme, qapp: QApplication) -> None:
    assert QFontInfo(theme.font("body")).family() == "Noto Sans"
    translator.speak(qapp, "ar")
    assert theme.font("body").pixelSize() == 18
    assert QFontInfo(theme.font("body")).family() == "IBM Plex Sans Arabic"


def test_fonts_come_from_assets() -> None:
    names = {file.name for file in (Path(paths.resources()) / "assets" / "fonts").glob("*.ttf")}
    assert {"NotoSans-Regular.ttf", "IBMPlexSansArabic-Regular.ttf"} <= names
