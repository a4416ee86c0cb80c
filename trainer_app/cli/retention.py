"""``waypost retention``: for how long single answers are kept, and having older ones gone."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from trainer_app.cli import add_json_option, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.errors import TrainerError
from trainer_app.i18n import _

if TYPE_CHECKING:
    from trainer_app.operations.retention import PastLimit


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    retention = commands.add_parser(
        "retention", help="how long single answers are kept; older ones go"
    )
    tasks = retention.add_subparsers(dest="task", required=True, metavar="TASK")
    show = tasks.add_parser("show", help="count what is past the limit; nothing is changed")
    show.set_defaults(run=_show)
    apply = tasks.add_parser("apply", help="delete it, here and in every safety copy")
    apply.add_argument("--yes", action="store_true", help="yes, for good: there is no way back")
    apply.add_argument("--by", default="", metavar="NAME", help="who you are, if several are")
    apply.set_defaults(run=_apply)
    for task in (show, apply):
        add_json_option(task)


def _show(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.retention import what_would_go

    with opened_store(chosen) as store:
        past = what_would_go(store)
    if chosen.json:
        print_json(_as_json(past))
        return 0
    _say(past)
    return 0


def _apply(chosen: argparse.Namespace) -> int:
    """0 where nothing is past the limit any more, 1 where something has to be done first."""
    from trainer_app.cli.people import _on_duty
    from trainer_app.operations.retention import apply_limit, what_would_go
    from trainer_app.operations.retention_words import applied_sentence, state_sentence

    with opened_store(chosen) as store:
        by = _on_duty(store, chosen.by)
        past = what_would_go(store)
        if not past.knows_time:
            raise TrainerError(state_sentence(past))
        if past.count and not chosen.yes:
            again = _("To delete for good, say it again with --yes.")
            raise TrainerError(f"{state_sentence(past)} {again}")
        done = apply_limit(store, by=by)
    if chosen.json:
        print_json(_as_json(done.past) | {"deleted": done.count, "copies_left": done.is_left})
    elif done.count:
        print(applied_sentence(done))
    else:
        _say(done.past)
    return 1 if done.past.waiting else 0


def _say(past: PastLimit) -> None:
    from trainer_app.operations.retention_words import (
        limit_sentence,
        more_sentences,
        state_sentence,
    )

    for said in (limit_sentence(past.months), state_sentence(past), *more_sentences(past)):
        print(said)


def _as_json(past: PastLimit) -> dict[str, Any]:
    before = past.before.isoformat() if past.before else None
    return asdict(past) | {"before": before, "roads": list(past.roads)}
