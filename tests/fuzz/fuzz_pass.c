/*
 * Cutter, reader and judge under threads against the oracle. The input's first byte chooses
 * block size and dialect, the second how many threads and which scanner; what follows is CSV.
 */
#include "../unit/oracle_pass.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t block_size[] = { 1, 2, 3, 7, 63, 64, 65, 64 << 10 };
	static const char *const scanner[] = { "scalar", "sse2", "avx2", "neon" };
	static const int threads[] = { 1, 2, 8 };
	struct trial trial = { .dialect = { ',', false, CUTTER_MAX_RECORD, 1 } };

	if (size < 2 || size - 2 > ORACLE_MOST)
		return 0;
	trial.dialect.block_size = block_size[data[0] & 7];
	trial.dialect.lax = data[0] & 8;
	if (data[0] & 16)
		trial.dialect.max_record = 1 + size % 37;
	trial.scanner = scanner[data[1] & 3];
	for (size_t i = 0; i < sizeof threads / sizeof *threads; i++)
		if (!oracle_passes(&trial, slice_of((const char *)data + 2, size - 2), threads[i]))
			abort();
	return 0;
}
