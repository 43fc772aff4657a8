/* System calls of writing that fail when they are told to: loaded before libc (LD_PRELOAD), driven by
 * tests/failing_calls.py. Counts each call that would change what lies below one of the watched folders, notes which
 * call it was and of which file, and lets the one with the chosen number fail: once, or from then on.
 *
 * cc -shared -fPIC -O1 -o failing_calls.so failing_calls.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_NOTED 200000
#define MOST_WATCHED 4

static char watched[MOST_WATCHED][PATH_MAX];
static int watched_count;
static atomic_int counting, count, failed;
static int chosen, chosen_errno, forever;
static char *noted[MOST_NOTED];

/* What the driver calls. */
void watch(const char *folder) { snprintf(watched[watched_count++ % MOST_WATCHED], PATH_MAX, "%s", folder); }

void arm(int number, int error, int from_then_on) {
    for (int at = 0; at < MOST_NOTED && noted[at]; at++) {
        free(noted[at]);
        noted[at] = NULL;
    }
    chosen = number, chosen_errno = error, forever = from_then_on;
    atomic_store(&count, 0);
    atomic_store(&failed, 0);
    atomic_store(&counting, 1);
}

int disarm(void) {
    atomic_store(&counting, 0);
    return atomic_load(&count);
}

int failures(void) { return atomic_load(&failed); }

const char *noted_call(int number) { return number > 0 && number < MOST_NOTED ? noted[number - 1] : NULL; }

/* Whether this call is to fail; it is counted where it is of a watched folder. */
static int fails(const char *name, const char *path) {
    if (!path || !atomic_load(&counting)) return 0;
    for (int at = 0; at < watched_count; at++) {
        size_t length = strlen(watched[at]);
        if (strncmp(path, watched[at], length) || (path[length] && path[length] != '/')) continue;
        int number = atomic_fetch_add(&count, 1) + 1, kept = errno;
        if (number <= MOST_NOTED) {
            char *text = NULL;
            if (asprintf(&text, "%s %s", name, path) >= 0) noted[number - 1] = text;
        }
        errno = kept;
        if (!chosen || number < chosen || (number > chosen && !forever)) return 0;
        atomic_fetch_add(&failed, 1);
        errno = chosen_errno;
        return 1;
    }
    return 0;
}

static int fails_at(const char *name, int folder, const char *path) {
    if (!path || !atomic_load(&counting)) return 0;
    char whole[2 * PATH_MAX], link[64], place[PATH_MAX];
    if (path[0] == '/') return fails(name, path);
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = folder == AT_FDCWD ? (getcwd(place, sizeof place) ? (ssize_t)strlen(place) : -1)
                                        : readlink(link, place, sizeof place - 1);
    if (length < 0) return 0;
    place[length] = 0;
    snprintf(whole, sizeof whole, "%s/%s", place, path);
    return fails(name, whole);
}

static int fails_open_file(const char *name, int file) {
    if (!atomic_load(&counting)) return 0;
    char link[64], place[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, place, sizeof place - 1);
    if (length < 0) return 0;
    place[length] = 0;
    return fails(name, place);
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name);

#define FOR_WRITING(flags) ((flags) & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC))

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name) \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return FOR_WRITING(flags) && fails_at("open", AT_FDCWD, path) ? -1 : real(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        REAL(name) \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return FOR_WRITING(flags) && fails_at("open", folder, path) ? -1 : real(folder, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)

#define OF_OPEN_FILE(type, name, said, given, ...) \
    type name given { \
        REAL(name) \
        return fails_open_file(said, file) ? -1 : real(__VA_ARGS__); \
    }
OF_OPEN_FILE(ssize_t, write, "write", (int file, const void *from, size_t size), file, from, size)
OF_OPEN_FILE(ssize_t, pwrite, "write", (int file, const void *from, size_t size, off_t at), file, from, size, at)
OF_OPEN_FILE(ssize_t, pwrite64, "write", (int file, const void *from, size_t size, off64_t at), file, from, size, at)
OF_OPEN_FILE(ssize_t, writev, "write", (int file, const struct iovec *from, int some), file, from, some)
OF_OPEN_FILE(int, fsync, "fsync", (int file), file)
OF_OPEN_FILE(int, fdatasync, "fsync", (int file), file)
OF_OPEN_FILE(int, ftruncate, "truncate", (int file, off_t size), file, size)
OF_OPEN_FILE(int, ftruncate64, "truncate", (int file, off64_t size), file, size)
OF_OPEN_FILE(ssize_t, sendfile, "write", (int file, int from, off_t *at, size_t size), file, from, at, size)
OF_OPEN_FILE(ssize_t, sendfile64, "write", (int file, int from, off64_t *at, size_t size), file, from, at, size)
OF_OPEN_FILE(ssize_t, copy_file_range,
             "write", (int from, off64_t *at, int file, off64_t *to, size_t size, unsigned flags),
             from, at, file, to, size, flags)

/* These give back an error's number and leave errno alone. */
int posix_fallocate(int file, off_t at, off_t size) {
    REAL(posix_fallocate)
    return fails_open_file("allocate", file) ? chosen_errno : real(file, at, size);
}
int posix_fallocate64(int file, off64_t at, off64_t size) {
    REAL(posix_fallocate64)
    return fails_open_file("allocate", file) ? chosen_errno : real(file, at, size);
}

#define OF_PATH(name, said, given, ...) \
    int name given { \
        REAL(name) \
        return fails_at(said, AT_FDCWD, path) ? -1 : real(__VA_ARGS__); \
    }
OF_PATH(truncate, "truncate", (const char *path, off_t size), path, size)
OF_PATH(mkdir, "mkdir", (const char *path, mode_t mode), path, mode)
OF_PATH(rmdir, "rmdir", (const char *path), path)
OF_PATH(unlink, "unlink", (const char *path), path)
OF_PATH(rename, "rename", (const char *path, const char *to), path, to)
OF_PATH(link, "link", (const char *path, const char *to), path, to)

#define OF_PATH_AT(name, said, given, ...) \
    int name given { \
        REAL(name) \
        return fails_at(said, folder, path) ? -1 : real(__VA_ARGS__); \
    }
OF_PATH_AT(mkdirat, "mkdir", (int folder, const char *path, mode_t mode), folder, path, mode)
OF_PATH_AT(unlinkat, "unlink", (int folder, const char *path, int flags), folder, path, flags)
OF_PATH_AT(renameat, "rename", (int folder, const char *path, int other, const char *to), folder, path, other, to)
OF_PATH_AT(linkat,
           "link", (int folder, const char *path, int other, const char *to, int flags), folder, path, other, to, flags)
