# coding: utf-8
"""How long learning takes yet: the estimate, and what is printed of it."""
import re

import pytest

from tabular import progress
from tabular.learning import time_of
from tabular.progress import (LONGER, Progress, Step, epochs_left, is_unsure, patience,
                              seconds_at_most, seconds_left)

# Of two shapes: sizes, most epochs, those of each phase as they came on real tables, and the
# seconds that CPython takes for an epoch at its best.
REAL = [
    ("546 rows", [([28, 1], 161, [17, 26, 14], 0.012), ([28, 16, 1], 182, [21, 20, 17], 0.062)]),
    ("1000 rows", [([30, 2], 74, [9, 12, 7], 0.033), ([30, 16, 2], 92, [10, 9, 8], 0.112)]),
    ("10 inputs", [([10, 1], 192, [40, 20, 18], 0.015), ([10, 16, 1], 171, [55, 23, 15], 0.047)]),
    ("20 classes", [([8, 20], 30, [30], 0.104), ([8, 16, 20], 44, [22, 7, 8], 0.269)]),
    ("200 columns", [([200, 2], 25, [6, 7, 7], 0.063), ([200, 16, 2], 39, [8, 6, 10], 0.254)]),
    ("6259 rows", [([23, 1], 20, [20], 0.098), ([23, 16, 1], 22, [21, 1], 0.436)]),
    ("6 classes", [([9, 6], 286, [30, 24, 24], 0.012), ([9, 8, 6], 300, [57, 26, 30], 0.019)])]


def predictions(shapes, earlier=()):
    """All seconds of such learning, and (those left, those predicted, those at most) after each
    epoch. earlier: the shares of their epochs that the phases took in a training before."""
    steps = [Step(time_of(sizes), most, shares)
             for (sizes, most, _, _), shares in zip(shapes, earlier or [()] * len(shapes))]
    total = sum([sum(phases) * seconds for _, _, phases, seconds in shapes])
    found, now = [], 0.0
    for step, (_, most, phases, seconds) in zip(steps, shapes):
        for phase, epochs in enumerate(phases):
            for done in range(1, epochs + 1):
                now += seconds
                step.seconds += seconds
                waited = max(0, done - epochs + patience(most) + 1)
                step.learned(1, phase, done, min(waited, patience(most) + 1))
                found.append((total - now, seconds_left(steps), seconds_at_most(steps)[0]))
        step.is_over = True
    return total, found


def later(shapes):
    """The predictions after the first tenth of the time."""
    total, found = predictions(shapes)
    return [(left, said) for left, said, _ in found if left < 0.9 * total]


def is_off(left, said, share):
    """Whether a prediction is off by more than such a share, and a second, as seconds are told."""
    return abs(said - left) > max(1.0, share * left)


@pytest.mark.parametrize("name, shapes", REAL, ids=[name for name, _ in REAL])
def test_what_is_left_is_never_far_off(name, shapes):
    found = later(shapes)
    assert len(found) > 20 and not [pair for pair in found if is_off(*pair, share=0.4)]


def test_what_is_left_mostly_holds_within_a_third():
    found = sum([later(shapes) for _, shapes in REAL], [])
    off = [pair for pair in found if is_off(*pair, share=1 / 3.0)]
    assert len(found) > 500 and len(off) < 0.06 * len(found)


# Trainings from all rows, as they came: so as above, and the epochs that the phases of each shape
# took before. The last one went on getting better for longer.
AGAIN = [
    ("500 rows", [([10, 1], 300, [62, 35, 26], 0.018), ([10, 16, 1], 275, [72, 25, 24], 0.055)],
     [(300, [28, 65, 26]), (300, [72, 28, 26])]),
    ("300 rows", [([10, 2], 225, [34, 19, 19], 0.024), ([10, 16, 2], 217, [37, 19, 19], 0.068)],
     [(282, [47, 24, 24]), (271, [31, 23, 24])]),
    ("506 rows", [([21, 1], 170, [32, 16, 19], 0.027), ([21, 16, 1], 183, [37, 25, 33], 0.094)],
     [(212, [21, 27, 18]), (228, [71, 20, 21])]),
    ("699 rows", [([81, 2], 29, [11, 9, 8], 0.12), ([81, 16, 2], 42, [14, 6, 6], 0.37)],
     [(36, [12, 9, 7]), (53, [12, 9, 7])]),
    ("1000 rows", [([10, 1], 153, [18, 27, 36], 0.037), ([10, 16, 1], 137, [71, 28, 12], 0.109)],
     [(192, [45, 24, 22]), (171, [51, 33, 15])])]
GOES_ON_LONGER = AGAIN[-1][1], [[epochs / most for epochs in phases]
                                for most, phases in AGAIN[-1][2]]


def test_a_second_training_mostly_takes_as_many_epochs():
    found = []
    for _, shapes, before in AGAIN:
        shares = [[epochs / most for epochs in phases] for most, phases in before]
        total, some = predictions(shapes, shares)
        found += [(left, said) for left, said, _ in some if left < 0.9 * total]
    off = [pair for pair in found if is_off(*pair, share=1 / 3.0)]
    assert len(found) > 600 and len(off) < 0.05 * len(found)


@pytest.mark.parametrize("shapes, earlier", [(shapes, ()) for _, shapes in REAL] + [
    GOES_ON_LONGER])
def test_it_never_takes_longer_than_at_most(shapes, earlier):
    total, found = predictions(shapes, earlier)
    measured = [(left, most) for left, _, most in found if left < 0.5 * total]
    assert len(measured) > 10 and not [pair for pair in measured if pair[0] > pair[1] + 1e-9]


def test_what_takes_much_longer_than_said_is_said_with_the_most():
    _, found = predictions(*GOES_ON_LONGER)
    longer = [(said, most) for left, said, most in found if is_off(min(left, said), left, 1 / 3.0)]
    assert len(longer) > 20 and all([is_unsure(said, most) for said, most in longer])


def test_patience_that_ran_out_leaves_the_phases_to_come():
    waits = patience(240) + 1
    assert epochs_left(240, 0, 50, waits) == pytest.approx(waits * sum(LONGER[1:]))
    assert epochs_left(240, 2, 50, waits) == 0


def test_what_gets_better_for_long_goes_on():
    assert epochs_left(240, 0, 100, 0) > epochs_left(240, 0, 10, 0) > epochs_left(240, 0, 10, 9)


def test_no_more_than_planned_and_no_less_than_earlier():
    step = Step(1, 100, earlier=[0.3, 0.3, 0.3])
    assert step.left() == 90
    step.learned(20, 2, 20, 8)
    assert step.left() == 70
    step.learned(75, 2, 95, 0)
    assert step.left() == 5
    step.is_over = True
    assert step.left() == 0


def test_epochs_begun_count_as_done():
    step = Step(1, 30)
    before = step.left()
    step.begun += 2.5
    assert step.left() == before - 2.5


class Clock(object):
    """Time that goes as a test wants."""

    now = 0.0

    def time(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr(progress, "time", found)
    return found


def learn(clock, ahead):
    some = Progress(ahead)
    step, = some.plan([10000], [30])
    for k in range(30):
        clock.now += 2.0
        some.tick(step, 1.0)
        step.learned(1, 0, k + 1, 0)
    some.finish()


def test_what_is_printed(clock, capsys):
    learn(clock, 0.0)
    lines = capsys.readouterr().out.split("\n")
    assert re.match("learning:  2[0-9] %, about [0-9]+ s left$", lines[0])
    assert lines[-2:] == ["learning: 100 %, done in 61 s", ""] and len(lines) == 6


def test_the_most_is_printed_where_it_is_another(capsys):
    some = Progress()
    some.show(20, 30, 31)
    some.show(40, 12, 40)
    assert capsys.readouterr().out == "learning:  20 %, about 30 s left\n" \
        "learning:  40 %, about 12 s left, 41 at most\n"


def test_trainings_to_come_are_counted(clock, capsys):
    learn(clock, 1.0)
    line = capsys.readouterr().out.split("\n")[3]
    percent, seconds = int(line[9:13]), int(line.split()[4])
    assert line.endswith(" s left in all") and percent >= 80 and 60 < seconds < 80
