/* The four rules in one pass over the people, as plain C: the lower bound for everything else.
 *
 * The appointments of person p are the rows offset[p] to offset[p + 1], in the order of their
 * start; days are counted from 1970-01-01.  Most people are done after one look at their rows:
 * whoever holds posts on the day, all in the township of recruitment, is where they began.  Only
 * for the others is the career walked through, and service counted only where a rule asks for it.
 */

#include <stdint.h>
#include <string.h>

enum { IN_POST = 0, SECONDMENT = 1 };
enum { OUTSIDE = -1 };
enum { NO_SUBJECT = -1, PASS = 0, FAIL = 1, UNDETERMINED = 2, NOT_APPLICABLE = 3 };
enum { OPEN = INT32_MAX };

typedef struct {
    /* people */
    int64_t people;
    const int32_t *recruited;  /* day */
    const int32_t *unit;       /* organisation, or -1 */
    const int8_t *bound;       /* whether the channel is one that the rule names */
    /* appointments */
    const int64_t *offset;
    const int32_t *org;
    const int32_t *start;
    const int32_t *end;        /* OPEN where there is none */
    const int8_t *leads;       /* whether the role is one of the team's */
    const int8_t *basis;       /* IN_POST, SECONDMENT, or another number */
    const int32_t *approver;   /* organisation, or -1 */
    const int32_t *approved;   /* day, or OPEN */
    /* organisations */
    const int32_t *town;       /* number of the township, or OUTSIDE */
    const int8_t *team;        /* whether the body's leaders are the township's team */
    const int8_t *approves;
    const int32_t *place;      /* the division where the organisation is, or -1 */
    const int32_t *above;      /* the division that a division lies in, or -1 */
    const int32_t *towns;      /* the division of a township */
    /* promotions of person p: the rows promoted_offset[p] to promoted_offset[p + 1] */
    const int64_t *promoted_offset;
    const int32_t *promoted;   /* day; OPEN: no promotion in rank */
    /* the calendar: of each day, counted from first_day, the month and the day in it */
    int64_t first_day;
    const int32_t *as_start;
    const int32_t *as_end;
    /* the day of the check and those of the rules */
    int32_t today, in_force, first_year_over, lapsed;
    /* room for the stretches of one person: twice as many pairs as anybody has rows, and more */
    int32_t *room;
    /* answers */
    int8_t *service_minimum;
    int64_t *experienced;
    int64_t *members;
    int8_t *rank_promotion;
} World;

static inline int32_t min(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t max(int32_t a, int32_t b) { return a > b ? a : b; }

/* A month has 32 numbers: a day that begins something is the number of the day in its month, a
 * day that ends something likewise, but the last day of a month stands for all that may follow.
 * So the whole months between two days are a difference and a shift. */
static inline int32_t whole_months(const World *w, int32_t start, int32_t end) {
    return (w->as_end[end - w->first_day] - w->as_start[start - w->first_day]) >> 5;
}

/* Take the secondments outside off one stretch of service; give the pairs that are left. */
static int cut(const World *w, int64_t low, int64_t high, int32_t start, int32_t end, int32_t *out) {
    int pairs = 0;
    for (int64_t k = low; k < high && w->start[k] < end; k++) {
        if (w->basis[k] != SECONDMENT || w->town[w->org[k]] != OUTSIDE || w->end[k] <= start)
            continue;
        if (w->start[k] > start) {
            out[2 * pairs] = start;
            out[2 * pairs++ + 1] = w->start[k];
        }
        start = w->end[k];
        if (start >= end)
            return pairs;
    }
    out[2 * pairs] = start;
    out[2 * pairs++ + 1] = end;
    return pairs;
}

/* Give the unbroken stretches of township service that begin before a day, as pairs. */
static int service(const World *w, int64_t low, int64_t high, int32_t before, int32_t *out) {
    int pairs = 0, seconded = 0;
    int32_t start = 0, end = INT32_MIN;
    for (int64_t k = low; k < high; k++) {
        int32_t begin = w->start[k];
        if (begin >= before)
            break;
        if (w->basis[k] != IN_POST) {
            seconded |= w->basis[k] == SECONDMENT;
            continue;
        }
        if (w->town[w->org[k]] == OUTSIDE || w->end[k] <= begin)
            continue;
        if (begin <= end) {
            end = max(end, w->end[k]);
        } else {
            if (end != INT32_MIN) {
                out[2 * pairs] = start;
                out[2 * pairs++ + 1] = end;
            }
            start = begin;
            end = w->end[k];
        }
    }
    if (end == INT32_MIN)
        return 0;
    out[2 * pairs] = start;
    out[2 * pairs++ + 1] = end;
    if (!seconded)
        return pairs;
    int left = 0;
    int32_t *rest = out + 2 * (high - low + 1);
    for (int i = 0; i < pairs; i++)
        left += cut(w, low, high, out[2 * i], out[2 * i + 1], rest + 2 * left);
    memcpy(out, rest, 2 * left * sizeof *out);
    return left;
}

/* Tell whether so many months of service were completed by a day, counted from another. */
static int completes(const World *w, int64_t low, int64_t high, int32_t since, int32_t day,
                     int32_t months) {
    int32_t *stretches = w->room;
    int pairs = service(w, low, high, day, stretches);
    int32_t earlier = 0;
    for (int i = 0; i < pairs; i++) {
        int32_t start = max(stretches[2 * i], since), end = min(stretches[2 * i + 1], day);
        if (start >= end)
            continue;
        if (whole_months(w, start - earlier, end) >= months)
            return 1;
        earlier += end - start;
    }
    return 0;
}

/* Where a career stands, and the last move out of the townships: its day, row and township left. */
typedef struct {
    int32_t place, day, left;
    int64_t row;
} Standing;

/* Walk through a career in which posts may overlap as they like. */
static Standing walk_any(const World *w, int64_t low, int64_t high, int32_t since, int32_t home) {
    Standing at = {home, 0, 0, -1};
    int64_t *held = (int64_t *)w->room;
    int holding = 0;
    int64_t next = low;
    for (;;) {
        int32_t day = OPEN;
        while (next < high && (w->basis[next] != IN_POST || w->start[next] < since))
            next++;
        if (next < high)
            day = w->start[next];
        for (int i = 0; i < holding; i++)
            day = min(day, w->end[held[i]]);
        if (day > w->today)
            return at;
        int left = 0;
        for (int i = 0; i < holding; i++)
            if (w->end[held[i]] > day)
                held[left++] = held[i];
        holding = left;
        for (; next < high && w->start[next] == day; next++)
            if (w->basis[next] == IN_POST && w->end[next] > day)
                held[holding++] = next;
        int here = holding == 0;
        for (int i = 0; i < holding; i++)
            here |= w->town[w->org[held[i]]] == at.place;
        if (here)
            continue;
        int64_t row = held[holding - 1];
        int32_t to = w->town[w->org[row]];
        if (to == OUTSIDE)
            at = (Standing){to, day, at.place, row};
        at.place = to;
    }
}

/* Walk through a career in which at most two posts overlap, and the one begun first ends first:
 * then each move is on the start of a post, or on the end of the one before if that is later. */
static Standing walk(const World *w, int64_t low, int64_t high, int32_t since, int32_t home) {
    Standing at = {home, 0, 0, -1};
    int32_t before = INT32_MIN, last = INT32_MIN; /* ends of the last post but one, and the last */
    for (int64_t k = low; k < high; k++) {
        int32_t start = w->start[k], end = w->end[k];
        if (w->basis[k] != IN_POST || start < since)
            continue;
        if (start > w->today)
            break;
        if (start <= before || end <= last || end <= start)
            return walk_any(w, low, high, since, home);
        int32_t day = max(start, last), to = w->town[w->org[k]];
        before = last;
        last = end;
        if (day > w->today || to == at.place)
            continue;
        if (to == OUTSIDE)
            at = (Standing){to, day, at.place, k};
        at.place = to;
    }
    return at;
}

/* Tell whether a move out was approved: PASS, FAIL, or UNDETERMINED if the day is not known. */
static int approval(const World *w, Standing at) {
    int32_t by = w->approver[at.row];
    if (by < 0 || !w->approves[by])
        return FAIL;
    int32_t place = w->above[w->towns[at.left]];
    while (place >= 0 && place != w->place[by])
        place = w->above[place];
    if (place < 0)
        return FAIL;
    int32_t on = w->approved[at.row];
    return on == OPEN ? UNDETERMINED : on <= at.day ? PASS : FAIL;
}

/* `place` is the township where the career surely stands, or OUTSIDE if that must be found out. */
static int service_minimum(const World *w, int64_t low, int64_t high, int32_t since, int32_t home,
                           int32_t place) {
    Standing at = {place, 0, 0, -1};
    if (place == OUTSIDE)
        at = walk(w, low, high, since, home);
    if (at.place == home)
        return PASS;
    int fine = FAIL;
    if (at.place != OUTSIDE)
        fine = completes(w, low, high, since, w->today, 24) ? PASS : FAIL;
    else if (completes(w, low, high, since, at.day, 60))
        fine = PASS;
    else if (completes(w, low, high, since, at.day, 24))
        fine = approval(w, at);
    return fine == FAIL && since < w->first_year_over ? UNDETERMINED : fine;
}

static int rank_promotion(const World *w, int64_t low, int64_t high, int32_t day) {
    int subject = 0, seconded = 0;
    if (day > w->today)
        return NO_SUBJECT;
    for (int64_t k = low; k < high && w->start[k] <= day; k++) {
        int covers = w->end[k] > day;
        subject |= covers & (w->basis[k] == IN_POST) & (w->town[w->org[k]] != OUTSIDE);
        seconded |= covers & (w->basis[k] == SECONDMENT);
    }
    if (!subject)
        return NO_SUBJECT;
    if (day < w->in_force || day >= w->lapsed)
        return NOT_APPLICABLE;
    if (!seconded) {
        int32_t *stretches = w->room;
        int pairs = service(w, low, high, day + 1, stretches);
        for (int i = 0; i < pairs; i++)
            if (stretches[2 * i] <= day && day < stretches[2 * i + 1] &&
                whole_months(w, stretches[2 * i], day) >= 60)
                return PASS;
    }
    return day < w->first_year_over ? UNDETERMINED : FAIL;
}

/* Count a person to the teams of the townships where they lead on the day. */
static void team(const World *w, int64_t low, int64_t high) {
    int experienced = -1;
    for (int64_t k = low; k < high && w->start[k] <= w->today; k++) {
        if (!w->leads[k] || w->basis[k] != IN_POST || w->end[k] <= w->today || !w->team[w->org[k]])
            continue;
        int32_t town = w->town[w->org[k]];
        int counted = 0;
        for (int64_t j = low; j < k; j++)
            counted |= w->leads[j] && w->basis[j] == IN_POST && w->end[j] > w->today &&
                       w->team[w->org[j]] && w->town[w->org[j]] == town;
        if (counted)
            continue;
        if (experienced < 0)
            experienced = completes(w, low, high, INT32_MIN, w->today, 24);
        w->members[town]++;
        w->experienced[town] += experienced;
    }
}

/* Check the people from `first` on, up to but not including `last`. */
void check(const World *w, int64_t first, int64_t last) {
    for (int64_t p = first; p < last; p++) {
        int64_t low = w->offset[p], high = w->offset[p + 1];
        int32_t since = w->recruited[p], unit = w->unit[p];
        int32_t home = unit >= 0 && w->bound[p] ? w->town[unit] : OUTSIDE;
        int held = 0, places = 0, leads = 0;
        int32_t place = OUTSIDE;
        for (int64_t k = low; k < high; k++) {
            if ((w->end[k] <= w->today) | (w->start[k] > w->today) | (w->basis[k] != IN_POST))
                continue;
            leads |= w->leads[k];
            if (w->start[k] < since)
                continue;
            int32_t town = w->town[w->org[k]];
            places += !held | (town != place);
            held = 1;
            place = town;
        }
        int answer;
        if (home == OUTSIDE)
            answer = NO_SUBJECT;
        else if (since < w->in_force || since > w->today)
            answer = NOT_APPLICABLE;
        else if (places == 1 && place == home)
            answer = PASS;
        else
            answer = service_minimum(w, low, high, since, home, places == 1 ? place : OUTSIDE);
        w->service_minimum[p] = answer;
        if (leads)
            team(w, low, high);
        for (int64_t k = w->promoted_offset[p]; k < w->promoted_offset[p + 1]; k++)
            w->rank_promotion[k] = rank_promotion(w, low, high, w->promoted[k]);
    }
}

/* Give where the rows of each person begin; the rows stand in the order of the people. */
void index_rows(int64_t rows, const int32_t *person, int32_t first, int32_t last, int64_t *offset) {
    int64_t k = 0;
    for (int32_t p = first; p < last; p++) {
        while (k < rows && person[k] < p)
            k++;
        offset[p - first] = k;
    }
    offset[last - first] = rows;
}

/* Appointments in any order are packed into one number each, which sorts by the start: the start
 * and the end as days from `first_day` (16 bits each, the end all ones if open), the organisation
 * (24), whether the role leads (1), the basis (2), and whether an approval is given (1). */
enum { NO_END = 0xFFFF };

/* Count the rows of every 2^shift people. */
void count_rows(int64_t rows, const int32_t *person, int64_t shift, int64_t *count) {
    for (int64_t k = 0; k < rows; k++)
        count[person[k] >> shift]++;
}

/* Pack rows and deal them out to heaps of 2^shift people; `next` is where a heap's next row goes.
 * Rows with an approval are noted: person, packed row, and number. */
void deal(int64_t rows, const int32_t *person, const int32_t *org, const int32_t *start,
          const int32_t *end, const int8_t *leads, const int8_t *basis, const int32_t *approver,
          int64_t first_day, int64_t shift, int64_t *next, int32_t *owner, int64_t *packed,
          int64_t *approvals) {
    for (int64_t k = 0; k < rows; k++) {
        int64_t until = end[k] == OPEN ? NO_END : end[k] - first_day;
        int64_t row = (start[k] - first_day) << 44 | until << 28 | (int64_t)org[k] << 4 |
                      (leads[k] != 0) << 3 | (basis[k] & 3) << 1 | (approver[k] >= 0);
        int64_t place = next[person[k] >> shift]++;
        packed[place] = row;
        owner[place] = person[k];
        if (approver[k] >= 0) {
            *approvals++ = person[k];
            *approvals++ = row;
            *approvals++ = k;
        }
    }
}

/* Put the rows of a heap in the order of the people, of whom `first` is the first. */
void gather(int64_t rows, const int32_t *owner, const int64_t *packed, int64_t first,
            int64_t people, int64_t *offset, int64_t *out) {
    memset(offset, 0, (people + 1) * sizeof *offset);
    for (int64_t k = 0; k < rows; k++)
        offset[owner[k] - first + 1]++;
    for (int64_t p = 0; p < people; p++)
        offset[p + 1] += offset[p];
    for (int64_t k = 0; k < rows; k++)
        out[offset[owner[k] - first]++] = packed[k];
    memmove(offset + 1, offset, people * sizeof *offset);
    offset[0] = 0;
}

/* Sort and unpack the rows of some people; approvals come in the order of person and row. */
int64_t unpack(int64_t people, const int64_t *offset, int64_t *packed, int64_t first_day,
               int32_t *org, int32_t *start, int32_t *end, int8_t *leads, int8_t *basis,
               int32_t *approver, int32_t *approved, const int32_t *by, const int32_t *on) {
    int64_t used = 0;
    for (int64_t p = 0; p < people; p++) {
        int64_t *rows = packed + offset[p], many = offset[p + 1] - offset[p];
        for (int64_t i = 1; i < many; i++) {
            int64_t row = rows[i], j = i;
            for (; j > 0 && rows[j - 1] > row; j--)
                rows[j] = rows[j - 1];
            rows[j] = row;
        }
    }
    for (int64_t k = 0; k < offset[people]; k++) {
        int64_t row = packed[k], until = row >> 28 & NO_END;
        start[k] = (row >> 44) + first_day;
        end[k] = until == NO_END ? OPEN : until + first_day;
        org[k] = row >> 4 & 0xFFFFFF;
        leads[k] = row >> 3 & 1;
        basis[k] = row >> 1 & 3;
        approver[k] = row & 1 ? by[used] : -1;
        approved[k] = row & 1 ? on[used++] : OPEN;
    }
    return used;
}

/* Add up those hired, a pair for each year: for townships, and all.  Other years are left out. */
void hired(int64_t rows, const int32_t *year, const int8_t *by_exam, const int8_t *to_townships,
           const int32_t *hired, int32_t first_year, int32_t last_year, int64_t *pairs) {
    for (int64_t k = 0; k < rows; k++) {
        if (!by_exam[k] || year[k] < first_year || year[k] > last_year)
            continue;
        pairs[2 * (year[k] - first_year)] += to_townships[k] ? hired[k] : 0;
        pairs[2 * (year[k] - first_year) + 1] += hired[k];
    }
}
