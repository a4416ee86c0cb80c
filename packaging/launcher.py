"""What the frozen program begins with; the same door as ``python -m trainer_app``."""

import sys

from trainer_app.__main__ import main

sys.exit(main())
