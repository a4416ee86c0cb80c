"""A certificate on A4 landscape: what it says, who issued it, and a code to check it offline.

Drawn in millimetres and mirrored as a whole where text runs from right to left. Colours and fonts
are those of the light look, as paper is white.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import segno
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.ui import icons, theme
from trainer_app.ui.paper.page import A4_LANDSCAPE, Paper, save_pdf
from trainer_app.ui.paper.text import Ink, PaperText

if TYPE_CHECKING:
    from trainer_app.operations.certificates import Certificate

_EDGE, _CODE = 22.0, 50.0


def write_pdf(certificate: Certificate, path: Path, language: str = "") -> None:
    """Save a certificate as a PDF. Raises ``NotSaved``, and then leaves nothing half written."""
    save_pdf(certificate_paper(certificate, language), path)


def certificate_paper(certificate: Certificate, language: str = "") -> Paper:
    """The page of a certificate, in that language or the current one."""
    return Paper(
        certificate.facts.serial,
        A4_LANDSCAPE,
        lambda painter: _Sheet(certificate, painter).paint(),
        language,
    )


def paint(certificate: Certificate, painter: QPainter, rect: QRectF, language: str = "") -> None:
    """Paint a certificate into ``rect``: the same on screen and on paper."""
    certificate_paper(certificate, language).paint_into(painter, rect)


class _Sheet:
    """One painting of a certificate."""

    def __init__(self, certificate: Certificate, painter: QPainter) -> None:
        self._certificate, self._facts = certificate, certificate.facts
        self._painter = painter
        self._text = PaperText(painter, A4_LANDSCAPE[0])

    def paint(self) -> None:
        self._text.frame(QRectF(9, 9, 279, 192), 5, theme.LIGHT.primary, 0.9)
        self._text.frame(QRectF(11.5, 11.5, 274, 187), 3.5, theme.LIGHT.border, 0.4)
        self._paint_head()
        self._paint_name()
        self._paint_facts()
        self._paint_code()
        self._paint_foot()

    def _paint_head(self) -> None:
        self._text.icon(QRectF(_EDGE, 21, 13, 13), icons.MARK, theme.LIGHT.primary)
        name = Ink(6.2, weight=600, colour=theme.LIGHT.text)
        self._text.line(QRectF(_EDGE + 16, 21, 90, 13), "Waypost", name)
        serial = Ink(4.2, colour=theme.LIGHT.text_muted, at="end")
        self._text.line(QRectF(175, 21, 100, 13), self._facts.serial, serial)

    def _paint_name(self) -> None:
        muted = theme.LIGHT.text_muted
        self._text.line(
            QRectF(_EDGE, 46, 190, 9), _("Certificate"), Ink(5.6, 600, theme.LIGHT.accent)
        )
        self._text.fitted(
            QRectF(_EDGE, 55, 253, 19), self._facts.name, Ink(14, 600, theme.LIGHT.text)
        )
        self._text.line(
            QRectF(_EDGE, 76, 253, 9), _("completed awareness training"), Ink(5.6, 400, muted)
        )
        title = Ink(9, 600, theme.LIGHT.primary)
        self._text.fitted(QRectF(_EDGE, 85, 253, 14), self._facts.module_title, title)
        # For translators: how somebody learnt: alone at their own speed, or with a facilitator
        way = _("led by a facilitator") if self._facts.supervised else _("self-paced")
        version = _("Version {version}").format(version=isolate(self._facts.version))
        self._text.line(QRectF(_EDGE, 99, 253, 9), f"{version} · {way}", Ink(4.6, 400, muted))

    def _paint_facts(self) -> None:
        facts = (
            (_("Issued on"), i18n.day(self._facts.issued_on)),
            (_("Valid until"), i18n.day(self._facts.valid_until)),
            (_("Issued by"), self._facts.issuer or _("A computer with Waypost")),
            (_("Key of the issuer"), self._certificate.fingerprint),
        )
        for number, (label, value) in enumerate(facts):
            x = _EDGE + (number % 2) * 92
            y = 121 + (number // 2) * 24
            self._text.line(QRectF(x, y, 86, 6), label, Ink(3.8, 400, theme.LIGHT.text_muted))
            self._text.fitted(QRectF(x, y + 6, 86, 9), value, Ink(5.4, 600, theme.LIGHT.text))

    def _paint_code(self) -> None:
        area = self._text.place(QRectF(297 - _EDGE - _CODE, 117, _CODE, _CODE))
        draw_code(self._painter, self._certificate.payload, area)
        below = QRectF(297 - _EDGE - _CODE - 8, 117 + _CODE + 2, _CODE + 8, 6)
        serial = Ink(3.6, 400, theme.LIGHT.text_muted, at="end")
        self._text.line(below, self._facts.serial, serial)

    def _paint_foot(self) -> None:
        self._painter.setPen(QPen(QColor(theme.LIGHT.border), 0.3))
        self._painter.drawLine(22, 177, 275, 177)
        words = _(
            "This certificate says that somebody completed awareness training. "
            "It does not certify that a person or a terminal is safe."
        )
        check = _("To check it without a network, read the code with any Waypost.")
        ink = Ink(3.7, 400, theme.LIGHT.text_muted)
        self._text.wrapped(QRectF(_EDGE, 179.5, 253, 15), f"{words} {check}", ink)


def draw_code(painter: QPainter, text: str, area: QRectF) -> None:
    """A QR code as one shape, with the quiet edge it needs to be read."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    side = area.width() / len(rows)
    shape = QPainterPath()
    shape.setFillRule(Qt.FillRule.WindingFill)
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = x
            while run < len(row) and row[run]:
                run += 1
            if run > x:
                shape.addRect(
                    area.x() + x * side, area.y() + y * side, (run - x) * side, side * 1.02
                )
            x = run + 1
    painter.fillRect(area, QColor(theme.LIGHT.surface))
    painter.fillPath(shape, QColor(Qt.GlobalColor.black))
