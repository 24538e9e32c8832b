# coding: utf-8
"""The tool as one file: a zip archive that Python runs."""
from __future__ import absolute_import, division, print_function, unicode_literals
import io
import os
import zipfile
import purenn
from .files import PACKAGE
from .table import contents
from .words import Problem

TESTS = ("test_", "conftest", "golden")  # the beginnings of names of what only tests need
DAY = (1980, 1, 1, 0, 0, 0)  # the same archive, whenever it is made


def archive():
    """The bytes of an archive of this package, purenn.py and export.py; Problem if one is
    missing."""
    if not os.path.isdir(PACKAGE):
        raise Problem("this is such a file already: copy it")
    above = os.path.dirname(PACKAGE)
    names = [name for name in sorted(os.listdir(PACKAGE)) if wanted(name)]
    files = [("tabular/" + name, contents(os.path.join(PACKAGE, name))) for name in names]
    files.append(("purenn.py", contents(os.path.splitext(purenn.__file__)[0].replace("$py",
                                                                                     "") + ".py")))
    files.append(("export.py", contents(os.path.join(above, "export.py"))))
    files.append(("__main__.py", packed_main(dict(files)["tabular/__main__.py"])))
    data = io.BytesIO()
    with zipfile.ZipFile(data, str("w"), zipfile.ZIP_DEFLATED) as packed:
        for name, content in files:
            entry = zipfile.ZipInfo(str(name), DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return data.getvalue()


def packed_main(text):
    """__main__.py for the archive, which is in sys.path already."""
    here = b"os.path.dirname(os.path.abspath(__file__))"
    return text.replace(b"sys.path[0] = os.path.dirname(%s)" % here, b"sys.path[0] = %s" % here)


def wanted(name):
    """Whether a file belongs to the tool: not what a Python compiled, and no test."""
    return name.endswith((".py", ".js", ".c", ".css")) and not name.startswith(TESTS)
