// How cells become a network's inputs: what answer.py says, for modules exported to JavaScript.

// ---- the model ----------------------------------------------------------------------------------
export function predict(x) {
    return x;
}
const [DECIMAL, NAMES, CLASSES, LOW, HIGH, COLUMNS] = [".", [], [], 0, 0, []];
const MISSING = [""], YES = ["yes"], NO = ["no"], MONTHS = [["jan"], ["feb"]];
const WEEKDAYS = ["mon", "tue"], NOISE = ["t", "z", "am", "pm"];
// ---- end of the model ---------------------------------------------------------------------------
const FEATURES = COLUMNS.map(column => column.name);

// ---- dates ----
// ["mar", "3", "2021"] of "Mar. 3, 2021": its runs of digits and its words.
function tokens(text) {
    return text.toLowerCase().match(/[0-9]+|[a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+/g) || [];
}

const is_digits = token => /^[0-9]*$/.test(token);

// The number of a token; NaN if it is none.
const whole = token => /^[0-9]+$/.test(token) ? Number(token) : NaN;

// The tokens with those that are written as one set apart: Q12020, 20210503, 2021050314.
function parted(found, order) {
    if (order.includes("q")) {
        found = found.filter(token => token !== "q");
        if (found.length && found[0].length === 5)
            return [found[0].slice(0, 1), found[0].slice(1), ...found.slice(1)];
    }
    const sizes = order.includes("d") ? [8, 10, 12, 14] : order === "ym" ? [6] : [];
    if (found.length && sizes.includes(found[0].length) && is_digits(found[0])) {
        const pairs = found[0].slice(4).match(/../g);
        return [found[0].slice(0, 4), ...pairs, ...found.slice(1)];
    }
    return found;
}

// ["feb", "3", "2021", "14", "30", "0"] of "Feb 3 14:30:00 2021", as Unix writes dates.
function year_before_hour(found) {
    const last = found[found.length - 1];
    if (found.length > 5 && !is_digits(found[0]) && found[2].length < 4 && last.length === 4)
        return [found[0], found[1], last, ...found.slice(2, 5)];
    return found;
}

// The hour that ["2", "30"] means, 14.5 if "pm" is found; null without tokens, NaN if it is none.
function hour_of(clock, found) {
    if (!clock.length) return null;
    const units = [1, 60, 3600];
    const hour = clock.reduce((sum, token, k) => sum + whole(token) / units[k], 0);
    if (found.includes("pm") || found.includes("p")) return hour % 12 + 12;
    if (found.includes("am") || found.includes("a")) return hour % 12;
    return hour;
}

// 1 to 12 of {m: "3"}, {m: "march"} or {q: "1"}; 0 or NaN if it is none.
function month_of(part) {
    if (part.q !== undefined) return 3 * whole(part.q) - 2;
    if (part.m === undefined) return NaN;
    if (is_digits(part.m)) return whole(part.m);
    return MONTHS.findIndex(names => names.some(name => part.m.startsWith(name))) + 1;
}

// 2021 of {y: "2021"}, and of 21 where no other part is taken for a year; 0 or NaN if it is none.
function year_of(part, order) {
    const year = part.y || "";
    if (year.length === 4) return whole(year);
    const named = order === "my" && !is_digits(part.m);
    if (year.length === 2 && (order === "mdy" || order === "dmy" || named))
        return whole(year) + (whole(year) < 50 ? 2000 : 1900);
    return 0;
}

// 0 (Monday) to 6, by Sakamoto's method.
function weekday(year, month, day) {
    const y = month < 3 ? year - 1 : year;
    const days = y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
    return (days + [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] + day + 6) % 7;
}

// [year, month, weekday, hour, years as one number] of a date, [hour] of a clock; or null.
function date(text, order) {
    let words = tokens(text);
    if (words.length && WEEKDAYS.includes(words[0].slice(0, 3))) words = words.slice(1);
    words = parted(words, order);
    const found = year_before_hour(words.filter(token => !NOISE.includes(token)));
    if (order === "clock") return clock_time(text, words, found);
    if (words.length && words[0].length === 4 && is_digits(words[0]))
        order = { mdy: "ymd", dmy: "ymd", my: "ym", qy: "yq" }[order] || order;
    const part = Object.fromEntries([...order].map((name, k) => [name, found[k]]));
    const hour = hour_of(found.slice(order.length, order.length + 3), words);
    const month = month_of(part), year = year_of(part, order);
    const day = part.d === undefined ? 1 : whole(part.d);
    const is_day = year && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    if (!(is_day && (hour === null || hour < 25)))
        return null;
    const exact = year + (month - 1) / 12 + (day - 1) / 372;
    return [year, month, weekday(year, month, day), hour, exact];
}

// [hour] of "9:30", "9:30:15.5", "9:30 pm" or "1:18.58", minutes and seconds; or null.
function clock_time(text, words, found) {
    const is_clock = found.length > 1 && found.length < 5 && found[1].length === 2;
    if (!(is_clock && text.includes(":"))) return null;
    if (found.length === 3 && /^[^:]*:[^:]*[.,][^:]*$/.test(text)) {
        const hours = whole(found[0]) / 60 + Number(found[1] + "." + found[2]) / 3600;
        return Number.isNaN(hours) ? null : [hours];
    }
    const hour = hour_of(found.slice(0, 3), words);
    return Number.isNaN(hour) ? null : [hour];
}

// ---- numbers ----
// The number of plain text (12, -1.5, 2e3), with this decimal mark; or null.
function number(text, decimal) {
    const plain = decimal === "." ? /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?$/i :
        /^[-+]?([0-9]+,?[0-9]*|,[0-9]+)(e[-+]?[0-9]+)?$/i;
    const value = plain.test(text) ? Number(text.replace(decimal, ".")) : NaN;
    return Math.abs(value) < 1e100 ? value : null;
}

// ---- a kind of column: the value of a cell's text, and the inputs of a value ----

// Whether a text says that nothing is known, in any column or in this one.
function is_missing(column, text) {
    return MISSING.includes(text.toLowerCase()) || (column.missing || []).includes(text);
}

// The number, in the column's unit; null of one that stands for a missing one, as -99 may.
function number_value(column, text) {
    const units = column.units || [];  // the longest first
    const [ending, factor] = units.find(([unit]) => text.endsWith(unit)) || ["", 1];
    const value = number(text.slice(0, text.length - ending.length).trimEnd(), DECIMAL);
    if (value === null)
        throw new RangeError(
            column.name + ": expected a number, or null if it is unknown, got " + text);
    return (column.codes || []).includes(value * factor) ? null : value * factor;
}

// The number, the median if it is missing; a logarithm far from the middle, where squashed.
function number_inputs(column, value) {
    let x = value === null ? column.medians[0] : value;
    if (column.squash) {
        const [centre, spread] = column.squash;
        x = Math.asinh((x - centre) / spread);
    }
    return [x, ...flag_inputs(column, value)];
}

// [1] if the value is missing, else [0]; [] for a column in which few are.
function flag_inputs(column, value) {
    return column.flag ? [Number(value === null)] : [];
}

// The number, and one input for each of the few values: 2.5 is half of 2 and half of 3.
function code_inputs(column, value) {
    const levels = column.values.map(Number), others = column.other ? [0] : [];
    if (value === null)
        return [levels[0], ...levels.map(() => 0), ...others, ...flag_inputs(column, value)];
    const at = Math.min(Math.max(value, Math.min(...levels)), Math.max(...levels));
    const low = Math.max(...levels.filter(level => level <= at));
    const high = Math.min(...levels.filter(level => level >= at));
    const near = levels.map(level =>
        low <= level && level <= high ? 1 - Math.abs(at - level) / (high - low || 1) : 0);
    return [value, ...near, ...others, ...flag_inputs(column, value)];
}

function yes_no_value(column, text) {
    const low = text.toLowerCase();
    return YES.includes(low) ? 1 : NO.includes(low) ? 0 : null;
}

// The text, spelled as one of the column's values if it differs in capitals alone.
function category_value(column, text) {
    if (column.values.includes(text)) return text;
    const same = column.values.find(value => value.toLowerCase() === text.toLowerCase());
    return same === undefined ? text : same;
}

// One input for each of the values, and one for all others where such were learned.
function category_inputs(column, value) {
    const found = column.values.map(v => Number(v === value));
    if (column.other) found.push(Number(value !== null && !column.values.includes(value)));
    return [...found, ...flag_inputs(column, value)];
}

function date_value(column, text) {
    return date(text, column.order);
}

// Year, month, weekday and hour as far as learned, medians for what is missing; then cycles.
function date_inputs(column, value) {
    const parts = column.medians.map((m, k) => value === null || value[k] === null ? m : value[k]);
    if (value !== null && column.exact) parts[0] = value[4];
    const found = [...parts, ...flag_inputs(column, value)];
    for (const [place, n] of column.cycles || [])  // an input for each weekday, or hour
        for (let k = 0; k < n; k++) found.push(Number(Math.floor(parts[place]) === k));
    return found;
}

const KINDS = {
    number: [number_value, number_inputs], code: [number_value, code_inputs],
    "yes/no": [yes_no_value, number_inputs], category: [category_value, category_inputs],
    date: [date_value, date_inputs],
};

// ---- the answer ----
// A value of a row as the text of a cell: null, undefined and NaN are empty; numbers have a unit.
function text_of(v, unit = "") {
    if (v === null || v === undefined || Number.isNaN(v)) return "";
    return typeof v === "number" ? String(v).replace(".", DECIMAL) + unit : String(v).trim();
}

/** The network's inputs for an object of the FEATURES, or an array of them; else RangeError. */
export function inputs(row) {
    if (Array.isArray(row))
        row = Object.fromEntries(row.map((v, k) => [k in FEATURES ? FEATURES[k] : k, v]));
    const keys = Object.keys(row);
    for (const name of keys.concat(FEATURES))
        if (!keys.includes(name) || !NAMES.includes(name))
            throw new RangeError("row: no such column, or no value for it: " + name);
    return COLUMNS.flatMap(column => {
        const [value_of, inputs_of] = KINDS[column.kind];
        const text = text_of(row[column.name], column.unit);
        return inputs_of(column, is_missing(column, text) ? null : value_of(column, text));
    });
}

/** The answer to a row as inputs(row) takes it; null in it where a value is unknown. */
export function answer(row) {
    const y = predict(inputs(row));
    if (CLASSES.length) return CLASSES[y.indexOf(Math.max(...y))];
    return Math.min(HIGH, Math.max(LOW, y[0]));
}
