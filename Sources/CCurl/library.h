// libcurl's functions as looked up at run time. Private to this target.
#ifndef CCURL_LIBRARY_H
#define CCURL_LIBRARY_H

#define CURL_DISABLE_TYPECHECK 1
#include <curl/curl.h>
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#include "ccurl.h"

/// Every function used, as (result, name, parameters).
#define CCURL_FUNCTIONS(F)                                                                                     \
    F(CURLcode, global_init, curl_global_init, (long))                                                         \
    F(char *, version, curl_version, (void))                                                                   \
    F(CURL *, easy_init, curl_easy_init, (void))                                                               \
    F(void, easy_reset, curl_easy_reset, (CURL *))                                                             \
    F(void, easy_cleanup, curl_easy_cleanup, (CURL *))                                                         \
    F(CURLcode, easy_perform, curl_easy_perform, (CURL *))                                                     \
    F(CURLcode, easy_setopt, curl_easy_setopt, (CURL *, CURLoption, ...))                                      \
    F(CURLcode, easy_getinfo, curl_easy_getinfo, (CURL *, CURLINFO, ...))                                      \
    F(const char *, easy_strerror, curl_easy_strerror, (CURLcode))                                             \
    F(CURLcode, easy_send, curl_easy_send, (CURL *, const void *, size_t, size_t *))                           \
    F(CURLcode, easy_recv, curl_easy_recv, (CURL *, void *, size_t, size_t *))                                 \
    F(struct curl_slist *, slist_append, curl_slist_append, (struct curl_slist *, const char *))               \
    F(void, slist_free_all, curl_slist_free_all, (struct curl_slist *))                                        \
    F(CURLM *, multi_init, curl_multi_init, (void))                                                            \
    F(CURLMcode, multi_cleanup, curl_multi_cleanup, (CURLM *))                                                 \
    F(CURLMcode, multi_setopt, curl_multi_setopt, (CURLM *, CURLMoption, ...))                                 \
    F(CURLMcode, multi_add_handle, curl_multi_add_handle, (CURLM *, CURL *))                                   \
    F(CURLMcode, multi_remove_handle, curl_multi_remove_handle, (CURLM *, CURL *))                             \
    F(CURLMcode, multi_perform, curl_multi_perform, (CURLM *, int *))                                          \
    F(CURLMcode, multi_poll, curl_multi_poll, (CURLM *, struct curl_waitfd *, unsigned int, int, int *))       \
    F(CURLMsg *, multi_info_read, curl_multi_info_read, (CURLM *, int *))

#define CCURL_MEMBER(result, name, symbol, parameters) result(*name) parameters;
struct ccurl_library {
    CCURL_FUNCTIONS(CCURL_MEMBER)
};
#undef CCURL_MEMBER

/// Filled by `ccurl_load`.
extern struct ccurl_library curl;

/// Sets everything about a handle that depends on the server: TLS, proxy, protocol.
void ccurl_set_endpoint(CURL *easy, const ccurl_endpoint *endpoint, struct curl_slist **connect_to);

#endif
