# coding: utf-8
"""How good a network is: scores on rows held out, what matters, and what that means in plain words."""
from __future__ import absolute_import, division, print_function, unicode_literals
import collections
import math
from .kinds import mean
from .learning import BUDGET
from .target import shuffled
from .words import counted, figure, listed, shown

Score = collections.namedtuple("Score", "score error")  # the share of right answers, or R2 and mean error


def score(target, truth, said):
    """The Score of answers."""
    if target.has_classes:
        return Score(mean([float(t == a) for t, a in zip(truth, said)]), None)
    middle, errors = mean(truth), [a - t for t, a in zip(truth, said)]
    total = sum([(t - middle) ** 2 for t in truth])
    r2 = 1 - sum([e * e for e in errors]) / total if total else 0.0
    return Score(r2, mean([abs(e) for e in errors]))


class Facts(object):
    """What is known of a network's answers."""

    def __init__(self, target, columns, net, learned, held, story):
        """learned, held: pairs of inputs and truth."""
        (X, truth), (X_held, truth_held) = learned, held
        self.truth, self.said = truth_held, target.answers(net.forward_propagation(X_held))
        self.rows = len(truth)
        self.always = max(target.classes, key=truth.count) if target.has_classes else mean(truth)
        self.learned = score(target, truth, target.answers(net.forward_propagation(X)))
        self.held = score(target, truth_held, self.said)
        self.rule = score(target, truth_held, [self.always] * len(truth_held))
        self.rule_learned = score(target, truth, [self.always] * len(truth))
        self.leaks = leaks(columns, X[:5000], truth[:5000])
        always = self.rule.score
        self.is_better = story.learned and self.held.score > always + min(0.01, 0.2 * (1 - always))
        self.importances = []
        if self.is_better:
            least = 0.0005 * (1 if target.has_classes else self.rule.error)
            self.importances = [pair for pair in importances(target, columns, net, X_held, truth_held)
                                if pair[0] > least]
        self.never = [c for c in target.classes if c in truth_held and c not in self.said]
        self.sentences = sentences(target, self, story)


# ---- columns ------------------------------------------------------------------------------------
def importances(target, columns, net, X, truth):
    """How much less is right, or the error more, when the cells of a column are mixed up; largest first."""
    def judged(rows):
        found = score(target, truth, target.answers(net.forward_propagation(rows)))
        return found.score if target.has_classes else -found.error

    work = sum([a * b for a, b in zip(net.sizes, net.sizes[1:])]) * len(columns)
    most = max(20, int(BUDGET / 50 / work))
    X, truth = X[:most], truth[:most]
    is_cheap = len(X) * work < BUDGET / 500
    rounds = 3 if len(X) > 200 else 10 if is_cheap else 1
    orders = [shuffled(X, seed) for seed in range(rounds)]
    whole, found = judged(X), []
    for column, first, last in spans(columns):
        losses = []
        for others in orders:
            mixed = [row[:first] + other[first:last] + row[last:] for row, other in zip(X, others)]
            losses.append(whole - judged(mixed))
        found.append((mean(losses), column.name))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def spans(columns):
    """(column, first, last) of each: its inputs are row[first:last]."""
    found, first = [], 0
    for column in columns:
        last = first + column.width
        found.append((column, first, last))
        first = last
    return found


def leaks(columns, X, truth):
    """The columns that alone all but say the target, or a rare class: beside each other are rows alike."""
    chance = shuffled(list(range(len(X))), 5)
    is_number = isinstance(truth[0], float)
    tells = tells_number if is_number else tells_class
    found = []
    for column, first, last in spans(columns):
        order = sorted(chance, key=lambda k: X[k][first:last])
        if tells([truth[k] for k in order], [truth[k] for k in chance]):
            found.append(column.name)
    return found


def steps(values):
    """How far values that follow each other are apart, squared."""
    return sum([(a - b) ** 2 for a, b in zip(values, values[1:])])


def tells_number(truth, by_chance):
    """Whether numbers in the order of a column hardly differ from those beside them."""
    return steps(truth) < 0.02 * steps(by_chance)


def tells_class(truth, _):
    """Whether classes in the order of a column stand in blocks: all of them, or a rare one."""
    count = collections.Counter(truth)
    right = collections.Counter([t for k, t in enumerate(truth) if truth[max(0, k - 2):k + 3].count(t) > 2])
    shares = [(right[c] / n, n / len(truth)) for c, n in count.items() if n >= 5]
    if len(shares) < 2:
        return False
    all_told = min(shares)[0] >= 0.95 and sum(right.values()) >= 0.99 * len(truth)
    return all_told or any([share >= 0.99 and often < 0.05 for share, often in shares])


# ---- in words -----------------------------------------------------------------------------------
def sentences(target, facts, story):
    """What the scores mean, plainly."""
    found = []
    for sentence in (no_better(target, facts, story), by_heart(target, facts, story),
                     few_rows(target, facts), never_said(facts, story), told_by(target, facts)):
        found += sentence
    return found


def no_better(target, facts, story):
    """Where nothing was learned: that, and what was not read."""
    name = shown(target.name)
    always = shown(facts.always if target.has_classes else figure(facts.always))
    if facts.is_better:
        return []
    if not story.learned:
        found = ["The model always says %s: nothing that the other columns tell about %s held on rows not "
                 "learned from. More rows or other columns may help." % (always, name)]
    else:
        found = ["This model is no better than always saying %s: the other columns tell little or nothing "
                 "about %s, or the rows are too few." % (always, name)]
    if story.unread:
        found.append("Text is not read: %s. A column of what matters in it may help." % listed(story.unread))
    return found


def by_heart(target, facts, story):
    """Where a network is much better on the rows that it has learned from."""
    gap = facts.learned.score - facts.rule_learned.score - (facts.held.score - facts.rule.score)
    chance = 1.5 / math.sqrt(len(facts.truth)) if target.has_classes else 0
    if not story.learned or gap <= max(0.1, chance):
        return []
    return ["It is much better on the rows it has learned from than on others: it knows them by heart. "
            "Expect what it scores on the rows held out, and try more rows."]


def few_rows(target, facts):
    """How far chance may have moved the score: Wilson's interval, 95 %."""
    held, n = facts.held.score, len(facts.truth)
    few = "Only %s held out" % (counted(n, "row") + (" was" if n == 1 else " were"))
    if not target.has_classes:
        return [few + ": the score on others may well be very different."] if n < 30 else []
    half = (held + 2.0 / n) / (1 + 4.0 / n)
    off = 2 * math.sqrt(held * (1 - held) / n + 1.0 / n / n) / (1 + 4.0 / n)
    if off <= 0.05 and n >= 30:
        return []
    return [few + ": the score on others may well be anything from %.0f to %.0f %%." % (
        100 * (half - off), 100 * (half + off))]


def never_said(facts, story):
    """Which classes are never the answer."""
    if not facts.never or not story.learned:
        return []
    return ["It never says %s, rare or like others; --balance makes each class count alike."
            % listed(facts.never, 80)]


def told_by(target, facts):
    """Which columns all but say the target, where the score shows it."""
    if not facts.leaks or 1 - facts.held.score >= 0.1 * (1 - facts.rule.score):
        return []
    names = listed(facts.leaks) + (", each alone" if len(facts.leaks) > 1 else "")
    return ["Nearly all about %s is told by %s: make sure that this is known before, or leave it out "
            "(--ignore)." % (shown(target.name), names)]
