"""What the program itself has done, as the store's thread runs it.

Operations are imported when they are first run, on that thread, so that the window is up before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.computer import Computer, ComputerKept
    from trainer_app.operations.people import PreferencesKept
    from trainer_app.operations.site import SlotState
    from trainer_app.operations.staff import StaffCard
    from trainer_app.store import Store
    from trainer_app.training.people import Preferences


def opened(make_catalog: Callable[[], Catalog]) -> Callable[[Store], tuple[Computer, Catalog]]:
    """This computer and what is taught on it, once its store is open."""

    def operation(store: Store) -> tuple[Computer, Catalog]:
        from trainer_app.operations.computer import open_computer
        from trainer_app.operations.modules import hide_withdrawn

        catalog = make_catalog()
        hide_withdrawn(store, catalog)
        return open_computer(store, catalog), catalog

    return operation


def computer(catalog: Catalog) -> Callable[[Store], Computer]:
    """This computer, read again."""

    def operation(store: Store) -> Computer:
        from trainer_app.operations.computer import open_computer

        return open_computer(store, catalog)

    return operation


def checked_code(code: str) -> Callable[[Store], bool]:
    """Whether somebody wrote the recovery code down right."""

    def operation(store: Store) -> bool:
        from trainer_app.operations.computer import check_recovery_code

        return check_recovery_code(store, code=code)

    return operation


def finished_set_up(store: Store) -> ComputerKept:
    """The first-run cards were seen."""
    from trainer_app.operations.computer import finish_set_up

    return finish_set_up(store)


def language(code: str) -> Callable[[Store], ComputerKept]:
    """The language while nobody is signed in."""

    def operation(store: Store) -> ComputerKept:
        from trainer_app.operations.computer import choose_language

        return choose_language(store, language=code)

    return operation


def preferences(learner_id: str, chosen: Preferences) -> Callable[[Store], PreferencesKept]:
    """How somebody wants to have it."""

    def operation(store: Store) -> PreferencesKept:
        from trainer_app.operations.people import change_preferences

        return change_preferences(store, learner_id=learner_id, preferences=chosen)

    return operation


def settled(catalog: Catalog) -> Callable[[Store], object]:
    """Tests of the room that were closed elsewhere are closed here."""

    def operation(store: Store) -> object:
        from trainer_app.operations.paired_tests import settle_closed

        return settle_closed(store, catalog=catalog)

    return operation


def staff(store: Store) -> list[StaffCard]:
    """Who is staff."""
    from trainer_app.operations.staff import list_staff

    return list_staff(store)


def values(chain: Sequence[SlotState]) -> dict[str, str]:
    """What stands in lesson texts for the slots of a site."""
    from trainer_app.operations.site import slot_values

    return slot_values(list(chain))
