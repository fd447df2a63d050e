/* Due dates in working days: by one look into running totals, and by walking from day to day.
 * due FILE START COUNT PERIOD ROUNDS: the file has one character for each day, 1 for a working day;
 * START is a position in it. Prints millions of dates a second and the sum of the due positions, first
 * for the totals and then for the walk. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int count, char **words) {
    if (count != 6) return 64;
    FILE *file = fopen(words[1], "r");
    int first = atoi(words[2]), starts = atoi(words[3]), period = atoi(words[4]);
    int rounds = atoi(words[5]);
    if (!file) return 66;
    int room = 1 << 17, days = 0, known = 0;
    uint8_t *working = malloc(room);
    int *before = malloc((room + 1) * sizeof *before), *list = malloc(room * sizeof *list);
    if (!working || !before || !list) return 71;
    for (int c = fgetc(file); c != EOF && days < room; c = fgetc(file)) {
        before[days] = known;
        working[days] = c == '1';
        if (working[days]) list[known++] = days;
        days++;
    }
    before[days] = known;
    fclose(file);

    int64_t sum = 0;
    double start = now();
    for (int round = 0; round < rounds; round++)
        for (int offset = 0; offset < starts; offset++) {
            int day = first + (offset + round) % starts;
            sum += list[before[day + 1] + period - 1];
        }
    double seconds = now() - start;
    printf("%.3f %lld\n", (double)rounds * starts / seconds / 1e6, (long long)sum);

    sum = 0;
    start = now();
    for (int round = 0; round < rounds; round++)
        for (int offset = 0; offset < starts; offset++) {
            int day = first + (offset + round) % starts;
            for (int left = period; left > 0;) left -= working[++day];
            sum += day;
        }
    seconds = now() - start;
    printf("%.3f %lld\n", (double)rounds * starts / seconds / 1e6, (long long)sum);
    return 0;
}
