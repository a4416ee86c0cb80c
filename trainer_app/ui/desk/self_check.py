"""From the supervisor's page of a site to its self-check, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background
    from trainer_app.ui.screen import Screen

Leave = Callable[[], None]


def self_check_way(
    show: Callable[[Screen, Leave], None],
    background: Background,
    catalog: Catalog,
    on_duty: Callable[[], OnDuty],
) -> Callable[[str, Leave], None]:
    """What shows the self-check of a site; the way back is what it is given. ``show`` opens the
    sheets that a page asks for, too."""

    def show_check(site_id: str, leave: Leave) -> None:
        from trainer_app.ui.readiness.readiness_screen import ReadinessScreen

        page = ReadinessScreen(background, catalog, on_duty(), site_id)
        page.back_asked.connect(leave)
        show(page, lambda: show_check(site_id, leave))

    return show_check
