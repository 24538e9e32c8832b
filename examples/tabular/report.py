# coding: utf-8
"""The report: one HTML file without scripts, for a phone, a printer, a mail."""
from __future__ import absolute_import, division, print_function, unicode_literals
import os
import re
import time
from .cells import MARKS
from .columns import fates
from .resources import resource
from .telling import LOST, percent, score_tables, tell_story, verdict
from .words import figure, grouped, quoted, shown

BLUE, RED, GREY = "#2166ac", "#b2182b", "#bbb"
MANY = 20   # columns, beyond which their names stand upright and they are printed small, across


def escaped(words):
    """Text for HTML."""
    return re.sub('[&<>"]', lambda match: "&#%d;" % ord(match.group()), shown(words, 200))


def amount(v):
    """A number for people, its thousands apart."""
    return grouped(figure(v))


def paragraphs(lines, start="<p>"):
    """A paragraph for each line."""
    return ["%s%s</p>" % (start, escaped(line)) for line in lines]


def html_table(lines, texts=1):
    """The first line as headings; so many columns are text, which begins at the left."""
    head = html_row("th", lines[0], texts)
    rows = "\n".join([html_row("td", line, texts) for line in lines[1:]])
    start = '<div class="wide">'
    if len(lines[0]) > MANY:
        start = '<div class="wide many" style="--lines: %d">' % len(lines)
    return "%s<table>\n<thead>%s</thead>\n%s\n</table></div>" % (start, head, rows)


def html_row(tag, line, texts):
    """A line of a table; tag: "th" for headings, or "td"."""
    cells = ["<%s%s>%s</%s>" % (tag, ' class="t"' if k < texts else "", escaped(cell), tag)
             for k, cell in enumerate(line)]
    return "<tr>%s</tr>" % "".join(cells)


# ---- pictures -----------------------------------------------------------------------------------
# 600 wide. A telephone shows them 330 wide: letters of 24 have 13 pixels there.
LETTER = 24
LEFT = 148      # of the axis: beside it goes "-9 999 999"


def svg(height, parts):
    """A picture."""
    return '<svg viewBox="0 0 600 %d" xmlns="http://www.w3.org/2000/svg" font-size="%d" ' \
        'font-family="sans-serif" role="img">\n%s\n</svg>' % (height, LETTER, "\n".join(parts))


def label(x, y, anchor, words, colour="#222"):
    """Words in a picture; anchor: which end of them stands at x."""
    return '<text x="%d" y="%d" text-anchor="%s" fill="%s">%s</text>' % (
        x, y, anchor, colour, escaped(words))


def on_axis(v):
    """A number at the end of an axis, of ten letters at most."""
    return grouped(figure(v, 3)) if abs(v) < 1e7 else "%.3g" % v


def chart(low, high, names, dots, lines):
    """Dots, as (x, y), and lines, as (colour, dots), between two corners."""
    def place(dot):
        x, y = [(v - a) / ((b - a) or 1) for v, a, b in zip(dot, low, high)]
        return LEFT + (580 - LEFT) * x, 340 - 295 * y

    axes = GREY, [(low[0], high[1]), low, (high[0], low[1])]
    parts = [label((LEFT + 580) // 2, 394, "middle", names[0]), label(6, 24, "start", names[1])]
    for v, x, y, anchor in ((low[0], LEFT, 368, "start"), (low[1], LEFT - 6, 344, "end"),
                            (high[0], 580, 368, "end"), (high[1], LEFT - 6, 62, "end")):
        parts.append(label(x, y, anchor, on_axis(v)))
    for colour, points in [axes] + lines:
        path = " ".join(["%.1f,%.1f" % place(dot) for dot in points])
        parts.append('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (colour,
            path))
    for dot in dots:
        parts.append('<circle cx="%.1f" cy="%.1f" r="4" fill="%s" fill-opacity=".5"/>' %
                     (place(dot) + (BLUE,)))
    return svg(404, parts)


def legend(lines):
    """What each colour of a chart means, below it, so that it covers no curve."""
    return '<p class="legend">%s</p>' % "".join(
        ['<span><i style="color:%s"></i>%s</span>' % (colour, escaped(words)) for colour,
         words in lines])


def bars(target, pairs):
    """A bar for each (value, name), the largest first; names stand above, as they may be long."""
    parts = []
    for k, (value, name) in enumerate(pairs):
        length, y = 430 * value / pairs[0][0], 60 * k + 24
        parts += [label(0, y, "start", shown(name, 40)),
                  '<rect x="0" y="%d" width="%.1f" height="22" fill="%s"/>' % (y + 8, length, BLUE),
                  label(8 + length, y + 27, "start", grouped(percent(target, value)))]
    return svg(60 * len(pairs) + 6, parts)


# ---- its parts ----------------------------------------------------------------------------------
def scores_part(target, facts):
    """The scores, and how the answers are distributed."""
    tables = score_tables(target, facts, amount)
    parts = ["<h2>How good it is</h2>", html_table(tables[0])]
    if target.has_classes:
        return parts + ["<p>Of the rows held out, how often each class (a line) was said to be "
                        "which (a "
                        "column):</p>", html_table(tables[1])]
    low, high = min(facts.truth + facts.said), max(facts.truth + facts.said)
    diagonal = GREY, [(low, low), (high, high)]
    return parts + [chart((low, low), (high, high), ("true", "predicted, rows held out"),
                          list(zip(facts.truth, facts.said))[:1000], [diagonal])]


def importances_part(target, facts):
    """Which columns matter."""
    if not facts.importances:
        return []
    return ["<h2>Which columns matter</h2>",
            "<p>On the rows held out, %s when the cells of a column are dealt to other rows (20 "
            "columns at "
            "most).</p>" % LOST[target.kind], bars(target, facts.importances[:20])]


def learning_part(story):
    """The loss after each epoch, of the shape whose share is the largest."""
    best = story.candidates[story.shares.index(max(story.shares))]
    curves = list(enumerate(best.curves))[1:]
    top = max([max(pair) for _, pair in curves] + [0])
    lines = [(colour, [(k, pair[n]) for k, pair in curves]) for n, colour in ((0, BLUE), (1, RED))]
    return ["<h2>Learning</h2>", chart((1, 0), (len(curves), top), ("epoch", "loss"), [], lines),
            legend([(BLUE, "on rows learned from"), (RED, "on rows not learned from")]),
            "<p>%s</p>" % tell_story(story)]


def worst_part(table, target, facts):
    """The rows whose answers are the most wrong, by their lines in the file."""
    if not facts.worst:
        return []
    lines = [["line", "true", "answer", "how sure" if target.has_classes else "error"]]
    for line, true, said, off in facts.worst:
        if target.has_classes:
            lines.append(["%d" % line, true, said, percent(target, off)])
        else:
            lines.append(["%d" % line] + [amount(v) for v in (true, said, off)])
    return ["<h2>The worst answers</h2>",
            "<p>Rows held out, by their line in %s: a slip in the table, or "
            "what no column tells?</p>" % escaped(facts.held_path), html_table(lines, 0)]


def commands_part(table, options):
    """The commands to go on with."""
    csv, model = quoted(os.path.basename(table.path)), quoted(options.model)
    return ["<h2>How to go on</h2>", "<pre>%s</pre>" % "\n".join([
        "python3 tabular predict %s new.csv --output answers.csv" % escaped(model),
        "python3 tabular export %s model.py" % escaped(model),
        "python3 tabular train %s --target %s --effort 3" % (escaped(csv),
                                                             escaped(quoted(options.target)))]),
        "<p>new.csv has the same columns. A module can also be had in JavaScript (model.js) or C "
        "(model.c).</p>"]


def reading_part(table, name, model_path):
    """How the file was read."""
    lines = ["%s: %d rows; encoding %s, decimal %s, %s header" % (
        name, len(table.rows), table.encoding, MARKS[table.decimal], "with a" if table.header
        else "no")]
    lines += table.notes
    lines.append("Model: %s, of %s" % (shown(os.path.basename(model_path)),
                                       time.strftime(str("%Y-%m-%d, %H:%M"))))
    return ["<h2>How the file was read</h2>"] + paragraphs(lines)


def report_text(table, target, columns, facts, story, options):
    """The report."""
    name = shown(os.path.basename(table.path))
    title = "%s from %s" % (escaped(target.name), escaped(name))
    parts = ['<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>%s</title>' %
             title,
             '<meta name="viewport" content="width=device-width, initial-scale=1">',
             "<style>\n%s</style></head>\n<body>\n<h1>%s</h1>" % (resource("report.css"), title)]
    parts += paragraphs([verdict(target, facts, amount)], '<p class="verdict">')
    parts += paragraphs(facts.sentences, '<p class="say">')
    parts += scores_part(target, facts)
    parts += importances_part(target, facts)
    parts += worst_part(table, target, facts)
    parts += learning_part(story)
    parts += ["<h2>What became of the columns</h2>",
              html_table([["column", "became", ""]] + fates(columns), 3)]
    parts += reading_part(table, name, options.model)
    parts += commands_part(table, options)
    return "\n".join(parts + ["</body></html>\n"])
