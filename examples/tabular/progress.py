# coding: utf-8
"""How far learning is, and how long it takes yet."""
from __future__ import absolute_import, division, print_function, unicode_literals
import sys
import time
from .words import say

# A network learns in phases, with smaller and smaller steps, and each ends after so many epochs
# that brought nothing better (its patience). A phase takes so many times that; with these, and
# GOES_ON, what is left held best on eight tables.
LONGER = (1.7, 1.3, 1.1)
GOES_ON = 0.2   # for such a share more of the epochs that it was getting better, it may go on
PHASES = len(LONGER)
LEAST_PATIENCE = 5


def patience(most):
    """So many epochs may bring nothing better, where so many are learned at most."""
    return max(LEAST_PATIENCE, most // 12)


def epochs_left(most, phase, done, waited):
    """About how many epochs come yet, in this phase and those that follow.

    phase: 0 for the first; done: epochs in it; waited: the last ones of these, which brought
    nothing: the more they are, the less hope."""
    waits = patience(most) + 1
    hope = 1 - waited / waits
    here = LONGER[phase] * (waits - waited) + GOES_ON * hope * (done - waited)
    return here + waits * sum(LONGER[phase + 1:])


class Step(object):
    """Learning of one shape: the epochs that are done, and those that are likely."""

    def __init__(self, work, most, earlier=()):
        self.work = work                    # for an epoch, so that times go as it does
        self.most = most                    # epochs, if patience does not run out
        self.earlier = [share * most for share in earlier]  # of each phase, in a training before
        self.phases = [0] * PHASES          # epochs whose worth is known, of each phase
        self.begun = 0.0                    # epochs that were learned since
        self.seconds = 0.0                  # that all these took
        self.is_over = False
        self.likely = min(most, sum(self.earlier) or epochs_left(most, 0, 0, 0))

    @property
    def done(self):
        """The epochs whose worth is known."""
        return sum(self.phases)

    def learned(self, epochs, phase, done, waited):
        """So many epochs more are known, after which so many in this phase are done."""
        self.phases[phase] += epochs
        self.begun = 0.0
        if self.earlier:
            # A phase that takes longer than before leaves less to the next ones, up to a point.
            wait = patience(self.most) + 1 - waited
            left = max(sum(self.earlier) - self.done, wait + sum(self.earlier[phase + 1:]))
        else:
            left = epochs_left(self.most, phase, done, waited)
        self.likely = min(self.most, self.done + left)

    def shares(self):
        """The shares of its epochs that each phase took."""
        return [epochs / self.most for epochs in self.phases]

    def left(self):
        """The epochs that are likely to come."""
        return 0.0 if self.is_over else max(0.0, self.likely - self.done - self.begun)

    def is_hurried(self):
        """Whether so few epochs are planned that it learns to the end of them."""
        return patience(self.most) == LEAST_PATIENCE and self.likely == self.most


def seconds_left(steps):
    """About how many seconds the steps take yet, by what they, or those before, took so far."""
    passed = sum([step.seconds for step in steps])
    work = sum([step.work * (step.done + step.begun) for step in steps])
    left = 0.0
    for before, step in zip([None] + steps, steps):
        epochs = step.done + step.begun
        if before and before.is_hurried() and not (epochs or step.earlier):
            step.likely = step.most
        each = step.seconds / epochs if epochs >= 1 else passed / work * step.work
        left += each * step.left()
    return left


def seconds_at_most(steps):
    """How many seconds the steps take yet if patience never runs out, by what they took so far; and
    how many all of their epochs would take."""
    passed = sum([step.seconds for step in steps])
    work = sum([step.work * (step.done + step.begun) for step in steps])
    left = planned = 0.0
    for step in steps:
        epochs = step.done + step.begun
        each = step.seconds / epochs if epochs >= 1 else passed / work * step.work
        planned += each * step.most
        if not step.is_over:
            left += each * max(0.0, step.most - epochs)
    return left, planned


def is_unsure(seconds, most):
    """Whether it may take longer than said by more than a third: what it takes depends on whether
    more epochs bring something better, which nobody knows."""
    return most > 4 / 3.0 * seconds + 1


class Progress(object):
    """Prints how far learning is, and how long it takes yet.

    ahead: other trainings will follow, which take so many times as long; earlier: the shares of its
    epochs that the phases of each shape took in a training before."""

    def __init__(self, ahead=0.0, earlier=()):
        self.ahead, self.earlier = ahead, earlier
        self.steps = []
        self.began = self.last = time.time()
        self.is_terminal = getattr(sys.stdout, "isatty", lambda: False)()
        self.percents = 1 if self.is_terminal else 20  # between two lines
        self.shown = -1 if self.is_terminal else 0

    def plan(self, work, epochs):
        """What will be learned: of each shape the work for an epoch, and the most epochs."""
        earlier = list(self.earlier) + [()] * len(work)
        self.steps = [Step(*each) for each in zip(work, epochs, earlier)]
        self.began = self.last = time.time()
        return self.steps

    def ready(self):
        """What was done since the last tick was no learning."""
        self.last = time.time()

    def tick(self, step, epochs):
        """So much of an epoch more was learned in a step."""
        now = time.time()
        step.begun += epochs
        step.seconds += now - self.last
        self.last = now
        passed, left = now - self.began, seconds_left(self.steps)
        most, planned = seconds_at_most(self.steps)
        self.show(min(99, int(100 * passed / (passed + left + 1e-9))),
                  left + self.ahead * (passed + left), most + self.ahead * planned)

    def shares(self):
        """The shares of the planned epochs that the phases of each shape took."""
        return [step.shares() for step in self.steps]

    def show(self, percent, seconds, most):
        """Prints a line, if enough was learned since the last one.

        most: how many seconds it may take."""
        if percent // self.percents <= self.shown:
            return
        self.shown = percent // self.percents
        left = "about %d s left" % max(1, seconds + 0.5) + (" in all" if self.ahead else "")
        if is_unsure(seconds, most):
            left += ", %d at most" % (most + 1)
        self.print_line("learning: %3d %%, %s" % (percent, left), "")

    def finish(self):
        """Prints how long it took."""
        self.print_line("learning: 100 %%, done in %d s" % (time.time() - self.began + 1), "\n")

    def print_line(self, line, end):
        """Prints over the line before, on a terminal."""
        if self.is_terminal:
            say("\r%-60s" % line, end=end)
        else:
            say(line)
