#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "csv/scanner.h"

/* The best first; plain C runs everywhere. */
static const struct scanner *(*const candidate[])(void) = {
	scanner_avx2,
	scanner_neon,
	scanner_sse2,
	scanner_scalar,
};

static const struct scanner *_Atomic chosen;

/* The best one with this name, or the best of all. */
static const struct scanner *
find(const char *name)
{
	for (size_t i = 0; i < sizeof candidate / sizeof *candidate; i++) {
		const struct scanner *scanner = candidate[i]();

		if (scanner && (!name || strcmp(scanner->name, name) == 0))
			return scanner;
	}
	return NULL;
}

const struct scanner *
scanner_chosen(void)
{
	const struct scanner *scanner = atomic_load_explicit(&chosen, memory_order_relaxed);

	if (!scanner) {
		const char *wish = getenv("CRM_SCANNER");

		scanner = wish && *wish ? find(wish) : NULL;
		if (!scanner)
			scanner = find(NULL);
		atomic_store_explicit(&chosen, scanner, memory_order_relaxed);
	}
	return scanner;
}

bool
scanner_force(const char *name)
{
	const struct scanner *scanner = find(name);

	if (scanner)
		atomic_store_explicit(&chosen, scanner, memory_order_relaxed);
	return scanner != NULL;
}
