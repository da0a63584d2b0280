#include "ccurl.h"

static int count = 0;
static char **words = NULL;

// The C library hands the arguments of main to constructors too.
__attribute__((constructor)) static void keep(int argc, char **argv) {
    count = argc;
    words = argv;
}

int ccurl_argument_count(void) { return count; }

const char *ccurl_argument(int index) { return index >= 0 && index < count ? words[index] : NULL; }
