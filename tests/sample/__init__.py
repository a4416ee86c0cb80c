"""Made-up programmes that look like real ones, and the tables every report has to agree with.

``make`` writes a programme into a data folder: people in thousands who learn for months at
computers whose clocks may be wrong, in sessions and alone; what they did arrives late, twice, by
every road; some left, some walked in, some are there twice. It returns the ``Truth``: what really
happened, as plain objects. ``expected`` counts that plainly, without the program's own questions,
and is what these are held against. ``python -m tests.sample`` writes both into a folder.
"""

from tests.sample.expected import expected
from tests.sample.making import make
from tests.sample.plan import Plan
from tests.sample.tables import Expected
from tests.sample.truth import Truth

__all__ = ["Expected", "Plan", "Truth", "expected", "make"]
