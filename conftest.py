"""Lets pytest skip what a Python on Windows cannot do; on other systems CPython runs every test."""
import os

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(call):
    """test_purenn.py imports no pytest: its tests raise DoesNotApply, which becomes a skip."""
    if os.name == "nt" and call.excinfo and call.excinfo.typename == "DoesNotApply":
        with pytest.raises(pytest.skip.Exception) as skipped:
            pytest.skip(str(call.excinfo.value))
        call.excinfo = skipped
