#include "library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ccurl_raw {
    CURL *easy;
    struct curl_slist *connect_to;
    curl_socket_t socket;
};

static void fail(ccurl_result *result, CURLcode code, const char *text) {
    result->code = (int)code;
    snprintf(result->message, sizeof result->message, "%s", text[0] != 0 ? text : curl.easy_strerror(code));
}

ccurl_raw *ccurl_raw_open(const ccurl_endpoint *endpoint, const char *url, long timeout_ms, ccurl_result *result) {
    memset(result, 0, sizeof *result);
    const char *missing = ccurl_load();
    if (missing != NULL) {
        result->code = CURLE_FAILED_INIT;
        snprintf(result->message, sizeof result->message, "%s", missing);
        return NULL;
    }
    ccurl_raw *raw = calloc(1, sizeof *raw);
    if (raw != NULL) raw->easy = curl.easy_init();
    if (raw == NULL || raw->easy == NULL) {
        fail(result, CURLE_OUT_OF_MEMORY, "");
        free(raw);
        return NULL;
    }
    char message[CURL_ERROR_SIZE] = "";
    raw->socket = CURL_SOCKET_BAD;
    ccurl_endpoint plain = *endpoint;
    plain.http1 = 1;
    ccurl_set_endpoint(raw->easy, &plain, &raw->connect_to);
    curl.easy_setopt(raw->easy, CURLOPT_URL, url);
    curl.easy_setopt(raw->easy, CURLOPT_CONNECT_ONLY, 1L);
    curl.easy_setopt(raw->easy, CURLOPT_CONNECTTIMEOUT_MS, timeout_ms);
    curl.easy_setopt(raw->easy, CURLOPT_ERRORBUFFER, message);
    CURLcode code = curl.easy_perform(raw->easy);
    curl.easy_setopt(raw->easy, CURLOPT_ERRORBUFFER, NULL);
    if (code == CURLE_OK) code = curl.easy_getinfo(raw->easy, CURLINFO_ACTIVESOCKET, &raw->socket);
    if (code != CURLE_OK) {
        fail(result, code, message);
        ccurl_raw_close(raw);
        return NULL;
    }
    return raw;
}

int ccurl_raw_socket(const ccurl_raw *raw) { return (int)raw->socket; }

int ccurl_raw_send(ccurl_raw *raw, const void *bytes, size_t size, size_t *sent) {
    *sent = 0;
    return (int)curl.easy_send(raw->easy, bytes, size, sent);
}

int ccurl_raw_receive(ccurl_raw *raw, void *bytes, size_t size, size_t *received) {
    *received = 0;
    return (int)curl.easy_recv(raw->easy, bytes, size, received);
}

void ccurl_raw_close(ccurl_raw *raw) {
    if (raw == NULL) return;
    curl.easy_cleanup(raw->easy);
    curl.slist_free_all(raw->connect_to);
    free(raw);
}
