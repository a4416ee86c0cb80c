"""A real store, a learner, and modules to play."""

from collections.abc import Callable, Iterator

import msgspec
import pytest

from tests.small_module import EVERY_KIND, SMALL, choice_item
from tests.ui.learn_play.keyboard import Press, presser
from trainer_app.content import module as m
from trainer_app.content.catalog import Catalog
from trainer_app.content.pack import Pack
from trainer_app.errors import NotSaved
from trainer_app.store import Store
from trainer_app.ui.main_window import MainWindow

DISK_FULL = "Could not save because the disk is full. Free up space, then press Try again."

PLAYED = msgspec.structs.replace(
    SMALL,
    lessons=(
        m.Lesson(
            id="first",
            title="The first lesson",
            minutes=5,
            picture=SMALL.picture,
            steps=(
                m.Step(
                    id="one",
                    title="Be near",
                    blocks=(
                        m.Paragraph(text="Be **kind**, and tell {focal-point}."),
                        m.Bullets(entries=("Look.", "Listen.")),
                        m.Callout(kind="careful", text="Stay calm."),
                    ),
                    citations=(m.Citation(source="SD1", confidence="VS"),),
                    layer="verified",
                    check="drill",
                ),
                m.Step(id="two", title="Go on", blocks=(m.Paragraph(text="Tell somebody."),)),
            ),
        ),
    ),
    scenarios=(),
    items=(*EVERY_KIND, choice_item("drill", "greet", practice=True)),
    pass_rule=m.PassRule(draw=len(EVERY_KIND)),
    forms=m.Forms(a=("one", "steps", "truth"), b=("one", "steps", "truth")),
    slots=(m.Slot(id="focal-point", fallback="your focal point"),),
    sources=(m.Source(code="SD1", organisation="A network", title="A page", year="2023"),),
)
"""The small module with a check, a slot and sources; its quiz asks every kind of question."""


@pytest.fixture
def pack(catalog: Catalog) -> Pack:
    """The pack with the small module's picture."""
    return catalog.pack("small")


@pytest.fixture
def press(window: MainWindow) -> Press:
    """Presses a key."""
    return presser(window)


@pytest.fixture
def full_disk() -> Iterator[Callable[[], Callable[[], None]]]:
    """Call it to fill the disk; it gives back what frees it."""
    patch = pytest.MonkeyPatch()

    def refuse(*_given: object, **_more: object) -> None:
        raise NotSaved(DISK_FULL)

    def fill() -> Callable[[], None]:
        for name in ("append", "keep"):
            patch.setattr(Store, name, refuse)
        return patch.undo

    yield fill
    patch.undo()
