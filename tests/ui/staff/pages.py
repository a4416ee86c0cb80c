"""Every page and sheet for staff, in the states it can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from tests.ui.staff.conftest import Stage
from trainer_app.operations.audit import ActDone
from trainer_app.operations.backup_folder import BackupPlace
from trainer_app.operations.computer import finish_set_up
from trainer_app.operations.computer_lock import ComputerLock, Suggestion
from trainer_app.operations.retention import PastLimit
from trainer_app.operations.staff import (
    PinGiven,
    StaffCard,
    StaffSignIn,
    list_staff,
    sign_in_staff,
)
from trainer_app.store import Store
from trainer_app.training.staff import Act, Staff
from trainer_app.ui.staff.account_form import AccountForm
from trainer_app.ui.staff.audit_screen import AuditScreen
from trainer_app.ui.staff.change_pin_screen import ChangePinScreen
from trainer_app.ui.staff.code_screen import CodeScreen
from trainer_app.ui.staff.kept_answers import LimitSheet
from trainer_app.ui.staff.lock_screen import LockScreen
from trainer_app.ui.staff.lock_way import _was_set
from trainer_app.ui.staff.member_sheets import LeaveSheet, ResetSheet
from trainer_app.ui.staff.new_pin_panel import NewPinPanel
from trainer_app.ui.staff.new_staff_screen import NewStaffScreen
from trainer_app.ui.staff.panels import PanelScreen
from trainer_app.ui.staff.passphrase_panels import NewPassphrasePanel, ProofPanel
from trainer_app.ui.staff.passphrase_screens import (
    ChangePassphraseScreen,
    RemovePassphraseScreen,
    SetPassphraseScreen,
)
from trainer_app.ui.staff.pin_panel import PinPanel
from trainer_app.ui.staff.pin_screen import StaffPinScreen
from trainer_app.ui.staff.recovery_panel import RecoveryPanel
from trainer_app.ui.staff.staff_screen import StaffScreen
from trainer_app.ui.widgets.pages import clear_layout

AT = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
NAMES = ("Rosa Mamani", "Paul Okafor", "Aïcha Traoré", "Tomás Quispe", "Nadia Haddad")


def cards(stage: Stage) -> list[StaffCard]:
    return stage.do(list_staff)


def many(stage: Stage) -> QWidget:
    """Seven names to choose from."""
    more = [
        StaffCard(Staff(staff_id=name, actor="p", name=name, roles=("supervisor",)), True)
        for name in NAMES
    ]
    return StaffPinScreen(stage.background, [*cards(stage), *more])


def elena(stage: Stage) -> StaffPinScreen:
    """Only Elena signs in here, and missed nothing so far."""
    (who,) = [card for card in cards(stage) if card.staff.name.startswith("Elena")]

    def forget(store: Store) -> None:
        store.staff_keys.put(replace(store.staff_keys.one(who.staff.staff_id), tries=0, pause_ms=0))

    stage.do(forget)
    return StaffPinScreen(stage.background, [who])


def panel(screen: StaffPinScreen) -> PinPanel:
    assert isinstance(screen.panel, PinPanel)
    return screen.panel


def missed(times: int, *, later: bool = False) -> Callable[[Stage], QWidget]:
    """So many numbers that did not match; ``later`` a while after the last one."""

    def make(stage: Stage) -> QWidget:
        screen = elena(stage)
        staff_id = panel(screen).card.staff.staff_id
        for _time in range(times - 1):
            stage.do(lambda store: sign_in_staff(store, staff_id=staff_id, pin="739264"))
            stage.clock.steady_ms += 900_000
        stage.later.append(lambda: panel(screen).field.setText("739264"))
        if later:
            stage.later.append(lambda: wait(stage))
            stage.later.append(panel(screen).look)
        return screen

    return make


def wait(stage: Stage) -> None:
    stage.clock.steady_ms += 20_000


def must_change(stage: Stage) -> QWidget:
    """A number that somebody gave, used for the first time."""
    assert stage.amadou
    assert stage.elena
    screen = elena(stage)
    reset = ActDone(1, Act.PIN_RESET, "Elena Choque", "Amadou Diallo", AT)
    screen._on_signed_in(StaffSignIn(stage.elena, True, reset), stage.amadou.pin)
    return screen


def twice(stage: Stage) -> QWidget:
    screen = must_change(stage)
    assert isinstance(screen, StaffPinScreen)
    assert isinstance(screen.panel, NewPinPanel)
    screen.panel.field.setText("739264")
    return screen


def too_easy(stage: Stage) -> QWidget:
    screen = must_change(stage)
    assert isinstance(screen, StaffPinScreen)
    assert isinstance(screen.panel, NewPinPanel)
    screen.panel.field.setText("123456")
    return screen


def lost(stage: Stage) -> QWidget:
    screen = StaffPinScreen(stage.background, cards(stage))
    screen._recover(cards(stage)[1])
    assert isinstance(screen.panel, RecoveryPanel)
    screen.panel._refuse("This is not the code yet. Compare it with the paper, and try again.")
    return screen


def first(stage: Stage) -> NewStaffScreen:
    """After set-up, so that the recovery code is asked."""
    stage.do(finish_set_up)
    return NewStaffScreen(stage.background)


def mending(stage: Stage) -> QWidget:
    screen = first(stage)

    def go_on() -> None:
        assert isinstance(screen.panel, AccountForm)
        screen.panel.next.click()

    stage.later.append(go_on)
    return screen


def added(stage: Stage) -> QWidget:
    screen = NewStaffScreen(stage.background, stage.elena)
    assert stage.amadou
    screen._on_given(stage.amadou)
    return screen


def people(stage: Stage) -> QWidget:
    """In every state that a member of staff can be in."""
    assert stage.elena
    screen = StaffScreen(stage.background, stage.elena)

    def here(name: str, *, signs_in: bool, has_left: bool = False) -> StaffCard:
        roles = ("facilitator", "supervisor")
        one = Staff(staff_id=name, actor="p", name=name, roles=roles, has_left=has_left)  # type: ignore[arg-type]
        return StaffCard(one, signs_in)

    everybody = [
        *cards(stage),
        here("Rosa Mamani", signs_in=True),
        here("Paul Okafor", signs_in=False),
        here("Aïcha Traoré", signs_in=False, has_left=True),
    ]
    stage.later.append(lambda: screen._on_listed(everybody))
    return screen


def reset(stage: Stage, *, done: bool = False) -> QWidget:
    assert stage.elena
    assert stage.amadou
    sheet = ResetSheet(stage.background, stage.elena, stage.amadou.staff)
    if done:
        sheet._on_given(PinGiven(stage.amadou.staff, "739264"))
    return sheet


def leave(stage: Stage) -> QWidget:
    assert stage.elena
    assert stage.amadou
    return LeaveSheet(stage.background, stage.elena, stage.amadou.staff)


def acts(count: int) -> Callable[[Stage], QWidget]:
    """What staff did; one of each kind, over two days."""

    def make(stage: Stage) -> QWidget:
        assert stage.elena
        screen = AuditScreen(stage.background, stage.elena)
        found = [
            ActDone(
                100 - place,
                act.value,
                "Elena Choque",
                {
                    "imported": "12",
                    "exported": "31",
                    "issued": "passed, 28",
                    "limit-applied": "9",
                }.get(act.value, "Amadou Diallo"),
                AT.replace(day=2 if place < 6 else 1),
            )
            for place, act in enumerate(Act)
        ]

        def show() -> None:
            clear_layout(screen._list)
            screen.acts = []
            screen._on_loaded(found[:count])

        stage.later.append(show)
        return screen

    return make


def lock(**facts: bool) -> Callable[[Stage], QWidget]:
    """What opens the data, as it stands with these facts."""

    def make(stage: Stage) -> QWidget:
        screen = LockScreen(stage.background, stage.elena)
        usual = ComputerLock(
            has_passphrase=False, is_alone=True, code_confirmed=True,
            organisation_opens=False, is_needed=False,
        )  # fmt: skip
        stage.later.append(lambda: screen._on_read(replace(usual, **facts)))
        return screen

    return make


def backups(*, is_there: bool) -> Callable[[Stage], QWidget]:
    """A second place for backups was chosen."""

    def make(stage: Stage) -> QWidget:
        screen = lock(has_passphrase=True)(stage)
        assert isinstance(screen, LockScreen)
        place = BackupPlace(Path("/media/BLUE"), is_there, date(2026, 11, 20))
        stage.later.append(lambda: screen.backups._on_read(place))
        return screen

    return make


def kept(**facts: object) -> Callable[[Stage], QWidget]:
    """How long answers are kept, with these facts."""

    def make(stage: Stage) -> QWidget:
        screen = lock()(stage)
        assert isinstance(screen, LockScreen)
        stage.later.append(lambda: screen.answers.show_past(past(**facts)))
        return screen

    return make


def past(**facts: Any) -> PastLimit:
    return replace(PastLimit(months=12, before=date(2026, 12, 1)), **facts)


def limit_sheet(stage: Stage) -> QWidget:
    assert stage.elena
    return LimitSheet(stage.background, stage.elena, past(items=1_432, lines=20))


def just_set(stage: Stage) -> QWidget:
    screen = lock(has_passphrase=True)(stage)
    assert isinstance(screen, LockScreen)
    screen.say(_was_set)
    return screen


def new_phrase(stage: Stage) -> NewPassphrasePanel:
    """The page on which a passphrase is chosen, always with the same suggestion."""
    assert stage.elena
    screen = SetPassphraseScreen(stage.background, stage.elena)
    screen.choose()
    assert isinstance(screen.panel, NewPassphrasePanel)
    card = screen.panel.suggestion
    card.now = Suggestion(("river", "lantern", "copper", "window", "sparrow"), 640, 46)
    card.words.show_words(card.now.words)
    return screen.panel


def choosing(stage: Stage) -> QWidget:
    return _screen_of(new_phrase(stage))


def chosen_badly(stage: Stage) -> QWidget:
    panel = new_phrase(stage)
    panel.shown.setChecked(True)
    panel.field.line.setText("one two three four five")
    stage.later.append(panel.next.click)
    return _screen_of(panel)


def once_more(stage: Stage) -> QWidget:
    panel = new_phrase(stage)
    panel.suggestion.take.click()
    panel.next.click()
    return _screen_of(panel)


def locking(stage: Stage) -> QWidget:
    screen = once_more(stage)
    assert isinstance(screen, SetPassphraseScreen)
    assert isinstance(screen.panel, NewPassphrasePanel)
    screen.panel._set_busy(True)
    return screen


def proof(*, taking_off: bool, missed: bool = False) -> Callable[[Stage], QWidget]:
    """The passphrase there is, before something is done to it."""

    def make(stage: Stage) -> QWidget:
        assert stage.elena
        kind = RemovePassphraseScreen if taking_off else ChangePassphraseScreen
        screen = kind(stage.background, stage.elena)
        assert isinstance(screen.panel, ProofPanel)
        if missed:
            screen.panel.refuse("This does not open it yet. Look at each word, then try again.")
        return screen

    return make


def new_code(stage: Stage) -> QWidget:
    assert stage.elena
    screen = CodeScreen(stage.background, stage.elena, anew=True)
    screen.show_code("CDDJ-1VRT-XEPZ-J5PM-2229-WMRD-42")
    return screen


def _screen_of(panel: QWidget) -> QWidget:
    inside: QWidget | None = panel
    while inside is not None and not isinstance(inside, PanelScreen):
        inside = inside.parentWidget()
    assert inside is not None
    return inside


PAGES: dict[str, Callable[[Stage], QWidget]] = {
    "F01-names": many,
    "F01-pin": elena,
    "F01-pin-choice": lambda s: _asked(s),
    "F01-missed": missed(3),
    "F01-pause": missed(7),
    "F01-waiting": missed(7, later=True),
    "F01-own-number": must_change,
    "F01-twice": twice,
    "F01-too-easy": too_easy,
    "F01-lost": lost,
    "F01-nobody": lambda s: StaffPinScreen(s.background, []),
    "F01-first": first,
    "F01-first-mending": mending,
    "F01-add": lambda s: NewStaffScreen(s.background, s.elena),
    "F01-added": added,
    "F01-change": lambda s: ChangePinScreen(s.background, s.elena) if s.elena else QWidget(),
    "F01-staff": people,
    "F01-reset": reset,
    "F01-reset-done": lambda s: reset(s, done=True),
    "F01-leave": leave,
    "F01-audit": acts(99),
    "F01-audit-empty": acts(0),
    "F13-lock": lock(),
    "F13-lock-backups": backups(is_there=True),
    "F13-lock-backups-gone": backups(is_there=False),
    "F13-lock-needed": lock(is_needed=True, organisation_opens=True),
    "F13-lock-no-code": lock(is_needed=True, code_confirmed=False),
    "F13-lock-set": just_set,
    "F13-lock-key-left": lock(has_passphrase=True, is_alone=False, organisation_opens=True),
    "F13-kept": kept(
        items=1_432, lines=20, waiting=3, unsure=1, gone=12, roads=("Terminal Norte",)
    ),
    "F13-kept-nothing-old": kept(),
    "F13-kept-no-clock": kept(before=None, gone=1),
    "F13-kept-sheet": limit_sheet,
    "F13-set": lambda s: SetPassphraseScreen(s.background, s.elena) if s.elena else QWidget(),
    "F13-choose": choosing,
    "F13-choose-mending": chosen_badly,
    "F13-once-more": once_more,
    "F13-locking": locking,
    "F13-change": proof(taking_off=False),
    "F13-remove": proof(taking_off=True, missed=True),
    "F13-code": lambda s: CodeScreen(s.background, s.elena, anew=False) if s.elena else QWidget(),
    "F13-code-new": new_code,
}


def _asked(stage: Stage) -> QWidget:
    screen = StaffPinScreen(stage.background, cards(stage))
    screen._ask(cards(stage)[1])
    return screen
