# What predict takes, of a row as it is: predict(encode(row)).
def encode(row):
    """The network's inputs for a row: a list of its cells, or a dict by the columns' names."""
    return encoded(row, COLUMNS, READINGS)


def encoded(row, columns, readings):
    if not hasattr(row, "keys"):  # a list, a tuple, an array
        if len(row) != len(columns):
            raise ValueError("row: expected %d cells, got %d" % (len(columns), len(row)))
        row = dict(zip(columns, row))
    inputs = []
    for reading in readings:
        if reading["column"] not in row:  # a missing cell is None, a missing column is a slip
            raise ValueError("row: expected the column %r, got %.200s"
                             % (reading["column"], ", ".join(map(str, row))))
        inputs += read_cell(reading, row[reading["column"]])
    return inputs


def read_cell(reading, cell):
    """The numbers that stand for one cell."""
    if is_missing(cell):
        cell = reading["if_missing"]
    if reading["kind"] == "number":
        return [number_in(reading, cell)]
    if reading["kind"] == "steps":
        number = number_in(reading, cell)
        place = len([edge for edge in reading["edges"] if edge <= number])
    elif cell in reading["values"]:
        place = reading["values"].index(cell)
    else:
        place = len(reading["values"])  # the code of what is unknown, if there is one
        if place == len(reading["codes"]):
            refuse(reading, "one of %r" % (reading["values"],), cell)
    return reading["codes"][place]


def is_missing(cell):
    """None, NaN or pandas' NA."""
    return cell is None or type(cell).__name__ == "NAType" or cell != cell


def number_in(reading, cell):
    try:
        if not isinstance(cell, str):
            return float(cell)
    except TypeError:  # a list, a date
        pass
    refuse(reading, "a number", cell)


def refuse(reading, expected, cell):
    raise ValueError("%s: expected %s, got %r" % (reading["column"], expected, cell))
