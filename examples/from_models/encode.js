// What predict takes, of a row as it is: predict(encode(row)).
// row: an array of its cells, or an object by the columns' names.
export function encode(row) {
    if (Array.isArray(row)) {
        if (row.length !== COLUMNS.length) {
            throw new RangeError(`row: expected ${COLUMNS.length} cells, got ${row.length}`);
        }
        row = Object.fromEntries(COLUMNS.map((column, place) => [column, row[place]]));
    }
    return READINGS.flatMap((reading) => {
        if (!(reading.column in row)) { // a missing cell is null, a missing column is a slip
            throw new RangeError(`row: expected the column ${reading.column}, got ${Object.keys(row)}`);
        }
        return readCell(reading, row[reading.column]);
    });
}

// The numbers that stand for one cell.
function readCell(reading, cell) {
    if (cell === undefined || cell === null || Number.isNaN(cell)) {
        cell = reading.if_missing;
    }
    if (reading.kind === "number") {
        return [numberIn(reading, cell)];
    }
    let place;
    if (reading.kind === "steps") {
        const number = numberIn(reading, cell);
        place = reading.edges.filter((edge) => edge <= number).length;
    } else {
        place = reading.values.findIndex((value) => comparable(value) === comparable(cell));
        if (place === -1) {
            place = reading.values.length;  // the code of what is unknown, if there is one
        }
        if (place === reading.codes.length) {
            refuse(reading, "one of " + JSON.stringify(reading.values), cell);
        }
    }
    return reading.codes[place];
}

// true is 1, as it is in Python.
function comparable(cell) {
    return typeof cell === "boolean" ? Number(cell) : cell;
}

function numberIn(reading, cell) {
    if (typeof cell !== "number" && typeof cell !== "boolean") {
        refuse(reading, "a number", cell);
    }
    return Number(cell);
}

function refuse(reading, expected, cell) {
    throw new RangeError(`${reading.column}: expected ${expected}, got ${JSON.stringify(cell)}`);
}
