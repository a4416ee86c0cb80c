"""How ready a site is: a ring of its building blocks, its reporting chain, who works there."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate
from trainer_app.operations.readiness import Readiness
from trainer_app.ui.charts import data
from trainer_app.ui.charts.frame import ChartFrame
from trainer_app.ui.charts.ring import ReadinessRing
from trainer_app.ui.oversight.fact_rows import FactCard, fact_row
from trainer_app.ui.oversight.site_words import working_words
from trainer_app.ui.oversight.two_columns import TwoColumns
from trainer_app.ui.readiness_words import chain_words, done_words, empty_words, open_words
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.pictures import PictureMark


class ReadinessCard(QWidget):
    """``check`` leads to the self-check. Hidden until something is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ring = ReadinessRing()
        self.chart = ChartFrame(self.ring, "waypost-readiness")
        self.facts = FactCard()
        self.check = SecondaryButton("clipboard-check")
        self.facts.add_below(self.check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(TwoColumns(self.chart, self.facts))

    def show_readiness(self, readiness: Readiness | None, trained: int) -> None:
        """Show how a site stands; ``trained`` are the people there who have all they need. None:
        no self-check came with this computer."""
        self.setVisible(readiness is not None)
        if readiness is None:
            return
        self.chart.set_words(_("Self-check"), open_words(readiness))
        self.ring.show_data(_ring(readiness))
        self.facts.show_rows(_("Chain and drill"), _facts(readiness, trained), "")
        self.check.setText(
            _("Begin the self-check") if readiness.score is None else _("Open the self-check")
        )


def _ring(readiness: Readiness) -> data.Readiness:
    states = [one.answer.state if one.answer else "not-known" for one in readiness.items]
    blocks = [] if readiness.score is None else states
    return data.Readiness(
        in_place=blocks.count("in-place"),
        partly=blocks.count("partly"),
        not_yet=blocks.count("not-yet"),
        unknown=blocks.count("not-known"),
        empty=_("Nobody has gone through the self-check of this site yet."),
    )


def _facts(readiness: Readiness, trained: int) -> list[QWidget]:
    chain = " ".join(
        isolate(one) for one in (chain_words(readiness.chain), empty_words(readiness.chain)) if one
    )
    return [
        fact_row(_mark("link"), _("Reporting chain"), chain),
        fact_row(_mark("phone-call"), _("Tried out by phone"), done_words(readiness.rehearsed_on)),
        fact_row(_mark("bell"), _("Drill at the site"), done_words(readiness.drill_on)),
        fact_row(
            _mark("users"),
            _("People who work here"),
            working_words(trained, readiness.headcount.everybody),
        ),
    ]


def _mark(icon: str) -> PictureMark:
    return PictureMark(icon, 24, colour="primary", beside="label")
