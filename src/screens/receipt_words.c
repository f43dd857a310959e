/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screens/receipt_words.h"

#include "screens/form_words.h"

const char *receipt_digits(struct view *v, const struct receipt_code *c)
{
    const uint8_t *d = c->digit;
    return arena_printf(v->ui->frame, "\u2066%d%d%d %d%d%d\u2069", d[0], d[1], d[2], d[3], d[4], d[5]);
}

const char *receipt_digits_said(struct view *v, const struct receipt_code *c)
{
    const uint8_t *d = c->digit;
    return arena_printf(v->ui->frame, "%d, %d, %d. %d, %d, %d.", d[0], d[1], d[2], d[3], d[4], d[5]);
}

const char *receipt_payload(struct view *v, const struct receipt_code *c)
{
    const uint8_t *d = c->digit; /* together: a telephone set to Arabic would turn "123 456" round, marks or not */
    return arena_printf(v->ui->frame, "%s\n%s%s%s%s%s\n%d%d%d%d%d%d", v->site->centre,
                        tr(v, form_picture(c->picture[0])), view_comma(v), tr(v, form_picture(c->picture[1])),
                        view_comma(v), tr(v, form_picture(c->picture[2])), d[0], d[1], d[2], d[3], d[4], d[5]);
}
