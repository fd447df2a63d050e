#pragma once
#include <curl/curl.h>

// Swift cannot call a C function with variable arguments, and curl_easy_setopt and
// curl_easy_getinfo are such functions. Here is one wrapper for each type of value that we pass,
// so that the C compiler checks the type. No logic.

// Macros with casts, which Swift does not see.
static const long ccurl_auth_any = (long)CURLAUTH_ANY;
static const long ccurl_auth_basic = (long)CURLAUTH_BASIC;
static const long ccurl_auth_digest = (long)CURLAUTH_DIGEST;
static const long ccurl_auth_ntlm = (long)CURLAUTH_NTLM;
static const long ccurl_auth_negotiate = (long)CURLAUTH_NEGOTIATE;

typedef size_t (*ccurl_sink)(char *bytes, size_t size, size_t count, void *context);
typedef CURLcode (*ccurl_tls_hook)(CURL *easy, void *tls, void *context);

static inline int ccurl_features(void)
{
    return curl_version_info(CURLVERSION_NOW)->features;
}

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value)
{
    return curl_easy_setopt(easy, option, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value)
{
    return curl_multi_setopt(multi, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value)
{
    return curl_easy_setopt(easy, option, value);
}

// A null pointer takes a default of libcurl away.
static inline CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *text)
{
    return curl_easy_setopt(easy, option, text);
}

static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *pointer)
{
    return curl_easy_setopt(easy, option, pointer);
}

static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *list)
{
    return curl_easy_setopt(easy, option, list);
}

static inline CURLcode ccurl_set_blob(
    CURL *easy, CURLoption option, const void *bytes, size_t count)
{
    struct curl_blob blob = {
        .data = (void *)bytes, .len = count, .flags = CURL_BLOB_COPY,
    };
    return curl_easy_setopt(easy, option, &blob);
}

// libcurl copies the body. Without a pointer it would read one from standard input.
static inline CURLcode ccurl_set_body(CURL *easy, const void *bytes, size_t count)
{
    CURLcode code =
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    if (code != CURLE_OK)
        return code;
    return curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, count > 0 ? bytes : "");
}

static inline CURLcode ccurl_set_sink(CURL *easy, CURLoption option, ccurl_sink sink)
{
    return curl_easy_setopt(easy, option, sink);
}

static inline CURLcode ccurl_set_tls_hook(CURL *easy, ccurl_tls_hook hook)
{
    return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, hook);
}

static inline CURLcode ccurl_get_long(CURL *easy, CURLINFO item, long *value)
{
    return curl_easy_getinfo(easy, item, value);
}

static inline CURLcode ccurl_get_offset(CURL *easy, CURLINFO item, curl_off_t *value)
{
    return curl_easy_getinfo(easy, item, value);
}

static inline CURLcode ccurl_get_string(CURL *easy, CURLINFO item, const char **text)
{
    return curl_easy_getinfo(easy, item, text);
}
