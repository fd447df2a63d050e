/* The least that judging in memory can cost: one loop over three columns, as the peers' file has them.
 * colors FILE DAY YELLOW GREEN, days as YYYYMMDD; prints millions of rows a second, then how many have
 * no colour, green, yellow and red. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STATUS = 10, MANDATORY = 11, VALID_UNTIL = 14, LAST_RESULT = 15, REPEATS = 50 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static int day(const char *text) {
    int value = 0;
    for (; *text && *text != ','; text++)
        if (*text != '-') value = value * 10 + (*text - '0');
    return value;
}

static const char *cell(const char *line, int column) {
    for (; column > 0 && line; column--) {
        line = strchr(line, ',');
        if (line) line++;
    }
    return line ? line : "";
}

int main(int count, char **words) {
    if (count != 5) return 64;
    FILE *file = fopen(words[1], "r");
    int today = day(words[2]), yellow = day(words[3]), green = day(words[4]);
    size_t rows = 0, room = 1 << 16;
    uint8_t *watched = malloc(room), *failed = malloc(room);
    int *until = malloc(room * sizeof *until);
    char line[4096];
    if (!file || !fgets(line, sizeof line, file)) return 66;
    while (fgets(line, sizeof line, file)) {
        if (rows == room) {
            room *= 2;
            watched = realloc(watched, room);
            failed = realloc(failed, room);
            until = realloc(until, room * sizeof *until);
        }
        if (!watched || !failed || !until) return 71;
        watched[rows] = *cell(line, STATUS) == 'i' && *cell(line, MANDATORY) == '1';
        failed[rows] = *cell(line, LAST_RESULT) == 'f';
        until[rows++] = day(cell(line, VALID_UNTIL));
    }
    fclose(file);

    uint8_t *colors = malloc(rows);
    double start = now();
    for (int round = 0; round < REPEATS; round++) {
        for (size_t i = 0; i < rows; i++) {
            int end = until[i];
            int color = end < today || failed[i] ? 3 : end <= yellow ? 2 : end <= green ? 1 : 0;
            colors[i] = watched[i] ? color : 0;
        }
        /* The compiler must not leave rounds out. */
        __asm__ volatile("" : : "r"(colors) : "memory");
    }
    double seconds = now() - start;
    long found[4] = {0};
    for (size_t i = 0; i < rows; i++) found[colors[i]]++;
    printf("%.3f %ld %ld %ld %ld\n", (double)rows * REPEATS / seconds / 1e6, found[0], found[1],
           found[2], found[3]);
    return 0;
}
