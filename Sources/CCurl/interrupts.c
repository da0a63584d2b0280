// sigaction is POSIX, not C.
#define _POSIX_C_SOURCE 200809L

#include "ccurl.h"

#include <signal.h>
#include <string.h>

static volatile sig_atomic_t noted = 0;
static int finishing = 0;

static void note(int number) {
    if (noted != 0) {
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    noted = number;
}

void ccurl_catch_interrupts(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    sigemptyset(&action.sa_mask);
    // Without SA_RESTART a blocking read or poll returns, so that the signal is seen at once.
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int ccurl_noted(void) { return noted; }

int ccurl_interrupted(void) { return finishing ? 0 : noted; }

void ccurl_finish(int on) { finishing = on; }
