"""A response to a verdict. Responses are written as xAPI writes them (SYNC 4.4)."""

from collections.abc import Iterable

from trainer_app.content.module import (
    ChoiceItem,
    ChoicesItem,
    Item,
    MatchItem,
    OrderItem,
    SortItem,
    SpotItem,
    TrueFalseItem,
)

BETWEEN = "[,]"
PAIRED = "[.]"


def join(parts: Iterable[str]) -> str:
    """Several ids as one response, in the order given."""
    return BETWEEN.join(parts)


def join_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs of ids as one response, sorted by the first."""
    return BETWEEN.join(f"{left}{PAIRED}{right}" for left, right in sorted(pairs))


def split(response: str) -> tuple[str, ...]:
    """The ids of a response; none for an empty one."""
    return tuple(response.split(BETWEEN)) if response else ()


def split_pairs(response: str) -> dict[str, str]:
    """The pairs of a response, first id to second. Raises ``ValueError`` on anything else."""
    pairs: dict[str, str] = {}
    for part in split(response):
        left, paired, right = part.partition(PAIRED)
        if not paired or left in pairs:
            raise ValueError(f"not a list of pairs: {response!r}")
        pairs[left] = right
    return pairs


def right_response(item: Item) -> str:
    """The response that is right, in canonical form; also the correct-responses pattern."""
    match item:
        case ChoiceItem() | ChoicesItem():
            return join(sorted(choice.id for choice in item.choices if choice.right))
        case TrueFalseItem():
            return "true" if item.answer else "false"
        case OrderItem():
            return join(entry.id for entry in item.entries)
        case MatchItem():
            return join_pairs((pair.id, pair.id) for pair in item.pairs)
        case SortItem():
            return join_pairs((entry.id, entry.group) for entry in item.entries)
        case SpotItem():
            return join(sorted(region.id for region in item.regions if region.right))


def canonical(item: Item, response: str) -> str:
    """The response with its parts in canonical order; raises ``ValueError`` for unknown ids."""
    match item:
        case MatchItem():
            pairs = split_pairs(response)
            _known(pairs, {pair.id for pair in item.pairs})
            _known(pairs.values(), {pair.id for pair in item.pairs})
            return join_pairs(pairs.items())
        case SortItem():
            pairs = split_pairs(response)
            _known(pairs, {entry.id for entry in item.entries})
            _known(pairs.values(), {group.id for group in item.groups})
            return join_pairs(pairs.items())
    parts = split(response)
    match item:
        case ChoiceItem() | ChoicesItem():
            _known(parts, {choice.id for choice in item.choices})
        case TrueFalseItem():
            _known(parts, {"true", "false"})
        case OrderItem():
            _known(parts, {entry.id for entry in item.entries})
        case SpotItem():
            _known(parts, {region.id for region in item.regions})
    return join(parts) if isinstance(item, OrderItem) else join(sorted(parts))


def is_right(item: Item, response: str) -> bool:
    """Whether the response is wholly right. Raises ``ValueError`` for one that cannot be given."""
    return canonical(item, response) == right_response(item)


def _known(given: Iterable[str], ids: set[str]) -> None:
    if unknown := set(given) - ids:
        raise ValueError(f"no such choice: {', '.join(sorted(unknown))}")
