/*
 * Cutter and reader against the oracle. The input's first byte chooses block size,
 * dialect and the rest of the way; what follows is CSV.
 */
#include "../unit/oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t block_size[] = { 1, 2, 3, 7, 63, 64, 65, 64 << 10 };
	static const char *const scanner[] = { "scalar", "sse2", "avx2", "neon" };
	struct trial trial = { .dialect = { ',', false, CUTTER_MAX_RECORD, 1 } };
	unsigned way;

	if (size == 0 || size - 1 > ORACLE_MOST)
		return 0;
	way = data[0];
	trial.dialect.block_size = block_size[way & 7];
	trial.dialect.lax = way & 8;
	trial.header = way & 16;
	if (way & 32)
		trial.dialect.max_record = 1 + size % 37;
	for (size_t i = 0; i < sizeof scanner / sizeof *scanner; i++) {
		trial.scanner = scanner[i];
		if (!oracle_agrees(&trial, slice_of((const char *)data + 1, size - 1)))
			abort();
	}
	return 0;
}
