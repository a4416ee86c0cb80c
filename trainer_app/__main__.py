"""The doors: the window, the self-test, and the commands."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from trainer_app.errors import TrainerError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from trainer_app.locks import FileLock
    from trainer_app.operations.reports.table import Report


def main(arguments: list[str] | None = None) -> int:
    """Open the door the arguments name. Returns the exit code; one plain line says why not 0."""
    from trainer_app import cli

    chosen = cli.parse(sys.argv[1:] if arguments is None else arguments)
    _hold_release()
    try:
        if chosen.command is None:
            lock = _begin_right_release(chosen.data_dir)
            from trainer_app.app import run_window

            return run_window(chosen.data_dir, chosen.language, lock)
        if chosen.command == "self-test" and chosen.start is not None:
            from trainer_app.start_trial import run_start_trial

            return run_start_trial(chosen.data_dir, chosen.start)
        if chosen.command == "self-test":
            from trainer_app.self_test import run_self_test

            return run_self_test(as_json=chosen.json)
        if chosen.command == "job-aids":
            from trainer_app.cli.job_aids import write_job_aids
            from trainer_app.ui.paper.job_aid_pdf import save_job_aid
            from trainer_app.ui.paper.windowless import painting

            with painting():
                return write_job_aids(chosen, save_job_aid)
        if chosen.command == "report":
            return _report(chosen)
        return int(chosen.run(chosen))
    except TrainerError as error:
        print(f"waypost: {error}", file=sys.stderr)  # noqa: T201  the one place that says it
        return error.exit_code
    except BrokenPipeError:
        return 1


def _hold_release() -> None:
    """Whatever this process does, nobody takes away the release it runs from."""
    from trainer_app.releases.place import here

    if (place := here()) is not None:
        from trainer_app.releases.running import hold

        hold(place.release(place.version))


def _begin_right_release(folder: Path) -> FileLock:
    """Hand on to another release, where one was made ready; the window is read after that.

    Where a window is open on the data folder, or just beginning, this start only calls it: it is no
    try of a release, and changes nothing under the program that runs. Gives the window's lock.
    """
    from trainer_app.locks import WINDOW, FileLock
    from trainer_app.releases.place import here

    place, lock = here(), FileLock(folder / WINDOW)
    if place is not None and place.plan_file.exists():
        from pathlib import Path

        from trainer_app.releases.switching import at_start

        with suppress(OSError):  # the window says what is wrong with the folder
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if lock.take():
                at_start(place, sys.argv[1:], Path(sys.executable), lock.release)
    return lock


def _report(chosen: argparse.Namespace) -> int:
    """``waypost report``; Qt only comes for paper."""
    from trainer_app.cli.report import write_a_report

    def save(report: Report, path: Path) -> None:
        from trainer_app.ui.paper.pages_of_paper import save_pages
        from trainer_app.ui.paper.report_paper import report_pages
        from trainer_app.ui.paper.windowless import painting

        with painting():
            save_pages(report_pages(report), path)

    return write_a_report(chosen, save)


if __name__ == "__main__":
    sys.exit(main())
