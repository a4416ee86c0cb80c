"""The suites that look for what comes out, or stays, or grows, where it must not: the hub's doors,
words that nobody could miss, and three days of use. They print their figures;
``tests.torture.__main__`` has them among its own.
"""

from tests.torture import (
    broken_doors,
    broken_privacy,
    canaries,
    crew,
    crossing,
    doors,
    guesses,
    soak,
    unseen,
    wire,
)

EACH, EACH_AT_NIGHT = 300, 3_000
"""Requests at each address of the hub, besides one of every caller by every method."""
GUESSES, GUESSES_AT_NIGHT = 3, 40
LINES, LINES_AT_NIGHT = 400, 4_000
PLANTED = 10
TWO, TWO_AT_NIGHT = 20, 400
"""Computers that two people share."""
HIDDEN, HIDDEN_AT_NIGHT = 8, 100
SOAK, SOAK_AT_NIGHT = (14, 500), (72, 20_000)
"""Simulated hours, and answers in them."""
SOAK_TRIES = 4
SOAK_PLANTED = {"careless": (8, 200), "leak": (14, 300)}


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
        fine = _seen(name, proof, verdict) and fine
    return fine


def seeking(*, night: bool, seed: int) -> bool:
    """Words that nobody could miss, two people at one computer, help and hide."""
    found = canaries.torture(canaries.ROLES if night else canaries.ROLES[:1])
    print(f"canaries: {found.cases:,} places searched; {found}")
    two = crossing.torture(TWO_AT_NIGHT if night else TWO, seed)
    asked = len(crossing.ASKED)
    print(f"  two at one computer: {two.cases:,} answers to {asked} questions; {two}")
    hidden = unseen.torture(HIDDEN_AT_NIGHT if night else HIDDEN, seed)
    print(f"  help and hide: {hidden.cases:,} times; {hidden}")
    fine = all([crew.told(found), crew.told(two), crew.told(hidden)])
    for name, verdict in broken_privacy.FOUND_AS.items():
        proof = canaries.torture(canaries.ROLES[:1], sabotage=name)
        print(f"  {name}: {proof.cases:,} places; {proof}")
        fine = _seen(name, proof, verdict) and fine
    for name, verdict in broken_privacy.CROSSING.items():
        with broken_privacy.SABOTAGE[name]():
            proof = crossing.torture(3, seed)
        print(f"  {name}: {proof.cases:,} answers; {proof}")
        fine = _seen(name, proof, verdict) and fine
    proof = unseen.torture(3, seed, sabotage=True)
    print(f"  in a program that notes who hid: {proof.cases:,} times; {proof}")
    return _seen("noting who hid", proof, "a file is another than before") and fine


def soaking(*, night: bool, seed: int) -> bool:
    """Days of use with every kind of fault in between."""
    hours, answers = SOAK_AT_NIGHT if night else SOAK
    soaked = soak.torture(hours, answers, seed)
    faults = ", ".join(f"{count:,} {kind}" for kind, count in sorted(soaked.faults.items()))
    print(
        f"soak: {hours} simulated hours, {soaked.answers:,} answers, {soaked.lives} lives; "
        f"faults: {faults}; {soaked.found}"
    )
    print(
        f"  memory {soaked.memory / 1e6:.0f} MB, grew by {soaked.growth:.1%} after warm up; "
        f"WAL {soaked.wal / 1e6:.1f} MB, journals {soaked.journal / 1e6:.1f} MB, "
        f"{soaked.backups} backups at most; {soaked.seconds:.0f} s"
    )
    fine = crew.told(soaked.found)
    for name, size in SOAK_PLANTED.items():
        fine = _soak_sees(name, size, seed) and fine
    return fine


def _soak_sees(name: str, size: tuple[int, int], seed: int) -> bool:
    """Whether a mistake is found; in so short a time nothing may happen that lets it show."""
    for again in range(SOAK_TRIES):
        proof = soak.torture(*size, seed + again, mistake=name).found
        print(f"  {name}: {proof}")
        if proof.wrong:
            return True
    print(f"  NOT FOUND: this torture does not see a program that is {name}")
    return False


def _seen(name: str, proof: crew.Found, verdict: str) -> bool:
    """Whether a mistake that was planted was found."""
    if not proof.verdicts[verdict]:
        print(f"  NOT FOUND: this torture does not see a program that is {name}")
    return proof.verdicts[verdict] > 0
