# coding: utf-8
"""How cells become a network's inputs: the tool's own code, and part of every module that it
exports.

Runs on MicroPython too, so without re (its re lacks findall). answer.js and answer.c say the same.
"""
import json
import math

# ---- the model ----------------------------------------------------------------------------------
LAYERS = []
DECIMAL, NAMES, CLASSES, LOW, HIGH, COLUMNS = json.loads('[".", [], [], 0, 0, []]')
# ---- end of the model ---------------------------------------------------------------------------
FEATURES = [column["name"] for column in COLUMNS]

# Cells that say that nothing is known.
MISSING = u"""na n/a n.a. n/d #n/a <na> nan null (null) none nil missing ? - -- \u2013 \u2014
. .. ... \u2026 : \\n #value! #wert! #ref! #bezug! #div/0! #nv""".split() + [u""]
YES, NO = u"yes y true t ja oui si on".split(), u"no n false f nein non off".split()
DIGITS, LETTERS = u"0123456789", u"abcdefghijklmnopqrstuvwxyz"
WEEKDAYS = u"mon tue wed thu fri sat sun".split()
MONTHS = [names.split(u"|") for names in u"""jan|ene|gen|sty feb|f\u00e9v|fev|lut
mar|m\u00e4r|mrz|mrt apr|avr|abr|kwi may|mai|mei|mag|maj jun|juin|giu|cze jul|juil|lug|lip
aug|ao\u00fb|ago|sie sep|set|wrz oct|okt|ott|out|pa\u017a nov|lis
dec|dez|d\u00e9c|dic|des|gru""".split()]
# In dates: 2021-05-03T10:00Z, 10 p.m., May 3rd, 3 de mayo, 1er mai \u00e0 14h30, 2021M05, Q1 FY2021
NOISE = u"t z utc gmt am pm a p m st nd rd th de del er \u00e0 h uhr fy".split()


# ---- dates --------------------------------------------------------------------------------------
def small(text):
    """In small letters, also where lower() knows no accents."""
    text = text.lower()
    for large, little in (u"\u00c4", u"\u00e4"), (u"\u00c9", u"\u00e9"), (u"\u00db", u"\u00fb"):
        text = text.replace(large, little)
    return text


def tokens(text):
    """["mar", "3", "2021"] of "Mar. 3, 2021": its runs of digits and its words."""
    found, before = [], ""
    for c in small(text):
        latin = u"\u00c0" <= c <= u"\u024f" and c not in u"\u00d7\u00f7"
        kind = "digits" if c in DIGITS else "letters" if c in LETTERS or latin else ""
        if kind and kind == before:
            found[-1] += c
        elif kind:
            found.append(c)
        before = kind
    return found


def is_digits(token):
    return all([c in DIGITS for c in token])


def parted(found, order):
    """The tokens with those that are written as one set apart: Q12020, 20210503, 2021050314."""
    if "q" in order:
        found = [token for token in found if token != "q"]
        if found and len(found[0]) == 5:
            return [found[0][:1], found[0][1:]] + found[1:]
    sizes = (8, 10, 12, 14) if "d" in order else (6,) if order == "ym" else ()
    if found and len(found[0]) in sizes and is_digits(found[0]):
        pairs = [found[0][k:k + 2] for k in range(4, len(found[0]), 2)]
        return [found[0][:4]] + pairs + found[1:]
    return found


def year_before_hour(found):
    """["feb", "3", "2021", "14", "30", "0"] of "Feb 3 14:30:00 2021", as Unix writes dates."""
    if len(found) > 5 and not is_digits(found[0]) and len(found[2]) < 4 and len(found[-1]) == 4:
        return found[:2] + found[-1:] + found[2:5]
    return found


def hour_of(clock, found):
    """The hour that ["2", "30"] means, 14.5 if "pm" is found; None without tokens."""
    if not clock:
        return None
    hour = sum([int(token) / unit for token, unit in zip(clock, (1.0, 60.0, 3600.0))])
    if "pm" in found or "p" in found:
        return hour % 12 + 12
    if "am" in found or "a" in found:
        return hour % 12
    return hour


def month_of(part):
    """1 to 12 of {"m": "3"}, {"m": "march"} or {"q": "1"}; 0 if it is none."""
    if "q" in part:
        return 3 * int(part["q"]) - 2
    if is_digits(part["m"]):
        return int(part["m"])
    for k, names in enumerate(MONTHS):
        if any([part["m"].startswith(name) for name in names]):
            return k + 1
    return 0


def year_of(part, order):
    """2021 of {"y": "2021"}, and of 21 where no other part is taken for a year; 0 if it is none."""
    year = part["y"]
    if len(year) == 4:
        return int(year)
    named = order == "my" and not is_digits(part["m"])
    if len(year) == 2 and (order in ("mdy", "dmy") or named):
        return int(year) + (2000 if int(year) < 50 else 1900)
    return 0


def weekday(year, month, day):
    """0 (Monday) to 6, by Sakamoto's method."""
    y = year - 1 if month < 3 else year
    days = y + y // 4 - y // 100 + y // 400 + (0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4)[month - 1] + day
    return (days + 6) % 7


def date(text, order):
    """[year, month, weekday, hour, years as one number] of a date, ["hour"] of a clock; or None.

    order says which part stands where: "ymd", "mdy", "dmy", "ym", "my", "yq", "qy", "clock".
    What follows is the hour. A year of four digits at the front overrules the order."""
    found = tokens(text)
    if found and found[0][:3] in WEEKDAYS:
        found = found[1:]
    found = parted(found, order)
    words, found = found, year_before_hour([token for token in found if token not in NOISE])
    if order == "clock":
        return clock_time(text, words, found)
    if words and len(words[0]) == 4 and is_digits(words[0]):
        order = {"mdy": "ymd", "dmy": "ymd", "my": "ym", "qy": "yq"}.get(order, order)
    part = dict(zip(order, found))
    try:
        hour = hour_of(found[len(order):len(order) + 3], words)
        month, day, year = month_of(part), int(part.get("d", 1)), year_of(part, order)
    except (KeyError, ValueError):
        return None
    if not (year and 1 <= month <= 12 and 1 <= day <= 31 and (hour is None or hour < 25)):
        return None
    exact = year + (month - 1) / 12.0 + (day - 1) / 372.0
    return [float(year), float(month), float(weekday(year, month, day)), hour, exact]


def clock_time(text, words, found):
    """[hour] of "9:30", "9:30:15.5", "9:30 pm" or "1:18.58", minutes and seconds; or None."""
    if not (1 < len(found) < 5 and len(found[1]) == 2 and ":" in text):
        return None
    after = text.partition(":")[2]
    try:
        if len(found) == 3 and ":" not in after and ("." in after or "," in after):
            return [int(found[0]) / 60.0 + float(found[1] + "." + found[2]) / 3600]
        return [hour_of(found[:3], words)]
    except ValueError:
        return None


# ---- numbers ------------------------------------------------------------------------------------
def number(text, decimal):
    """The float of plain text (12, -1.5, 2e3), with this decimal mark; or None."""
    digits = text[1:] if text[:1] in ("-", "+") else text
    digits, _, power = digits.replace("E", "e").partition("e")
    if "e" in text.lower():
        power = power[1:] if power[:1] in ("-", "+") else power
        if not (power and is_digits(power)):
            return None
    whole, _, part = digits.partition(decimal)
    if not (whole or part) or not is_digits(whole + part):
        return None
    value = float(text.replace(decimal, "."))
    return value if abs(value) < 1e100 else None


# ---- a kind of column: the value of a cell's text, and the inputs of a value ---------------------
def is_missing(column, text):
    """Whether a text says that nothing is known, in any column or in this one."""
    return text.lower() in MISSING or text in column.get("missing", [])


def number_value(column, text):
    """The number, in the column's unit; None of one that stands for a missing one, as -99 may."""
    ending, factor = u"", 1.0
    for unit, unit_factor in column.get("units", []):  # the longest first
        if text.endswith(unit):
            ending, factor = unit, unit_factor
            break
    value = number(text[:len(text) - len(ending)].rstrip(u" \u00a0\u2009\u202f"), DECIMAL)
    if value is None:
        raise ValueError("%r: expected a number, or None, got %r" % (column["name"], text))
    value *= factor
    return None if value in column.get("codes", []) else value


def number_inputs(column, value):
    """The number, the median if it is missing; a logarithm far from the middle, where squashed."""
    x = column["medians"][0] if value is None else value
    if column.get("squash"):
        centre, spread = column["squash"]
        x = math.asinh((x - centre) / spread)
    return [x] + flag_inputs(column, value)


def flag_inputs(column, value):
    """[1.0] if the value is missing, else [0.0]; [] for a column in which few are."""
    return [float(value is None)] if column["flag"] else []


def code_inputs(column, value):
    """The number, and one input for each of the few values: 2.5 is half of 2 and half of 3."""
    levels = [float(v) for v in column["values"]]
    others = [0.0] if column["other"] else []
    if value is None:
        return [levels[0]] + [0.0] * len(levels) + others + flag_inputs(column, value)
    at = min(max(value, min(levels)), max(levels))
    low = max([level for level in levels if level <= at])
    high = min([level for level in levels if level >= at])
    near = []
    for level in levels:
        distance = abs(at - level) / ((high - low) or 1.0)
        near.append(1 - distance if low <= level <= high else 0.0)
    return [value] + near + others + flag_inputs(column, value)


def yes_no_value(column, text):
    return 1.0 if text.lower() in YES else 0.0 if text.lower() in NO else None


def category_value(column, text):
    """The text, spelled as one of the column's values if it differs in capitals alone."""
    if text in column["values"]:
        return text
    same = [value for value in column["values"] if value.lower() == text.lower()]
    return same[0] if same else text


def category_inputs(column, value):
    """One input for each of the values, and one for all others where such were learned."""
    found = [float(value == v) for v in column["values"]]
    if column["other"]:
        found.append(float(value is not None and value not in column["values"]))
    return found + flag_inputs(column, value)


def date_value(column, text):
    return date(text, column["order"])


def date_inputs(column, value):
    """Year, month, weekday and hour as far as learned, medians for what is missing; then cycles."""
    parts = column["medians"]
    if value is not None:
        parts = [m if v is None else v for v, m in zip(value, parts)]
        if column.get("exact"):
            parts[0] = value[4]
    found = parts + flag_inputs(column, value)
    for place, n in column.get("cycles", []):  # an input for each weekday, or hour
        found += [float(int(parts[place]) == k) for k in range(n)]
    return found


KINDS = {"number": (number_value, number_inputs), "code": (number_value, code_inputs),
         "yes/no": (yes_no_value, number_inputs), "category": (category_value, category_inputs),
         "date": (date_value, date_inputs)}


# ---- the answer ---------------------------------------------------------------------------------
def predict(x):
    """The network's outputs for its inputs: probabilities of the CLASSES, or a number."""
    for layer in LAYERS:
        if layer is not LAYERS[0]:
            x = [1.0 - 2.0 / (1.0 + math.exp(2.0 * max(-20.0, min(20.0, z)))) for z in x]  # tanh
        x = [neuron[0] + sum([w * v for w, v in zip(neuron[1:], x)]) for neuron in layer]
    if not CLASSES:
        return x
    e = [math.exp(z - max(x)) for z in x]
    return [v / sum(e) for v in e]


def words(v):
    return v.decode("utf-8") if isinstance(v, bytes) else v


def text_of(v, unit=u""):
    """A value of a row as the text of a cell: 3.0 is 3, None and NaN are empty; numbers have a
    unit."""
    if v is None or v != v:
        return u""
    if isinstance(v, type(u"")):
        return v.strip()
    if isinstance(v, float):
        return (u"%d" % v if v % 1 == 0 else u"%r" % v).replace(".", DECIMAL) + unit
    return u"%s%s" % (v, unit)


def inputs(row):
    """The network's inputs for a dict of the FEATURES, or a list of them; ValueError for others."""
    if isinstance(row, (list, tuple)):
        if len(row) > len(FEATURES):
            raise ValueError("row: expected %d values, got %d" % (len(FEATURES), len(row)))
        row = dict(zip(FEATURES, row))
    row = dict([(words(name), row[name]) for name in row])
    for name in list(row) + FEATURES:
        if name not in row or name not in NAMES:
            raise ValueError("row: no such column, or no value for it: %r" % name)
    x = []
    for column in COLUMNS:
        value_of, inputs_of = KINDS[column["kind"]]
        text = text_of(words(row[column["name"]]), column.get("unit", u""))
        value = None if is_missing(column, text) else value_of(column, text)
        x += inputs_of(column, value)
    return x


def answer(row):
    """The answer to a row as inputs(row) takes it; None in it where a value is unknown."""
    y = predict(inputs(row))
    if CLASSES:
        return CLASSES[y.index(max(y))]
    return min(HIGH, max(LOW, y[0]))
