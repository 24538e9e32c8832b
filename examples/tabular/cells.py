# coding: utf-8
"""One cell of a table: whether it is missing, and which number it means.

Dates, and what every exported module has to know of cells, are in answer.py."""
from __future__ import absolute_import, division, print_function, unicode_literals
import re
from . import answer

MISSING, YES, NO = set(answer.MISSING), set(answer.YES), set(answer.NO)
# Words that say so beside numbers; among words, as in "often, never, unknown", they are answers.
UNKNOWN = set("""unknown, unk, unkn, undefined, undef, not known, not available, not applicable,
not measured, no data, no answer, no value, refused, withheld, suppressed, empty, blank, tbd, tba,
unbekannt, nicht bekannt, keine angabe, keine angaben, k.a., k. a., ka, k.a, n. v., n.v., n. b.,
n.b., n. a., fehlt, leer, inconnu, inconnue, non disponible, nd, n.d., n. d., desconocido,
sin dato, sin datos, sconosciuto, onbekend, desconhecido, *, **, ***, ****, *****, ~""".replace(
    "\n", " ").split(", "))
LIMITS = "<>\u2264\u2265~"  # before a number: <5, ~3
MARKS = {",": "comma", ".": "point"}

# Units that may stand for each other in a column, as powers of ten.
PREFIXES = {"p": -12, "n": -9, "u": -6, "\u00b5": -6, "\u03bc": -6, "m": -3, "": 0, "k": 3, "M": 6,
            "G": 9}
PREFIXED = "V A W Wh VA Hz Pa J N eV s mol Ohm ohm \u03a9 \u2126".split()  # mV, kW, \u00b5A
SCALE_GROUPS = [dict([(prefix + unit, PREFIXES[prefix]) for prefix in PREFIXES])
                for unit in PREFIXED]
SCALE_GROUPS += [
    {"ng": -9, "ug": -6, "mcg": -6, "\u00b5g": -6, "\u03bcg": -6, "mg": -3, "g": 0, "kg": 3,
     "t": 6},
    {"nm": -9, "um": -6, "\u00b5m": -6, "\u03bcm": -6, "mm": -3, "cm": -2, "dm": -1, "m": 0,
     "km": 3},
    {"ul": -6, "\u00b5l": -6, "\u03bcl": -6, "ml": -3, "cl": -2, "dl": -1, "l": 0, "hl": 2},
    {"uL": -6, "\u00b5L": -6, "\u03bcL": -6, "mL": -3, "cL": -2, "dL": -1, "L": 0, "hL": 2},
    {"KB": 3, "MB": 6, "GB": 9, "TB": 12},
    {"": 0, "K": 3, "k": 3, "M": 6, "Mio.": 6, "B": 9, "bn": 9, "Mrd.": 9}]
SCALES = dict([(unit, group) for group in SCALE_GROUPS for unit in group if unit])
FACTORS = set(SCALE_GROUPS[-1]) - set([""])  # 5K: a number of thousands, not a unit
SHARES = {"": 0, "%": -2}

# What follows a number to the end of the cell: " kg", "%", " m2", " kg (net)", " Mio. \u20ac".
UNIT = re.compile("[^0-9.,()'\u2019-]*(?:[^\\W\\d_][.][^0-9.,()'\u2019-]*){0,2}"
                  "(?:[A-Za-z][23]|\\([^0-9()]+\\))?$", re.UNICODE)
# A remark of a letter or two beside a number: 5*, 5 H, 5 n; not C and F, of temperatures.
FLAG = re.compile("(?:[*+!?#a-z]|[ABDEG-Z]{1,2})$")
NO_FLAGS = set("g t m l k K M B KB MB GB TB".split())  # beside bare numbers too, these are units

# Dollar, pound, yen, baht, and the block of currencies: euro, rupee, won, lira.
CURRENCY_SIGNS = "$\u00a3\u00a5\u0e3f\u20a0-\u20cf"
CURRENCY = """
      [A-Z]{0,2}[SIGNS]                         # $5, US$5
    | [A-Z]{3}(?=[ ])                           # CHF 5
    | (?:Rs|kr|Fr|RM)[. ]                       # Rs. 5
    | Rp[.]? | S/[.]?                           # Rp5, S/. 5
    | %                                         # %5, of Turkey
"""
# The parts of a number, in the order in which they stand; POINT and GROUP are filled in.
NUMBER = """
    ^(?:[<>\u2264\u2265~]=?\\s*)?               # <5, >=5
    (?P<bracket>\\()?                           # (5), an accountant's -5
    (?P<sign>[-+]?)\\s*                         # -5, - $5
    (?:CURRENCY)?\\s*
    (?P<second_bracket>\\()?                    # $(5)
    (?P<second_sign>[-+]?)                      # $-5
    (?P<whole>
        [1-9][0-9]{0,2}                         # 1,234,567
        (?:[GROUP][0-9][0-9])*                  # 12,34,567, of India
        (?:[GROUP \u00a0\u2007\u202f\u2009'\u2019][0-9]{3})+
      | [0-9]*)                                 # 1234567
    (?:[POINT](?: --? | (?P<part>[0-9]*) ))?    # 5.25, 5.-, 5.--
    (?P<power>[eE][-+]?[0-9]+)?                 # 5e3
    (?P<closing>[)-])?$                         # (5), 5-
"""


def number_pattern(point, group):
    """The pattern of a number with this decimal mark, and that mark between thousands."""
    words = NUMBER.replace("CURRENCY", CURRENCY).replace("SIGNS", CURRENCY_SIGNS)
    words = words.replace("POINT", point).replace("GROUP", group)
    return re.compile(words, re.VERBOSE | re.UNICODE)


NUMBERS = {".": number_pattern(".", ","), ",": number_pattern(",", ".")}
# Most cells are such, and are read at once: 12, -1.5
PLAIN_NUMBERS = {".": re.compile("-?[0-9]{1,99}(?:[.][0-9]+)?$"),
                 ",": re.compile("-?[0-9]{1,99}(?:,[0-9]+)?$")}
# Hours, minutes, seconds: 9:30, 100:15, 9:30:15.5
CLOCK = re.compile("(?P<hours>[0-9]+):(?P<minutes>[0-5][0-9])"
                   "(?::(?P<seconds>[0-5][0-9](?:[.,][0-9]+)?))?$")
# Minutes and seconds, as these have a point: 1:18.58, beside 57.73 in a list of results
MINUTES = re.compile("(?P<minutes>[0-9]+):(?P<seconds>[0-5][0-9][.,][0-9]+)$")


def missing(cell):
    """Whether a cell says that nothing is known, as in "", "NA" or "?"."""
    return cell.lower() in MISSING


def is_code(cell, decimal, codes):
    """Whether a cell is one of the texts said to mean that nothing is known, or the number of one:
    -99.0 is -99."""
    if not codes or cell in codes:
        return bool(codes)
    value = number(bare(cell), decimal)
    return value is not None and value in [number(code, decimal) for code in codes]


def says_unknown(cell):
    """Whether a cell among numbers says that nothing is known, as "unknown", "k. A." or "NA"."""
    return cell.lower() in UNKNOWN or missing(cell)


def ending(cell):
    """What follows the number in a cell: "kg" of "5 kg"."""
    return UNIT.search(cell).group().strip()


def bare(cell):
    """A cell without what follows its number."""
    return cell[:UNIT.search(cell).start()]


def is_limit(cell):
    """Whether a cell is a limit, as in "<5"."""
    return cell[:1] in LIMITS and cell != ""


def number(cell, decimal=".", unit="", marks=(), share=False):
    """The float that a cell means (12, -1.5e3, $1,200.50, (3), <5, 40 %), or None; marks say
    nothing.

    Of a column in kg, "500 g" is 0.5. Of a column with the mark "VB", "500 VB" is "500 kg".
    Of a column of shares, "12 %" is 0.12."""
    if not unit and PLAIN_NUMBERS[decimal].match(cell):
        return float(cell.replace(",", "."))
    if marks and ending(cell) in marks:
        cell = bare(cell) + unit
    powers, own_unit = SHARES if share else powers_of(unit), ending(cell)
    if own_unit not in powers and cell.endswith(unit):
        own_unit = unit
    if own_unit in powers:
        cell = cell[:len(cell) - len(own_unit)].rstrip()
    else:
        own_unit = unit
    if ":" in cell:
        return clock_value(cell)
    if cell[:1] == "\u2013":  # a dash for a minus; at the end, as in 1990\u2013, it is none
        cell = "-" + cell[1:]
    value = plain_number(cell.replace("\u2212", "-"), decimal)
    if value is None:
        return None
    value *= 10.0 ** (powers[own_unit] - powers[unit])
    return value if abs(value) < 1e100 else None  # so that its square is finite


def powers_of(unit):
    """{"kg": 3, "g": 0, ...} of "g": all that may stand beside a unit, as powers of ten.

    What is below a line stays: beside mg/l there may be g/l."""
    above, line, below = unit.partition("/")
    if not line or above not in SCALES or above in FACTORS:
        return SCALES.get(unit, {unit: 0})
    return dict([(other + line + below, SCALES[above][other]) for other in SCALES[above]])


def is_share(values):
    """Whether numbers may be shares of a whole, as 0.12: "12 %" is one of these too."""
    return all([-1 <= v <= 1 for v in values]) and any([v % 1 for v in values])


def clock_value(cell):
    """The hours of a clock, 9.5 of "9:30"; the seconds of minutes, 90.9 of "1:30.9"; or None."""
    match = CLOCK.match(cell) or MINUTES.match(cell)
    if match is None:
        return None
    part = match.groupdict()
    seconds = float((part["seconds"] or "0").replace(",", "."))
    if "hours" not in part:
        return 60 * float(part["minutes"]) + seconds
    return float(part["hours"]) + float(part["minutes"]) / 60 + seconds / 3600


def clock_unit(cells):
    """What numbers of which all are clocks are in: "hours"; "seconds" of 1:18.58, also beside
    57.73; or ""."""
    if cells and all([CLOCK.match(cell) for cell in cells]):
        return "hours"
    return "seconds" if any([MINUTES.match(cell) for cell in cells]) else ""


def plain_number(cell, decimal):
    """The float of a cell without a unit, or None."""
    match = NUMBERS[decimal].match(cell)
    if match is None:
        return None
    whole, part, closing = [match.group(name) or "" for name in ("whole", "part", "closing")]
    signs = match.group("sign") + match.group("second_sign") + closing.strip(")")
    opened = (match.group("bracket") or "") + (match.group("second_bracket") or "")
    if not whole + part or len(signs) > 1 or opened != ("(" if closing == ")" else ""):
        return None
    whole = re.sub("[^0-9]", "", whole) or "0"
    value = float("%s.%s%s" % (whole, part or "0", match.group("power") or ""))
    return -value if opened or signs == "-" else value
