/* libcups, loaded when a queue is first asked: it brings TLS and Kerberos along, 4 MB and some 10 ms at the start of a
 * program that on most kiosks never needs it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_CUPS_LIBRARY_INT_H
#define PORCHLIGHT_DEVICE_CUPS_LIBRARY_INT_H

#include <cups/cups.h>

/* Each function that we call, under its own name and with its own type. */
/* clang-format off */
#define CUPS_LIBRARY(X) \
    X(cupsDoRequest) X(cupsEncryption) X(cupsGetResponse) X(cupsLastError) X(cupsLastErrorString) \
    X(cupsSendRequest) X(cupsServer) X(cupsSetPasswordCB2) X(cupsUser) X(cupsWriteRequestData) \
    X(httpAssembleURIf) X(httpClose) X(httpConnect2) X(httpSeparateURI) X(httpSetTimeout) \
    X(ippAddBoolean) X(ippAddInteger) X(ippAddString) X(ippAddStrings) X(ippDelete) \
    X(ippFindAttribute) X(ippFirstAttribute) X(ippGetBoolean) X(ippGetCount) X(ippGetGroupTag) \
    X(ippGetInteger) X(ippGetName) X(ippGetString) X(ippNewRequest) X(ippNextAttribute) X(ippPort)
/* clang-format on */

struct cups_library {
#define X(f) __typeof__(&f) f;
    CUPS_LIBRARY(X)
#undef X
};

/* NULL when it is not there, or lacks one of these. */
const struct cups_library *cups_library(void);

#endif
