/*
 * Functions that do not compile here.
 *
 * The build forces this header in before everything else (-include), so no file can
 * leave it out. The system headers that declare these functions are read first,
 * because a poisoned name may not even be declared; their own guards then keep them
 * from being read again. For the same reason a file cannot ask for _GNU_SOURCE
 * itself: the Makefile's BEYOND_POSIX lists those that need it.
 *
 * Each has a better way: slices and arenas for the str* family, snprintf where text
 * is not on a hot path, value/number.h and value/day.h for numbers and dates, and no
 * locale at all, so that '.' is the decimal point everywhere.
 */
#ifndef VALUE_BANNED_H
#define VALUE_BANNED_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy stpcpy strcat sprintf vsprintf strtok gets
#pragma GCC poison atoi atol atoll atof
#pragma GCC poison gmtime localtime asctime ctime
#pragma GCC poison setlocale

#endif
