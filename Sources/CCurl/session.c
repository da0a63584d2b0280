#include "library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/// No answer may grow beyond this; a server that sends more is broken or hostile.
static const size_t longest_body = (size_t)1 << 30;
static const size_t longest_head = (size_t)1 << 20;

typedef struct buffer {
    char *bytes;
    size_t size;
    size_t capacity;
} buffer;

/// One request under way, or one that rests in the list of spare handles.
typedef struct transfer {
    CURL *easy;
    struct transfer *next;
    struct transfer *previous;
    struct curl_slist *headers;
    struct curl_slist *connect_to;
    buffer head;
    buffer body;
    uint64_t tag;
    int streams;
    char message[CURL_ERROR_SIZE];
} transfer;

struct ccurl_session {
    CURLM *multi;
    transfer *running;
    transfer *spare;
    size_t active;
};

static int append(buffer *buffer, const char *bytes, size_t size, size_t limit) {
    if (size > limit || buffer->size > limit - size) return 0;
    if (buffer->size + size > buffer->capacity) {
        size_t capacity = buffer->capacity == 0 ? 2048 : buffer->capacity;
        while (capacity < buffer->size + size) capacity *= 2;
        char *grown = realloc(buffer->bytes, capacity);
        if (grown == NULL) return 0;
        buffer->bytes = grown;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    return 1;
}

static void drop(buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}

static size_t receive_head(char *bytes, size_t size, size_t count, void *context) {
    transfer *transfer = context;
    size_t total = size * count;
    // A head after another one (100 Continue, the proxy's own answer) takes its place.
    if (total >= 5 && strncmp(bytes, "HTTP/", 5) == 0) transfer->head.size = 0;
    return append(&transfer->head, bytes, total, longest_head) ? total : 0;
}

static size_t receive_body(char *bytes, size_t size, size_t count, void *context) {
    transfer *transfer = context;
    size_t total = size * count;
    return append(&transfer->body, bytes, total, longest_body) ? total : 0;
}

ccurl_session *ccurl_session_create(long connections) {
    if (ccurl_load() != NULL) return NULL;
    ccurl_session *session = calloc(1, sizeof *session);
    if (session == NULL) return NULL;
    session->multi = curl.multi_init();
    if (session->multi == NULL) {
        free(session);
        return NULL;
    }
    curl.multi_setopt(session->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
    curl.multi_setopt(session->multi, CURLMOPT_MAX_HOST_CONNECTIONS, connections);
    return session;
}

static void release(transfer *transfer) {
    curl.slist_free_all(transfer->headers);
    curl.slist_free_all(transfer->connect_to);
    transfer->headers = NULL;
    transfer->connect_to = NULL;
    drop(&transfer->head);
    drop(&transfer->body);
}

/// Takes a transfer out of the multi handle and keeps its easy handle for the next request.
static void retire(ccurl_session *session, transfer *transfer) {
    curl.multi_remove_handle(session->multi, transfer->easy);
    if (transfer->previous != NULL) transfer->previous->next = transfer->next;
    if (transfer->next != NULL) transfer->next->previous = transfer->previous;
    if (session->running == transfer) session->running = transfer->next;
    session->active -= 1;
    release(transfer);
    curl.easy_reset(transfer->easy);
    transfer->previous = NULL;
    transfer->next = session->spare;
    session->spare = transfer;
}

void ccurl_session_cancel(ccurl_session *session) {
    while (session->running != NULL) retire(session, session->running);
}

void ccurl_session_destroy(ccurl_session *session) {
    if (session == NULL) return;
    ccurl_session_cancel(session);
    while (session->spare != NULL) {
        transfer *transfer = session->spare;
        session->spare = transfer->next;
        curl.easy_cleanup(transfer->easy);
        free(transfer);
    }
    curl.multi_cleanup(session->multi);
    free(session);
}

static void set_request(transfer *transfer, const ccurl_request *request) {
    CURL *easy = transfer->easy;
    curl.easy_setopt(easy, CURLOPT_URL, request->url);
    curl.easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    if (request->has_body) {
        curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_size);
        curl.easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request->body_size == 0 ? "" : request->body);
    }
    if (strcmp(request->method, "HEAD") == 0) {
        curl.easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else {
        curl.easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    }
    for (size_t i = 0; i < request->header_count; i++) {
        struct curl_slist *grown = curl.slist_append(transfer->headers, request->headers[i]);
        if (grown != NULL) transfer->headers = grown;
    }
    curl.easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    if (request->compressed) curl.easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl.easy_setopt(easy, CURLOPT_TIMEOUT_MS, request->timeout_ms);
    curl.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout_ms);
    // Wait for the first connection to show whether it multiplexes, rather than open one for each request.
    curl.easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive_body);
    curl.easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, receive_head);
    curl.easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl.easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->message);
    curl.easy_setopt(easy, CURLOPT_PRIVATE, transfer);
}

int ccurl_session_start(ccurl_session *session, const ccurl_endpoint *endpoint, const ccurl_request *request) {
    transfer *transfer = session->spare;
    if (transfer != NULL) {
        session->spare = transfer->next;
    } else {
        transfer = calloc(1, sizeof *transfer);
        if (transfer == NULL) return CURLE_OUT_OF_MEMORY;
        transfer->easy = curl.easy_init();
        if (transfer->easy == NULL) {
            free(transfer);
            return CURLE_OUT_OF_MEMORY;
        }
    }
    transfer->tag = request->tag;
    transfer->streams = request->streams;
    transfer->message[0] = 0;
    ccurl_set_endpoint(transfer->easy, endpoint, &transfer->connect_to);
    set_request(transfer, request);
    transfer->previous = NULL;
    transfer->next = session->running;
    if (session->running != NULL) session->running->previous = transfer;
    session->running = transfer;
    session->active += 1;
    if (curl.multi_add_handle(session->multi, transfer->easy) != CURLM_OK) {
        retire(session, transfer);
        return CURLE_FAILED_INIT;
    }
    return CURLE_OK;
}

size_t ccurl_session_active(const ccurl_session *session) { return session->active; }

static void hand_over(buffer *from, char **bytes, size_t *size) {
    *bytes = from->bytes;
    *size = from->size;
    *from = (buffer){0};
}

static void finish(ccurl_session *session, transfer *transfer, CURLcode code, ccurl_result *result) {
    curl_off_t microseconds = 0;
    long sent = 0;
    curl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &result->status);
    curl.easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &microseconds);
    curl.easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent);
    result->tag = transfer->tag;
    result->code = (int)code;
    result->seconds = (double)microseconds / 1e6;
    result->was_sent = sent > 0;
    const char *text = transfer->message[0] != 0 ? transfer->message : curl.easy_strerror(code);
    snprintf(result->message, sizeof result->message, "%s", code == CURLE_OK ? "" : text);
    hand_over(&transfer->head, &result->head, &result->head_size);
    hand_over(&transfer->body, &result->body, &result->body_size);
    retire(session, transfer);
}

/// Reports a finished request or the bytes of a streaming one, if there are any.
static int report(ccurl_session *session, ccurl_result *result) {
    for (transfer *transfer = session->running; transfer != NULL; transfer = transfer->next) {
        if (!transfer->streams || transfer->body.size == 0) continue;
        result->tag = transfer->tag;
        curl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &result->status);
        hand_over(&transfer->body, &result->body, &result->body_size);
        return CCURL_DATA;
    }
    int left = 0;
    for (CURLMsg *message = curl.multi_info_read(session->multi, &left); message != NULL;
         message = curl.multi_info_read(session->multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        void *context = NULL;
        CURLcode code = message->data.result;
        curl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &context);
        if (context == NULL) continue;
        finish(session, context, code, result);
        return CCURL_FINISHED;
    }
    return CCURL_NOTHING;
}

int ccurl_session_next(ccurl_session *session, int wait_ms, ccurl_result *result) {
    memset(result, 0, sizeof *result);
    int event = report(session, result);
    if (event != CCURL_NOTHING) return event;
    int running = 0;
    if (curl.multi_perform(session->multi, &running) != CURLM_OK) return CCURL_BROKEN;
    event = report(session, result);
    if (event != CCURL_NOTHING) return event;
    if (curl.multi_poll(session->multi, NULL, 0, wait_ms, NULL) != CURLM_OK) return CCURL_BROKEN;
    if (curl.multi_perform(session->multi, &running) != CURLM_OK) return CCURL_BROKEN;
    return report(session, result);
}

void ccurl_result_free(ccurl_result *result) {
    free(result->head);
    free(result->body);
    result->head = NULL;
    result->body = NULL;
    result->head_size = 0;
    result->body_size = 0;
}
