"""Reports: the log in narrow columns, and what is asked of them.

On a computer where nobody asks for reports nothing is kept for them but ``arrival``.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from trainer_app.store.reports import figures, questions, upkeep
from trainer_app.store.reports.asking import Asked, Question
from trainer_app.store.reports.figures import (
    Discrimination,
    ItemSum,
    ObjectiveSum,
    ResponseCount,
    TestKind,
)
from trainer_app.store.reports.questions import SortKey
from trainer_app.store.reports.rows import (
    ExpiringRow,
    NewsRow,
    PersonRow,
    Score,
    ScoreSum,
    SiteCount,
    StandingRow,
    StateCount,
)
from trainer_app.store.transactions import Transactions

__all__ = [
    "Asked",
    "Discrimination",
    "ExpiringRow",
    "ItemSum",
    "NewsRow",
    "ObjectiveSum",
    "PersonRow",
    "Question",
    "Reports",
    "ResponseCount",
    "Score",
    "ScoreSum",
    "SiteCount",
    "SortKey",
    "StandingRow",
    "StateCount",
    "TestKind",
]


class Reports:
    """Each call is one transaction. Answers are as of the last ``take`` that left nothing."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def behind(self) -> int:
        """How many rows of the log are not taken in yet."""
        return self._transactions.ask(upkeep.rows_behind)

    def take(
        self,
        *,
        now_ms: int,
        zone_ms: int,
        limit: int = upkeep.WINDOW,
        named: int = upkeep.NAMED,
    ) -> int:
        """Take in what is new, at most so many pseudonyms, then rows of the log; how many are left.

        ``now_ms`` is UTC since 1970, ``zone_ms`` how far local time is ahead of it. Raises
        ``NotSaved``.
        """
        with self._transactions.writing(again=True) as connection:
            return upkeep.take_window(
                connection, now_ms=now_ms, zone_ms=zone_ms, limit=limit, named=named
            )

    def forget(self) -> None:
        """Drop every column; the next ``take`` makes them anew. Raises ``NotSaved``."""
        with self._transactions.writing(again=True) as connection:
            upkeep.drop_all(connection)

    def person_ids(
        self,
        question: Question,
        sort: SortKey = "name",
        of_module: str = "",
        *,
        descending: bool = False,
    ) -> list[int]:
        """Whom a question is about, in order; ``of_module`` where it is by state of a module."""
        return self._transactions.ask(
            lambda c: questions.person_ids(c, question, sort, of_module, descending=descending)
        )

    def site_counts(self, question: Question) -> list[SiteCount]:
        return self._transactions.ask(lambda c: questions.site_counts(c, question))

    def state_counts(self, question: Question) -> list[StateCount]:
        return self._transactions.ask(lambda c: questions.state_counts(c, question))

    def score_sums(self, question: Question) -> list[ScoreSum]:
        return self._transactions.ask(lambda c: questions.score_sums(c, question))

    def people(self, ids: Sequence[int]) -> dict[int, PersonRow]:
        return self._transactions.ask(lambda c: questions.people(c, ids))

    def person_of(self, learner_id: str) -> int | None:
        return self._transactions.ask(lambda c: questions.person_of(c, learner_id))

    def standings(self, ids: Sequence[int]) -> dict[int, dict[str, StandingRow]]:
        return self._transactions.ask(lambda c: questions.standings(c, ids))

    def trained_by_month(self, question: Question) -> list[tuple[int, int]]:
        return self._transactions.ask(lambda c: questions.trained_by_month(c, question))

    def group_counts(
        self, question: Question, by: Literal["team", "role"]
    ) -> list[tuple[str, SiteCount]]:
        return self._transactions.ask(lambda c: questions.group_counts(c, question, by))

    def expiring(self, question: Question, first: date, last: date) -> list[ExpiringRow]:
        return self._transactions.ask(lambda c: questions.expiring(c, question, first, last))

    def certificate(self, serial: str) -> ExpiringRow | None:
        return self._transactions.ask(lambda c: questions.certificate(c, serial))

    def attended(self, person: int) -> list[tuple[UUID, int]]:
        return self._transactions.ask(lambda c: questions.attended(c, person))

    def sites(self) -> list[str]:
        """The ids of sites that people are of."""
        return self._transactions.ask(questions.sites)

    def teams(self, sites: Sequence[str] = ()) -> list[str]:
        """The teams of people at these sites, or at all, by name."""
        return self._transactions.ask(lambda c: questions.teams(c, sites))

    def nameless(self) -> int:
        """How many pseudonyms learnt something and are nobody's name here: it has not come yet, or
        was erased."""
        return self._transactions.ask(questions.nameless)

    def news(self) -> list[NewsRow]:
        return self._transactions.ask(questions.news)

    # ------------------------------------------------------------ answers: see ``figures``

    def item_figures(
        self, module_id: str, sites: Sequence[str] = (), halves: Sequence[int] = ()
    ) -> list[ItemSum]:
        """Sums of each question; of some sites and half-years, or of all."""
        return self._transactions.ask(lambda c: figures.item_figures(c, module_id, sites, halves))

    def confidence_figures(
        self, module_id: str, sites: Sequence[str] = (), halves: Sequence[int] = ()
    ) -> list[ItemSum]:
        """Sums of each line about confidence; of some sites and half-years, or of all."""
        return self._transactions.ask(
            lambda c: figures.confidence_figures(c, module_id, sites, halves)
        )

    def objective_sums(
        self,
        module_id: str,
        objectives: Mapping[str, str],
        sites: Sequence[str] = (),
        halves: Sequence[int] = (),
    ) -> list[ObjectiveSum]:
        """Sums of each objective, which ``objectives`` names by question."""
        return self._transactions.ask(
            lambda c: figures.objective_sums(c, module_id, objectives, sites, halves)
        )

    def response_counts(self, module_id: str) -> list[ResponseCount]:
        """How often each response was given. Not to be shown as it is."""
        return self._transactions.ask(lambda c: figures.response_counts(c, module_id))

    def discrimination(self, module_id: str) -> list[Discrimination]:
        """How well each question tells people apart."""
        return self._transactions.ask(lambda c: figures.discrimination(c, module_id))

    def answered_halves(self, module_id: str) -> list[int]:
        """Every half-year from the first answer to the last; counted as ``ItemSum`` does."""
        return self._transactions.ask(lambda c: figures.answered_halves(c, module_id))
