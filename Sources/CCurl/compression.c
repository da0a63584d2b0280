#include "ccurl.h"

#include <dlfcn.h>
#include <stdlib.h>

typedef unsigned long (*bound_function)(unsigned long);
typedef int (*compress_function)(unsigned char *, unsigned long *, const unsigned char *, unsigned long, int);
typedef int (*uncompress_function)(unsigned char *, unsigned long *, const unsigned char *, unsigned long);

static void *function(const char *name) {
    static void *library = NULL;
    if (library == NULL) library = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
    return library == NULL ? NULL : dlsym(library, name);
}

void *ccurl_deflate(const void *bytes, size_t size, size_t *result_size) {
    bound_function bound = (bound_function)function("compressBound");
    compress_function compress = (compress_function)function("compress2");
    if (bound == NULL || compress == NULL) return NULL;
    unsigned long length = bound(size);
    unsigned char *result = malloc(length);
    if (result == NULL) return NULL;
    if (compress(result, &length, bytes, size, 9) != 0) {
        free(result);
        return NULL;
    }
    *result_size = length;
    return result;
}

void *ccurl_inflate(const void *bytes, size_t size, size_t expected) {
    uncompress_function uncompress = (uncompress_function)function("uncompress");
    if (uncompress == NULL) return NULL;
    unsigned char *result = malloc(expected == 0 ? 1 : expected);
    unsigned long length = expected;
    if (result == NULL) return NULL;
    if (uncompress(result, &length, bytes, size) != 0 || length != expected) {
        free(result);
        return NULL;
    }
    return result;
}
