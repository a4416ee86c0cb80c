"""How a standing is said and drawn: a shape and a word for each, the same on every page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.operations.reports import cell_words
from trainer_app.operations.reports.completion import Cell
from trainer_app.training.standing import State
from trainer_app.ui import icons, theme

ICONS: dict[State, str] = {
    "in-date": "circle-check",
    "due": "refresh",
    "overdue": "clock-exclamation",
    "in-progress": "circle-dashed",
    "not-started": "circle",
}
COLOURS: dict[State, str] = {
    "in-date": "success",
    "due": "caution",
    "overdue": "danger",
    "in-progress": "primary",
    "not-started": "border_strong",
}


def state_words(state: State) -> str:
    """The word of a standing."""
    return cell_words.state_words(state)


def said_of(cell: Cell) -> str:
    """All there is to say of a cell: for who hears it, and for who waits with the mouse on it."""
    if cell.state is None:
        return _("Not asked")
    said = [state_words(cell.state)]
    if cell.passed_on is not None:
        day = isolate(i18n.day(cell.passed_on, "medium"))
        if cell.about:
            # For translators: the clock of a computer was wrong, so the day is not certain.
            said.append(_("passed about {day}, the clock was not certain").format(day=day))
        else:
            said.append(_("passed on {day}").format(day=day))
    if cell.short:
        said.append(_("short form"))
    if cell.due_on is not None:
        day = isolate(i18n.day(cell.due_on, "medium"))
        due = _("refresher on {day}") if cell.state == "in-date" else _("refresher since {day}")
        said.append(due.format(day=day))
    return ", ".join(said)


def paint_state(painter: QPainter, area: QRectF, cell: Cell) -> None:
    """The mark of a cell in the middle of an area; of an uncertain day with a small wave below."""
    side = theme.px(24)
    where = QRectF(0, 0, side, side)
    where.moveCenter(area.center())
    if cell.state is None:
        painter.setPen(QPen(theme.colour("text_muted"), theme.px(2)))
        middle = area.center()
        half = theme.px(5)
        painter.drawLine(
            round(middle.x() - half), round(middle.y()), round(middle.x() + half), round(middle.y())
        )
        return
    if cell.state == "in-date":
        _paint_filled_tick(painter, where)
    else:
        icons.paint(painter, ICONS[cell.state], where, COLOURS[cell.state])
    if cell.about:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text_muted"))
        beside = QRectF(where.right() + 2, where.top(), theme.px(14), side)
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, "≈")


def _paint_filled_tick(painter: QPainter, where: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("success"))
    edge = where.width() / 12
    painter.drawEllipse(where.adjusted(edge, edge, -edge, -edge))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    icons.paint(painter, "check", where.adjusted(5, 5, -5, -5), "surface")
