#include "library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

struct ccurl_library curl;

static int is_open = 0;
static char failure[512];

const char *ccurl_load(void) {
    if (is_open) return NULL;
    // The GnuTLS build speaks the same interface; it stands in where the OpenSSL build is not installed.
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", NULL};
    void *library = NULL;
    for (size_t i = 0; names[i] != NULL && library == NULL; i++) {
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (library == NULL && i == 0) {
            const char *reason = dlerror();
            snprintf(failure, sizeof failure, "%s", reason == NULL ? "libcurl.so.4 cannot be opened" : reason);
        }
    }
    if (library == NULL) return failure;
#define CCURL_LOOK_UP(result, name, symbol, parameters)                                        \
    *(void **)&curl.name = dlsym(library, #symbol);                                            \
    if (curl.name == NULL) {                                                                   \
        snprintf(failure, sizeof failure, "libcurl is too old: it has no %s", #symbol);        \
        return failure;                                                                        \
    }
    CCURL_FUNCTIONS(CCURL_LOOK_UP)
#undef CCURL_LOOK_UP
    if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return "libcurl cannot be initialised";
    is_open = 1;
    return NULL;
}

const char *ccurl_version(void) {
    static char text[32];
    if (!is_open) return "";
    const char *version = curl.version();
    const char *slash = strchr(version, '/');
    snprintf(text, sizeof text, "%.*s", (int)strcspn(slash == NULL ? version : slash + 1, " "), slash == NULL ? version : slash + 1);
    return text;
}

static void set_blob(CURL *easy, CURLoption option, const void *data, size_t size) {
    if (data == NULL || size == 0) return;
    struct curl_blob blob = {.data = (void *)(uintptr_t)data, .len = size, .flags = CURL_BLOB_COPY};
    curl.easy_setopt(easy, option, &blob);
}

void ccurl_set_endpoint(CURL *easy, const ccurl_endpoint *endpoint, struct curl_slist **connect_to) {
    curl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl.easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl.easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl.easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, endpoint->insecure ? 0L : 1L);
    curl.easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, endpoint->insecure ? 0L : 2L);
    curl.easy_setopt(easy, CURLOPT_HTTP_VERSION, endpoint->http1 ? (long)CURL_HTTP_VERSION_1_1 : (long)CURL_HTTP_VERSION_2TLS);
    // Who names an authority trusts nobody else: without this, libcurl would add the system's folder of authorities.
    if (endpoint->ca_file != NULL || endpoint->ca_size > 0) curl.easy_setopt(easy, CURLOPT_CAPATH, (char *)NULL);
    if (endpoint->ca_file != NULL) curl.easy_setopt(easy, CURLOPT_CAINFO, endpoint->ca_file);
    set_blob(easy, CURLOPT_CAINFO_BLOB, endpoint->ca_data, endpoint->ca_size);
    if (endpoint->certificate_file != NULL) curl.easy_setopt(easy, CURLOPT_SSLCERT, endpoint->certificate_file);
    set_blob(easy, CURLOPT_SSLCERT_BLOB, endpoint->certificate_data, endpoint->certificate_size);
    if (endpoint->key_file != NULL) curl.easy_setopt(easy, CURLOPT_SSLKEY, endpoint->key_file);
    set_blob(easy, CURLOPT_SSLKEY_BLOB, endpoint->key_data, endpoint->key_size);
    if (endpoint->proxy != NULL) {
        curl.easy_setopt(easy, CURLOPT_PROXY, endpoint->proxy);
        curl.easy_setopt(easy, CURLOPT_NOPROXY, "");
    }
    if (endpoint->connect_to != NULL) {
        *connect_to = curl.slist_append(NULL, endpoint->connect_to);
        curl.easy_setopt(easy, CURLOPT_CONNECT_TO, *connect_to);
    }
}
