#pragma once
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* Macros and variadic functions, which Swift does not import, each with types. */

static inline EVP_PKEY *copenssl_generate_ed25519(void) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
}

static inline EVP_PKEY *copenssl_generate_p256(void) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
}

/* The bytes a memory BIO holds; they stay its own. */
static inline size_t copenssl_bio_bytes(BIO *bio, char **bytes) {
    long count = BIO_get_mem_data(bio, bytes);
    return count > 0 ? (size_t)count : 0;
}

static inline void copenssl_free(void *memory) {
    OPENSSL_free(memory);
}

/* Wipes before it frees, for what may be a private key. */
static inline void copenssl_wipe(void *memory, size_t count) {
    OPENSSL_clear_free(memory, count);
}
