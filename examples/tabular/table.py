# coding: utf-8
"""A CSV file, however it is written, as names, rows and notes on what was guessed."""
from __future__ import absolute_import, division, print_function, unicode_literals
import collections
import csv
import io
import itertools
import os
import re
from .cells import MARKS, bare, ending, is_code, missing, number, says_unknown
from .words import Problem, Text, bare_name, counted, listed, plain_space, quoted, say, shown

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": " "}
NO_TABLES = (  # how such a file begins, in small letters
    (b"pk\3\4", "a workbook or archive"), (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"par1", "Parquet"), (b"sqlite format", "a database"), (b"%pdf", "a PDF"),
    (b"<html", "a web page"), (b"<!doctype", "a web page"), (b"<?xml", "XML"),
    (b"[{", "JSON"), (b'{"', "JSON"), (b"\x1f\x8b", "compressed"), (b"@relation", "ARFF"))
ARFF = re.compile(b"\\s*(?:%[^\n]*\n\\s*)*@relation\\s", re.I)  # % remarks, then @relation iris
GUESSED = {"cp1252": "Latin-1 (Windows-1252)", "mac_roman": "Mac Roman"}
RULE = re.compile("[-=+:| ]{5,}$")  # under a header: -----+-----
SINGLE_QUOTED = re.compile("'[^']*'\\s*[,;\t| ]")  # 'a','b'
NUMBERED_NAME = re.compile("[0-9]{0,3}$|column_[0-9]+$")  # 2, column_2: says nothing of a header
# The first cell of a row of totals: "Total", "Grand total: ", "Summe 2010", "x Ergebnis"; not the
# site SUM156.
TOTAL = re.compile(
    "((grand )?(total|totals|sum|summe|gesamt|insgesamt|somme|totale|suma|totaal|razem|"
    "\u0438\u0442\u043e\u0433\u043e|\u5408\u8ba1|\u5408\u8a08)|"
    "total[ei]? (general|g\u00e9n\u00e9ral|geral|complessivo)|"
    "(.* |gesamt)?ergebnis)(:|[ :]+[0-9]*)?$", re.I | re.UNICODE)
# The first cell of a last row of means: "Overall average", "Gesamtdurchschnitt".
AVERAGE = re.compile(
    "((overall |grand )?(average|mean)|(gesamt)?(durchschnitt|mittelwert)|moyenne|promedio|"
    "m\u00e9dia|media)( g\u00e9n\u00e9rale| general| geral)?:?$", re.I | re.UNICODE)
POINTED = re.compile("[-+]?[0-9]+[.](?:[0-9]{1,2}|[0-9]{4,})$")  # 0.5, 1.2345; not 1.234
YEAR = re.compile("(?:1[5-9]|20)[0-9]{2}$")
UNIT_WORD = re.compile("[^\\W_]|[%\u00b0$\u20ac\u00a3]", re.UNICODE)  # "kg", "%", "18 - 34"; not **
HEAD = 200  # so many rows tell how a file is written
ENOUGH = 20  # rows tell which lines above them name units, when a model's file is answered
LARGE = 2e6  # bytes, which take a second or two

# What a model knows of the files that it was made for; when training, what was typed as the target.
Known = collections.namedtuple("Known", "names target decimal words")
NOTHING_KNOWN = Known(None, None, None, ())

Row = collections.namedtuple("Row", "line cells")


class Table(object):
    """What a file holds.

    heads: the names as they stand there; names: those by which a model knows them; rows: of (line,
    cells as text); aside: the lines of rows that hold no data; notes: sentences on what was
    guessed."""

    def __init__(self, path, coding, dialect, decimal, notes):
        self.path, self.notes = path, notes
        self.encoding, self.mark = coding
        self.delimiter, self.quote = dialect
        self.decimal = decimal
        self.header = None
        self.heads, self.names, self.unnamed = [], [], set()
        self.places = {}  # of the names
        self.newline = "\n"
        self.rows, self.aside = [], set()

    def column(self, place):
        """The cells of a column."""
        return [row.cells[place] for row in self.rows]

    def put_aside(self, rows, what, fate):
        """Notes rows that hold no data."""
        self.aside.update([row.line for row in rows])
        self.notes += aside_notes(rows, what, fate)


def read_table(path, options, known=NOTHING_KNOWN):
    """The Table in a file; Problem if it is none. Where nothing is known, rows of no data are left
    out."""
    text, encoding, mark, notes = decoded(path, options.encoding)
    newline = "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, delimiter = without_sep(lines)
    lines, remarks = without_remarks(lines)
    sample = [line for line in lines[first_filled(lines):]][:HEAD]
    quote, more = quotation_mark(sample, options.quote)
    notes += more
    cues = header_cues(known)
    delimiter = options.delimiter or delimiter or sniffed(sample, quote, cues)
    if delimiter == " ":
        lines = without_tabs(lines)
    rows = parsed(path, lines, delimiter, quote)
    if not rows:
        raise wrong(path, 1, "the file is empty")
    asked = {"point": ".", "comma": ","}.get(options.decimal)
    decimal, more = (asked, []) if asked else decimal_mark(rows, delimiter, known.decimal)
    notes += more

    table = Table(path, (encoding, mark), (delimiter, quote), decimal, notes)
    table.newline = newline
    if remarks:
        rows = with_remark(table, rows, remarks, cues, options.header)
    rows, footer = straightened(table, rows, cues, known, options.header)
    name_columns(table, rows, known)
    if known.names and not table.header:
        notes.append("no header, so the columns are taken in the order of training")
    find_no_data(table, footer, known)
    check_lengths(table, lines, fate(known), getattr(options, "strict", False))
    table.places = dict([(name, k) for k, name in enumerate(table.names)])
    if known.names is None:
        table.rows = [row for row in table.rows if row.line not in table.aside]
    return table


def wrong(path, line, words):
    """A Problem in a line of a file."""
    return Problem("%s, line %d: %s" % (shown(path), line, words))


def contents(path):
    """The bytes of a file; Problem if it cannot be read."""
    try:
        with io.open(path, "rb") as f:
            return f.read()
    except (IOError, OSError) as error:
        raise Problem("%s: %s" % (shown(path), error.strerror or error))


# ---- letters and lines --------------------------------------------------------------------------
def decoded(path, encoding):
    """(text, encoding, byte order mark to write again, notes) of a file."""
    data = contents(path)
    for start, what in NO_TABLES:
        if data[:99].lstrip().lower().startswith(start) or what == "ARFF" and ARFF.match(data):
            raise Problem("%s: this is %s: unpack it, or save it as CSV" % (shown(path), what))
    for name in [encoding] if encoding else likely_encodings(data):
        try:
            text = data.decode(name)
            break
        except UnicodeDecodeError as error:
            line = data[:error.start].count(b"\n") + 1
        except LookupError:
            raise Problem("--encoding: no encoding is called %s" % shown(encoding))
    else:
        raise wrong(path, line, "not %s (--encoding)" % name)
    if "\0" in text:
        raise wrong(path, text[:text.index("\0")].count("\n") + 1,
                    "a NUL character: no text file, or another --encoding")
    marked = text[:1] == "\ufeff" or name != "utf-8"
    notes = [] if encoding else guess_notes(path, data, name)
    return text.lstrip("\ufeff"), name, "\ufeff" if marked else "", notes


def guess_notes(path, data, name):
    """A note on an encoding that was guessed, if it was; Problem for letters that are not
    western."""
    if name not in GUESSED:
        return []
    if is_of_another_script(data):
        raise Problem("%s: not UTF-8, and by its letters not Latin-1: name its encoding, as in "
                      "--encoding cp1251, shift_jis, gb18030 or euc_kr" % shown(path))
    return ["not UTF-8, so taken for %s: look at accents; --encoding overrules" % GUESSED[name]]


def is_of_another_script(data):
    """Whether many bytes beyond ASCII stand side by side, three and more, as in Cyrillic or
    Chinese. Of western letters accents stand alone; a0, a space, does not count."""
    high = len(re.findall(b"[\x80-\xff]", data))
    in_runs = sum([len(run) for run in re.findall(b"[\x80-\x9f\xa1-\xff]{3,}", data)])
    return in_runs > max(5, high / 3, len(re.findall(b"[A-Za-z]", data)) / 20)


def likely_encodings(data):
    """The encodings to try: UTF-16 by its mark or its zeros, else UTF-8 and the usual others."""
    zeros_odd, zeros_even = data[1:400:2].count(b"\0"), data[:400:2].count(b"\0")
    if data[:2] == b"\xff\xfe":
        return ["utf-16-le"]
    if data[:2] == b"\xfe\xff":
        return ["utf-16-be"]
    if max(zeros_odd, zeros_even) > len(data[:400]) // 5:
        return ["utf-16-le" if zeros_odd > zeros_even else "utf-16-be"]
    return ["utf-8", "cp1252", "mac_roman"]


def without_sep(lines):
    """The lines without Excel's own way to name the delimiter, "sep=;", and that delimiter or
    None."""
    if not lines[0].lower().startswith("sep="):
        return lines, None
    return [""] + lines[1:], lines[0][4:5].strip(" ") or None


def without_remarks(lines):
    """The lines with those that begin with # before the table blanked; these, as Rows."""
    remarks = []
    for k, line in enumerate(lines):
        if line.strip() and not line.startswith("#"):
            break
        if line.strip():
            remarks.append(Row(k + 1, line))
    else:
        return [""], remarks
    return [""] * k + lines[k:], remarks


def first_filled(lines):
    """The place of the first line that is not blank."""
    for k, line in enumerate(lines):
        if line.strip():
            return k
    return len(lines)


def quotation_mark(sample, asked):
    """The quotation mark of a file's first lines, None for none; and notes."""
    if asked:
        return None if asked == "none" else asked, []
    text = "".join(sample)
    if SINGLE_QUOTED.match(text) and '"' not in text:
        return "'", ["cells are quoted by '; --quote overrules"]
    return '"', []


# ---- cells --------------------------------------------------------------------------------------
def parsed(path, lines, delimiter, quote):
    """The Row of each line or more that is not blank nor a rule; Problem where quotes do not
    match."""
    rows, error = parsed_until(lines, delimiter, quote, None)
    if error and any(['\\' + (quote or '"') in line for line in lines]):  # "5\" pipe"
        escaped, again = parsed_until(lines, delimiter, quote, "\\")
        if not again:
            return escaped
    if error:
        raise wrong(path, error[0], "quotation marks do not match: %s (if they belong to the text: "
                    "--quote none)" % shown(error[1]))
    return rows


def parsed_until(lines, delimiter, quote, escape):
    """The rows, and where it ends, (line, error) or None. escape: what stands before a quoted
    quote."""
    rows, line = [], 1
    try:
        for line, after, cells in csv_rows(lines, delimiter, quote, True, escape):
            if any(cells) and not RULE.match("".join(cells)):
                rows.append(Row(line, cells))
            line = after
    except csv.Error as error:
        return rows, (line, error)
    return rows, None


def without_tabs(lines):
    """Lines of cells parted by spaces; a header of names parted by tabs has them quoted."""
    fixed = []
    for line in lines:
        if "\t" in line and '"' not in line:
            line = " ".join(['"%s"' % cell.strip() for cell in line.split("\t")])
        fixed.append(line)
    return fixed


def csv_rows(lines, delimiter, quote, strict, escape=None):
    """(line, next line, cells) of each row. Python 2's csv knows bytes only."""
    after = re.compile('" +(?=%s|$)' % re.escape(delimiter))  # such spaces csv does not take
    texts = (after.sub('"', line) + "\n" for line in lines)
    quoting = {"quotechar": str(quote)} if quote else {"quoting": csv.QUOTE_NONE}
    if escape:
        quoting.update(escapechar=str(escape), doublequote=False)
    csv.field_size_limit(2 ** 30)
    reader = csv.reader((text.encode("utf-8") for text in texts) if str is bytes else texts,
                        delimiter=str(delimiter), strict=strict, skipinitialspace=True, **quoting)
    line = 1
    for row in reader:
        cells = [(c.decode("utf-8") if str is bytes else c).strip() for c in row]
        yield line, reader.line_num + 1, cells
        line = reader.line_num + 1


def header_cues(known):
    """Names in small letters that tell a header: a model's, or the target that was typed."""
    names = known.names or [plain_space(known.target or "")]
    return set([bare_name(name) for name in names if not NUMBERED_NAME.match(name)])


def cued(cues, cells):
    """How many of the cells are such names."""
    if not [name for name in cues if name[-1:].isdigit()]:
        cells = [cell for cell in cells if not cell[-1:].isdigit()]  # most are numbers, in no time
    return len([cell for cell in cells if bare_name(cell) in cues])


def sniffed(sample, quote, cues):
    """The delimiter that cuts the first lines into names known, and rows of one length, two or
    more."""
    best, found = 0, ","
    for delimiter in "\t;|, ":  # a comma may well be a decimal comma: so it comes late
        rows = [cells for _, _, cells in csv_rows(sample, delimiter, quote, False)
                if any(cells)] or [[]]
        lengths = [len(cells) for cells in rows]
        known = max([cued(cues, cells) for cells in rows])
        width = max(lengths, key=lengths.count)
        if width < 2 and not (known and delimiter == ","):
            continue
        score = lengths.count(width) / len(lengths)
        # The header of what R writes is one cell shorter than the rows.
        if lengths[0] == width or lengths[0] == width - 1 > 1 and delimiter != " ":
            score += 0.1
        score = known + (score * 0.5 if delimiter == " " else score)
        if score > best:
            best, found = score, delimiter
    return found


def decimal_mark(rows, delimiter, known):
    """The decimal mark, by cells that can only be read in one way; and notes."""
    semicolon = delimiter == ";"
    count, certain, unclear = marks_counted(rows[:2000], semicolon)
    more = []
    if count[","] != count["."]:
        found = max(count, key=count.get)
    else:
        found = known or ("," if semicolon and unclear else ".")
    if found == "," and not (known or certain):
        more = ["decimal comma, as semicolons part the cells, in line %d: %s (--decimal point "
                "overrules)" % unclear]
    if known and found != known:
        more = ["decimal %s, other than in training" % MARKS[found]]
    return found, more


def marks_counted(rows, semicolon):
    """How many cells have which decimal mark; whether a comma surely is one; (line, cell) of the
    first that may have both, or None.

    A cell as 1.234.567 or 1,234.5 counts as 1000; between semicolons a comma is a decimal comma."""
    count, certain, unclear = {",": 0, ".": 0}, False, None
    for line, cells in rows:
        for cell in cells:
            ways = possible_marks(cell)
            if len(ways) == 1 or ways and semicolon and "," in cell:
                count[ways[0]] += 1000 if max(cell.count(","), cell.count(".")) > 1 else 1
            certain = certain or ways == [","]
            if len(ways) == 2 and unclear is None:
                unclear = line, shown(cell, 40)
    return count, certain, unclear


def possible_marks(cell):
    """The decimal marks with which a cell is a number: [",", "."] for 1,234; [] where there is
    none."""
    if "," not in cell and "." not in cell:
        return []
    if POINTED.match(cell):
        return ["."]
    return [mark for mark in ",." if number(bare(cell), mark) is not None]


# ---- where the table begins and ends ------------------------------------------------------------
def with_remark(table, rows, remarks, cues, header):
    """The rows, with the last remark that looks like a header as one: "# x, y"."""
    first, rest = rows[0].cells, [row.cells for row in rows[1:]]
    headless = header != "no" and not has_header(first, rest, table.decimal)
    for remark in reversed(remarks):
        names = [cell.strip(' "#') for cell in remark.cells.lstrip("#").split(table.delimiter)]
        fits = len(names) == len(first) or not first[-1] and len(names) == len(first) - 1
        if fits and (cued(cues, names) or headless and len(names) > 1):
            return [Row(remark.line, names)] + rows
    table.notes.append("remarks before the table left out, the last one: %s" % shown(
        remarks[-1].cells))
    return rows


def straightened(table, rows, cues, known, header):
    """The rows without what stands before and after the table; and the rows after it.

    Sets table.header where names known tell where it is."""
    width = commonest_length(rows)
    first, is_sure = first_row(rows, width, cues, known, header, table.decimal)
    if is_sure or header:
        table.header = is_sure or header == "yes"
    elif known.names:
        some = [row.cells for row in rows[first:first + HEAD]]
        table.header = words_over_numbers(some, table.decimal) \
            or label_lines(some, table.decimal) > 1
    last = end_of_table(rows, width, first, known)
    if first:
        table.notes.append("%s before the table left out, from line %d: %s" % (
            counted(first, "line"), rows[0].line, shown(" ".join(rows[0].cells))))
    rows, footer = rows[first:last], rows[last:]
    if width != len(known.names or []):
        rows = without_last_delimiter(rows)
    return rows, footer


def without_last_delimiter(rows):
    """The rows without the empty cell behind a delimiter that ends each line, or some lines."""
    lengths = [len(row.cells) for row in rows]
    shortest, longest = min(lengths), max(lengths)
    least = longest if shortest == longest - 1 else shortest  # so many cells have an empty one
    if least < 2 or any([row.cells[-1] for row in rows if len(row.cells) >= least]):
        return rows
    return [Row(row.line, row.cells[:-1] if len(row.cells) >= least else row.cells)
            for row in rows]


def words_over_numbers(rows, decimal):
    """Whether the first row has words where the rows below have numbers, and no number itself."""
    if len(rows) < 2 or [cell for cell in rows[0] if number(bare(cell), decimal) is not None]:
        return False
    for k, cell in enumerate(rows[0]):
        below = [cells[k] for cells in rows[1:] if k < len(cells) and not missing(cells[k])]
        if not missing(cell) and are_numbers(below, decimal):
            return True
    return False


def end_of_table(rows, width, first, known):
    """The place after the table's last row: what follows are lines of one cell; in training, where
    they have no target, also such that a spreadsheet has padded with empty cells."""
    filled = [len([cell for cell in row.cells if cell]) for row in rows]
    least = 2 if known.names is None and sorted(filled)[len(rows) // 2] > 2 else 0
    last = max([k for k, row in enumerate(rows)
                if len(row.cells) >= width and filled[k] >= least or k == first]) + 1
    if last < len(rows) and len([cell for cell in rows[last].cells if cell]) > 1:
        return len(rows)  # a row cut short is no footer: check_lengths will say where it is
    return last


def commonest_length(rows):
    """The number of cells that most rows have."""
    lengths = [len(row.cells) for row in rows]
    return max(lengths, key=lengths.count)


def first_row(rows, width, cues, known, header, decimal):
    """The place of the table's first row; and whether names known say that it is the header."""
    found = [cued(cues, row.cells) for row in rows[:50]]
    needed = min(len(cues), width) / 2 if known.names else 1
    if header is None and known.names:
        for k, row in enumerate(rows[:50]):
            if distinct_names(row.cells) in (known.names, without_target(known)):
                return k, True
    if header is None and cues and max(found) >= needed:
        return found.index(max(found)), True
    for k, row in enumerate(rows[:50]):
        if len(row.cells) >= width - 1:
            return after_padded_titles(rows, k, decimal), False
    return min(50, len(rows) - 1), False


def after_padded_titles(rows, first, decimal):
    """The place of the header where a spreadsheet has padded the titles above it with empty cells:
    they fill a third of it, at most. first, where there is none."""
    some = [row.cells for row in rows[:HEAD]]
    filled = [[cell for cell in cells if cell] for cells in some]
    most = max([len(cells) for cells in filled])
    for k in range(first, min(first + 50, len(some) - 1)):
        is_title = 3 * len(filled[k]) <= most
        if not is_title and len(set(filled[k])) > len(filled[k]) / 2:  # else one word, repeated
            is_header = are_names(filled[k]) and has_header(some[k], some[k + 1:], decimal)
            return k if is_header else first
    return first


def are_names(cells):
    """Whether cells may be a header: none is a number, or they count, as years do."""
    return counts_columns(cells) or not any([number(cell) is not None for cell in cells])


# ---- names --------------------------------------------------------------------------------------
def name_columns(table, rows, known):
    """Sets the table's names and rows: the first row is the header, or the columns are numbered."""
    first, rest = rows[0].cells, [row.cells for row in rows[1:]]
    if table.header is None:
        table.header = has_header(first, rest, table.decimal) \
            or label_lines([first] + rest, table.decimal) > 1
    table.rows = rows[1:] if table.header else rows
    if not table.rows:
        raise wrong(table.path, rows[0].line + 1,
                    "expected rows under the header, but there are none")
    table.heads = own_names(table, first, rest, known)
    table.names = names_of_model(table.heads, known.names or [])
    if known.names and are_names_without_target(table, known):
        table.names = without_target(known)


def own_names(table, first, rest, known):
    """The names of the columns by the file's own header, or its first row's number of cells."""
    lengths = [len(cells) for cells in rest or [first]]
    width = max(lengths, key=lengths[:1000].count)
    if table.header:
        first, width = fitted_header(table, first, rest, width)
        table.unnamed = set([k for k, name in enumerate(first) if not name])
        return unique_names(table, first) + numbered_names(width)[len(first):]
    if known.names and width == len(known.names) - 1:
        return without_target(known)
    return numbered_names(width)


def without_target(known):
    """The names that a model knows, but for its target's."""
    return [name for name in known.names if name != known.target]


def are_names_without_target(table, known):
    """Whether only the target is missing before columns without a name, which are called by their
    places: column_4 is column_5 of training."""
    others = without_target(known)
    if not table.unnamed or len(table.heads) != len(others):
        return False
    return all([other.startswith("column_") if k in table.unnamed
                else bare_name(table.heads[k]) == bare_name(other)
                for k, other in enumerate(others)])


MOST_LABELS = 5  # lines over the numbers


def label_lines(rows, decimal):
    """How many lines at the top name the columns, and what is in them: their first cells are words
    over numbers alone. 0 where that is not so."""
    firsts = [cells[0] for cells in rows[:HEAD] if cells]
    is_number = [number(bare(cell), decimal) is not None for cell in firsts]
    n = is_number.index(True) if True in is_number else 0
    words = [cell for cell in firsts[:n] if not missing(cell)]
    below = [cell for cell in firsts[n:] if not missing(cell)]
    is_so = 1 < len(words) and n <= MOST_LABELS < len(below) and are_numbers(below, decimal)
    return n if is_so else 0


def names_of_model(names, known):
    """The names as a model spells them: as they are, or but for capitals, spaces, underscores."""
    exact = set(known)
    count = collections.Counter([bare_name(name) for name in known])
    same = dict([(bare_name(name), name) for name in known if count[bare_name(name)] == 1])
    found, taken = [], set(names)
    for name in names:
        model_name = name if name in exact else same.get(bare_name(name), name)
        if model_name in taken:  # by a column that is called so, letter by letter
            model_name = name
        taken.add(model_name)
        found.append(model_name)
    return found


def numbered_names(width):
    """column_1, column_2, ..."""
    return ["column_%d" % (k + 1) for k in range(width)]


def fitted_header(table, first, rest, width):
    """The header's cells, where they are not as many as those of the rows; and how many names to
    give."""
    while len(first) > width and not first[-1]:
        first = first[:-1]
    if len(first) != width - 1 or [cells for cells in rest if len(cells) != width]:
        return first, width
    if any([cells[-1] for cells in rest]):  # as R writes names of rows
        table.notes.append("the header is a name short: so the first column has none")
        return [""] + first, width
    return first, width - 1  # rows, but not the header, end with a delimiter


def unique_names(table, first):
    """A name for each cell of the header, with a note on those that were taken."""
    names = distinct_names(first)
    twice = [name for k, (name, cell) in enumerate(zip(names, first))
             if name != (plain_space(cell) or "column_%d" % (k + 1))]
    if twice:
        table.notes.append("columns with a name that was taken are called %s" % listed(twice))
    return names


def distinct_names(first):
    """A name for each cell of a header: a second "x" is x_2."""
    taken, seen = [], set()
    for k, cell in enumerate(first):
        plain = name = plain_space(cell) or "column_%d" % (k + 1)
        n = 1
        while name in seen:
            n += 1
            name = "%s_%d" % (plain, n)
        seen.add(name)
        taken.append(name)
    return taken


def counts_columns(cells):
    """Whether cells are 0, 1, 2, ... or 1, 2, 3, ... or years that rise: a header of numbers,
    after a name or none."""
    return counts_from_start(cells) or are_rising_years(cells)


def counts_from_start(cells):
    """Whether cells are 0, 1, 2, ... or 1, 2, 3, ..., after a name or none."""
    cells = cells[1:] if cells and not cells[0].isdigit() else cells
    if len(cells) < 3 or cells[0] not in ("0", "1"):
        return False
    return cells == ["%d" % (int(cells[0]) + k) for k in range(len(cells))]


def are_rising_years(cells):
    """Whether cells are years that rise, three or more, after names or none."""
    years = list(itertools.dropwhile(lambda cell: not cell.isdigit(), cells))
    while years and not years[-1]:
        years.pop()
    return len(years) > 2 and all([YEAR.match(cell) for cell in years]) \
        and all([a < b for a, b in zip(years, years[1:])])


def has_header(first, rest, decimal):
    """A header has words over numbers, or words that do not come again below; or it counts
    columns."""
    if counts_from_start(first) and not any([cells[:len(first)] == first for cells in rest]):
        return True
    if are_rising_years(first) and not any([are_rising_years(cells) for cells in rest[:HEAD]]):
        return True
    votes = [header_vote(cell, [cells[k] for cells in rest[:HEAD] if k < len(cells)], decimal)
             for k, cell in enumerate(first)]
    return sum(votes) >= 0 or not rest


def header_vote(cell, below, decimal):
    """1 for a word over numbers, or over cells that are all written alike in another way, 0.5 for
    one that does not come again; -1 for a cell as those below, -0.5 for one that is only written
    as they are."""
    below = [other for other in below if not missing(other)]
    numeric = [other for other in below if number(bare(other), decimal) is not None]
    if len(numeric) > len(below) / 2:
        return -1 if is_number_as(cell, numeric, decimal) else 0 if missing(cell) else 1
    return -1 if cell in below else vote_over_words(cell, below)


def is_number_as(cell, numbers, decimal):
    """Whether a cell is a number without a unit, or with one that some of the others have."""
    alike = [other for other in numbers if ending(other) == ending(cell)]
    return number(bare(cell), decimal) is not None \
        and (not ending(cell) or 10 * len(alike) >= len(numbers))


def vote_over_words(cell, below):
    """The vote of a cell that does not come again, over words."""
    shapes = set([shape(other) for other in below])
    if len(cell) > 1 and len(below) > 4 and len(shapes) == 1:
        return -0.5 if shape(cell) in shapes else 1
    return 0.5 if cell and len(set(below)) < len(below) / 2 else 0


def shape(cell):
    """How a cell is written: "AA-99" of "DE-12"."""
    return re.sub("[a-z]", "a", re.sub("[A-Z]", "A", re.sub("[0-9]", "9", cell)))


# ---- rows of no data ----------------------------------------------------------------------------
def find_no_data(table, footer, known):
    """Puts aside rows under the header that name units or types, rows of totals, and what
    follows."""
    again = header_again(table)
    others = [row for row in table.rows if row not in again]
    units = 2 if table.header and are_orange_rows(others) else 0
    if not units and table.header and (known.names is None or len(others) >= ENOUGH):
        cells = [row.cells for row in others]
        units = max(unit_rows(table, cells), label_lines([table.heads] + cells, table.decimal) - 1)
    table.put_aside(others[:units], "of units or types", fate(known))
    table.put_aside(again, "that %s the header" % ("repeats" if len(again) == 1 else "repeat"),
                    fate(known))
    table.put_aside(total_rows(table, known), "of totals", fate(known))
    table.put_aside(footer, "after the table", fate(known))
    table.rows = table.rows + footer


def fate(known):
    """What happens to rows of no data: in training, and when a model's file is answered."""
    return "left out" if known.names is None else "without an answer"


ORANGE_TYPES = set("c d s t continuous discrete string time meta".split() + [""])
ORANGE_FLAGS = set("class meta ignore i m weight".split() + [""])


def are_orange_rows(rows):
    """Whether two rows under the header are as Orange writes them: types, or the values that there
    are, then "class" or "meta"."""
    if len(rows) < 2:
        return False
    types, flags = rows[0].cells, [cell.lower() for cell in rows[1].cells]
    if not (any(types) and any(flags) and "" in flags and set(flags) <= ORANGE_FLAGS):
        return any(types) and not any(flags) and set(map(Text.lower, types)) <= ORANGE_TYPES
    below = [[row.cells[k] for row in rows[2:HEAD] if k < len(row.cells)]
             for k in range(len(types))]
    return all([is_orange_type(cell, cells) for cell, cells in zip(types, below)])


def is_orange_type(cell, below):
    """Whether a cell is a type, or names the values below, parted by spaces: "red light\\ blue"."""
    if cell.lower() in ORANGE_TYPES:
        return True
    values = [value.replace("\\ ", " ") for value in re.findall(r"(?:\\ |[^ ])+", cell)]
    there = set([other for other in below if not missing(other)])
    return len(values) > 1 and there <= set(values)


def header_again(table):
    """Rows that are the header once more, as where files were put behind each other. Of five names
    and more, a third may differ: a date, a second column of one name, a column that came later."""
    if not table.header:
        return []
    head = [(k, plain_bare(name)) for k, name in enumerate(table.heads) if k not in table.unnamed]
    most = len(head) // 3 if len(head) > 4 else 0
    return [row for row in table.rows if is_header_again(row.cells, table.unnamed, head, most)]


def is_header_again(cells, unnamed, head, most):
    """Whether cells are the header's; most: so many names may differ. If none may, nothing stands
    in the columns without a name."""
    if len(cells) < len(head) - most or len(head) == most:
        return False
    if not most and any([cells[k] for k in unnamed if k < len(cells)]):
        return False
    return not differs(cells, head, most)


def plain_bare(cell):
    """The bare name of a cell, also behind a byte order mark."""
    return bare_name(cell.lstrip("\ufeff"))


def differs(cells, head, most):
    """Whether more cells than that differ from the header's: (place, bare name)."""
    others = 0
    for k, name in head:
        if k >= len(cells) or plain_bare(cells[k]) != name:
            others += 1
        if others > most:
            return True
    return False


def unit_rows(table, rows):
    """How many rows under the header, two at most, name units or types: "kg, m" over numbers."""
    below = below_units(rows, len(table.names))
    numeric = [k for k, cells in enumerate(below) if are_numbers(cells, table.decimal)]
    others = sorted(set(range(len(below))) - set(numeric))
    worded = [k for k in others if len(set(below[k])) < len(below[k]) / 4]
    for n in range(2):
        if len(rows) - n <= 2 or has_a_number(rows[n], below, numeric, table.decimal):
            return n
        is_cut = n == 1 and len([cell for cell in rows[n] if cell]) < min(3, len(rows[n]))
        if not (is_cut or stands_apart(rows[n], below, numeric, worded)):
            return n
    return 2


def are_numbers(cells, decimal):
    """Whether there are cells, and all are numbers, with units or without."""
    return bool(cells) and all(number(bare(cell), decimal) is not None for cell in cells)


def below_units(rows, width):
    """The cells of each column that are there, under the rows that may name units."""
    return [[cells[k] for cells in rows[3:HEAD] if k < len(cells) and not missing(cells[k])]
            for k in range(width)]


def has_a_number(cells, below, numeric, decimal):
    """Whether a row has a number in a column of numbers: "7 %" over "5 %", but not "7 and more"."""
    there = [k for k in numeric if k < len(cells) and not missing(cells[k])]
    return any([is_number_as(cells[k], below[k], decimal) for k in there])


def stands_apart(cells, below, numeric, worded):
    """Whether a row has words over most columns of numbers, or words that do not come again."""
    there = [k for k in numeric if k < len(cells) and UNIT_WORD.search(cells[k])
             and not says_unknown(cells[k])]
    if len(numeric) >= 2 and len(there) >= len(numeric) / 2:
        return True
    again = [cells[k] in below[k] for k in worded if k < len(cells) and cells[k]]
    return len(again) >= 4 and sum(again) <= len(again) / 4


def total_rows(table, known):
    """The rows whose first filled cell says "total", and a last one that says "average"; none if
    they are so many that it is a word."""
    found = [row for row in table.rows if is_sum(row, TOTAL, table.decimal, known)]
    if table.rows and is_sum(table.rows[-1], AVERAGE, table.decimal, known):
        found.append(table.rows[-1])
    few = 8 * len(found) <= len(table.rows) or len(found) == 1 and len(table.rows) > 5
    return found if few or known.names is not None else []


def is_sum(row, pattern, decimal, known):
    """Whether a row has numbers after such a word, which is not one that a model knows; a person
    may be called Suma."""
    filled = [cell for cell in row.cells if cell]
    if not (filled and pattern.match(filled[0])) or filled[0] in known.words:
        return False
    return any([number(bare(cell), decimal) is not None for cell in filled[1:]])


def aside_notes(rows, what, fate):
    """A note on rows of no data, or none without such."""
    if not rows:
        return []
    return ["%s %s %s: line %d, %s" % (counted(len(rows), "row"), what, fate, rows[0].line,
                                       shown(" ".join(rows[0].cells)))]


def check_lengths(table, lines, fate, strict):
    """Makes all rows as long as the names, puts aside a few that are not; Problem where these are
    many."""
    width = len(table.names)
    put_second_table_aside(table, lines, width, fate)
    rows = [row for row in table.rows if row.line not in table.aside]
    cut = cut_rows(table, rows, width)
    unread = []
    for row in rows:
        is_long = len(row.cells) > width and any(row.cells[width:])
        if is_long or len(row.cells) < width and row.line not in cut:
            unread.append(row)
    if unread and (strict or len(unread) > MOST_UNREAD * len(rows)):
        raise wrong(table.path, unread[0].line, wrong_length(table, unread[0].cells))
    table.notes += unread_notes(unread, width, fate)
    table.aside.update([row.line for row in unread])
    table.rows = [Row(row.line, (row.cells + [""] * width)[:width]) for row in table.rows]
    if cut:
        table.notes.append("%s short, the last cells taken as empty: line %d" % (
            counted(len(cut), "row"), min(cut)))


def unread_notes(unread, width, fate):
    """A note on each row of too many or too few cells; the number of them where they are many."""
    notes = ["row that cannot be read %s: line %d has %s instead of %d" % (
        fate, row.line, counted(len(row.cells), "cell"), width) for row in unread[:SHOWN_UNREAD]]
    if len(unread) > SHOWN_UNREAD:
        notes.append("%s more that cannot be read %s" % (
            counted(len(unread) - SHOWN_UNREAD, "row"), fate))
    return notes


SHOWN_UNREAD = 5  # rows, each in a line
MOST_UNREAD = 0.05  # of the rows: more are no slip, but another delimiter


def cut_rows(table, rows, width):
    """The lines of rows whose last cells are not there because they are empty.

    An editor may cut tabs at the ends of lines. Else no row ends with an empty cell, and the short
    ones
    are more than a slip or two."""
    if table.delimiter == "\t":
        return set([row.line for row in rows if len(row.cells) == width - 1])
    short = set([row.line for row in rows if len(row.cells) < width])
    ends = [row.cells[width - 1] for row in rows if len(row.cells) >= width]
    if "" in ends or len(ends) < 0.1 * len(rows):
        return set()
    return short if len(short) > max(2, 0.02 * len(rows)) else set()


def wrong_length(table, cells):
    """What is wrong with a row of too many cells, or too few."""
    cut = dict(zip(DELIMITERS.values(), DELIMITERS)).get(table.delimiter, table.delimiter)
    found = "expected %s, as in %s, got %d: " % (
        counted(len(table.names), "cell"), "the header" if table.header else "most rows",
        len(cells))
    if len(cells) > len(table.names):
        found += 'if a cell holds a %s, quote it, as in "a%s b"; ' % (cut, table.delimiter)
    return found + "--delimiter, if it is not %s; --quote none, if quotation marks are text" % (
        quoted(cut))


def put_second_table_aside(table, lines, width, fate):
    """Puts aside all rows after an empty line, where none of them is as long as the header."""
    last = max([k for k, row in enumerate(table.rows) if len(row.cells) == width] or [-1])
    for k, row in enumerate(table.rows):
        if k > max(0, last) and row.line not in table.aside and not lines[row.line - 2].strip():
            table.put_aside(table.rows[k:], "after an empty line", fate)
            return


# ---- codes for missing ------------------------------------------------------------------------
def without_codes(table, codes):
    """Empties the cells that are such codes (--missing), and notes where they were.

    Returns the codes as they are spelled: -99.0 too, where -99 was said."""
    found = collections.OrderedDict([(code, collections.Counter()) for code in codes])
    spelled = set(codes)
    for code in codes:
        known = {}
        for row in table.rows:
            for k, cell in enumerate(row.cells):
                if cell not in known:
                    known[cell] = is_code(cell, table.decimal, [code])
                if known[cell]:
                    found[code][table.names[k]] += 1
                    row.cells[k] = ""
        spelled.update([cell for cell in known if known[cell]])
    for code, count in found.items():
        where = ["%s (%s)" % (shown(name, 30), counted(count[name], "cell")) for name in table.names
                 if count[name]]
        table.notes.append("%s is missing: in %s" % (shown(code), listed(where) or "no cell"))
    return sorted(spelled)


# ---- telling ------------------------------------------------------------------------------------
def tell_large(path):
    """Prints a line before a large file is read, which may take a while."""
    size = os.path.getsize(path) if os.path.isfile(path) else 0
    if size > LARGE:
        say("%s: reading %.0f MB" % (shown(path), size / 1e6))


def tell_size(table):
    """Prints a line at once: what follows may take a while."""
    say("%s: %s, %s" % (shown(table.path), counted(len(table.rows), "row"),
                        counted(len(table.names), "column")))


def tell_table(table):
    """Prints a line for each guess, with the option that overrules it."""
    some = table.names[:2] + table.names[2:][-1:]
    called = "yes" if table.header else "no, so columns are called " + listed(some)
    cut = dict(zip(DELIMITERS.values(), DELIMITERS)).get(table.delimiter, table.delimiter)
    for what, found in (("encoding", table.encoding), ("delimiter", cut),
                        ("decimal", MARKS[table.decimal]), ("header", called)):
        say("  %-10s %s   (--%s)" % (what, found, what))
    for note in table.notes:
        say("  note: " + shown(note, 300))
