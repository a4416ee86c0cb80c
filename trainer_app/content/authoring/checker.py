"""Every rule, over one module folder: all problems at once, each with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from trainer_app import paths
from trainer_app.content.authoring.fairness import fairness_faults, fairness_notices
from trainer_app.content.authoring.guide_words import guide_word_faults, unknown_handouts
from trainer_app.content.authoring.media_files import check_media
from trainer_app.content.authoring.problems import Findings, Problem
from trainer_app.content.authoring.reader import Draft, read_folder
from trainer_app.content.authoring.stability import stability_faults, stability_notices
from trainer_app.content.authoring.translation import translations
from trainer_app.content.authoring.wording import wording_faults, wording_notices
from trainer_app.content.module import Module
from trainer_app.content.soundness import Fault, faults


def check_folder(folder: Path, scenes: Path | None = None, earlier: Module | None = None) -> Report:
    """Read and check a module folder; ``scenes`` is where shared pictures lie.

    With an ``earlier`` version at hand, ids have to mean what they meant there.
    """
    findings = Findings()
    draft = read_folder(folder, findings, scenes)
    if draft is None:
        return Report(folder, None, tuple(findings))
    module = draft.module
    _note(draft, findings, faults(module, draft.media))
    _note(draft, findings, wording_faults(module))
    _note(draft, findings, fairness_faults(module))
    _note(draft, findings, guide_word_faults(module))
    _note(draft, findings, unknown_handouts(module, paths.resources() / "assets"))
    _note(draft, findings, _frame(folder, module))
    notices = [*wording_notices(module), *fairness_notices(module)]
    if earlier is not None:
        _note(draft, findings, stability_faults(module, earlier))
        notices += stability_notices(module, earlier)
    for fault in notices:
        findings.notice(draft.places.at(*fault.path), fault.rule, fault.sentence)
    complete = translations(draft, findings)
    check_media(draft, [module, *complete.values()], findings)
    return Report(folder, draft, tuple(findings), complete)


@dataclass(frozen=True)
class Report:
    """What a check found, and what it read."""

    folder: Path
    draft: Draft | None
    findings: tuple[Problem, ...]
    translations: dict[str, Module] = field(default_factory=dict)
    """The complete further languages."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the module from being built."""
        return tuple(found for found in self.findings if found.level == "problem")

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What an author should look at once more."""
        return tuple(found for found in self.findings if found.level == "notice")


def _note(draft: Draft, findings: Findings, found: Iterable[Fault]) -> None:
    for fault in found:
        findings.add(draft.places.at(*fault.path), fault.rule, fault.sentence)


def _frame(folder: Path, module: Module) -> Iterable[Fault]:
    """What surrounds the teaching: the folder's name, dates, refreshers."""
    if module.id and module.id != folder.resolve().name:
        said = f"The folder is named `{folder.resolve().name}`; the id has to be the same."
        yield Fault(("id",), "folder-name", said)
    for n, review in enumerate(module.reviews):
        try:
            date.fromisoformat(review.date)
        except ValueError:
            yield Fault(("reviews", n, "date"), "value", f"`{review.date}` is no date.")
    if any(later <= earlier for earlier, later in pairwise(module.refresher_days)):
        said = "The days of the refreshers go upwards, such as 7, 30, 90, 365."
        yield Fault(("refresher_days",), "value", said)
    if len(set(module.audience)) != len(module.audience):
        yield Fault(("audience",), "value", "A role is named twice.")
    if module.pass_rule.draw and len(module.bank) == module.pass_rule.draw:
        said = "The quiz draws every item of the bank, so each try brings the same ones."
        yield Fault(("pass_rule",), "draw", said)
