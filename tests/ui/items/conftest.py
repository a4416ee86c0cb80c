"""Questions on a bare page."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QKeyEvent

from tests.small_module import EVERY_KIND
from tests.ui.start.voices import Talker
from trainer_app.content.catalog import Catalog
from trainer_app.content.module import Item
from trainer_app.ui.items import item_view
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.view import ItemView
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.pages import ScrollPage

Show = Callable[..., ItemView]


class Page(Screen):
    """Holds one question and hands it the keys."""

    def __init__(self, view: ItemView) -> None:
        super().__init__()
        self.view = view
        page = ScrollPage()
        page.column.addWidget(view)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.view.take_key(event):
            super().keyPressEvent(event)


@pytest.fixture
def talker(look: object) -> Talker:
    """A voice that reads everything in no time."""
    return Talker()


@pytest.fixture
def show(window: MainWindow, catalog: Catalog, talker: Talker) -> Show:
    """Shows an item, by its id in the small module or as it is."""
    known = {item.id: item for item in EVERY_KIND}

    def shown(item: Item | str, **more: object) -> ItemView:
        found = known[item] if isinstance(item, str) else item
        given = {"seed": 7, "values": {}, "speaker": talker, "language": "en"} | more
        view = item_view(found, Setting(pack=catalog.pack("small"), **given))  # type: ignore[arg-type]
        view.arrange(False)
        window.show_page(Page(view))
        first = view.first_focus()
        assert first is not None
        first.setFocus()
        return view

    return shown
