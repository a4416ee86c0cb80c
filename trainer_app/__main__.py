"""The doors: the window, the self-test, and the commands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from trainer_app.errors import TrainerError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from trainer_app.operations.reports.table import Report


def main(arguments: list[str] | None = None) -> int:
    """Open the door the arguments name. Returns the exit code; one plain line says why not 0."""
    from trainer_app import cli

    chosen = cli.parse(sys.argv[1:] if arguments is None else arguments)
    try:
        if chosen.command is None:
            _begin_right_release()
            from trainer_app.app import run_window

            return run_window(chosen.data_dir, chosen.language)
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


def _begin_right_release() -> None:
    """Hand on to another release, where one was made ready; the window is read after that."""
    from trainer_app.releases.place import here

    place = here()
    if place is not None and place.plan_file.exists():
        from pathlib import Path

        from trainer_app.releases.switching import at_start

        at_start(place, sys.argv[1:], Path(sys.executable))


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
