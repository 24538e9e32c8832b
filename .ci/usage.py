"""Imported first by every script of .ci, before what may not be installed: with -h or --help such a
script prints what stands at its head, and does nothing else."""
import os
import sys

import __main__

HERE = os.path.dirname(os.path.abspath(__file__))


def is_script():
    """Whether one of these scripts was started, rather than another that imports it."""
    started = getattr(__main__, "__file__", None) or ""
    return os.path.dirname(os.path.abspath(started)) == HERE


if sys.argv[1:2] in (["-h"], ["--help"]) and is_script():
    print(__main__.__doc__.rstrip())
    sys.exit()
