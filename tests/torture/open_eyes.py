"""The suites that look for what comes out where it must not, and what does not last: the hub's
doors. They print their figures; ``tests.torture.__main__`` has them among its own."""

from tests.torture import broken_doors, crew, doors, guesses, wire

EACH, EACH_AT_NIGHT = 300, 3_000
"""Requests at each address of the hub, besides one of every caller by every method."""
GUESSES, GUESSES_AT_NIGHT = 3, 40
LINES, LINES_AT_NIGHT = 400, 4_000
PLANTED = 10


def knocking(*, night: bool, seed: int) -> bool:
    """Everybody at every door of the hub, in order and not."""
    found = doors.torture(EACH_AT_NIGHT if night else EACH, seed)
    print(f"hub: {len(doors.TABLE)} addresses, {found.cases:,} requests; {found}")
    guessed = guesses.torture(GUESSES_AT_NIGHT if night else GUESSES)
    print(f"  guessing: {guessed.found.cases:,} rounds; {guessed.found}")
    for name, ratio in guessed.ratios.items():
        print(f"  time to be refused, {name}: {ratio:.2f} to 1")
    lines = wire.torture(LINES_AT_NIGHT if night else LINES, seed)
    print(f"  raw bytes: {lines.cases:,} lines; {lines}")
    fine = all([crew.told(found), crew.told(guessed.found), crew.told(lines)])
    for name, verdict in broken_doors.FOUND_AS.items():
        proof = doors.torture(PLANTED, seed, sabotage=name)
        print(f"  {name}: {proof.cases:,} requests; {proof}")
        if not proof.verdicts[verdict]:
            print(f"  NOT FOUND: this torture does not see a hub that is {name}")
            fine = False
    return fine
