"""A seeded cut of the torture of results on their way, for every check; and that it can fail."""

import random
from collections.abc import Iterator

import pytest

from tests.sync.faulty_line import Harm
from tests.torture import broken, line, model, sticks
from tests.torture.world import HUB, SERVER, STICK

SEED = 20_261_122
CUT = Harm("up", 700, "rst")
MEDDLED: model.Step = ("meanwhile", {"pc": 0, "what": "forge", "off_ms": 0, "name": ""})


@pytest.fixture(scope="module")
def stage() -> Iterator[model.Stage]:
    with model.staged() as made:
        yield made


def by(*roads: str) -> model.Step:
    """One computer, and the roads it hands in by."""
    return "begin", {"made": [(list(roads), 0)]}


def some(count: int = 3) -> model.Step:
    return "answer", {"pc": 0, "count": count, "actor": "p-1"}


def contact(road: str, trouble: object = None) -> model.Step:
    facts = {"pc": 0, "trouble": trouble, "lasting": True, "killed_after": None}
    return f"by_{road}", facts


def restore(how: str) -> model.Step:
    return "restore", {"pc": 0, "which": 0, "how": how, "count": 0}


def test_results_arrive_once_whatever_happens_on_the_way() -> None:
    played = model.play(model.Job(4, 25, SEED))
    assert played.found.verdicts == {"ok": played.found.cases}, played.found.bad
    assert played.found.cases >= 4
    assert played.figures["looked for"] > 10


@pytest.mark.parametrize(
    "steps",
    [
        [some(), contact(HUB), restore("folder"), some(), contact(HUB)],
        [some(), contact(HUB), restore("whole disk"), some(2), contact(HUB), some()],
        [some(), contact(HUB), restore("whole disk"), some(4), contact(HUB), some()],
        [some(), contact(HUB), ("clone", {"pc": 0, "noticed": False}), some(), contact(HUB, CUT)],
        [some(), ("clone", {"pc": 0, "noticed": True}), contact(SERVER), some(), contact(HUB)],
    ],
    ids=["put back", "disk put back", "disk put back, ahead", "disk copied", "folder copied"],
)
def test_a_copy_goes_on_as_somebody_else(stage, steps) -> None:
    assert model.replay(stage, [by(HUB, SERVER), *steps]) is None


@pytest.mark.parametrize(
    ("mistake", "steps"),
    [
        ("hasty", [by(SERVER), some(), contact(SERVER, CUT)]),
        ("hasty", [by(HUB), some(), contact(HUB, CUT)]),
        ("blind", [by(SERVER), some(), MEDDLED, contact(SERVER)]),
        ("ageless", [by(STICK), some(), restore("folder"), some()]),
    ],
)
def test_the_model_sees_a_mistake(stage, mistake, steps) -> None:
    assert model.replay(stage, steps) is None
    with model.SABOTAGE[mistake]():
        assert isinstance(model.replay(stage, steps), AssertionError)


def test_a_line_that_breaks_at_any_byte_loses_nothing() -> None:
    with line.staged() as stage:
        cases = line.cases_of(stage, line.Job(14, SEED))
        broke = stage.play_all(cases)
        assert broke.found.verdicts == {"ok": 14}, broke.found.bad
        assert broke.harms > 7
        assert broke.again > 0
        with broken.hasty():  # and what counts before it is answered is seen
            assert stage.play_all(cases[:2]).found.wrong == 2


def test_a_stick_is_read_whole_or_not_at_all() -> None:
    with sticks.staged() as stage:
        found = stage.play_all(40, random.Random(SEED))
        assert found.wrong == 0, found.bad
        with broken.gullible():
            for kind in ("receipt forged", "pulled while handing over"):
                with pytest.raises(AssertionError):
                    stage.play(sticks.Case(kind, 0.8, 1))
