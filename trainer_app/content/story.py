"""The graph of a scenario: every node reached, no dead end, every end says whom to tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from trainer_app.content.module import Node, Scenario
from trainer_app.content.texts import Path

NODES = (2, 9)
CHOICES = (2, 3)
MAX_DEPTH = 4
"""How many choices lie between the opening and the farthest moment, by the shortest way."""

_Faults = Iterator[tuple[Path, str, str]]


def story_faults(scenario: Scenario) -> _Faults:
    """Path within the scenario, rule and sentence of everything that does not hold."""
    least, most = NODES
    if not least <= len(scenario.nodes) <= most:
        said = f"The scenario has {len(scenario.nodes)} nodes; it needs {least} to {most}."
        yield ("nodes",), "node-count", said
    names = Counter(node.id for node in scenario.nodes)
    for n, node in enumerate(scenario.nodes):
        if node.id and names[node.id] > 1:
            said = f"The id `{node.id}` is used twice in this list."
            yield ("nodes", n, "id"), "unique-id", said
        for path, rule, said in _node_faults(node, set(names)):
            yield ("nodes", n, *path), rule, said
    yield from _ways(scenario)


def _node_faults(node: Node, names: set[str]) -> _Faults:
    if not node.scene:
        yield (), "empty", f"The node `{node.id}` has no `scene`."
    if not node.choices:
        if not node.tell:
            said = f"The node `{node.id}` ends the story, so it needs `tell`: whom to tell."
            yield (), "tell", said
        if node.question:
            said = f"The node `{node.id}` asks a question but has no choices."
            yield ("question",), "choices", said
        return
    if node.tell:
        said = f"The node `{node.id}` has choices and `tell`; an end has no choices."
        yield ("tell",), "tell", said
    if not node.question:
        yield (), "missing", f"The node `{node.id}` has choices but no `question`."
    least, most = CHOICES
    if not least <= len(node.choices) <= most:
        said = f"The node `{node.id}` has {len(node.choices)} choices; it needs {least} or {most}."
        yield ("choices",), "choices", said
    if all(choice.verdict == "not-yet" for choice in node.choices):
        said = f"No choice of the node `{node.id}` helps; one has to."
        yield ("choices",), "choices", said
    yield from _choice_faults(node, names)


def _choice_faults(node: Node, names: set[str]) -> _Faults:
    used = Counter(choice.id for choice in node.choices)
    for m, choice in enumerate(node.choices):
        path: Path = ("choices", m)
        if choice.id and used[choice.id] > 1:
            yield (*path, "id"), "unique-id", f"The id `{choice.id}` is used twice in this list."
        if choice.goto and choice.goto not in names:
            said = f"`goto: {choice.goto}` leads nowhere; there is no such node."
            yield (*path, "goto"), "unknown-node", said
        if choice.verdict == "not-yet" and not choice.harms:
            said = f"The choice `{choice.id}` does not help yet, so it names its `harms` (H1-H16)."
            yield path, "harms", said
        if choice.verdict == "helps" and choice.harms:
            yield (*path, "harms"), "harms", f"The choice `{choice.id}` helps; it has no harms."


def _ways(scenario: Scenario) -> _Faults:
    """Every node is reached in a few choices, and from every node some end can be reached."""
    nodes = {node.id: node for node in scenario.nodes if node.id}
    if not scenario.nodes:
        return
    ways = {name: {c.goto for c in node.choices if c.goto in nodes} for name, node in nodes.items()}
    depth = _distances(scenario.nodes[0].id, ways)
    ends = {name for name, node in nodes.items() if not node.choices}
    for n, node in enumerate(scenario.nodes):
        if not node.id:
            continue
        if node.id not in depth:
            said = f"No choice leads to the node `{node.id}`."
            yield ("nodes", n), "unreachable", said
        elif depth[node.id] > MAX_DEPTH:
            said = (
                f"The node `{node.id}` lies {depth[node.id]} choices deep; {MAX_DEPTH} are enough."
            )
            yield ("nodes", n), "depth", said
        if node.choices and not ends & set(_distances(node.id, ways)):
            said = f"From the node `{node.id}` no end of the story can be reached."
            yield ("nodes", n), "dead-end", said


def _distances(start: str, ways: dict[str, set[str]]) -> dict[str, int]:
    """How many choices away each reachable node is."""
    found = {start: 0}
    waiting = [start]
    for name in waiting:
        for following in ways.get(name, ()):
            if following not in found:
                found[following] = found[name] + 1
                waiting.append(following)
    return found
