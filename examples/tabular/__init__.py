# coding: utf-8
"""Learns to predict a column of a CSV file from the others: any table, any Python.

    python3 tabular train iris.csv --target species
    python3 tabular predict model.json new.csv --output answers.csv
    python3 tabular export model.json iris_model.py          # or .c, or .js

To keep this tool, copy its folder tabular, purenn.py and export.py into one folder, or write it
into one file, which runs as the folder does:

    python3 tabular pack tabular.pyz

It finds out by itself how the file is written and what its columns are, holds some rows out,
learns from the rest, and says how well it does on those held out, beside the simplest rule.

A module a job: words (for people), cells (one cell), table (a file), kinds (of columns), columns
(all of them), target (what to predict), splitting (rows to learn from, rows held out), learning,
judging, telling (on a terminal), report (HTML), model (as a file), files (written or not),
exporting (with answer.py, answer.js, answer.c), packing, commands.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ABOVE = os.path.dirname(HERE)
for folder in os.path.dirname(ABOVE), ABOVE:  # purenn.py stands beside this folder, or one above
    if folder not in sys.path:
        sys.path.insert(0, folder)

from .commands import main
from .words import Problem

__all__ = ["main", "Problem"]
