# How tests are built. Everything is found by name; tests/README.md says what the names mean.
# SPDX-License-Identifier: GPL-3.0-or-later

# ---- test programs: tests/unit/<floor>/test_*.c link their floor and those below, tests/<folder>/test_*.c everything ----
UNIT_SRC := $(wildcard tests/unit/*/test_*.c)
WHOLE_SRC := $(wildcard tests/*/test_*.c)
BENCH_SRC := $(wildcard tests/bench/bench_*.c)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
bin_of = $(patsubst tests/%.c,$(O)/tests/%,$(1))
obj_of_test = $(patsubst tests/%.c,$(O)/tests/%.o,$(1))
# what else stands in a test's folder is linked to each test of that folder
helpers_of = $(filter-out $(1)test_%.c $(1)bench_%.c $(1)fuzz_%.c,$(wildcard $(1)*.c))
# a line `links: zbar pangoft2` near the top of a test asks for those libraries by their pkg-config names
TEST_LINKS := $(if $(WHOLE_SRC),$(shell awk 'FNR <= 15 && sub(/.*links: */, "") { sub(/ *\*.*/, ""); \
	for (n = split($$0, lib, " "); n; n--) print FILENAME ":" lib[n] }' $(UNIT_SRC) $(WHOLE_SRC) $(BENCH_SRC) $(FUZZ_SRC)))
ask_links = $(patsubst $(1):%,%,$(filter $(1):%,$(TEST_LINKS)))
LIBS_TEST = $(LIBS_KIOSK) -lcmocka $(if $(findstring /device/,$(1)),-lzbar) \
	$(if $(call ask_links,$(1)),$(shell pkg-config --libs $(call ask_links,$(1))))
CFLAGS_TEST = $(if $(call ask_links,$(1)),$(shell pkg-config --cflags $(call ask_links,$(1)) | sed 's/-I/-isystem /g'))

$(O)/tests/%.o: tests/%.c $(O)/flags
	@mkdir -p $(@D)
	$(if $(Q),@echo "  CC $<")
	$(Q)$(COMPILE) $(call CFLAGS_TEST,$<) -MMD -MP -c $< -o $@

# hundreds of programs are linked, for each compiler and mode: where mold is installed it does that in a third of the time
TEST_LINKER := $(if $(shell command -v mold),-fuse-ld=mold)

# $(1) source, $(2) floors it links, $(3) sources linked beside it
define test_rule
$(call bin_of,$(1)): $(call obj_of_test,$(1) $(3)) $(call libs_of,$(2))
	$(if $(Q),@echo "  LD $$@")
	$(Q)$$(LINK) $$(TEST_LINKER) $$(filter %.o %.a,$$^) $$(call LIBS_TEST,$(1)) -o $$@
endef
whole := ctl $(LINK_app)
floor_of = $(word 3,$(subst /, ,$(1)))
$(foreach t,$(UNIT_SRC),$(eval $(call test_rule,$(t),$(LINK_$(call floor_of,$(t))),$(call helpers_of,$(dir $(t))))))
$(foreach t,$(WHOLE_SRC) $(BENCH_SRC),$(eval $(call test_rule,$(t),$(whole),$(call helpers_of,$(dir $(t))))))
$(foreach t,$(FUZZ_SRC),$(eval $(call test_rule,$(t),$(whole),\
	$(call helpers_of,tests/fuzz/) $(if $(filter fuzz,$(MODE)),,tests/run/fuzz_replay.c))))

KIT := $(O)/tests/run/png_compare
$(KIT): $(O)/tests/run/png_compare.o $(O)/libbase.a
	$(Q)$(LINK) $^ $(LIBS_KIOSK) -o $@

unit-programs: $(call bin_of,$(UNIT_SRC))
# the programs whose first lines say `modes: … asan` run under the sanitizers too, as every unit test does
asan-programs: unit-programs $(call bin_of,$(FUZZ_SRC)) \
	$(call bin_of,$(if $(WHOLE_SRC),$(shell grep -l 'modes:.*asan' $(WHOLE_SRC))))
# for `make check`, which wants warnings: what is linked was linked by `make test`
test-objects: $(call obj_of_test,$(wildcard tests/*/*.c tests/unit/*/*.c))
test-programs: all $(KIT) $(call bin_of,$(UNIT_SRC) $(WHOLE_SRC))

# ---- running them -------------------------------------------------------------------------------------------------
O_ASAN := $(if $(filter file,$(origin O)),build/asan,$(O)-asan)
O_FUZZ := $(if $(filter file,$(origin O)),build/fuzz,$(O)-fuzz)
O_BENCH := $(if $(filter file,$(origin O)),build/release,$(O)-release)

# a program that does not build is counted as a failed test by the suite, so the rest still run
test: ## install what is missing, build, run every test; ONLY=text runs those whose path has that word
	@tests/run/deps.sh $(DEB_BUILD) $(DEB_RUN) $(DEB_TEST)
	+-@$(SUBMAKE) -k O=$(O) test-programs
	+-@$(SUBMAKE) -k O=$(O_ASAN) MODE=asan asan-programs
	@tests/run/suite.sh $(O) $(O_ASAN) '$(ONLY)'

unit: unit-programs ## the unit tests alone; unit-text, unit-store …: those of one floor
	@for t in $(call bin_of,$(UNIT_SRC)); do $$t || exit 1; done
unit-%:
	+@$(SUBMAKE) $(filter $(O)/tests/unit/$*/%,$(call bin_of,$(UNIT_SRC)))
	@for t in $(filter $(O)/tests/unit/$*/%,$(call bin_of,$(UNIT_SRC))); do $$t || exit 1; done

refs: ## accept the pictures of the last `make test` as the new references
	@tests/run/refs.sh $(O)

strings: ## bring kiosk-config/strings/en.po up to date with the program's sentences
	@tests/run/deps.sh $(DEB_TEST)
	@tests/content/update_strings.sh

fuzz: ## TARGET=name SECONDS=60: fuzz one parser (or all), from its corpus
	@tests/run/deps.sh $(DEB_BUILD) $(DEB_TEST)
	+@$(SUBMAKE) O=$(O_FUZZ) MODE=fuzz CC=clang fuzz-programs
	@tests/fuzz/fuzz.sh $(O_FUZZ) '$(TARGET)' '$(SECONDS)'
fuzz-programs: $(call bin_of,$(if $(TARGET),$(wildcard tests/fuzz/fuzz_$(TARGET).c),$(FUZZ_SRC)))

bench: ## measure, and print a table beside the numbers to reach
	@tests/run/deps.sh $(DEB_BUILD) $(DEB_RUN) $(DEB_TEST)
	+@$(SUBMAKE) O=$(O_BENCH) MODE=release all bench-programs
	@tests/bench/bench.sh $(O_BENCH)
bench-programs: $(call bin_of,$(BENCH_SRC))

.PHONY: strings unit-programs asan-programs test-objects test-programs test unit refs fuzz fuzz-programs bench bench-programs
