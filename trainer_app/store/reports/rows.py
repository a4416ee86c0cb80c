"""What the columns of the reports answer."""

from dataclasses import dataclass
from datetime import date

from trainer_app.training.clocks import Moment
from trainer_app.training.standing import State


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody as the reports know them; ``person`` counts in this file only."""

    person: int
    learner_id: str
    name: str
    team: str
    site: str
    role: str
    walk_in: bool
    has_left: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A test: when it was taken (UTC milliseconds) and the share right, 0..1."""

    at_ms: int
    scaled: float


@dataclass(frozen=True, slots=True)
class StandingRow:
    """What one person did of one module. Scores are of the first test before, the last after."""

    began: Moment
    whole: Moment | None
    short: Moment | None
    refreshed: Moment | None
    before: Score | None
    after: Score | None


@dataclass(frozen=True, slots=True)
class SiteCount:
    """How many people of a site there are, and how many of them are trained, overdue, or have begun
    anything that is asked of them."""

    site: str
    people: int
    trained: int
    overdue: int
    begun: int


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many people of a site stand so with a module that is asked of them."""

    site: str
    module_id: str
    state: State
    count: int


@dataclass(frozen=True, slots=True)
class ScoreSum:
    """Tests before and after of ``people``, ``pairs`` of them: sums of shares right."""

    site: str
    module_id: str
    people: int
    pairs: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class NewsRow:
    """The latest of a site: when it happened, when it came (UTC milliseconds; None: made here), and
    by which kind of endpoint."""

    site: str
    happened: Moment
    arrived_ms: int | None
    road: str | None


@dataclass(frozen=True, slots=True)
class ExpiringRow:
    """A certificate of somebody: the activity it was earned with, and its last day."""

    person: int
    path: str
    until: date
