/* Names of everything a finger, a key or a test can point at: an enum and an index, never label text, because
 * labels are translated. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_UI_ID_H
#define PORCHLIGHT_UI_ID_H

#include <stdbool.h>
#include <stdint.h>

/* X(enum suffix, "name in the tree"). The name with ".index" is what scripts and tests use. */
#define UI_IDS(X)                                                                                                      \
    X(NONE, "")                                                                                                        \
    X(SCREEN, "screen")                                                                                                \
    X(HEADER, "header")                                                                                                \
    X(CONTENT, "content")                                                                                              \
    X(NAV, "nav")                                                                                                      \
    X(HOME, "home")                                                                                                    \
    X(LANGUAGE, "language")                                                                                            \
    X(LISTEN, "listen")                                                                                                \
    X(ACCESS, "access")                                                                                                \
    X(LEAVE, "leave")                                                                                                  \
    X(EMERGENCY, "emergency")                                                                                          \
    X(BACK, "back")                                                                                                    \
    X(NEXT, "next")                                                                                                    \
    X(MORE_ROW, "more-row")                                                                                            \
    X(MORE, "more")                                                                                                    \
    X(LESS, "less")                                                                                                    \
    X(NOTICE, "notice")                                                                                                \
    X(TITLE, "title")                                                                                                  \
    X(HEADING, "heading")                                                                                              \
    X(SENTENCE, "sentence")                                                                                            \
    X(PICTURE, "picture")                                                                                              \
    X(DOTS, "dots")                                                                                                    \
    X(TILE, "tile")                                                                                                    \
    X(GROUP, "group")                                                                                                  \
    X(OPTION, "option")                                                                                                \
    X(SKIP, "skip")                                                                                                    \
    X(SLOT, "slot")                                                                                                    \
    X(FIELD, "field")                                                                                                  \
    X(KEY, "key")                                                                                                      \
    X(KEY_SHIFT, "key-shift")                                                                                          \
    X(KEY_LAYOUT, "key-layout")                                                                                        \
    X(KEY_SPACE, "key-space")                                                                                          \
    X(KEY_BACKSPACE, "key-backspace")                                                                                  \
    X(EDIT, "edit")                                                                                                    \
    X(SEND, "send")                                                                                                    \
    X(KEPT, "kept")                                                                                                    \
    X(RECEIPT_PICTURE, "receipt-picture")                                                                              \
    X(RECEIPT_DIGITS, "receipt-digits")                                                                                \
    X(WITHDRAW, "withdraw")                                                                                            \
    X(ACCEPT, "accept")                                                                                                \
    X(OTHER_TIME, "other-time")                                                                                        \
    X(CONFIRM, "confirm")                                                                                              \
    X(CANCEL, "cancel")                                                                                                \
    X(FIND, "find")                                                                                                    \
    X(CLEAR, "clear")                                                                                                  \
    X(RECORD, "record")                                                                                                \
    X(HEAR, "hear")                                                                                                    \
    X(PREVIOUS, "previous")                                                                                            \
    X(QR, "qr")                                                                                                        \
    X(QR_KIND, "qr-kind")                                                                                              \
    X(RESOURCE, "resource")                                                                                            \
    X(PERSON, "person")                                                                                                \
    X(ASK, "ask")                                                                                                      \
    X(TAKE, "take")                                                                                                    \
    X(PRINT, "print")                                                                                                  \
    X(HELPED, "helped")                                                                                                \
    X(TURN, "turn")                                                                                                    \
    X(TEXT_SIZE, "text-size")                                                                                          \
    X(CONTRAST, "contrast")                                                                                            \
    X(LOWER, "lower")                                                                                                  \
    X(VOLUME, "volume")                                                                                                \
    X(RATE, "rate")                                                                                                    \
    X(RESET, "reset")                                                                                                  \
    X(STAY, "stay")                                                                                                    \
    X(DIALOG, "dialog")                                                                                                \
    X(ABOUT, "about")                                                                                                  \
    X(MY_REQUEST, "my-request")                                                                                        \
    X(REQUEST, "request")                                                                                              \
    X(SPEAK_CARD, "speak-card")                                                                                        \
    X(RESOURCES, "resources")

enum ui_kind {
#define X(suffix, name) UI_##suffix,
    UI_IDS(X)
#undef X
        UI_KIND_COUNT
};

struct ui_id {
    uint16_t kind;  /* enum ui_kind */
    uint16_t index; /* which of several; 0 for a lone one */
};

#define UI_ID(kind_, index_) ((struct ui_id){.kind = (uint16_t)(kind_), .index = (uint16_t)(index_)})

const char *ui_kind_name(enum ui_kind kind);
static inline bool ui_id_eq(struct ui_id a, struct ui_id b)
{
    return a.kind == b.kind && a.index == b.index;
}

/* "tile.3" or "home" (index 0 may be left out); false when no such name. */
bool ui_id_parse(const char *s, struct ui_id *out);

#endif
