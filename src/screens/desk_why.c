/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why something was not done, in the desk's languages. The English detail is in the journal and with the doctor. */
#include "screens/desk.h"

const char *desk_why(const struct view *v, enum err_code code, const char *refused)
{
    static const char *const words[ERR_CODE_COUNT] = {
        [ERR_NONE] = N_("Something in this machine failed. Try again, or ask who looks after it."),
        [ERR_FAILED] = N_("Something in this machine failed. Try again, or ask who looks after it."),
        [ERR_NOT_FOUND] = N_("It is not there any more."),
        [ERR_TOO_BIG] = N_("It is too big."),
        [ERR_DAMAGED] = N_("It is damaged."),
        [ERR_NO_SPACE] = N_("There is no room, or it cannot be written on."),
        [ERR_REFUSED] = N_("This is not allowed now."),
        [ERR_NO_DEVICE] = N_("A part of the machine, or a stick, is not there or does not work."),
    };
    if ((unsigned)code >= ERR_CODE_COUNT)
        code = ERR_FAILED;
    return tr(v, code == ERR_REFUSED && refused ? refused : words[code]);
}
