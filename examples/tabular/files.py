# coding: utf-8
"""Files that are written: all of them or none, and never over one that is needed."""
from __future__ import absolute_import, division, print_function, unicode_literals
import os
import tempfile
import purenn
from .table import contents
from .words import Problem, shown

PACKAGE = os.path.dirname(os.path.abspath(__file__))


def own_files():
    """What the tool is made of; its archive, if it is packed into one."""
    if not os.path.isdir(PACKAGE):
        return [os.path.dirname(PACKAGE)]
    above = os.path.dirname(PACKAGE)
    found = [os.path.join(PACKAGE, name) for name in os.listdir(PACKAGE)]
    # Python 2 has paths as bytes
    return found + [purenn.__file__, os.path.join(above, str("export.py"))]


def same_file(a, b):
    """Whether two paths lead to one file."""
    try:
        return os.path.realpath(a) == os.path.realpath(b) or os.path.samefile(a, b)
    except (OSError, AttributeError):  # Python 2 on Windows has no samefile
        return False


def check_outputs(outputs, inputs):
    """Problem for outputs that cannot be written, or are an input, or each other."""
    needed = list(inputs) + own_files()
    for path in outputs:
        wrong = why_not(path, needed)
        if wrong:
            raise Problem("%s: %s" % (shown(path), wrong))
        needed.append(path)


def why_not(path, needed):
    """Why a file cannot be written, or None."""
    if not os.path.isdir(os.path.dirname(os.path.realpath(path))):
        return "there is no such folder"
    if os.path.exists(path) and not os.path.isfile(path):
        return "this is not a file that could be replaced"
    if os.path.exists(path) and not os.access(path, os.W_OK):
        return "this file may not be written"
    if any([same_file(path, other) for other in needed]):
        return "this file is needed: give another name for what is written"
    return None


def publish(files):
    """Writes all files, [(path, text or bytes)], or none: each beside its place first, then all
    renamed.

    Returns their names, with a word where one was replaced."""
    replace, made, kept = getattr(os, "replace", os.rename), [], []
    try:
        for path, data in files:
            place = os.path.realpath(path)  # a link stays, what it points to is replaced
            data = data if isinstance(data, bytes) else data.encode("utf-8", "replace")
            made.append((beside(place, data), place))
        for new, place in made:
            old = beside(place, contents(place)) if os.path.exists(place) else None
            kept.append((old, place))
            replace(new, place)
    except BaseException as error:
        put_back(kept, replace)
        if isinstance(error, (IOError, OSError)):
            raise Problem("%s: %s; nothing was written" % (shown(path), error.strerror or error))
        raise
    finally:
        for name, _ in made + kept:
            if name and os.path.exists(name):
                os.remove(name)
    return [shown(path) + (" (replaced)" if old else "") for (path, _),
            (old, _) in zip(files, kept)]


def put_back(kept, replace):
    """Undoes what was renamed: kept are the old files, None for a place where there was none."""
    for old, place in kept:
        if old:
            replace(old, place)
        elif os.path.exists(place):
            os.remove(place)


def beside(place, data):
    """A new file of a name of its own beside a place, with the rights of what stands there."""
    # str: Python 2 has the path as bytes, and joins no text to it.
    handle, name = tempfile.mkstemp(prefix=str(".tabular-"), dir=os.path.dirname(place))
    try:
        with os.fdopen(handle, str("wb")) as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        mask = os.umask(0)
        os.umask(mask)
        exists = os.path.exists(place)
        os.chmod(name, os.stat(place).st_mode & 0o777 if exists else 0o666 & ~mask)
    except BaseException:
        os.remove(name)
        raise
    return name
