"""The real store, killed and cut off again and again: ``python -m tests.torture``.

``kill`` ends a process at random moments while it answers. ``power`` records with strace what a
process asks of the disk, and builds from it the states in which a power cut could have left the
disk: unsynced writes lost, reordered or torn, names of files lost. ``migration`` does the same to
an update of the data file. Every state is opened again; nothing said to be saved may be missing.

``model``, ``line`` and ``sticks`` do it to results on their way: computers, hubs, servers and
sticks in every order, lines that break at any byte, files that are damaged and sticks that are
pulled. Nothing may be lost, come twice, or count as handed in where it is not.

``packs`` opens and installs modules made to do harm, and a good one with every bit turned: refused,
and nothing is written.

``hub`` has everybody come to every door of the hub, in order and not: each is answered as is meant.
``canaries`` walks a long road with words that nobody could miss, and looks where they must not be.
``soak`` plays three days of ten learners with all of this in between, and looks at what grows.
"""
