/*
 * Pipes that hold more, where the system lets them.
 *
 * A pipe holds 64 KiB at first, so that writer and reader wait for each other at every
 * turn. Nothing depends on it: where it cannot be had the pipe stays as it is.
 */
#ifndef CSV_PIPE_H
#define CSV_PIPE_H

/* Of any descriptor that is read; what is no pipe is left alone. errno is kept. */
void pipe_widen(int fd);

#endif
