"""Icons: tinted once, mirrored only where they point."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmapCache

from trainer_app import paths
from trainer_app.ui import icons, scenes, theme
from trainer_app.ui.theme import Theme


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, look: Theme) -> list[str]:
    """The names of the icons that were really drawn."""
    QPixmapCache.clear()
    names: list[str] = []
    real = icons._rendered

    def counted(name: str, colour: QColor, size: int, mirrored: bool) -> QImage:
        names.append(name)
        return real(name, colour, size, mirrored)

    monkeypatch.setattr(icons, "_rendered", counted)
    return names


def test_an_icon_is_drawn_once_for_a_tint_and_size(drawn: list[str]) -> None:
    ink = theme.colour("text")
    first = icons.pixmap("phone", ink, 24)
    assert icons.pixmap("phone", ink, 24).cacheKey() == first.cacheKey()
    assert drawn == ["phone"]
    icons.pixmap("phone", theme.colour("primary"), 24)
    icons.pixmap("phone", ink, 32)
    icons.pixmap("phone", ink, 24, ratio=2.0)
    assert len(drawn) == 4


def test_an_icon_has_the_colour_asked_for(look: Theme) -> None:
    image = icons.pixmap("check", theme.colour("accent"), 48).toImage()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert seen == {theme.colour("accent").name()}


def test_only_icons_that_point_are_mirrored(drawn: list[str]) -> None:
    ink = theme.colour("text")
    for name in ("volume", "check", "clock", "phone", "player-play"):
        plain = icons.pixmap(name, ink, 24).toImage()
        assert icons.pixmap(name, ink, 24, rtl=True).toImage() == plain
    right = icons.pixmap("arrow-right", ink, 24).toImage()
    assert icons.pixmap("arrow-right", ink, 24, rtl=True).toImage() == right.mirrored(True, False)


@pytest.mark.parametrize("side", [1, 0.4, 0, -3])
def test_an_icon_without_a_place_is_left_out(side: float, look: Theme) -> None:
    """So it is for a moment while a page takes shape; Qt would complain of a picture of nothing."""
    image = QImage(4, 4, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    icons.paint(painter, "picture-tree", QRectF(0, 0, side, 4), "text")
    painter.end()
    empty = {image.pixelColor(x, y).alpha() for x in range(4) for y in range(4)} == {0}
    assert empty == (side < 1)


@pytest.mark.parametrize("look_name", ["light", "dark", "hc"])
def test_every_scene_knows_its_colours(look_name: str) -> None:
    folder = paths.resources() / "assets" / "scenes"
    for file in folder.glob("*.svg"):
        filled = scenes._filled(file.read_bytes(), look_name).decode()
        assert "{" not in filled, file.name


def test_a_scene_is_never_cropped_beyond_its_safe_edge(look: Theme, qtbot: object) -> None:
    key, data = scenes.scene("terminal")
    for wide, high in ((300, 112), (640, 400), (200, 400)):
        fitted = scenes._fitted(key, data, QSize(wide, high), 1.0)
        assert (fitted.width(), fitted.height()) == (wide, high)
    cover = scenes._cover(QSize(640, 400), QSize(800, 400))
    assert cover.height() == 500  # at the widest, a fifth of the height is lost
    assert (cover.top(), cover.bottom()) == (-50, 450)


def test_a_picture_follows_its_width(look: Theme) -> None:
    view = scenes.SceneView()
    view.show_scene("terminal", "A bus terminal in the morning")
    assert view.heightForWidth(640) == 400
    assert view.accessibleName() == "A bus terminal in the morning"
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(theme.colour("accent"))
    buffer = scenes_buffer(image)
    view.show_picture("pack/1/a.png", buffer)
    view.resize(160, 100)
    assert view.grab().toImage().pixelColor(80, 50).name() == theme.colour("accent").name()


def scenes_buffer(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
