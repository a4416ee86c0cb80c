"""Tests, and what else is run from here; none of it writes to the home of whoever runs it.

What the program remembers of data folders outside of them (``paths.state_home``) goes to a
temporary folder, also that of child processes.
"""

import atexit
import os
import shutil
import tempfile

if "WAYPOST_STATE_HOME" not in os.environ:
    os.environ["WAYPOST_STATE_HOME"] = tempfile.mkdtemp(prefix="waypost-state-")
    atexit.register(shutil.rmtree, os.environ["WAYPOST_STATE_HOME"], ignore_errors=True)
