"""The look: colours, type and sizes, put on the application as a palette and a short style sheet.

The only file with colours in it. One look is current at a time, as one language is
(``trainer_app.i18n``): widgets ask ``colour()``, ``font()`` and ``px()`` whenever they dress, and
dress again when the application sends them a style change (``ui.themed``).

Type, icons and targets grow with the text size (``px``); gaps and radii do not.
"""

from dataclasses import asdict, dataclass
from functools import cache
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from trainer_app import i18n, paths
from trainer_app.ui import collector
from trainer_app.ui.palette import palette_of

Scheme = Literal["system", "light", "dark", "hc"]
Role = Literal["display", "h1", "h2", "lesson", "body", "body_large", "label", "small", "caption"]


@dataclass(frozen=True, slots=True)
class Colours:
    """The colour roles of one look, as ``#RRGGBB``."""

    canvas: str
    surface: str
    surface_alt: str
    text: str
    text_muted: str
    border: str
    border_strong: str
    primary: str
    on_primary: str
    primary_hover: str
    primary_pressed: str
    primary_soft: str
    on_primary_soft: str
    accent: str
    on_accent: str
    accent_soft: str
    on_accent_soft: str
    success: str
    on_success: str
    success_soft: str
    on_success_soft: str
    caution: str
    on_caution: str
    caution_soft: str
    on_caution_soft: str
    danger: str
    on_danger: str
    danger_soft: str
    on_danger_soft: str
    info: str
    on_info: str
    info_soft: str
    on_info_soft: str
    focus: str
    chart1: str
    chart2: str
    chart3: str
    scroll: str
    chart4: str


LIGHT = Colours(
    canvas="#F6F4EE",
    surface="#FFFFFF",
    surface_alt="#EDF2F1",
    text="#16262B",
    text_muted="#4A5C62",
    border="#D8DEDC",
    border_strong="#6E8085",
    primary="#0E5A63",
    on_primary="#FFFFFF",
    primary_hover="#0B4A52",
    primary_pressed="#083A41",
    primary_soft="#DCEDEC",
    on_primary_soft="#0B4A52",
    accent="#A8480B",
    on_accent="#FFFFFF",
    accent_soft="#FBE8DA",
    on_accent_soft="#7A3306",
    success="#1E6B3C",
    on_success="#FFFFFF",
    success_soft="#E1F2E6",
    on_success_soft="#14502B",
    caution="#7A4E00",
    on_caution="#FFFFFF",
    caution_soft="#FFF0CC",
    on_caution_soft="#5E3C00",
    danger="#A12B2B",
    on_danger="#FFFFFF",
    danger_soft="#FBE7E5",
    on_danger_soft="#7A1E1E",
    info="#1D4F8F",
    on_info="#FFFFFF",
    info_soft="#E3EDF9",
    on_info_soft="#163C6E",
    focus="#1B4DD6",
    chart1="#0E5A63",
    chart2="#5B9A9C",
    chart3="#D3DCDB",
    scroll="#A9B7B8",
    chart4="#A12B2B",
)

DARK = Colours(
    canvas="#0F181B",
    surface="#182428",
    surface_alt="#213137",
    text="#EDF3F2",
    text_muted="#AFC0C2",
    border="#2F4147",
    border_strong="#7C9096",
    primary="#6FC7C3",
    on_primary="#06282B",
    primary_hover="#8AD6D2",
    primary_pressed="#56AFAB",
    primary_soft="#173B3F",
    on_primary_soft="#A7E3E0",
    accent="#F0A36B",
    on_accent="#3A1A04",
    accent_soft="#40281A",
    on_accent_soft="#F8C9A5",
    success="#7CCB96",
    on_success="#06240F",
    success_soft="#183420",
    on_success_soft="#A8E2BA",
    caution="#E8BE5A",
    on_caution="#2B1E00",
    caution_soft="#3B2F12",
    on_caution_soft="#F3D68C",
    danger="#F09A92",
    on_danger="#3B0B08",
    danger_soft="#43211F",
    on_danger_soft="#F7BDB7",
    info="#8FB8F0",
    on_info="#071C38",
    info_soft="#1B2D47",
    on_info_soft="#B9D3F7",
    focus="#FFD166",
    chart1="#6FC7C3",
    chart2="#3B7E7C",
    chart3="#3A4C52",
    scroll="#5C7178",
    chart4="#F09A92",
)

HIGH_CONTRAST = Colours(
    canvas="#000000",
    surface="#000000",
    surface_alt="#141414",
    text="#FFFFFF",
    text_muted="#FFFFFF",
    border="#FFFFFF",
    border_strong="#FFFFFF",
    primary="#5CE1FF",
    on_primary="#000000",
    primary_hover="#A0EEFF",
    primary_pressed="#22C3E6",
    primary_soft="#00303A",
    on_primary_soft="#FFFFFF",
    accent="#FFB54D",
    on_accent="#000000",
    accent_soft="#332000",
    on_accent_soft="#FFFFFF",
    success="#6BFF9C",
    on_success="#000000",
    success_soft="#00290F",
    on_success_soft="#FFFFFF",
    caution="#FFE14D",
    on_caution="#000000",
    caution_soft="#2B2500",
    on_caution_soft="#FFFFFF",
    danger="#FF9A90",
    on_danger="#000000",
    danger_soft="#330800",
    on_danger_soft="#FFFFFF",
    info="#9CC4FF",
    on_info="#000000",
    info_soft="#001A3D",
    on_info_soft="#FFFFFF",
    focus="#FFFF00",
    chart1="#5CE1FF",
    chart2="#FFB54D",
    chart3="#8A8A8A",
    scroll="#FFFFFF",
    chart4="#FF9A90",
)


@dataclass(frozen=True, slots=True)
class Type:
    """A text role: size and line distance in pixels at zoom 1, and weight 100..900."""

    size: int
    line: int
    weight: int


TYPE: dict[Role, Type] = {
    "display": Type(32, 40, 600),
    "h1": Type(26, 34, 600),
    "h2": Type(20, 28, 600),
    "lesson": Type(20, 32, 400),
    "body": Type(17, 26, 400),
    "body_large": Type(18, 28, 400),
    "label": Type(16, 24, 600),
    "small": Type(15, 22, 400),
    "caption": Type(14, 20, 600),
}
ZOOM_STEPS = (1.0, 1.15, 1.3, 1.5)
ARABIC_FACTOR = 1.06
SPACE = (0, 4, 8, 12, 16, 24, 32, 48)
"""Gaps in pixels: ``SPACE[4]`` is 16. They do not grow with the text."""
CHIP_RADIUS, CONTROL_RADIUS, CARD_RADIUS, HERO_RADIUS = 14, 12, 16, 20
PRIMARY_TARGET, TARGET, SMALL_TARGET = 56, 48, 44
COMPACT_WIDTH, COMPACT_HEIGHT = 1180, 660
_FIXED = {"scrim": (8, 26, 30, 150), "paper": (255, 255, 255), "ink": (0, 0, 0)}
_LATIN, _ARABIC = "Noto Sans", "IBM Plex Sans Arabic"

_colours = LIGHT
_zoom = 1.0
_worn: tuple[Colours, float, bool] | None = None
"""What the application has on: colours, text size, whether it is written from right to left."""


def colours() -> Colours:
    """The colours of the current look."""
    return _colours


def colour(name: str) -> QColor:
    """The current colour of a role such as ``primary_soft``.

    ``scrim`` dims what lies under a sheet; ``paper`` and ``ink`` are for print, the same always.
    """
    return QColor(*_FIXED[name]) if name in _FIXED else QColor(getattr(_colours, name))


def palette_name() -> Literal["light", "dark", "hc"]:
    """Which picture palette goes with the current look."""
    if _colours is HIGH_CONTRAST:
        return "hc"
    return "dark" if _colours is DARK else "light"


def is_high_contrast() -> bool:
    """Whether edges are drawn strong."""
    return _colours is HIGH_CONTRAST


def zoom() -> float:
    """The text size in force, one of ``ZOOM_STEPS``."""
    return _zoom


def px(size: float) -> int:
    """A length in pixels that grows with the text size."""
    return round(size * _zoom)


def line_height(role: Role) -> int:
    """The distance between two lines of this role, in pixels."""
    return round(TYPE[role].line * _zoom * (ARABIC_FACTOR if i18n.is_rtl() else 1.0))


def font(role: Role = "body") -> QFont:
    """The font of a role in the current size and language."""
    return QFont(_font(role, _zoom, i18n.is_rtl()))


@cache
def _font(role: Role, zoom: float, rtl: bool) -> QFont:
    made = QFont()
    made.setFamilies([_ARABIC, _LATIN] if rtl else [_LATIN, _ARABIC])
    made.setPixelSize(round(TYPE[role].size * zoom * (ARABIC_FACTOR if rtl else 1.0)))
    made.setWeight(QFont.Weight(TYPE[role].weight))
    if rtl:
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def load_fonts() -> None:
    """Make the fonts in ``assets/fonts`` known to Qt; a second call does nothing."""
    if _fonts_loaded:
        return
    for file in sorted((paths.resources() / "assets" / "fonts").glob("*.ttf")):
        _fonts_loaded.append(QFontDatabase.addApplicationFont(str(file)))


_fonts_loaded: list[int] = []


class Theme(QObject):
    """Puts a look on the application and keeps it there; one per program.

    Signals: ``changed`` after colours or text size changed and every widget was told.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._scheme: Scheme = "system"
        self._hints = app.styleHints()
        load_fonts()
        if app.style().name() != "fusion":
            app.setStyle("Fusion")
        self._hints.colorSchemeChanged.connect(self._on_system_scheme_changed)
        self.refresh()

    @property
    def scheme(self) -> Scheme:
        """What was chosen; ``system`` follows the computer."""
        return self._scheme

    def choose(self, scheme: Scheme | None = None, zoom: float | None = None) -> None:
        """Change colours, text size (the nearest of ``ZOOM_STEPS``) or both."""
        global _zoom
        if scheme is not None:
            self._scheme = scheme
        if zoom is not None:
            _zoom = min(ZOOM_STEPS, key=lambda step: abs(step - zoom))
        self.refresh()

    def step_zoom(self, steps: int) -> float:
        """Make text larger (+1) or smaller (-1) by steps; returns the new zoom."""
        place = ZOOM_STEPS.index(_zoom) + steps
        self.choose(zoom=ZOOM_STEPS[max(0, min(place, len(ZOOM_STEPS) - 1))])
        return _zoom

    def refresh(self) -> None:
        """Put the look on, palette first, then the sheet, if it is not on yet.

        Needed after a language change: others are written in other letters.
        """
        global _colours, _worn
        _colours = self._resolved()
        wanted = (_colours, _zoom, i18n.is_rtl())
        if wanted == _worn:  # every widget would dress again
            return
        _worn = wanted
        with collector.paused():
            self._app.setFont(font("body"))
            self._app.setPalette(palette_of(_colours))
            self._app.setStyleSheet(_sheet())
        self.changed.emit()

    def _resolved(self) -> Colours:
        if self._scheme == "hc":
            return HIGH_CONTRAST
        if self._scheme == "system":
            dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self._scheme == "dark"
        return DARK if dark else LIGHT

    def _on_system_scheme_changed(self) -> None:
        if self._scheme == "system" and self._resolved() is not _colours:
            self.refresh()


def _sheet() -> str:
    template = (paths.resources() / "assets" / "theme.qss").read_text(encoding="utf-8")
    values: dict[str, object] = asdict(_colours)
    values |= {
        "edge": 2 if is_high_contrast() else 1,
        "target": px(TARGET),
        "small": px(SMALL_TARGET),
        "pad": px(12),
        "radius": CONTROL_RADIUS,
        "scroll_width": 10,
    }
    return Template(template).substitute(values)
