/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 *
 * An optimised word count of the usual kind, to compare with: one thread, fread into a buffer, a loop over bytes that
 * folds A-Z and hashes with FNV-1a as it goes, a table of fixed size with linear probing. White space is 9-13 and 32.
 * Prints "count word" lines, the greatest count first, equal counts by the bytes of the word.
 *
 * The table does not grow: SLOTS_LOG2 must be given a value that fits the input.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef SLOTS_LOG2
#define SLOTS_LOG2 16
#endif
#define SLOTS (1u << SLOTS_LOG2)
#define BUFFER (64 * 1024)

struct entry {
    char *word;
    uint32_t length;
    uint64_t count;
};

static struct entry table[SLOTS];
static uint32_t used;

static void add(const char *word, uint32_t length, uint64_t hash) {
    uint32_t at = (uint32_t)hash & (SLOTS - 1);
    for (;;) {
        struct entry *entry = &table[at];
        if (entry->word == NULL) {
            if (++used == SLOTS) {
                fprintf(stderr, "wordcount: more than %u distinct words\n", SLOTS - 1);
                exit(1);
            }
            entry->word = malloc(length);
            if (entry->word == NULL) {
                perror("wordcount");
                exit(1);
            }
            memcpy(entry->word, word, length);
            entry->length = length;
            entry->count = 1;
            return;
        }
        if (entry->length == length && memcmp(entry->word, word, length) == 0) {
            entry->count++;
            return;
        }
        at = (at + 1) & (SLOTS - 1);
    }
}

static int order(const void *left, const void *right) {
    const struct entry *a = left;
    const struct entry *b = right;
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    uint32_t shorter = a->length < b->length ? a->length : b->length;
    int bytes = memcmp(a->word, b->word, shorter);
    if (bytes != 0) {
        return bytes;
    }
    return a->length < b->length ? -1 : a->length > b->length;
}

int main(int argc, char **argv) {
    static char buffer[BUFFER];
    if (argc < 2) {
        fprintf(stderr, "usage: wordcount FILE\n");
        return 2;
    }
    FILE *file = fopen(argv[1], "rb");
    if (file == NULL) {
        perror(argv[1]);
        return 1;
    }
    size_t kept = 0;
    for (;;) {
        size_t got = fread(buffer + kept, 1, BUFFER - kept, file);
        size_t end = kept + got;
        size_t start = 0;
        uint64_t hash = 1469598103934665603u;
        for (size_t i = 0; i < end; i++) {
            unsigned char c = (unsigned char)buffer[i];
            if (c == ' ' || (c >= 9 && c <= 13)) {
                if (i > start) {
                    add(buffer + start, (uint32_t)(i - start), hash);
                }
                start = i + 1;
                hash = 1469598103934665603u;
            } else {
                if (c >= 'A' && c <= 'Z') {
                    c |= 0x20;
                    buffer[i] = (char)c;
                }
                hash = (hash ^ c) * 1099511628211u;
            }
        }
        kept = end - start;
        if (got == 0) {
            if (kept > 0) {
                add(buffer + start, (uint32_t)kept, hash);
            }
            break;
        }
        if (kept == BUFFER) {
            fprintf(stderr, "wordcount: a word of %d bytes or more\n", BUFFER);
            return 1;
        }
        memmove(buffer, buffer + start, kept);
    }
    fclose(file);
    uint32_t words = 0;
    for (uint32_t i = 0; i < SLOTS; i++) {
        if (table[i].word != NULL) {
            table[words++] = table[i];
        }
    }
    qsort(table, words, sizeof table[0], order);
    for (uint32_t i = 0; i < words; i++) {
        printf("%llu ", (unsigned long long)table[i].count);
        fwrite(table[i].word, 1, table[i].length, stdout);
        putchar('\n');
    }
    return 0;
}
