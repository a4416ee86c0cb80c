"""What a programme asks of learners: which path a role goes, and what a pass takes."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from trainer_app.content.module import Module
from trainer_app.content.shelf import RolePath, Shelf, SlotId, Stop
from trainer_app.training.programme import Programme, Requirement

_CALL: tuple[SlotId, ...] = ("emergency-number", "focal-point", "child-helpline")


class Rules(Struct, frozen=True):
    """The rules on this computer; without a programme there are none. ``title`` is its name."""

    title: str = ""
    required: tuple[Requirement, ...] = ()
    pass_mark: float | None = None

    def path(self, shelf: Shelf, role: str) -> RolePath | None:
        """The path of a role: the one asked for, else the shelf's own."""
        own = shelf.path_for(role)
        asked = next((one for one in self.required if one.role == role), None)
        if asked is None:
            return own
        if asked.path is not None:
            known = (path for path in shelf.paths if path.id == asked.path)
            return next(known, own)
        stops = tuple(Stop(module=one.module, short=one.short) for one in asked.modules)
        return RolePath(
            id=f"{asked.role}-required",
            roles=(asked.role,),
            title=self.title,
            summary=own.summary if own else self.title,
            stops=stops,
            do=own.do if own else (),
            call=own.call if own else _CALL,
        )

    def judged(self, module: Module) -> Module:
        """The module with the pass mark that holds here."""
        if self.pass_mark is None:
            return module
        return replace(module, pass_rule=replace(module.pass_rule, pass_mark=self.pass_mark))


def rules_of(programme: Programme) -> Rules:
    """What a programme asks of learners."""
    return Rules(programme.name, programme.required, programme.pass_mark)
