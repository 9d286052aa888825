/*
 * The scanner: 64 bytes at once become masks of what stands where.
 *
 * Bit i of a mask speaks of byte i. Where quotes are well placed, a byte is inside
 * quotes exactly when an odd number of quotes stands up to it, which a prefix XOR of
 * the quote mask says for 64 bytes in a few instructions. What is well placed, and
 * what follows from the masks, is written once (scanner_loops.h); each architecture
 * only says how bytes become masks. The best one is chosen at run time.
 *
 * All functions may look at BLOCK_PADDING bytes behind the range they are given, but
 * nothing they say depends on those.
 */
#ifndef CSV_SCANNER_H
#define CSV_SCANNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A sequential look for record ends. Offsets count from the data's begin. */
struct scan {
	size_t   begin;          /* a record begins here */
	size_t   at;             /* scanned so far */
	size_t   end;            /* behind the last record's end, or begin */
	uint64_t inside;         /* all ones: `at` is inside quotes */
	bool     quotes, high, nuls;   /* seen so far */
};

/*
 * Where fields and records end: bit i of word k speaks of byte 64 * k + i behind the
 * place where the index begins. Ranges are appended, each but the last a multiple of 64
 * bytes; bits behind the last byte are 0. The caller has made room: INDEX_WORDS(bytes).
 */
#define INDEX_WORDS(bytes) (((bytes) + 63) / 64)

struct ends {
	uint64_t field;          /* delimiters and line ends outside quotes */
	uint64_t record;         /* the line ends among them */
};

struct index {
	struct ends *word;
	size_t       words;
	uint64_t     inside;     /* as in struct scan */
	uint64_t     closed;     /* 1: a closing quote stands before */
	bool         doubled;    /* a doubled quote has been seen */
	bool         inner;      /* a line end inside quotes has been seen */
};

struct scanner {
	const char *name;

	/* Scans data up to `to`. False: somewhere behind scan->at a quote or CR is misplaced. */
	bool (*scan)(struct scan *scan, const char *data, size_t to, char delimiter);

	/* Indexes well-formed data [from, to). With no quote in it, the plain one is enough. */
	void (*index_plain)(
		struct index *index, const char *data, size_t from, size_t to, char delimiter);
	void (*index_quoted)(
		struct index *index, const char *data, size_t from, size_t to, char delimiter);

	/* How often `byte` stands in [from, to). */
	size_t (*count)(const char *data, size_t from, size_t to, char byte);
};

/* The one in use. */
const struct scanner *scanner_chosen(void);

/*
 * Forces a scanner on cutters and readers made from now on: "scalar", "sse2", "avx2",
 * "neon"; NULL: the best here. False: not on this machine. $CRM_SCANNER does the same.
 */
bool scanner_force(const char *name);

/* NULL where the machine or the compiler has none. */
const struct scanner *scanner_scalar(void);
const struct scanner *scanner_sse2(void);
const struct scanner *scanner_avx2(void);
const struct scanner *scanner_neon(void);

#endif
