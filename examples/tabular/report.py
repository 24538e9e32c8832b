# coding: utf-8
"""The report: one HTML file without scripts, for a phone, a printer, a mail."""
from __future__ import absolute_import, division, print_function, unicode_literals
import os
import re
import time
from .cells import MARKS
from .columns import fates
from .resources import resource
from .telling import LOST, percent, score_tables, tell_story
from .words import figure, shown

BLUE, RED, GREY = "#2166ac", "#b2182b", "#bbb"


def escaped(words):
    """Text for HTML."""
    return re.sub('[&<>"]', lambda match: "&#%d;" % ord(match.group()), shown(words, 200))


def paragraphs(lines, start="<p>"):
    """A paragraph for each line."""
    return ["%s%s</p>" % (start, escaped(line)) for line in lines]


def html_table(lines, texts=1):
    """The first line as headings; so many columns are text, which begins at the left."""
    rows = []
    for n, line in enumerate(lines):
        tag = "td" if n else "th"
        cells = ["<%s%s>%s</%s>" % (tag, ' class="t"' if k < texts else "", escaped(cell), tag)
                 for k, cell in enumerate(line)]
        rows.append("<tr>%s</tr>" % "".join(cells))
    return '<div class="wide"><table>\n%s\n</table></div>' % "\n".join(rows)


# ---- pictures -----------------------------------------------------------------------------------
def svg(height, parts):
    """A picture 600 wide."""
    return '<svg viewBox="0 0 600 %d" xmlns="http://www.w3.org/2000/svg" font-size="15" ' \
        'font-family="sans-serif" role="img">\n%s\n</svg>' % (height, "\n".join(parts))


def label(x, y, anchor, words, colour="#222"):
    """Words in a picture; anchor: which end of them stands at x."""
    return '<text x="%d" y="%d" text-anchor="%s" fill="%s">%s</text>' % (
        x, y, anchor, colour, escaped(words))


def chart(low, high, names, dots, lines):
    """Dots, as (x, y), and lines, as (colour, name, dots), between two corners."""
    def place(dot):
        x, y = [(v - a) / ((b - a) or 1) for v, a, b in zip(dot, low, high)]
        return 100 + 480 * x, 300 - 270 * y

    axes = GREY, "", [(low[0], high[1]), low, (high[0], low[1])]
    parts = [label(340, 340, "middle", names[0]), label(100, 18, "start", names[1])]
    for v, x, y, anchor in ((low[0], 100, 320, "start"), (low[1], 94, 300, "end"),
                            (high[0], 580, 320, "end"), (high[1], 94, 40, "end")):
        parts.append(label(x, y, anchor, figure(v) if abs(v) < 1e9 else "%.3g" % v))
    for k, (colour, name, points) in enumerate([axes] + lines):
        path = " ".join(["%.1f,%.1f" % place(dot) for dot in points])
        parts.append('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (colour, path))
        parts.append(label(570, 25 + 20 * k, "end", name, colour))
    for dot in dots:
        parts.append('<circle cx="%.1f" cy="%.1f" r="3" fill="%s" fill-opacity=".5"/>' % (place(dot) + (BLUE,)))
    return svg(350, parts)


def bars(target, pairs):
    """A bar for each (value, name), the largest first."""
    parts = []
    for k, (value, name) in enumerate(pairs):
        length, y = 270 * value / pairs[0][0], 24 * k + 18
        parts += [label(204, y, "end", shown(name, 26)),
                  label(216 + length, y, "start", percent(target, value)),
                  '<rect x="210" y="%d" width="%.1f" height="18" fill="%s"/>' % (y - 14, length, BLUE)]
    return svg(24 * len(pairs) + 6, parts)


# ---- its parts ----------------------------------------------------------------------------------
def scores_part(target, facts):
    """The scores, and how the answers are distributed."""
    tables = score_tables(target, facts)
    parts = ["<h2>How good it is</h2>", html_table(tables[0])]
    if target.has_classes:
        return parts + ["<p>Of the rows held out, how often each class (a line) was said to be which (a "
                        "column):</p>", html_table(tables[1])]
    low, high = min(facts.truth + facts.said), max(facts.truth + facts.said)
    diagonal = GREY, "", [(low, low), (high, high)]
    return parts + [chart((low, low), (high, high), ("true", "predicted, rows held out"),
                          list(zip(facts.truth, facts.said))[:1000], [diagonal])]


def importances_part(target, facts):
    """Which columns matter."""
    if not facts.importances:
        return []
    return ["<h2>Which columns matter</h2>",
            "<p>On the rows held out, %s when the cells of a column are dealt to other rows (20 columns at "
            "most).</p>" % LOST[target.kind], bars(target, facts.importances[:20])]


def learning_part(story):
    """The loss after each epoch, of the shape whose share is the largest."""
    best = story.candidates[story.shares.index(max(story.shares))]
    curves = list(enumerate(best.curves))[1:]
    top = max([max(pair) for _, pair in curves] + [0])
    lines = [(colour, "on rows %slearned from" % no, [(k, pair[n]) for k, pair in curves])
             for n, colour, no in ((0, BLUE, ""), (1, RED, "not "))]
    return ["<h2>Learning</h2>", chart((1, 0), (len(curves), top), ("epoch", "loss"), [], lines),
            "<p>%s</p>" % tell_story(story)]


def reading_part(table, name, model_path):
    """How the file was read."""
    lines = ["%s: %d rows; encoding %s, decimal %s, %s header" % (
        name, len(table.rows), table.encoding, MARKS[table.decimal], "with a" if table.header else "no")]
    lines += table.notes
    lines.append("Model: %s, of %s" % (shown(os.path.basename(model_path)), time.strftime(str("%Y-%m-%d, %H:%M"))))
    return ["<h2>How the file was read</h2>"] + paragraphs(lines)


def report_text(table, target, columns, facts, story, model_path):
    """The report."""
    name = shown(os.path.basename(table.path))
    title = "%s from %s" % (escaped(target.name), escaped(name))
    parts = ['<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>%s</title>' % title,
             '<meta name="viewport" content="width=device-width, initial-scale=1">',
             "<style>\n%s</style></head>\n<body>\n<h1>%s</h1>" % (resource("report.css"), title)]
    parts += paragraphs(facts.sentences, '<p class="say">')
    parts += scores_part(target, facts)
    parts += importances_part(target, facts)
    parts += learning_part(story)
    parts += ["<h2>What became of the columns</h2>",
              html_table([["column", "became", ""]] + fates(columns), 3)]
    parts += reading_part(table, name, model_path)
    return "\n".join(parts + ["</body></html>\n"])
