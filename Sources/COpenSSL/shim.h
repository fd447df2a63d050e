#pragma once
#include <openssl/bio.h>
#include <openssl/bn.h>
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

static inline EVP_PKEY *copenssl_generate_sm2(void) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
}

/* Writes the secret number of a key on a curve of 256 bits, 32 bytes; 1 where it has. */
static inline int copenssl_secret(EVP_PKEY *key, unsigned char *bytes) {
    BIGNUM *number = NULL;
    if (EVP_PKEY_get_bn_param(key, "priv", &number) != 1) return 0;
    int written = BN_bn2binpad(number, bytes, 32);
    BN_clear_free(number);
    return written == 32;
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
