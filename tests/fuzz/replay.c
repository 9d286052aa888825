/*
 * Runs a fuzz target over the files it is given, each in a process of its own: how
 * make check replays the committed corpus without libFuzzer. Names the files on which
 * the target ends badly; the last line is `N passed, N failed`.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

_Noreturn static void
die(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static void
replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t size = 0, room = 0;

	if (!file)
		die(path);
	while (!feof(file)) {
		room = room * 2 + 4096;
		data = realloc(data, room);
		if (!data)
			die(path);
		size += fread(data + size, 1, room - size, file);
		if (ferror(file))
			die(path);
	}
	fclose(file);
	/* No larger than the input, so that a sanitizer sees a read past its end. */
	data = realloc(data, size ? size : 1);
	if (!data)
		die(path);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

static bool
passes(const char *path)
{
	pid_t child;
	int status;

	fflush(stdout);
	child = fork();
	if (child < 0)
		die("fork");
	if (child == 0) {
		replay(path);
		exit(EXIT_SUCCESS);
	}
	if (waitpid(child, &status, 0) != child)
		die("waitpid");
	return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++) {
		if (!passes(argv[i])) {
			printf("FAIL %s\n", argv[i]);
			failed++;
		}
	}
	printf("%d passed, %d failed\n", argc - 1 - failed, failed);
	return argc > 1 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
