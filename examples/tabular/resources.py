# coding: utf-8
"""The files that stand beside the code: answer.py, answer.js, answer.c, report.css."""
from __future__ import absolute_import, division, print_function, unicode_literals
import pkgutil


def resource(name):
    """The text of a file of this package, which may be in a zip archive."""
    return pkgutil.get_data(str(__name__.rpartition(".")[0]), str(name)).decode("utf-8")
