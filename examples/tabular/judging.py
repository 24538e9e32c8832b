# coding: utf-8
"""How good a network is: scores on rows held out, what matters, and what that means in plain
words."""
from __future__ import absolute_import, division, print_function, unicode_literals
import collections
import math
from .columns import correlation
from .kinds import mean
from .splitting import shuffled
from .words import counted, figure, in_quotes, listed, shown

MIXING = 5e7  # multiply-adds to find out which columns matter: seconds on CPython


class Score(object):
    """How good answers are: score is the share of right ones, of classes that count alike the mean
    of
    their shares, or R2; error is the mean error of numbers."""

    def __init__(self, score, error=None, right=None):
        self.score, self.error = score, error
        self.right = score if right is None else right  # the share of right answers


def score(target, truth, said):
    """The Score of answers."""
    if target.has_classes:
        right = mean([float(t == a) for t, a in zip(truth, said)])
        return Score(mean(list(recalls(truth, said).values())), None,
                     right) if target.is_balanced else Score(right)
    middle, errors = mean(truth), [a - t for t, a in zip(truth, said)]
    total = sum([(t - middle) ** 2 for t in truth])
    r2 = 1 - sum([e * e for e in errors]) / total if total else 0.0
    return Score(r2, mean([abs(e) for e in errors]))


def recalls(truth, said):
    """Of each class in truth, the share that was found."""
    count = collections.Counter(truth)
    found = collections.Counter([t for t, a in zip(truth, said) if t == a])
    return dict([(c, found[c] / n) for c, n in count.items()])


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
            self.importances = [pair for pair in importances(target, columns, net, X_held,
                                                             truth_held)
                                if pair[0] > least]
        self.never = [c for c in target.classes if c in truth_held and c not in self.said]
        self.worst = []  # (line, true, answer, how sure or the error), of rows held out
        self.held_path = ""  # the file in which these lines are
        self.last = None  # the Score on the last rows in time, and how many these are
        self.sentences = sentences(target, self, story)


# ---- columns ------------------------------------------------------------------------------------
def importances(target, columns, net, X, truth):
    """How much less is right, or the error more, when the cells of a column are mixed up; largest
    first."""
    def judged(rows):
        found = score(target, truth, target.answers(net.forward_propagation(rows)))
        return found.score if target.has_classes else -found.error

    work = sum([a * b for a, b in zip(net.sizes, net.sizes[1:])]) * len(columns)
    most = max(20, int(MIXING / work))
    X, truth = X[:most], truth[:most]
    is_cheap = 10 * len(X) * work < MIXING
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
    """The columns that alone all but say the target, or a rare class: beside each other are rows
    alike."""
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
    right = collections.Counter([t for k, t in enumerate(truth)
                                 if truth[max(0, k - 2):k + 3].count(t) > 2])
    shares = [(right[c] / n, n / len(truth)) for c, n in count.items() if n >= 5]
    if len(shares) < 2:
        return False
    all_told = min(shares)[0] >= 0.95 and sum(right.values()) >= 0.99 * len(truth)
    return all_told or any([share >= 0.99 and often < 0.05 for share, often in shares])


MOST_WORST = 10


def worst_answers(target, lines, truth, outputs):
    """(line, true, answer, how sure it was or its error) of the ten most wrong answers."""
    found = []
    for line, true, row, said in zip(lines, truth, outputs, target.answers(outputs)):
        amount = max(row) if target.has_classes else abs(said - true)
        if said != true:
            found.append((-amount, line, true, said))
    return [(line, true, said, -amount) for amount, line, true, said in sorted(found)[:MOST_WORST]]


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
        found = ["The model always says %s: nothing that the other columns tell about %s held on "
                 "rows not "
                 "learned from. More rows or other columns may help." % (always, name)]
    else:
        found = ["This model is no better than always saying %s: the other columns tell little or "
                 "nothing "
                 "about %s, or the rows are too few." % (always, name)]
    if story.unread:
        found.append("Text is not read: %s. A column of what matters in it may help." %
                     listed(story.unread))
    return found


def by_heart(target, facts, story):
    """Where a network is much better on the rows that it has learned from."""
    gap = facts.learned.score - facts.rule_learned.score - (facts.held.score - facts.rule.score)
    chance = 1.5 / math.sqrt(len(facts.truth)) if target.has_classes else 0
    if not story.learned or gap <= max(0.1, chance):
        return []
    return ["It is much better on the rows it has learned from than on others: it knows them by "
            "heart. "
            "Expect what it scores on the rows held out, and try more rows."]


def few_rows(target, facts):
    """How far chance may have moved the score: Wilson's interval, 95 %."""
    held, n = facts.held.score, len(facts.truth)
    few = "Only %s held out" % (counted(n, "row") + (" was" if n == 1 else " were"))
    if not target.has_classes:
        return [few + ": the score on others may well be very different."] if n < 30 else []
    if target.is_balanced:  # as many as the rarest class has
        n = min(collections.Counter(facts.truth).values()) * len(set(facts.truth))
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
            % listed(in_quotes(facts.never), 80)]


def told_by(target, facts):
    """Which columns all but say the target, where the score shows it."""
    if not facts.leaks or 1 - facts.held.score >= 0.1 * (1 - facts.rule.score):
        return []
    names = listed(facts.leaks) + (", each alone" if len(facts.leaks) > 1 else "")
    return ["Nearly all about %s is told by %s: make sure that this is known before, or leave it "
            "out "
            "(--ignore)." % (shown(target.name), names)]


# ---- too good to be true ------------------------------------------------------------------------
def too_good(target, facts, columns, places, truth):
    """A sentence where nearly all is right, with the columns that tell it, sums included.

    columns: those that were studied; places: of rows learned from, truth: what is known of
    these."""
    if facts.held.score < ALL_BUT_ALL or len(facts.truth) < LEAST_HELD:
        return []
    formula = None if target.has_classes else formula_for(columns, places[:FORMULA_ROWS],
                                                          truth[:FORMULA_ROWS])
    told = [sentence for sentence in facts.sentences if " is told by " in sentence]
    if formula is None and told:
        return []
    if formula is None:
        formula = listed([name for _, name in facts.importances[:3]]) or "the columns together"
    else:
        formula += " = " + shown(target.name)
    result = "R2 %.3f" % facts.held.score
    if target.has_classes:
        result = "%.1f %% right" % (100 * facts.held.score)
    return ["%s: too good for most questions. What tells it: %s. Make sure that this is known "
            "before %s is, "
            "or leave it out (--ignore)." % (result, formula, shown(target.name))]


ALL_BUT_ALL = 0.995     # R2, or the share that is right
LEAST_HELD = 10         # rows: what fewer score is chance
FORMULA_ROWS = 300      # so many rows show whether a formula holds
MOST_PAIRED = 60        # columns that are tried in pairs, which are then 1,770
MOST_TRIPLED = 20       # and by threes, 1,140


def formula_for(columns, places, truth):
    """ "casual + registered" if that is the target in nearly all rows; None if no such is found."""
    order = sorted(truth)
    near = 0.002 * (order[len(order) * 9 // 10] - order[len(order) // 10])  # what rounding leaves
    known = []
    for column in columns:
        if column.kind in ("number", "code"):
            values = [column.row_values[k] for k in places]
            if None not in values:
                known.append((shown(column.name), values))
    return column_formula(known, truth, near) or best_pair(known[:MOST_PAIRED], truth, near) or \
        sum_of_three(known[:MOST_TRIPLED], truth, near)


def column_formula(known, truth, near):
    """The name of a column that is the target, or goes with it exactly; or None. known: (name,
    values)."""
    for name, values in known:
        if correlation(values, truth) > 0.99999:
            return name if is_same(values, truth, near) else name + " times a number"
    return None


def best_pair(known, truth, near):
    """The first pair_formula of two columns that holds, or None."""
    for k, (b, B) in enumerate(known):
        for a, A in known[:k]:
            found = pair_formula(a, A, b, B, truth, near)
            if found:
                return found
    return None


def sum_of_three(known, truth, near):
    """ "a + b + c" of the columns whose sum is the target, or None."""
    for k, (c, C) in enumerate(known):
        for j, (b, B) in enumerate(known[:k]):
            for a, A in known[:j]:
                if is_same([x + y + z for x, y, z in zip(A, B, C)], truth, near):
                    return "%s + %s + %s" % (a, b, c)
    return None


def pair_formula(a, A, b, B, truth, near):
    """ "a + b", "a - b", "b - a", "a * b", "a / b" or "b / a" if that is the target, or None."""
    pairs = list(zip(A, B))
    for sign, values in (("%s + %s", [x + y for x, y in pairs]),
                         ("%s - %s", [x - y for x, y in pairs]),
                         ("%s * %s", [x * y for x, y in pairs]),
                         ("%s / %s", [x / y if y else 0.0 for x, y in pairs])):
        if is_same(values, truth, near):
            return sign % (a, b)
    for sign, values in (("%s - %s", [y - x for x, y in pairs]),
                         ("%s / %s", [y / x if x else 0.0 for x, y in pairs])):
        if is_same(values, truth, near):
            return sign % (b, a)
    return None


def is_same(values, truth, near):
    """Whether numbers are as near as that in 95 of 100 rows."""
    misses = 0
    for v, t in zip(values, truth):
        if abs(v - t) > near:
            misses += 1
            if misses > 0.05 * len(truth):
                return False
    return True
