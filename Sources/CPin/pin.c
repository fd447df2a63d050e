#include "pin.h"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

// "sha256:", 64 digits and the end.
#define PIN_SIZE (7 + 64 + 1)
#define ISSUER_SIZE 512

struct cpin_check {
    bool has_pin;
    bool ignores_time;
    char expected[PIN_SIZE];
    char seen[PIN_SIZE];
    char issuer[ISSUER_SIZE];
    bool missed;
};

cpin_check *cpin_check_create(const char *expected)
{
    cpin_check *check = calloc(1, sizeof *check);
    if (check == NULL || expected == NULL)
        return check;
    check->has_pin = true;
    // A longer text is no pin, so the expectation stays empty and no certificate meets it.
    if (strlen(expected) < PIN_SIZE)
        strcpy(check->expected, expected);
    return check;
}

void cpin_check_ignore_time(cpin_check *check)
{
    check->ignores_time = true;
}

void cpin_check_destroy(cpin_check *check)
{
    free(check);
}

// Writes the pin of a certificate; the empty text, which no pin equals, when OpenSSL fails.
static void write_pin(X509 *certificate, char pin[PIN_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    unsigned char *encoded = NULL;

    pin[0] = 0;
    int count = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded);
    if (count <= 0)
        return;
    int done = EVP_Digest(encoded, (size_t)count, digest, &length, EVP_sha256(), NULL);
    OPENSSL_free(encoded);
    if (done != 1 || length != 32)
        return;

    memcpy(pin, "sha256:", 7);
    for (unsigned int index = 0; index < length; index++) {
        pin[7 + 2 * index] = digits[digest[index] >> 4];
        pin[8 + 2 * index] = digits[digest[index] & 15];
    }
    pin[PIN_SIZE - 1] = 0;
}

// Leaves the name of the issuer, cut where it is too long.
static void write_issuer(X509 *certificate, char issuer[ISSUER_SIZE])
{
    issuer[0] = 0;
    BIO *text = BIO_new(BIO_s_mem());
    if (text == NULL)
        return;
    // Control characters stay escaped, since the name is a stranger's and will be printed.
    unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
    if (X509_NAME_print_ex(text, X509_get_issuer_name(certificate), 0, flags) >= 0) {
        int count = BIO_read(text, issuer, ISSUER_SIZE - 1);
        issuer[count > 0 ? count : 0] = 0;
    }
    BIO_free(text);
}

// Adds a certificate to those that are trusted, if it has the pin. False when memory is exhausted.
static bool collect(const cpin_check *check, X509 *certificate, STACK_OF(X509) *trusted)
{
    char pin[PIN_SIZE];
    write_pin(certificate, pin);
    if (pin[0] == 0 || strcmp(pin, check->expected) != 0)
        return true;
    return sk_X509_push(trusted, certificate) > 0;
}

// Keeps what the last certificate of a chain shows.
static void note(cpin_check *check, STACK_OF(X509) *sent)
{
    X509 *last = sk_X509_value(sent, sk_X509_num(sent) - 1);
    write_pin(last, check->seen);
    write_issuer(last, check->issuer);
    check->missed = true;
}

// Verifies as OpenSSL always does.
static int verify_by_store(cpin_check *check, STACK_OF(X509) *sent, X509_STORE_CTX *chain)
{
    X509_STORE_CTX_set_error(chain, X509_V_OK);
    int result = X509_verify_cert(chain);
    if (result == 1)
        return result;
    switch (X509_STORE_CTX_get_error(chain)) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        note(check, sent);
    }
    return result;
}

// Verifies with the trusted certificates in place of a store.
static int verify_below(STACK_OF(X509) *trusted, X509_STORE_CTX *chain)
{
    X509_STORE_CTX_set0_trusted_stack(chain, trusted);
    X509_STORE_CTX_set_error(chain, X509_V_OK);
    // The authority may be an intermediate one: its key is what the user compared.
    X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(chain), X509_V_FLAG_PARTIAL_CHAIN);
    return X509_verify_cert(chain);
}

// Called by OpenSSL in place of X509_verify_cert: 1 accepts, anything else ends the handshake.
static int verify(X509_STORE_CTX *chain, void *context)
{
    cpin_check *check = context;
    STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(chain);
    STACK_OF(X509) *trusted = sk_X509_new_null();
    int result = 0;

    check->missed = false;
    X509_STORE_CTX_set_error(chain, X509_V_ERR_UNSPECIFIED);
    if (sent == NULL || sk_X509_num(sent) == 0 || trusted == NULL)
        goto end;
    X509_VERIFY_PARAM *settings = X509_STORE_CTX_get0_param(chain);
    if (check->ignores_time)
        X509_VERIFY_PARAM_set_flags(settings, X509_V_FLAG_NO_CHECK_TIME);
    if (!check->has_pin) {
        result = verify_by_store(check, sent, chain);
        goto end;
    }
    for (int index = 0; index < sk_X509_num(sent); index++)
        if (!collect(check, sk_X509_value(sent, index), trusted))
            goto end;

    if (sk_X509_num(trusted) > 0) {
        result = verify_below(trusted, chain);
        goto end;
    }
    note(check, sent);
    X509_STORE_CTX_set_error(chain, X509_V_ERR_CERT_UNTRUSTED);
end:
    sk_X509_free(trusted);
    return result;
}

void cpin_check_install(cpin_check *check, void *ssl_ctx)
{
    SSL_CTX_set_cert_verify_callback(ssl_ctx, verify, check);
}

bool cpin_check_missed(const cpin_check *check)
{
    return check->missed;
}

const char *cpin_check_seen(const cpin_check *check)
{
    return check->seen;
}

const char *cpin_check_issuer(const cpin_check *check)
{
    return check->issuer;
}
