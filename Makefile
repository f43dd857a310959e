# Porchlight. `make run` and `make test` do everything on a fresh Debian 12; `make help` lists the rest.
# SPDX-License-Identifier: GPL-3.0-or-later

MODE ?= debug
O ?= build/$(MODE)
PREFIX ?= /usr/local
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(filter $(MODE),debug release asan fuzz),)
$(error MODE is debug, release or asan, not '$(MODE)')
endif
# V=1 shows the commands
Q := $(if $(filter 1,$(V)),,@)
SUBMAKE = $(MAKE) --no-print-directory $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(JOBS))

# ---- Debian packages: the one place they are listed; tests/run/deps.sh installs what is missing ------------------
DEB_BUILD := gcc make pkg-config libcyaml-dev libyaml-dev libcmark-dev libsdl2-dev libsdl2-ttf-dev libsdl2-image-dev \
	libopusfile-dev libopusenc-dev libsonic-dev libqrencode-dev libsodium-dev libsqlite3-dev libicu-dev libharfbuzz-dev libjansson-dev \
	libxkbcommon-dev xkb-data libespeak-ng-dev libgettextpo-dev \
	libzstd-dev libpng-dev libcups2-dev libcurl4-gnutls-dev
DEB_RUN := libcups2 fonts-noto-core fonts-noto-ui-core fonts-noto-cjk fonts-sil-padauk fonts-lohit-deva-nepali fonts-dejavu-core \
	espeak-ng-data libcurl3-gnutls ca-certificates
DEB_TEST := mold clang clang-tidy clang-format llvm libclang-rt-14-dev cppcheck codespell universal-ctags shellcheck git \
	gettext python3 python3-icalendar libical-dev libcmocka-dev zbar-tools libzbar-dev unicode-data libpango1.0-dev xvfb xdotool imagemagick \
	python3-aiosmtpd openssl dosfstools mtools exfatprogs exfat-fuse \
	tesseract-ocr tesseract-ocr-ara tesseract-ocr-fas tesseract-ocr-pus tesseract-ocr-hin tesseract-ocr-nep \
	tesseract-ocr-ben tesseract-ocr-khm tesseract-ocr-heb tesseract-ocr-ukr tesseract-ocr-amh \
	cups-daemon cups-client cups-filters cups-ipp-utils avahi-daemon dbus poppler-utils

# ---- libraries; pkg-config is asked once, and only when something is compiled or linked -----------------------------
PC_CTL := libcyaml libcmark libsodium libzstd sqlite3 jansson icu-uc icu-i18n
PC_KIOSK := $(PC_CTL) sdl2 SDL2_ttf SDL2_image libpng opusfile libopusenc harfbuzz libqrencode xkbcommon espeak-ng
once = $(eval $(1) := $(2))$(2)
PC_CFLAGS = $(call once,PC_CFLAGS,$(shell pkg-config --cflags $(PC_KIOSK) | sed 's/-I/-isystem /g'))
LIBS_CTL = $(call once,LIBS_CTL,$(shell pkg-config --libs $(PC_CTL)) -lgettextpo -lm)
LIBS_KIOSK = $(call once,LIBS_KIOSK,$(shell pkg-config --libs $(PC_KIOSK)) -lgettextpo -lsonic -lm -lpthread)

# ---- flags -------------------------------------------------------------------------------------------------------
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
	-Wwrite-strings -Wvla -Wformat=2 -Wundef -Wconversion -Wno-format-truncation $(if $(WERROR),-Werror)
# clang has no -Wformat-truncation to switch off
WARN := $(if $(findstring clang,$(CC)),$(filter-out -Wno-format-truncation,$(WARN)),$(WARN))
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HARDEN_x86_64 := -fcf-protection
HARDEN_aarch64 := -mbranch-protection=standard
CFLAGS_debug := -O1 -g
CFLAGS_release := -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE \
	$(HARDEN_$(shell uname -m))
CFLAGS_asan := -O1 -g $(SANITIZE)
CFLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link $(SANITIZE)
LDFLAGS_release := -pie -Wl,-z,relro,-z,now,-z,noexecstack
LDFLAGS_asan := -fsanitize=address,undefined
LDFLAGS_fuzz := -fsanitize=fuzzer,address,undefined
# CPPFLAGS, CFLAGS and LDFLAGS stay the caller's
ALL_CPPFLAGS = -D_GNU_SOURCE -Iinclude -Isrc $(PC_CFLAGS) $(CPPFLAGS)
ALL_CFLAGS := -std=c11 $(WARN) $(CFLAGS_$(MODE)) $(CFLAGS)
ALL_LDFLAGS := $(LDFLAGS_$(MODE)) -Wl,--as-needed $(LDFLAGS)
COMPILE = $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS)
LINK = $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)

# $(call remember,FILE,TEXT): FILE is rewritten only when TEXT has changed, and what depends on it is rebuilt only then
define remember
ifneq '$(strip $(2))' '$(strip $(file <$(1)))'
$(1): force
	@mkdir -p $$(@D) && echo '$(strip $(2))' >$$@
endif
endef
FLAGS_TEXT := $(CC) $(MODE) $(CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(PC_KIOSK)
$(eval $(call remember,$(O)/flags,$(FLAGS_TEXT)))

# ---- floors, from the ground up ------------------------------------------------------------------------------------
FLOORS := base text domain content store device hub ui screens app ctl
src_of = $(wildcard src/$(1)/*.c)
obj_of = $(patsubst src/%.c,$(O)/%.o,$(call src_of,$(1)))
lib_of = $(if $(call src_of,$(1)),$(O)/lib$(1).a)
libs_of = $(foreach f,$(1),$(call lib_of,$(f)))
# what a floor's tests and programs link, upper floors first
LINK_base := base
LINK_text := text base
LINK_domain := domain base
LINK_content := content domain base
LINK_store := store domain base
LINK_device := device text domain base
LINK_ctl := ctl hub store content domain base
LINK_app := app screens ui hub device store content domain text base
LINK_hub := $(LINK_app)
LINK_ui := $(LINK_app)
LINK_screens := $(LINK_app)

all: $(O)/porchlight $(O)/porchlightctl ## build both programs into build/MODE

$(O)/%.o: src/%.c $(O)/flags
	@mkdir -p $(@D)
	$(if $(Q),@echo "  CC $<")
	$(Q)$(COMPILE) -MMD -MP -c $< -o $@

# a list of its members beside each library: a source that goes away leaves the library too
define floor_lib
$(eval $(call remember,$(O)/lib$(1).list,$(call obj_of,$(1))))
$(O)/lib$(1).a: $(call obj_of,$(1)) $(O)/lib$(1).list
	@rm -f $$@
	$(Q)$(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach f,$(FLOORS),$(if $(call src_of,$(f)),$(eval $(call floor_lib,$(f)))))

$(O)/porchlight: $(O)/main_kiosk.o $(call libs_of,$(LINK_app))
	$(if $(Q),@echo "  LD $@")
	$(Q)$(LINK) $^ $(LIBS_KIOSK) -o $@

$(O)/porchlightctl: $(O)/main_ctl.o $(call libs_of,$(LINK_ctl))
	$(if $(Q),@echo "  LD $@")
	$(Q)$(LINK) $^ $(LIBS_CTL) -o $@

# ---- the two commands of the README, and the rest --------------------------------------------------------------------
run: ## install what is missing, build, start the kiosk (no display: a tour in pictures); ARGS="--window 540x960"
	@tests/run/deps.sh $(DEB_BUILD) $(DEB_RUN)
	+@$(SUBMAKE) all
	@tests/run/start.sh $(O)/porchlight $(ARGS)

deps: ## install every package that building, running and testing need
	@tests/run/deps.sh $(DEB_BUILD) $(DEB_RUN) $(DEB_TEST)

install: all ## DESTDIR= PREFIX=/usr/local: programs, pictures, fonts, the demonstration site
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/porchlight
	install -m 755 $(O)/porchlight $(O)/porchlightctl $(DESTDIR)$(PREFIX)/bin
	cp -R assets fonts kiosk-config $(DESTDIR)$(PREFIX)/share/porchlight
	chmod -R u=rwX,go=rX $(DESTDIR)$(PREFIX)/share/porchlight

clean: ## remove build/
	rm -rf build

help: ## this list
	@echo 'make TARGET [MODE=debug|release|asan] [DEPS=skip] [CC=clang] [V=1] [O=folder for what is built]'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | sort | \
		awk -F'|' '{ printf "%-10s %s\n", $$1, $$2 }'

include tests/tests.mk
include tests/check/check.mk

force:
.PHONY: all run deps install clean help force
.DELETE_ON_ERROR:
-include $(shell find $(O) -name '*.d' 2>/dev/null)
