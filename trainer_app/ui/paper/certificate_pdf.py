"""A certificate on A4 landscape: what it says, who issued it, and a code to check it offline.

Three kinds, told apart from afar: learnt alone (two frames), passed in a training session (two
frames, a seal, who supervised it), and attended (one thin frame, nothing that looks like a pass).
Drawn in millimetres and mirrored as a whole where text runs from right to left. Colours and fonts
are those of the light look, as paper is white.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
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
    from trainer_app.training.certificate import Facts

_EDGE, _CODE, _SEAL = 22.0, 50.0, 27.0


def write_pdf(certificate: Certificate, path: Path, language: str = "") -> None:
    """Save a certificate as a PDF. Raises ``NotSaved``, and then leaves nothing half written."""
    save_pdf(certificate_paper(certificate, language), path)


def certificate_paper(certificate: Certificate, language: str = "") -> Paper:
    """The page of a certificate, in that language or the current one."""
    return Paper(
        certificate.facts.serial,
        A4_LANDSCAPE,
        lambda painter: _sheet(certificate)(certificate, painter).paint(),
        language,
    )


def paint(certificate: Certificate, painter: QPainter, rect: QRectF, language: str = "") -> None:
    """Paint a certificate into ``rect``: the same on screen and on paper."""
    certificate_paper(certificate, language).paint_into(painter, rect)


class _Sheet:
    """One painting of a certificate of somebody who learnt alone."""

    seal = ""

    def __init__(self, certificate: Certificate, painter: QPainter) -> None:
        self._certificate, self._facts = certificate, certificate.facts
        self._painter = painter
        self._text = PaperText(painter, A4_LANDSCAPE[0])

    def paint(self) -> None:
        self._paint_frame()
        self._paint_head()
        self._paint_name()
        self._paint_facts(self.facts())
        self._paint_code()
        self._paint_foot()

    # ------------------------------------------------------------ what it says

    def title(self) -> str:
        return _("Certificate")

    def did(self) -> str:
        return _("completed awareness training")

    def way(self) -> str:
        # For translators: how somebody learnt: alone at their own speed, or with a facilitator
        return _("self-paced")

    def facts(self) -> Sequence[tuple[str, str]]:
        """Labels and values, two in a row."""
        return (
            (_("Issued on"), i18n.day(self._facts.issued_on)),
            (_("Valid until"), i18n.day(self._facts.valid_until)),
            (_("Issued by"), self._facts.issuer or _("A computer with Waypost")),
            (_("Key of the issuer"), self._certificate.fingerprint),
        )

    def meaning(self) -> str:
        return _(
            "This certificate says that somebody completed awareness training. "
            "It does not certify that a person or a terminal is safe."
        )

    # ------------------------------------------------------------ painting

    def _paint_frame(self) -> None:
        self._text.frame(QRectF(9, 9, 279, 192), 5, theme.LIGHT.primary, 0.9)
        self._text.frame(QRectF(11.5, 11.5, 274, 187), 3.5, theme.LIGHT.border, 0.4)

    def _paint_head(self) -> None:
        self._text.icon(QRectF(_EDGE, 21, 13, 13), icons.MARK, theme.LIGHT.primary)
        name = Ink(6.2, weight=600, colour=theme.LIGHT.text)
        self._text.line(QRectF(_EDGE + 16, 21, 90, 13), "Waypost", name)
        serial = Ink(4.2, colour=theme.LIGHT.text_muted, at="end")
        self._text.line(QRectF(175, 21, 100, 13), self._facts.serial, serial)
        if self.seal:
            ring = QRectF(297 - _EDGE - _SEAL, 40, _SEAL, _SEAL)
            self._text.frame(ring, _SEAL / 2, theme.LIGHT.primary, 0.9)
            inset = _SEAL * 0.2
            inside = ring.adjusted(inset, inset, -inset, -inset)
            self._text.icon(inside, self.seal, theme.LIGHT.primary)

    def _paint_name(self) -> None:
        wide = 253 - (_SEAL + 8 if self.seal else 0)
        self._text.line(QRectF(_EDGE, 46, wide, 9), self.title(), Ink(5.6, 600, theme.LIGHT.accent))
        name = Ink(14, 600, theme.LIGHT.text)
        self._text.fitted(QRectF(_EDGE, 55, wide, 19), self._facts.name, name)
        muted = theme.LIGHT.text_muted
        self._text.line(QRectF(_EDGE, 76, 253, 9), self.did(), Ink(5.6, 400, muted))
        title = Ink(9, 600, theme.LIGHT.primary)
        self._text.fitted(QRectF(_EDGE, 85, 253, 14), self._facts.module_title, title)
        version = _("Version {version}").format(version=isolate(self._facts.version))
        words = " · ".join(one for one in (version, self.way()) if one)
        self._text.line(QRectF(_EDGE, 99, 253, 9), words, Ink(4.6, 400, muted))

    def _paint_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        for number, (label, value) in enumerate(facts):
            x = _EDGE + (number % 2) * 92
            y = 118 + (number // 2) * 20 if len(facts) > 4 else 121 + (number // 2) * 24
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
        check = _("To check it without a network, read the code with any Waypost.")
        ink = Ink(3.7, 400, theme.LIGHT.text_muted)
        words = f"{self.meaning()} {check}"
        self._text.wrapped(QRectF(_EDGE, 179.5, 253, 15), words, ink)


class _Supervised(_Sheet):
    """Passed in a training session: a facilitator vouches for it."""

    seal = "award"

    def way(self) -> str:
        return _("led by a facilitator")

    def facts(self) -> Sequence[tuple[str, str]]:
        return (
            # For translators: before a name: the facilitator who vouches for a certificate
            (_("Supervised by"), self._facts.issuer),
            # For translators: before a day: when the training session took place
            (_("Session held on"), _held_on(self._facts)),
            (_("Issued on"), i18n.day(self._facts.issued_on)),
            (_("Valid until"), i18n.day(self._facts.valid_until)),
            (_("Key of the issuer"), self._certificate.fingerprint),
        )


class _Attended(_Sheet):
    """Somebody was at a training session. What they know, nobody has asked."""

    def title(self) -> str:
        return _("Certificate of attendance")

    def did(self) -> str:
        return _("took part in a training session")

    def way(self) -> str:
        return ""

    def facts(self) -> Sequence[tuple[str, str]]:
        return (
            # For translators: before a name: the facilitator who led a training session
            (_("Led by"), self._facts.issuer),
            (_("Session held on"), _held_on(self._facts)),
            (_("Issued on"), i18n.day(self._facts.issued_on)),
            (_("Key of the issuer"), self._certificate.fingerprint),
        )

    def meaning(self) -> str:
        return _(
            "This certificate says that somebody was at a training session. "
            "It does not say that they passed a test, or that a person or a terminal is safe."
        )

    def _paint_frame(self) -> None:
        self._text.frame(QRectF(11.5, 11.5, 274, 187), 3.5, theme.LIGHT.border_strong, 0.4)


def _sheet(certificate: Certificate) -> type[_Sheet]:
    facts = certificate.facts
    if facts.kind == "attended":
        return _Attended
    return _Supervised if facts.supervised else _Sheet


def _held_on(facts: Facts) -> str:
    try:
        return i18n.day(date.fromisoformat(facts.held_on))
    except ValueError:  # written by another release
        return i18n.day(facts.issued_on)


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
