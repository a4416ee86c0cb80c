"""The graph of a scenario, against a slow and simple reckoning."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trainer_app.content.module import Node, Picture, Scenario, ScenarioChoice
from trainer_app.content.story import story_faults


def scenario(ways: list[list[int]]) -> Scenario:
    """A story in which moment ``n`` leads to the moments in ``ways[n]``."""
    nodes = []
    for number, targets in enumerate(ways):
        choices = tuple(
            ScenarioChoice(
                id=f"way-{index}",
                text="Go.",
                verdict="helps",
                consequence="So.",
                reason="So.",
                goto=f"n{target}",
            )
            for index, target in enumerate(targets)
        )
        nodes.append(
            Node(
                id=f"n{number}",
                scene=("Here.",),
                question="What now?" if targets else None,
                choices=choices,
                tell=None if targets else "Tell somebody.",
            )
        )
    return Scenario(
        id="story",
        title="A story",
        picture=Picture(file="a.svg", alt="A place."),
        role="driver",
        summary="It went well.",
        nodes=tuple(nodes),
    )


def rules(ways: list[list[int]]) -> set[str]:
    return {rule for _, rule, _ in story_faults(scenario(ways))}


def reached(ways: list[list[int]], start: int) -> set[int]:
    found = {start}
    for _ in ways:
        found |= {target for node in found for target in ways[node]}
    return found


def test_good_stories() -> None:
    assert rules([[1, 0], []]) == set()
    assert rules([[1, 2], [3, 0], [3, 4, 2], [], []]) == set()


def test_one_node_and_ten_are_too_few_and_too_many() -> None:
    assert "node-count" in rules([[]])
    assert rules([[n + 1, n] for n in range(4)] + [[]]) == set()
    assert "node-count" in rules([[1, 2]] + [[n, n + 1] for n in range(2, 10)] + [[]])


def test_too_deep() -> None:
    assert "depth" in rules([[n + 1, n] for n in range(5)] + [[]])


def test_a_loop_without_an_end() -> None:
    assert rules([[1, 2], [1, 1], []]) == {"dead-end"}


@given(
    st.integers(2, 9).flatmap(
        lambda count: st.lists(
            st.one_of(st.just([]), st.lists(st.integers(0, count - 1), min_size=2, max_size=3)),
            min_size=count,
            max_size=count,
        )
    )
)
def test_reachable_and_ending_as_reckoned_slowly(ways: list[list[int]]) -> None:
    found = rules(ways)
    everything = reached(ways, 0) == set(range(len(ways)))
    ends = {number for number, targets in enumerate(ways) if not targets}
    ending = all(reached(ways, number) & ends for number in range(len(ways)))
    assert ("unreachable" not in found) == everything
    assert ("dead-end" not in found) == ending
