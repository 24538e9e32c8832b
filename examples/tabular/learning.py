# coding: utf-8
"""Learning: small networks side by side, their share of the answer, and the one network they
become."""
from __future__ import absolute_import, division, print_function, unicode_literals
import math
import purenn
from .kinds import mean
from .progress import PHASES, patience
from .splitting import deal_groups, shuffled
from .words import say

BUDGET = 1e9        # multiply-adds of one training: 20 s on CPython for 1,000 rows of 10 columns
MOMENTUM = 0.9
MAX_EPOCHS = 300    # after which, on the judge's tables, no loss fell any more


def cost(sizes):
    """About the multiply-adds of learning from one row; 5: what each neuron takes besides."""
    each_layer = [3 * (a + 5) * (b + 5) for a, b in zip(sizes, sizes[1:])]
    return sum(each_layer) - sizes[0] * sizes[1]  # no error goes back to the inputs


def time_of(sizes):
    """About the time of learning from one row, in multiply-adds, 200 of which each row takes.

    Of up to some 340 weights purenn makes straight-line code, which is faster."""
    weights = sum([a * b for a, b in zip(sizes, sizes[1:])])
    slower = 1.2 if weights > 340 and len(sizes) > 2 else 1.0
    return slower * (cost(sizes) + 200)


def row_loss(has_classes, outputs, targets):
    """The loss of one row: minus the logarithm of its class's probability, or the squared error."""
    if has_classes:
        return -math.log(max(1e-9, outputs[targets.index(1.0)]))
    return (outputs[0] - targets[0]) ** 2


# ---- networks of one shape ----------------------------------------------------------------------
class Epoch(object):
    """A network after an epoch: its weights and biases, its loss, its answers to the rows of its
    fold."""

    def __init__(self, net, loss, X_tested):
        # train makes new layers, and keeps none
        self.weights, self.biases = net.weights[:], net.biases[:]
        self.loss = loss
        self.outputs = net.forward_propagation(X_tested)


class Fold(object):
    """A network, the rows that it learns from, and those that say how good it is."""

    def __init__(self, net, learned, tested):
        self.net = net
        self.X, self.y = learned
        self.places, self.X_tested = tested

    def learn(self, epochs, rate, batch_size, tick):
        """So many Epochs; fewer where steps are much too long. tick: is called after each."""
        done = []

        def keep(_, loss):
            done.append(Epoch(self.net, loss, self.X_tested))
            tick()

        try:
            self.net.train(self.X, self.y, epochs, rate, batch_size, MOMENTUM, 0, keep)
        except ArithmeticError:
            pass
        return done


class Candidate(object):
    """Networks of one shape, one for each fold, which learn side by side, each without its fold.

    They start as the simplest rule: the commonest class, or the mean. The folds that they have not
    seen say after which epoch they were best, and how good they are."""

    def __init__(self, sizes, has_classes, X, y, folds, prior):
        self.sizes, self.has_classes, self.y = sizes, has_classes, y
        # how often each row is in a fold
        self.rounds = sum([len(fold) for fold in folds]) // len(y)
        self.activations = ["tanh"] * (len(sizes) - 2) + ["softmax" if has_classes else "linear"]
        self.folds = []
        for k, fold in enumerate(folds):
            rest = sorted(set(range(len(X))) - set(fold))
            net = self.first_net(k, prior)
            self.folds.append(Fold(net, ([X[j] for j in rest], [y[j] for j in rest]),
                                   (fold, [X[j] for j in fold])))
        self.rate = min(0.05, 1.0 / sizes[0])
        self.batch_size = 8 if len(X) < 300 else 16 if len(X) < 4000 else 32
        self.best = None        # weights and biases of each fold's network, when they were best
        self.loss = None        # then, on the rows that they had not learned from
        self.outputs = None     # then, of these rows
        self.curves = []        # after each epoch: (loss on rows learned from, on rows not)

    def first_net(self, k, prior):
        """A network that answers the prior, whatever the inputs are."""
        net = purenn.Network(self.sizes, self.activations, seed=k)
        stream = purenn.randn(1000 + k)
        for b in net.biases[:-1]:  # from 0, what turns more than once would be found late, or never
            b[:] = [next(stream) for _ in b]
        net.weights[-1] = [[0.0] * self.sizes[-1] for _ in net.weights[-1]]
        net.biases[-1] = list(prior)
        return net

    def validate(self, epochs):
        """Keeps the networks if they are better than before; returns whether they are.

        epochs: the Epoch of each fold."""
        outputs = [[0.0] * self.sizes[-1] for _ in self.y]
        for fold, epoch in zip(self.folds, epochs):
            for k, row in zip(fold.places, epoch.outputs):
                outputs[k] = [a + b / self.rounds for a, b in zip(outputs[k], row)]
        loss = mean([row_loss(self.has_classes, a, t) for a, t in zip(outputs, self.y)])
        self.curves.append((mean([epoch.loss for epoch in epochs]), loss))
        if self.best is not None and loss >= self.loss * (1 - 1e-4):
            return False
        self.best = [(epoch.weights, epoch.biases) for epoch in epochs]
        self.loss, self.outputs = loss, outputs
        return True

    def learn(self, step, progress):
        """The epochs of a Step, or fewer: with patience, and thrice with smaller steps."""
        self.validate([Epoch(fold.net, 0.0, fold.X_tested) for fold in self.folds])
        progress.ready()
        for phase in range(PHASES):
            if phase:
                self.rate /= 4
                for fold, net in zip(self.folds, self.best_nets(phase)):
                    fold.net = net
            self.learn_patiently(step, phase, progress)
        step.is_over = True

    def learn_patiently(self, step, phase, progress):
        """Learns until nothing was better for more epochs than its patience."""
        most_waited = patience(step.most)
        done = waited = 0

        def tick():
            progress.tick(step, 1.0 / len(self.folds))

        while step.done < step.most and waited <= most_waited:
            # As many at once as it takes to lose patience: each call of train checks and copies
            # all rows.
            n = min(most_waited + 1 - waited, step.most - step.done)
            found = list(zip(*[fold.learn(n, self.rate, self.batch_size, tick)
                               for fold in self.folds]))
            for epochs in found:
                waited = 0 if self.validate(epochs) else waited + 1
            done += len(found)
            step.learned(len(found), phase, done, waited)
            if len(found) < n:
                break

    def best_nets(self, seed=0):
        """The networks as they were when they were best."""
        return [purenn.Network(self.sizes, self.activations, seed=1000 * seed + k, weights=W,
                               biases=b)
                for k, (W, b) in enumerate(self.best)]


# ---- several shapes together --------------------------------------------------------------------
def blend(candidates, has_classes, y, prior):
    """Which share of the answer, before the softmax, is each candidate's, by their folds.

    The rest is the simplest rule's: all of it, unless the gain is more than chance."""
    places = shuffled(list(range(len(y))), 3)[:2000]
    outputs = []  # of each row, before the softmax, those of each candidate
    for k in places:
        outputs.append([[math.log(max(a, 1e-9)) if has_classes else a for a in candidate.outputs[k]]
                        for candidate in candidates])

    def losses(shares):
        found = []
        rest = 1 - sum(shares)
        for answer, k in zip(outputs, places):
            Z = [sum([share * a for share, a in zip(shares, column)]) + rest * p
                 for column, p in zip(zip(*answer), prior)]
            found.append(row_loss(has_classes, purenn.softmax([Z])[0] if has_classes else Z, y[k]))
        return found

    tried = [(mean(losses(shares)), k, shares) for k,
             shares in enumerate(possible_shares(len(candidates)))]
    shares = min(tried)[2]
    gain = sure_share(losses([0.0] * len(shares)), losses(shares), has_classes)
    return [gain * share for share in shares]


def possible_shares(n):
    """All shares of one candidate, or two, in tenths of the whole and quarters of these."""
    found = []
    for whole in [k / 10 for k in range(10, 0, -1)]:
        for first in [0.0, 0.25, 0.5, 0.75, 1.0] if n > 1 else [1.0]:
            found.append([whole * first, whole * (1 - first)][:n])
    return found


def sure_share(without, losses, has_classes):
    """0 where losses are not below those without more than by chance, to 1 where they surely
    are."""
    # The loss of a number is taken by its root here, so that a few outliers do not decide.
    gains = [a - b if has_classes else math.sqrt(a) - math.sqrt(b) for a, b in zip(without, losses)]
    gain = mean(gains)
    error = math.sqrt(mean([(g - gain) * (g - gain) for g in gains]) / len(gains))
    return min(1.0, max(0.0, 1.5 * gain / (error + 1e-12) - 1.0))


def merged(candidates, shares, prior):
    """One network that answers what the candidates' networks do together, and the simplest rule."""
    nets = []  # (share of the answer, network)
    for candidate, share in zip(candidates, shares):
        if share:
            nets += [(share / len(candidate.folds), net) for net in candidate.best_nets()]
    rest = 1 - sum(shares)
    biases = [sum([share * net.biases[-1][j] for share, net in nets]) + rest * p
              for j, p in enumerate(prior)]
    flat = [(share, net) for share, net in nets if len(net.sizes) == 2]
    hidden = [(share, net) for share, net in nets if len(net.sizes) == 3]
    W = summed_weights(flat, candidates[0].sizes[0], len(prior))
    output = candidates[0].activations[-1]
    if not hidden:
        return purenn.Network([len(W), len(prior)], [output], weights=[W], biases=[biases])
    first, b, last = side_by_side(hidden, len(W))
    if flat:
        first, b, last = with_linear(first, b, last, W)
    return purenn.Network([len(W), len(b), len(prior)], ["tanh", output],
                          weights=[first, last], biases=[b, biases])


def summed_weights(nets, rows, columns):
    """The weights of one layer that answers what such networks do together: (share, network)."""
    return [[sum([share * net.weights[0][i][j] for share, net in nets]) for j in range(columns)]
            for i in range(rows)]


def side_by_side(nets, inputs):
    """The hidden neurons of all networks as one layer: its weights, its biases, the weights behind
    it."""
    first = [sum([net.weights[0][i] for _, net in nets], []) for i in range(inputs)]
    b = sum([net.biases[0] for _, net in nets], [])
    last = [[share * w for w in row] for share, net in nets for row in net.weights[1]]
    return first, b, last


def with_linear(first, b, last, W):
    """The same with weights W beside them: as hidden neurons so near 0 that tanh is linear
    there."""
    n_out = len(W[0])
    first = [row + [0.01 * w for w in more] for row, more in zip(first, W)]
    last = last + [[100.0 if i == j else 0.0 for j in range(n_out)] for i in range(n_out)]
    return first, b + [0.0] * n_out, last


# ---- one training -------------------------------------------------------------------------------
def input_scaling(columns, X):
    """Means and deviations of inputs; what is 0 or 1 counts half as much as an amount, or less."""
    floors = sum([column.floors() for column in columns], [])
    means, deviations = [], []
    for values, floor in zip(zip(*X), floors):
        m = mean(values)
        deviation = mean([(v - m) * (v - m) for v in values]) ** 0.5
        is_constant = deviation <= 1e-9 * abs(m)  # but for rounding
        means.append(m)
        deviations.append(floor or (1.0 if is_constant else deviation))
    return means, deviations


class Encoding(object):
    """The target as a network's outputs: one-hot, or scaled to mean 0 and deviation 1."""

    def __init__(self, target, truth):
        self.scales = ()  # the mean and deviation of numbers, as fold_scaling takes them
        if target.has_classes:
            self.y = [[float(c == t) for c in target.classes] for t in truth]
            self.prior = [math.log((sum(column) + 0.5) / len(truth)) for column in zip(*self.y)]
        else:
            middle = mean(truth)
            spread = mean([(t - middle) ** 2 for t in truth]) ** 0.5 or 1.0
            self.y, self.prior = [[(t - middle) / spread] for t in truth], [0.0]
            self.scales = [middle], [spread]


class Story(object):
    """How a network came about, for the report."""

    def __init__(self, candidates, shares, folds, stopped):
        self.candidates, self.shares = candidates, shares
        self.folds = folds          # how many networks there are of each shape
        self.stopped = stopped      # by Ctrl-C
        self.learned_again = False  # from the rows held out too
        self.unread = []            # columns of text

    @property
    def learned(self):
        """Whether anything was learned beyond the simplest rule."""
        return any(self.shares)


def fold_count(rows):
    """Into how many folds so many rows are dealt: fewer where each training takes long."""
    return min(rows, 5 if rows <= 2000 else 4 if rows <= 8000 else 3)


def make_folds(places, truth, rows, groups):
    """Folds of places in rows, where each place may be several times: all of a group in one fold.

    Where rows are few they are dealt twice, so that chance decides less."""
    hands = fold_count(len(places))
    rounds = max(1, min(2, 600 // len(places)))
    folds = []
    for seed in range(rounds):
        for hand in deal_groups(places, truth, hands, seed + 1, groups):
            hand = set(hand)
            folds.append([j for j, k in enumerate(rows) if k in hand])
    return folds, rounds


def train_networks(target, columns, X, truth, groups, times, effort, progress):
    """The best network for X in its own units, and its Story; rows of class t count times[t].

    groups: for each row the first one that belongs to it; progress: a Progress, which prints."""
    rows = [k for k, t in enumerate(truth) for _ in range(times.get(t, 1))]
    folds, rounds = make_folds(range(len(X)), truth, rows, groups)
    X, truth = [X[k] for k in rows], [truth[k] for k in rows]
    means, deviations = input_scaling(columns, X)
    A = [[(v - m) / d for v, m, d in zip(row, means, deviations)] for row in X]
    code = Encoding(target, truth)
    plans = planned(len(A[0]), len(code.y[0]), len(rows), len(folds), effort)
    seen = rounds * (len(folds) // rounds - 1) * len(rows)  # rows in an epoch of all folds
    steps = progress.plan([seen * time_of(sizes) for sizes, _ in plans],
                          [most for _, most in plans])
    candidates, stopped = [], False
    try:
        for (sizes, _), step in zip(plans, steps):
            candidates.append(Candidate(sizes, target.has_classes, A, code.y, folds, code.prior))
            candidates[-1].learn(step, progress)
        progress.finish()
    except KeyboardInterrupt:
        candidates, stopped = [candidate for candidate in candidates if candidate.best], True
        if not candidates:
            raise
        say("\nstopped: what was best so far is kept")
    shares = blend(candidates, target.has_classes, code.y, code.prior)
    net = merged(candidates, shares, code.prior)
    return purenn.fold_scaling(net, means, deviations, *code.scales), \
        Story(candidates, shares, len(folds), stopped)


def planned(inputs, outputs, rows, folds, effort):
    """(sizes, epochs) of a network without hidden neurons and one with, so that they fit the
    effort."""
    plans = []
    hidden = 8 if rows < 200 else 16
    for sizes, share in ([inputs, outputs], 0.2), ([inputs, hidden, outputs], 0.8):
        epochs = effort * share * BUDGET / (folds * rows * cost(sizes))
        plans.append((sizes, int(max(8, min(MAX_EPOCHS, epochs)))))
    return plans
