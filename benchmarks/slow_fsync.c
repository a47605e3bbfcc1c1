/* Preloaded into PostgreSQL by the benchmark: a disk whose every flush takes SLOW_FSYNC_US microseconds longer. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_a_little(void)
{
    const char *given = getenv("SLOW_FSYNC_US");
    usleep(given ? (useconds_t) atoi(given) : 0);
}

int fsync(int file)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int)) dlsym(RTLD_NEXT, "fsync");
    wait_a_little();
    return real(file);
}

int fdatasync(int file)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync");
    wait_a_little();
    return real(file);
}
