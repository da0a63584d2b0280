// The little of libcurl that meshctl uses, behind calls that Swift can make.
//
// libcurl and the thirty libraries behind it take about five milliseconds to map, so they are opened at the first use of the
// network and never by the verbs that stay offline. Every callback stays on this side; Swift gets finished buffers.
// Nothing here is safe to use from two threads at once.
#ifndef CCURL_H
#define CCURL_H

#include <stddef.h>
#include <stdint.h>

/// How many words the program was started with, its own name included; 0 where the C library does not say.
int ccurl_argument_count(void);
/// One of them; NULL past the end.
const char *ccurl_argument(int index);

/// How to reach a server. Pointers may be NULL; they are read during the call only.
typedef struct ccurl_endpoint {
    const char *ca_file;
    const void *ca_data;
    size_t ca_size;
    const char *certificate_file;
    const void *certificate_data;
    size_t certificate_size;
    const char *key_file;
    const void *key_data;
    size_t key_size;
    /// The proxy's URL; "" goes straight whatever the environment says, NULL asks the environment.
    const char *proxy;
    /// `host:port:host:port` as CURLOPT_CONNECT_TO takes it, to connect elsewhere than the URL says.
    const char *connect_to;
    /// Nonzero: the certificate is not verified.
    int insecure;
    /// Nonzero: HTTP/1.1 only.
    int http1;
} ccurl_endpoint;

/// One request. Pointers are read during the call only.
typedef struct ccurl_request {
    const char *method;
    const char *url;
    const char *const *headers;
    size_t header_count;
    const void *body;
    size_t body_size;
    /// Whether there is a body, perhaps an empty one.
    int has_body;
    /// Whether the body of the answer is handed over as it comes.
    int streams;
    /// Whether the server may compress the answer.
    int compressed;
    long timeout_ms;
    long connect_timeout_ms;
    uint64_t tag;
} ccurl_request;

/// What came of a request. `head` and `body` belong to the receiver; see `ccurl_result_free`.
typedef struct ccurl_result {
    uint64_t tag;
    /// libcurl's code; 0 when a whole answer came.
    int code;
    char message[256];
    long status;
    /// The lines of the last head, `CR LF` included.
    char *head;
    size_t head_size;
    char *body;
    size_t body_size;
    double seconds;
    /// Whether any byte of the request may have reached the server.
    int was_sent;
} ccurl_result;

/// Opens libcurl unless it is open. NULL, or why it could not be opened.
const char *ccurl_load(void);
/// libcurl's version, such as `7.88.1`; "" when it is not open.
const char *ccurl_version(void);

typedef struct ccurl_session ccurl_session;

/// Makes a session: one multi handle that keeps its connections. NULL when memory is short.
ccurl_session *ccurl_session_create(long connections);
/// Ends the session, its transfers and its connections.
void ccurl_session_destroy(ccurl_session *session);
/// Starts a request. 0, or libcurl's code.
int ccurl_session_start(ccurl_session *session, const ccurl_endpoint *endpoint, const ccurl_request *request);
/// How many requests are under way.
size_t ccurl_session_active(const ccurl_session *session);
/// Drops what is under way.
void ccurl_session_cancel(ccurl_session *session);

enum { CCURL_NOTHING = 0, CCURL_FINISHED = 1, CCURL_DATA = 2, CCURL_BROKEN = -1 };

/// Moves transfers on for at most `wait_ms` and reports the next event: a finished request (in `result`), bytes of a streaming
/// one (its tag in `result`, the bytes in its `body`), or nothing.
int ccurl_session_next(ccurl_session *session, int wait_ms, ccurl_result *result);
/// Frees the buffers of a result.
void ccurl_result_free(ccurl_result *result);

typedef struct ccurl_raw ccurl_raw;

/// Connects, with TLS for `https`, and leaves the talking to the caller. NULL with the reason in `result`.
ccurl_raw *ccurl_raw_open(const ccurl_endpoint *endpoint, const char *url, long timeout_ms, ccurl_result *result);
/// The socket, to poll on; -1 when there is none.
int ccurl_raw_socket(const ccurl_raw *raw);
/// Sends what fits. 0, CCURL_AGAIN, or libcurl's code.
int ccurl_raw_send(ccurl_raw *raw, const void *bytes, size_t size, size_t *sent);
/// Receives what is there; `received` 0 with code 0 is the end. 0, CCURL_AGAIN, or libcurl's code.
int ccurl_raw_receive(ccurl_raw *raw, void *bytes, size_t size, size_t *received);
/// Ends the connection.
void ccurl_raw_close(ccurl_raw *raw);

enum { CCURL_AGAIN = 81 };

/// From now on the first SIGINT or SIGTERM is noted instead of ending the process; a second one ends it.
void ccurl_catch_interrupts(void);
/// The signal that was noted, or 0.
int ccurl_noted(void);
/// The signal that was noted, or 0 also while what it interrupted is brought to an end.
int ccurl_interrupted(void);
/// Says whether what a signal interrupted is being brought to an end, for which requests must still be possible.
void ccurl_finish(int on);

/// Compresses bytes with zlib, opened at first use like libcurl, which brings it along. The result is the caller's to free;
/// NULL when there is no zlib.
void *ccurl_deflate(const void *bytes, size_t size, size_t *result_size);
/// Undoes `ccurl_deflate` for bytes that were `expected` many. NULL when they are damaged or there is no zlib.
void *ccurl_inflate(const void *bytes, size_t size, size_t expected);

#endif
