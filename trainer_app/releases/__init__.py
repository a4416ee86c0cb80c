"""What is installed: releases of the program, and the files that take one to the next.

Two releases may lie side by side; which one starts is told by one file, and that file is replaced
in one step. So at any moment a whole release starts, and never a mix.
"""
