#pragma once
#include <stdbool.h>

// Trust in one server, and what it shows where it does not deserve it. The server's certification
// authority is known by its certificate, or by nothing but its pin: "sha256:" and the lower-case
// hexadecimal SHA-256 of the authority's SubjectPublicKeyInfo.
//
// Why C: OpenSSL calls back with its own structures while a handshake runs, in the middle of
// libcurl. No OpenSSL type appears here, so that only this target knows OpenSSL's verification.

// One expectation, and what the last handshake that was held against it showed.
typedef struct cpin_check cpin_check;

// With the expected pin, or null where the SSL_CTX itself has the certificates that are trusted. Null
// when memory is exhausted.
cpin_check *cpin_check_create(const char *expected);
void cpin_check_destroy(cpin_check *check);

// Accepts certificates before and behind their validity, for who wants to know why there is no trust.
void cpin_check_ignore_time(cpin_check *check);

// Watches the verification of an SSL_CTX. With a pin, makes it trust no certificate but the one that has
// the pin and that the server itself sends. The chain below it is then verified as always: signatures, validity, purposes. The name of
// the host is not looked at; that stays with libcurl. The check must outlive every handshake.
void cpin_check_install(cpin_check *check, void *ssl_ctx);

// Whether the handshake failed because no certificate of the chain has the pin, or none that is trusted
// has issued one of them.
bool cpin_check_missed(const cpin_check *check);

// The pin of the last certificate of that chain, and the name of its issuer (RFC 2253, UTF-8).
const char *cpin_check_seen(const cpin_check *check);
const char *cpin_check_issuer(const cpin_check *check);
