/* How cells become a network's inputs: what answer.py says, for modules exported to C.

   What stands between "----" and "end of" is an example: an export writes its model there, and of
   the kinds of columns those that it has. C99, and C++. */

/* ---- the network ---- */
#ifndef REAL
#define REAL double
#endif
void predict(const REAL *x, REAL *y) {
    y[0] = x[0] + x[1];
}
#define INPUTS 2
#define OUTPUTS 1
#define DECIMAL '.'
#define LOW ((REAL)-1.0)
#define HIGH ((REAL)1.0)
/* ---- end of the network ---- */
#include <math.h>
#include <stddef.h>
#include <string.h>

typedef struct { int year, month, day; REAL hour; } Date;  /* year 0: unknown; hour: NAN too */

/* ---- the row ---- */
/* Unknown: NAN, or NULL for text. Yes is 1, no 0. Texts are UTF-8. */
typedef struct {
    REAL size;  /* size */
    Date day;  /* day */
} Row;
/* ---- end of the row ---- */

/* Byte k of a text in UTF-8 as a small letter: A to Z, and Latin letters such as U+00C4. */
static int small(const char *text, int k) {
    int c = (unsigned char)text[k], before = k > 0 ? (unsigned char)text[k - 1] : 0;
    if (c >= 'A' && c <= 'Z') return c + 32;
    return before == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97 ? c + 32 : c;
}

/* Whether two texts are the same, but for small and capital letters. */
static int alike(const char *a, const char *b) {
    int k = 0;
    while (a[k] && b[k] && small(a, k) == small(b, k)) k++;
    return !a[k] && !b[k];
}

/* The place of a text in a list that ends with NULL, -1 if it is not there. */
static int place_alike(const char *text, const char *const *list) {
    int k;
    for (k = 0; list[k]; k++)
        if (alike(text, list[k])) return k;
    return -1;
}

static int is_missing(const char *text) {
    static const char *const missing[] = {"MISSING", NULL};
    return place_alike(text, missing) >= 0;
}

static REAL *flag_input(REAL *x, int flag, int is_unknown) {
    if (flag) *x++ = (REAL)is_unknown;
    return x;
}

/* ---- for is_one_of ---- */
/* Whether a text is one of a list that ends with NULL, letter by letter. */
static int is_one_of(const char *text, const char *const *list) {
    while (*list && strcmp(text, *list)) list++;
    return *list != NULL;
}
/* ---- end for is_one_of ---- */

/* ---- for read_number, read_amount ---- */
static const char *digits(const char *text, REAL *value, int *count) {
    while (*text >= '0' && *text <= '9') {
        *value = *value * 10 + (REAL)(*text++ - '0');
        ++*count;
    }
    return text;
}

/* A number as plain text (12, -1.5, 2e3), or a word for a missing one; 0 if it is neither. */
static int read_number(const char *text, REAL *value) {
    REAL found = 0, power = 0;
    int negative = *text == '-', less = 0, whole = 0, part = 0, digits_of_power = 0;
    *value = NAN;
    if (is_missing(text)) return 1;
    if (*text == '-' || *text == '+') text++;
    text = digits(text, &found, &whole);
    if (*text == DECIMAL) text = digits(text + 1, &found, &part);
    if (whole + part == 0) return 0;
    if (*text == 'e' || *text == 'E') {
        text++;
        less = *text == '-';
        if (*text == '-' || *text == '+') text++;
        text = digits(text, &power, &digits_of_power);
        if (digits_of_power == 0 || (power > 300 && !less)) return 0;
    }
    if (*text) return 0;
    power = (less ? -power : power) - (REAL)part;
    found = power < 0 ? found / (REAL)pow(10, -power) : found * (REAL)pow(10, power);
    if (!(found - found == 0) || (found > 1 && log10(found) >= 100)) return 0;
    *value = negative ? -found : found;
    return 1;
}
/* ---- for read_amount ---- */
typedef struct { const char *ending; REAL factor; } Unit;

/* The length of a text without the spaces at its end: plain, no-break, thin and narrow ones. */
static size_t without_space(const char *text, size_t length) {
    static const char *const spaces[] = {" ", "\302\240", "\342\200\211", "\342\200\257"};
    int k;
    size_t bytes;
    for (k = 0; k < 4; k++) {
        bytes = strlen(spaces[k]);
        if (length >= bytes && !memcmp(text + length - bytes, spaces[k], bytes))
            return without_space(text, length - bytes);
    }
    return length;
}

/* A number with one of the units behind it, of which the longest stand first and "" last. */
static int read_amount(const char *text, const Unit *units, REAL *value) {
    char plain[64];
    size_t length = strlen(text), bytes = strlen(units->ending);
    *value = NAN;
    if (is_missing(text)) return 1;
    while (bytes > length || strcmp(text + length - bytes, units->ending))
        bytes = strlen((++units)->ending);
    length = without_space(text, length - bytes);
    if (length >= sizeof plain) return 0;
    memcpy(plain, text, length);
    plain[length] = 0;
    if (is_missing(plain) || !read_number(plain, value)) return 0;
    *value *= units->factor;
    return 1;
}
/* ---- end for read_amount ---- */
/* ---- end for read_number, read_amount ---- */

/* ---- for without_codes ---- */
/* A number; NAN of one that stands for a missing one, as -99 may. */
static REAL without_codes(REAL v, const REAL *codes, int n) {
    int k;
    for (k = 0; k < n; k++)
        if (v == codes[k]) return NAN;
    return v;
}
/* ---- end for without_codes ---- */

/* ---- for number_inputs ---- */
static REAL *number_inputs(REAL *x, REAL v, REAL median, int flag, REAL centre, REAL spread) {
    int lost = v != v;
    v = lost ? median : v;
    *x++ = spread > 0 ? (REAL)asinh((v - centre) / spread) : v;
    return flag_input(x, flag, lost);
}
/* ---- end for number_inputs ---- */

/* ---- for code_inputs ---- */
/* The number, and one input for each of n values: 2.5 is half of 2 and half of 3. */
static REAL *code_inputs(REAL *x, REAL v, const REAL *values, int n, int other, int flag) {
    int k, low = -1, high = -1, lost = v != v;
    *x++ = lost ? values[0] : v;
    for (k = 0; k < n && !lost; k++) {
        if (values[k] <= v && (low < 0 || values[k] > values[low])) low = k;
        if (values[k] >= v && (high < 0 || values[k] < values[high])) high = k;
    }
    if (low < 0) low = high;  /* beyond all values: as the nearest one */
    if (high < 0) high = low;
    for (k = 0; k < n + other; k++) {
        if (lost || (k != low && k != high)) *x++ = 0;
        else if (low == high) *x++ = 1;
        else *x++ = (k == low ? values[high] - v : v - values[low]) / (values[high] - values[low]);
    }
    return flag_input(x, flag, lost);
}
/* ---- end for code_inputs ---- */

/* ---- for read_yes_no ---- */
static int read_yes_no(const char *text, REAL *value) {
    static const char *const yes[] = {"YES", NULL};
    static const char *const no[] = {"NO", NULL};
    *value = place_alike(text, yes) >= 0 ? 1 : place_alike(text, no) >= 0 ? 0 : NAN;
    return *value == *value || is_missing(text);
}

static REAL *yes_no_inputs(REAL *x, REAL v, REAL median, int flag) {
    *x++ = v == v ? v : median;
    return flag_input(x, flag, v != v);
}
/* ---- end for read_yes_no ---- */

/* ---- for read_text ---- */
static int read_text(const char *text, const char **value) {
    *value = text;
    return 1;
}

/* One input for each of n values, and one for all others where such were learned. */
static REAL *category_inputs(REAL *x, const char *text, const char *const *values, int n,
                             int other, int flag) {
    int k, at = n, lost = !text || is_missing(text);
    for (k = 0; k < n && !lost && at == n; k++)
        if (!strcmp(text, values[k])) at = k;
    for (k = 0; k < n && !lost && at == n; k++)
        if (alike(text, values[k])) at = k;
    for (k = 0; k < n + other; k++) *x++ = (REAL)(k == at && !lost);
    return flag_input(x, flag, lost);
}
/* ---- end for read_text ---- */

/* ---- for read_date, read_clock ---- */
typedef struct { const char *start; int length, is_digits; } Token;
enum { MOST_TOKENS = 24 };

/* The bytes of the letter that a text begins with: 0 if it is none. */
static int letter_bytes(const char *text) {
    int a = (unsigned char)text[0], b = a ? (unsigned char)text[1] : 0;
    if ((a >= 'a' && a <= 'z') || (a >= 'A' && a <= 'Z')) return 1;
    if (a < 0xC3 || a > 0xC9 || b < 0x80 || b > 0xBF) return 0;
    return (a == 0xC3 && (b == 0x97 || b == 0xB7)) || (a == 0xC9 && b > 0x8F) ? 0 : 2;
}

/* The runs of digits and the words of a text; how many there are. */
static int tokens(const char *text, Token *found) {
    int n = 0, k, before = 0, kind, bytes;
    for (k = 0; text[k]; k += bytes) {
        bytes = letter_bytes(text + k);
        kind = text[k] >= '0' && text[k] <= '9' ? 1 : bytes ? 2 : 0;
        bytes = bytes ? bytes : 1;
        if (kind && kind != before && n < MOST_TOKENS) {
            found[n].start = text + k;
            found[n].length = 0;
            found[n++].is_digits = kind == 1;
        }
        if (kind) found[n - 1].length += bytes;
        before = kind;
    }
    return n;
}

/* Whether a token begins with a name, given in small letters; or is it, if whole. */
static int is_name(Token token, const char *name, int whole) {
    int k;
    for (k = 0; name[k]; k++)
        if (k >= token.length || small(token.start, k) != (unsigned char)name[k]) return 0;
    return !whole || k == token.length;
}

/* The place of a token in a list that ends with NULL: of what it is, or begins with; else -1. */
static int place_of(Token token, const char *const *list, int whole) {
    int k;
    for (k = 0; list[k]; k++)
        if (is_name(token, list[k], whole)) return k;
    return -1;
}

/* Whether one of the tokens is one of two words. */
static int any_is(const Token *found, int n, const char *a, const char *b) {
    int k;
    for (k = 0; k < n; k++)
        if (is_name(found[k], a, 1) || is_name(found[k], b, 1)) return 1;
    return 0;
}

/* The number of a token, -1 if it is none. */
static REAL number_of(Token token) {
    REAL value = 0;
    int k;
    if (!token.is_digits) return -1;
    for (k = 0; k < token.length; k++) value = value * 10 + (REAL)(token.start[k] - '0');
    return value;
}

/* Puts what follows the first so many bytes of a token into a token of its own behind it. */
static int part_token(Token *found, int n, int k, int bytes) {
    int j;
    if (n == MOST_TOKENS) return n;
    for (j = n; j > k; j--) found[j] = found[j - 1];
    found[k].length = bytes;
    found[k + 1].start += bytes;
    found[k + 1].length -= bytes;
    return n + 1;
}

/* Leaves out the tokens from which on and the words of a list; how many remain. */
static int without(Token *found, int n, const char *const *words) {
    int k, kept = 0;
    for (k = 0; k < n; k++)
        if (place_of(found[k], words, 1) < 0) found[kept++] = found[k];
    return kept;
}

/* Sets apart tokens that are written as one: Q12020, 20210503, 2021050314. */
static int parted(Token *found, int n, const char *order) {
    static const char *const quarter[] = {"q", NULL};
    int k, size, in_pairs;
    if (strchr(order, 'q')) {
        n = without(found, n, quarter);
        if (n && found[0].length == 5) return part_token(found, n, 0, 1);
    }
    size = n && found[0].is_digits ? found[0].length : 0;
    in_pairs = strchr(order, 'd') ? size >= 8 && size <= 14 && size % 2 == 0
        : !strcmp(order, "ym") && size == 6;
    if (!in_pairs) return n;
    n = part_token(found, n, 0, 4);
    for (k = 1; k < size / 2 - 2; k++) n = part_token(found, n, k, 2);
    return n;
}

/* Feb 3 2021 14 30 0 of "Feb 3 14:30:00 2021", as Unix writes dates; how many they are. */
static int year_before_hour(Token *found, int n) {
    Token year;
    if (n < 6 || found[0].is_digits || found[2].length > 3 || found[n - 1].length != 4) return n;
    year = found[n - 1];
    memmove(found + 3, found + 2, 3 * sizeof(Token));
    found[2] = year;
    return 6;
}

/* What a date was cut into. */
typedef struct { Token words[MOST_TOKENS + 2], found[MOST_TOKENS + 2]; int n_words, n; } Parts;

/* Cuts a text; noise, as "th" and "utc", is left out of what is found. */
static void cut(const char *text, const char *order, Parts *parts) {
    static const char *const weekdays[] = {"WEEKDAYS", NULL};
    static const char *const noise[] = {"NOISE", NULL};
    parts->n_words = tokens(text, parts->words);
    if (parts->n_words && place_of(parts->words[0], weekdays, 0) >= 0)
        memmove(parts->words, parts->words + 1, (size_t)--parts->n_words * sizeof(Token));
    parts->n_words = parted(parts->words, parts->n_words, order);
    memcpy(parts->found, parts->words, sizeof parts->words);
    parts->n = without(parts->found, parts->n_words, noise);
    parts->n = year_before_hour(parts->found, parts->n);
}

/* The hour that the tokens from the first on mean, with am or pm; 0 if it is none. */
static int read_hour(const Parts *parts, int first, REAL *hour) {
    REAL unit = 1, value;
    int k;
    *hour = NAN;
    for (k = first; k < parts->n && k < first + 3; k++, unit *= 60) {
        value = number_of(parts->found[k]);
        if (value < 0) return 0;
        *hour = (k == first ? 0 : *hour) + value / unit;
    }
    if (*hour == *hour && any_is(parts->words, parts->n_words, "pm", "p"))
        *hour = (REAL)fmod(*hour, 12) + 12;
    else if (*hour == *hour && any_is(parts->words, parts->n_words, "am", "a"))
        *hour = (REAL)fmod(*hour, 12);
    return 1;
}

/* ---- for read_date ---- */
/* 1 to 12 of the name of a month, 0 if it is none. */
static int month_named(Token token) {
    static const char *const months[12][8] = {{"MONTHS", NULL}};
    int k;
    for (k = 0; k < 12; k++)
        if (place_of(token, months[k], 0) >= 0) return k + 1;
    return 0;
}

/* 2021 of 2021, and of 21 where no other part is taken for a year; 0 if it is none. */
static REAL year_of(Token token, int may_be_short) {
    REAL year = number_of(token);
    if (token.length == 4 && year > 0) return year;
    if (token.length == 2 && may_be_short && year >= 0) return year + (year < 50 ? 2000 : 1900);
    return 0;
}

/* A date whose parts stand in this order ("ymd", "mdy", "dmy", "ym", "my", "yq", "qy") before the
   hour, or a word for a missing one; returns 0 if it is neither. A year at the front overrules. */
static int read_date(const char *text, const char *order, Date *date) {
    static const char *const orders[4][2] = {
        {"mdy", "ymd"}, {"dmy", "ymd"}, {"my", "ym"}, {"qy", "yq"}};
    Parts parts;
    REAL year = 0, month = 0, day = 1, hour;
    int k, size = (int)strlen(order), may_be_short = 0, named = 0;
    date->year = 0;
    date->month = date->day = 1;
    date->hour = NAN;
    if (is_missing(text)) return 1;
    cut(text, order, &parts);
    if (parts.n_words && parts.words[0].length == 4 && parts.words[0].is_digits)
        for (k = 0; k < 4; k++)
            if (!strcmp(order, orders[k][0])) { order = orders[k][1]; break; }
    for (k = 0; k < size && k < parts.n; k++)
        named |= order[k] == 'm' && !parts.found[k].is_digits;
    may_be_short = !strcmp(order, "mdy") || !strcmp(order, "dmy");
    may_be_short |= !strcmp(order, "my") && named;
    for (k = 0; k < size && k < parts.n; k++) {
        if (order[k] == 'y') year = year_of(parts.found[k], may_be_short);
        if (order[k] == 'm') {
            month = named ? (REAL)month_named(parts.found[k]) : number_of(parts.found[k]);
        }
        if (order[k] == 'q') month = 3 * number_of(parts.found[k]) - 2;
        if (order[k] == 'd') day = number_of(parts.found[k]);
    }
    if (year <= 0 || month < 1 || month > 12 || day < 1 || day > 31) return 0;
    if (!read_hour(&parts, size, &hour) || hour >= 25) return 0;
    date->year = (int)year;
    date->month = (int)month;
    date->day = (int)day;
    date->hour = hour;
    return 1;
}
/* ---- end for read_date ---- */

/* ---- for read_clock ---- */
/* The hours of "9:30", "9:30:15.5", "9:30 pm" or "1:18.58", minutes and seconds, or a word for
   missing ones; 0 if it is neither. */
static int read_clock(const char *text, REAL *hours) {
    const char *colon = strchr(text, ':');
    Token *found;
    Parts parts;
    *hours = NAN;
    if (is_missing(text)) return 1;
    cut(text, "clock", &parts);
    found = parts.found;
    if (parts.n < 2 || parts.n > 4 || found[1].length != 2 || !colon) return 0;
    if (parts.n == 3 && !strchr(colon + 1, ':') && strpbrk(colon, ".,")) {
        if (number_of(found[0]) < 0 || number_of(found[1]) < 0 || number_of(found[2]) < 0) return 0;
        *hours = number_of(found[0]) / 60 + (number_of(found[1])
            + number_of(found[2]) / (REAL)pow(10, found[2].length)) / 3600;
        return 1;
    }
    return read_hour(&parts, 0, hours);
}
/* ---- end for read_clock ---- */

/* ---- for date_inputs ---- */
/* Year, month, weekday and hour as far as learned, medians for what is missing. */
static REAL *date_inputs(REAL *x, Date v, const REAL *medians, int n, int flag, int exact) {
    static const int shifts[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int k, known = v.year != 0 && v.month >= 1 && v.month <= 12, y = v.year - (v.month < 3);
    int days = y + y / 4 - y / 100 + y / 400 + v.day + 6;
    REAL parts[4];
    parts[0] = (REAL)v.year + (exact ? (REAL)(v.month - 1) / 12 + (REAL)(v.day - 1) / 372 : 0);
    parts[1] = (REAL)v.month;
    parts[2] = known ? (REAL)((days + shifts[v.month - 1]) % 7) : 0;
    parts[3] = v.hour;
    for (k = 0; k < n; k++) *x++ = known && parts[k] == parts[k] ? parts[k] : medians[k];
    return flag_input(x, flag, !known);
}
/* ---- end for date_inputs ---- */

/* ---- for clock_inputs ---- */
static REAL *clock_inputs(REAL *x, REAL hours, const REAL *medians, int flag) {
    *x++ = hours == hours ? hours : medians[0];
    return flag_input(x, flag, hours != hours);
}
/* ---- end for clock_inputs ---- */

/* ---- for cycle_inputs ---- */
/* An input for each of n values of the part that stands so many places back. */
static REAL *cycle_inputs(REAL *x, int back, int n) {
    int k, value = (int)x[-back];
    for (k = 0; k < n; k++) *x++ = (REAL)(k == value);
    return x;
}
/* ---- end for cycle_inputs ---- */

/* ---- end for read_date, read_clock ---- */

/* Reads the text of a cell into a column of the row, called by its name in the table; NULL is
   missing. Returns 0 where there is no such column, or it is not of the column's kind. */
int read_cell(Row *row, const char *name, const char *text) {
    text = text ? text : "";
    /* ---- reading ---- */
    if (!strcmp(name, "size")) return read_number(text, &row->size);
    if (!strcmp(name, "day")) return read_date(text, "ymd", &row->day);
    if (!strcmp(name, "other")) return 1;  /* not used */
    /* ---- end of reading ---- */
    return 0;
}

/* The network's inputs for a row. */
void inputs(const Row *row, REAL *x) {
    /* ---- inputs ---- */
    x = number_inputs(x, row->size, 1, 0, 0, 0);
    /* ---- end of inputs ---- */
    (void)x;
}

#ifdef CLASSES
const char *answer(const Row *row) {
    static const char *const classes[] = CLASSES;
    REAL x[INPUTS], y[OUTPUTS];
    int k, best = 0;
    inputs(row, x);
    predict(x, y);
    for (k = 1; k < OUTPUTS; k++) best = y[k] > y[best] ? k : best;
    return classes[best];
}
#else
REAL answer(const Row *row) {
    REAL x[INPUTS], y[OUTPUTS];
    inputs(row, x);
    predict(x, y);
    return y[0] < LOW ? LOW : y[0] > HIGH ? HIGH : y[0];
}
#endif
