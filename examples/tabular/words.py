# coding: utf-8
"""Text for people: what may go wrong, and names and numbers as one can read them."""
from __future__ import absolute_import, division, print_function, unicode_literals
import math
import re
import sys

Text = type("")


class Problem(Exception):
    """Something that the user can put right; its text says what, where, and what to do."""


def typed(words):
    """What was typed in a shell, as text: Python 2 has it as bytes."""
    return words if isinstance(words, Text) else words.decode("utf-8", "replace")


def printable(c):
    """Whether a letter leaves a line one line, in its order: no control, no half of a pair, no
    line's
    end, no mark that turns the order of letters."""
    code = ord(c)
    if code < 32 or 0x7f <= code < 0xa0 or 0xd800 <= code < 0xe000:
        return False
    turns = code in (0x061c, 0x200e, 0x200f) or 0x202a <= code <= 0x202e or 0x2066 <= code <= 0x2069
    return not turns and code not in (0x2028, 0x2029)


def shown(name, longest=60):
    """Any name as text of one line: what cannot be printed is escaped, what is long is cut."""
    if isinstance(name, bytes):
        name = name.decode("utf-8", "replace")
    name = "".join([c if printable(c) else "\\x%02x" % ord(c) for c in Text(name)])
    return name if len(name) <= longest else name[:longest - 13] + "..." + name[-10:]


def listed(names, longest=150, each=40):
    """ "a, b and 7 more": as many names as go into so many letters, each one cut to some."""
    line = ""
    names = [shown(name, each) for name in names]
    for k, name in enumerate(names):
        if len(line) + len(name) > longest:
            return "%s and %d more" % (line, len(names) - k)
        line += ", " + name if line else name
    return line


def in_quotes(names):
    """Those that hold a comma in quotation marks, so that a list of them has an end."""
    return ['"%s"' % name if ", " in name else name for name in names]


def quoted(name):
    """As one types it in a shell."""
    name = shown(name)
    return name if re.match(r"^[\w./-]+$", name) else "'%s'" % name.replace("'", "'\"'\"'")


def counted(n, word):
    """ "1 row", "2 rows"."""
    return "%d %s" % (n, word) if n == 1 else "%d %ss" % (n, word)


def figure(v, digits=4):
    """A number for people: with so many digits, and no exponent."""
    if not 1e-6 < abs(v) < 1e15:
        return "%.*g" % (digits, v + 0.0)
    decimals = digits - 1 - int(math.floor(math.log10(abs(v))))
    text = "%.*f" % (max(0, decimals), v)
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(text):
    """A number of people's kind with its thousands apart: "1 234 567.8"; from 5 digits on."""
    whole, point, part = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole[:1] == "-" else ("", whole)
    if len(digits) < 5 or not digits.isdigit():
        return text
    first = len(digits) % 3
    parts = [digits[:first]] if first else []
    parts += [digits[k:k + 3] for k in range(first, len(digits), 3)]
    return sign + "\u202f".join(parts) + point + part


def plain_space(name):
    """Without spaces at the ends, and with single ones within."""
    return re.sub("\\s+", " ", name).strip()


def bare_name(name):
    """A name without what may be spelled otherwise: capitals, spaces, underscores, dashes, dots."""
    return re.sub("[\\s_.-]+", "", name.lower()) or name


def say(line, out=None, end="\n"):
    """Prints text on every Python and terminal; letters that it does not know are escaped."""
    out = out or sys.stdout
    encoding = getattr(out, "encoding", None) or "utf-8"
    data = (line + end).encode(encoding, "backslashreplace")
    out.write(data if str is bytes else data.decode(encoding))
    out.flush()


def print_table(lines, right=False):
    """Prints rows of cells, columns below each other; all but the first end at the right, if
    right."""
    widths = [max([len(cell) for cell in column]) for column in zip(*lines)]
    for line in lines:
        cells = [cell.rjust(w) if right else cell.ljust(w) for cell, w in zip(line, widths)]
        cells[0] = line[0].ljust(widths[0])
        say("  " + "   ".join(cells).rstrip())
