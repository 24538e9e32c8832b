# coding: utf-8
"""Which rows to learn from and which to hold out: by chance, and never one half of what belongs
together."""
from __future__ import absolute_import, division, print_function, unicode_literals
import collections
import re
import purenn
from .kinds import is_identity, mean

# Columns that are called as what rows may belong to: "patient", "subject_no", "user", "household"
GROUP_NAMES = re.compile("(?:.*[^a-z])?(?:patient|subject|person|participant|user|customer|client|"
                         "student|animal|household|family|session|device|machine|site)"
                         "(?P<plural>s?)(?:[^a-z].*)?$",
                         re.I)
SERIAL = re.compile("[A-Za-z]{1,4}[-_ ]?[0-9]{1,6}$")  # P07, subj-12
TIME_NAMES = re.compile("(?:year|jahr|date|time|timestamp|month|day)$", re.I)


# ---- by chance ----------------------------------------------------------------------------------
def shuffled(values, seed):
    """The values in another order, the same one on every Python."""
    stream = purenn.randn(seed)
    return [value for _, _, value in sorted([(next(stream), k, v) for k, v in enumerate(values)])]


def by_target(places, truth, seed):
    """The places ordered by what is known of them, by chance where that is the same; their
    chances."""
    chance = dict([(k, n) for n, k in enumerate(shuffled(places, seed))])
    return sorted(places, key=lambda k: (truth[k], chance[k])), chance


def deal(places, truth, hands, seed):
    """Deals places out into so many hands by chance, but so that each gets alike targets."""
    order, chance = by_target(places, truth, seed)
    dealt = []
    for k in range(0, len(order), hands):
        dealt += sorted(order[k:k + hands], key=chance.get)
    return [sorted(dealt[k::hands]) for k in range(hands)]


def hold_out(places, truth, percent, seed):
    """The places to learn from and those held out: of each class, or range of numbers, alike."""
    order, chance = by_target(places, truth, seed)
    n = int(len(places) * percent / 100 + 0.5)
    held = set()
    for k in range(n):
        part = order[k * len(places) // n:(k + 1) * len(places) // n]
        held.add(min(part, key=chance.get))
    return [k for k in places if k not in held], [k for k in places if k in held]


# ---- what belongs together ----------------------------------------------------------------------
def groups_of(keys):
    """For each key the place of the first one equal to it: [0, 1, 0] of "a", "b", "a"."""
    first = {}
    return [first.setdefault(key, k) for k, key in enumerate(keys)]


def joined(groups, others):
    """Groups that hold together what either of two does: lists as groups_of gives them."""
    above = list(groups)

    def top(k):
        while above[k] != k:
            k = above[k]
        return k

    for k, other in enumerate(others):
        a, b = top(k), top(other)
        above[max(a, b)] = min(a, b)
    return [top(k) for k in range(len(above))]


def whole(split, places, truth, groups):
    """What split does to the first place of each group, done to whole groups.

    split: takes places and truth and returns lists of places."""
    members = collections.OrderedDict()
    for k in places:
        members.setdefault(groups[k], []).append(k)
    firsts = [some[0] for some in members.values()]
    parts = split(firsts, truth)
    return [sorted(sum([members[groups[k]] for k in part], [])) for part in parts]


def deal_groups(places, truth, hands, seed, groups):
    """As deal, for whole groups; fewer hands where there are fewer groups."""
    hands = min(hands, len(set([groups[k] for k in places])))
    return whole(lambda some, t: deal(some, t, hands, seed), places, truth, groups)


def hold_out_groups(places, truth, percent, seed, groups):
    """As hold_out, for whole groups."""
    return whole(lambda some, t: hold_out(some, t, percent, seed), places, truth, groups)


def hold_out_last(places, percent, order):
    """The places to learn from and those held out, which are the last ones in time."""
    places = sorted(places, key=lambda k: (order[k], k))
    n = int(len(places) * percent / 100 + 0.5)
    return sorted(places[:len(places) - n]), sorted(places[len(places) - n:])


# ---- what is found in a table -------------------------------------------------------------------
def repeated_rows(rows):
    """Groups of equal rows, and how many rows are equal to an earlier one; where that is no chance.

    Rows of a few categories are often equal, and tell nothing of each other: they stay apart. Rows
    of
    measurements are equal only if someone copied them."""
    groups = groups_of(rows)
    repeats = len([k for k, first in enumerate(groups) if k != first])
    if not repeats:
        return groups, 0
    sizes = collections.Counter(groups).values()
    pairs = sum([n * (n - 1) // 2 for n in sizes])
    if pairs <= 20 * pairs_by_chance([rows[k] for k in sorted(set(groups))], len(rows)):
        return list(range(len(rows))), 0
    return groups, repeats


def pairs_by_chance(different, n):
    """How many pairs of n rows would be equal if their cells had nothing to do with each other."""
    share = n * (n - 1) / 2
    for column in zip(*different):
        count = collections.Counter(column)
        share *= sum([(k / len(different)) ** 2 for k in count.values()])
    return share


def looks_like_groups(name, cells, truth, learned):
    """Whether a column names what rows belong to, as patients: an identifier that repeats, with
    targets
    alike within. cells and truth of all rows; learned: places."""
    groups = collections.OrderedDict()
    for k in learned:
        groups.setdefault(cells[k], []).append(truth[k])
    repeats = len(learned) >= 2 * len(groups) and len(groups) >= 8
    if not repeats or not is_called_group(name, groups) or are_counts(name, groups):
        return False
    return alike_within(list(groups.values()))


def are_counts(name, values):
    """Whether values are how many there are: "patients", "patients_male" over numbers."""
    match = GROUP_NAMES.match(name)
    numeric = [value for value in values if value.isdigit()]
    return bool(match and match.group("plural")) and 2 * len(numeric) > len(values)


def is_called_group(name, values):
    """Whether a column's name, or its values, are as of identifiers."""
    return bool(is_identity(name) or GROUP_NAMES.match(name)
                or all([SERIAL.match(v) for v in values]))


def alike_within(groups):
    """Whether targets are more alike within groups than among all: by half of what there is to
    tell."""
    every = sum(groups, [])
    if isinstance(every[0], float):
        within = sum([(t - mean(group)) ** 2 for group in groups for t in group])
        middle = mean(every)
        return within < 0.5 * sum([(t - middle) ** 2 for t in every])
    most = sum([max(collections.Counter(group).values()) for group in groups])
    by_rule = max(collections.Counter(every).values())
    return len(every) - most < 0.5 * (len(every) - by_rule)


def time_order(columns):
    """The column that rises from row to row, or falls, as time does, and its values; or None,
    None."""
    for column in columns:
        is_date = column.kind == "date" and column.order != "clock"
        if not is_date and not (column.kind == "number" and TIME_NAMES.match(column.name)):
            continue
        times = [time_of(value) for value in column.row_values]
        known = [t for t in times if t is not None]
        if len(known) < len(times) or len(set(known)) < 10:
            continue
        for sign in 1, -1:
            steps = [sign * (b - a) for a, b in zip(known, known[1:])]
            if min(steps) >= 0:
                return column, times
    return None, None


def time_of(value):
    """A date's parts, or a number, as one number."""
    if not isinstance(value, list):
        return value
    return value[4] + (value[3] or 0.0) / 24 / 372
