# coding: utf-8
"""What a network is worth, on a terminal: tables of scores, and sentences."""
from __future__ import absolute_import, division, print_function, unicode_literals
import collections
from .words import Text, figure, print_table, say, shown

LOST = {"class": "how many fewer are named right", "number": "how much the mean error grows"}
WIDEST = 13  # rows of a table that still fit a terminal


def percent(target, value):
    """A share of classes in percent; for numbers, an error."""
    return "%.1f %%" % (100 * value) if target.has_classes else figure(value, 3)


def score_tables(target, facts, amount=figure):
    """Tables of cells, head first: the scores; for classes, how often which was taken for which.

    amount: how a number is written."""
    always = facts.always if target.has_classes else amount(facts.always)
    rows = "row" if facts.rows == 1 else "rows"
    scores = [("%s %s learned from" % (amount(facts.rows), rows), facts.learned),
              ("%s held out" % amount(len(facts.truth)), facts.held)]
    if facts.last:
        scores.append(("the last %s in time" % amount(facts.last[1]), facts.last[0]))
    scores.append(("always saying %s" % shown(always, 30), facts.rule))
    head = [""] + [words for words, _ in scores]
    if target.has_classes:
        lines = [["named right"] + [percent(target, score.right) for _, score in scores]]
        if target.is_balanced:
            lines.insert(0, ["of each class, in the mean"] + [percent(target, score.score) for _,
                                                              score in scores])
        return [[head] + lines, confusion(target, facts)]
    unit = " (%s)" % target.unit if target.unit else ""
    r2 = ["R2 (1: exact, 0: as the mean)"] + ["%.3f" % (round(score.score, 3) + 0.0) for _,
                                              score in scores]
    return [[head, r2, ["mean error" + unit] + [amount(score.error) for _, score in scores]]]


def confusion(target, facts):
    """How often each class, a line, was said to be which, a column; and how many of it were
    found."""
    classes, count = target.classes, collections.Counter(zip(facts.truth, facts.said))
    names = [shown(c, 30) for c in classes]
    if len(set([shown(name, 14) for name in names])) < len(names):
        names = ["%d %s" % pair for pair in enumerate(classes, 1)]
    table = [["is \\ said"] + [shown(name, 14) for name in names] + ["found"]]
    for c, name in zip(classes, names):
        row = [count.get((c, other), 0) for other in classes]
        found = percent(target, count.get((c, c), 0) / sum(row)) if sum(row) else "-"
        table.append([shown(name, 30)] + ["%d" % n for n in row] + [found])
    return table


def verdict(target, facts, amount=figure):
    """ "80.0 % right on rows not learned from; always saying 0: 66.0 %."

    amount: how a number is written."""
    if target.has_classes:
        right = "%s right on rows not learned from; always saying %s: %s."
        if target.is_balanced:
            right = "Of each class, %s right in the mean, on rows not learned from; " \
                "always saying %s: %s."
        return right % (percent(target, facts.held.score), shown(facts.always, 40),
                        percent(target, facts.rule.score))
    unit = " " + target.unit if target.unit else ""
    return "Off by %s%s in the mean on rows not learned from (R2 %.3f); " \
        "always saying %s: by %s%s." % (
            amount(facts.held.error), unit, facts.held.score, amount(facts.always),
            amount(facts.rule.error), unit)


def tell_story(story):
    """How a network came about, in a paragraph."""
    what = ["%s (%.0f %%, loss %.4g)" % ("-".join([Text(n) for n in candidate.sizes]), 100 * share,
                                         candidate.loss)
            for candidate, share in zip(story.candidates, story.shares)]
    text = "Networks: the mean of %d of each of these shapes, each of which learned without " \
        "another part of the rows: %s; the simplest rule (%.0f %%, loss %.4g). Losses are on the " \
        "parts not learned from, shares are the best there." % (
            story.folds, ", ".join(what), 100 - 100 * sum(story.shares),
            story.candidates[0].curves[0][1])
    if story.learned_again:
        text += " This was a trial: the model kept then learns from the rows held out too."
    return text


def tell_scores(target, facts):
    """Prints the scores, which columns matter, and what that means."""
    say(verdict(target, facts))
    for table in score_tables(target, facts):
        if len(table) <= WIDEST:
            print_table(table, True)
    found = ["%s %s" % (shown(name, 30), percent(target, loss)) for loss,
             name in facts.importances[:8]]
    if found:
        say("columns that matter, and %s without each: %s" % (LOST[target.kind], ", ".join(found)))
    for sentence in facts.sentences:
        say("* " + sentence)
