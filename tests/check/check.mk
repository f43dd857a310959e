# `make check`: tests/check/run.sh runs every tests/check/check_*.sh; README.md there says what each holds to.
# SPDX-License-Identifier: GPL-3.0-or-later

O_CHECK := $(if $(filter file,$(origin O)),build/check,$(O)-check)

check: ## every rule of the house: floors, headers, warnings, format, clang-tidy, cppcheck, spelling; ONLY=floors
	@tests/run/deps.sh $(DEB_BUILD) $(DEB_TEST)
	@tests/check/run.sh $(O_CHECK) '$(ONLY)'

# clang-tidy leaves a stamp beside its dependencies, so that only what changed is looked at again
TIDY := $(patsubst src/%.c,$(O)/tidy/%.ok,$(shell find src -name '*.c'))
$(O)/tidy/%.ok: src/%.c .clang-tidy
	@mkdir -p $(@D)
	@$(CC) $(ALL_CPPFLAGS) -std=c11 -MM -MP -MT $@ -MF $(O)/tidy/$*.d $<
	@clang-tidy --quiet $< -- $(ALL_CPPFLAGS) -std=c11 >$(O)/tidy/$*.out 2>/dev/null || { cat $(O)/tidy/$*.out; exit 1; }
	@touch $@
tidy: $(TIDY)

# for scripts: how a file is compiled
print-flags:
	@echo '$(ALL_CPPFLAGS) -std=c11 $(WARN)'

.PHONY: check tidy print-flags
