/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screens/staff_fact_words.h"

#include "base/str.h"
#include "domain/rules.h"
#include "screens/screen.h"

/* facts.md A1; nobody may leave this open or write a sentence of their own */
static const struct fact_choice immigration[] = {
    {"no_ask_law", N_("A rule here tells police not to ask victims and witnesses about papers.")},
    {"no_ask_policy", N_("Our police department's own policy is not to ask. A policy can change.")},
    {"no_rule", N_("There is no written rule here.")},
    {"jail_287g", N_("Police on the street usually do not ask. The county jail works with immigration officers.")},
    {"task_force_287g", N_("Some officers here also have immigration powers.")},
    {"state_mandate", N_("State law tells police here to work with immigration officers.")},
};
_Static_assert(sizeof immigration / sizeof *immigration == IMMIGRATION_WORD_COUNT, "a sentence for each variant");

static const struct fact_choice yes_no[] = {{"yes", N_("Yes")}, {"no", N_("No")}};

static const struct fact_words all[] = {
    {"immigration", N_("Do police here ask about immigration papers?"),
     N_("Ask the police department and a lawyer. Choose the one sentence that is true today."), FACT_CHOICE, 90,
     immigration, IMMIGRATION_WORD_COUNT},
    {"nonemergency_phone", N_("The police number when nobody is in danger"), N_("Call it yourself. Then type it."),
     FACT_PHONE, 180, NULL, 0},
    {"text_to_911", N_("Can people here send a text to 911?"), N_("Ask the 911 centre of this town."), FACT_CHOICE, 365,
     yes_no, 2},
    {"records_law", N_("Who may see a request to meet?"),
     N_("One plain sentence. Ask a lawyer who knows the public records law here."), FACT_SENTENCE, 365, NULL, 0},
    {"state_rights_page", N_("The state's own page about the rights of victims"),
     N_("Type its address. It begins with https://"), FACT_URL, 365, NULL, 0},
};
static const struct fact_words other = {
    NULL, NULL, N_("A page needs this. Write it as visitors should read it."), FACT_SENTENCE, 365, NULL, 0};

const struct fact_words *fact_words_at(size_t i)
{
    return i < sizeof all / sizeof *all ? &all[i] : NULL;
}

const struct fact_words *fact_words_of(const char *key)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(all[i].key, key))
            return &all[i];
    return &other;
}
