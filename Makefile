# crm-tools: database marketing as Unix filters
#
#   make                  build the commands
#   make demo             build, then show the main job on examples/shop, step by step
#   make check            build and run every test
#   make check-sanitize   the same tests under ASan, UBSan and TSan
#   make check-valgrind   unit tests and cases under valgrind
#   make check-faults     failing memory, disks and interrupted writes
#   make fuzz             libFuzzer over tests/fuzz, FUZZ_SECONDS=60 each
#   make lint             clang-tidy, cppcheck, shellcheck, clang-format, the house's own rules
#   make bench            how fast it is
#   make install          commands, pages, completions: PREFIX=/usr/local DESTDIR=
#   make uninstall        take them away again
#   make distcheck        what git would ship: builds, passes, installs, uninstalls
#   make deps             install the packages that building needs; demo and check call it themselves
#   make clean            remove build/
#   make help             print this list

VERSION = 0.1.0
PREFIX ?= /usr/local
BUILD  ?= build
CC     ?= cc
CFLAGS ?= -O2 -g

# The catalogue: cmd/NAME.c each.
COMMANDS = crm-rfm crm-segment crm-test crm-sourcecode crm-points crm-roi crm-join
COMMANDS := $(foreach c,$(COMMANDS),$(if $(wildcard cmd/$c.c),$c))

# Files that ask the system for more than POSIX.1-2008 has.
BEYOND_POSIX =

LIBRARIES = -lcsv -lpcre2-8 -lsodium -lm
# Whether check is one library or several is the distribution's choice.
CHECK_LIBRARIES = $(shell pkg-config --libs check 2>/dev/null || echo -lcheck)

WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion \
	-Wno-sign-conversion -Wpointer-arith -Wvla -Wformat=2 -Wundef
ifdef WERROR
WARNINGS += -Werror
endif
ifdef SANITIZE
SANITIZER = -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
endif

# Ours; the user's CPPFLAGS, CFLAGS and LDFLAGS come after and have the last word.
OUR_CPPFLAGS = -Ilib -D_XOPEN_SOURCE=700 -DCRM_VERSION='"$(VERSION)"'
OUR_CFLAGS   = -std=c11 -pthread $(WARNINGS) $(SANITIZER)
OUR_LDFLAGS  = -pthread $(SANITIZER) -Wl,--as-needed

COMPILE = $(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS) -MMD -MP
LINK    = $(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS)

BINARIES = $(COMMANDS:%=$(BUILD)/%)
LIB_OBJECTS  = $(patsubst %.c,$(BUILD)/%.o,$(wildcard lib/*/*.c))
UNIT_OBJECTS = $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/unit/*.c))

all: $(BINARIES)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -include value/banned.h -c -o $@ $<

$(BEYOND_POSIX:%.c=$(BUILD)/%.o): OUR_CPPFLAGS += -D_GNU_SOURCE

$(BUILD)/libcrm.a: $(LIB_OBJECTS)
	rm -f $@
	$(AR) rcs $@ $^

$(BINARIES): $(BUILD)/%: $(BUILD)/cmd/%.o $(BUILD)/libcrm.a
	$(LINK) -o $@ $^ $(LIBRARIES)

# Every tests/unit/ROOM_MODULE.c is one suite; the runner's list is made from their names.
$(BUILD)/tests/unit/suites.h: tests/unit
	@mkdir -p $(@D)
	cd tests/unit && ls *_*.c 2>/dev/null | sed 's/\(.*\)\.c/RUN(\1)/' >$(abspath $@) || true

$(BUILD)/tests/unit/main.o: $(BUILD)/tests/unit/suites.h
$(BUILD)/tests/unit/main.o: OUR_CPPFLAGS += -I$(BUILD)/tests/unit

$(BUILD)/unit: $(UNIT_OBJECTS) $(BUILD)/libcrm.a
	$(LINK) -o $@ $^ $(CHECK_LIBRARIES) $(LIBRARIES)

unit: $(BUILD)/unit
	$(BUILD)/unit

check: all $(BUILD)/unit
	BUILD=$(BUILD) tests/sum $(BUILD)/unit tests/run

clean:
	rm -rf build $(BUILD)

help:
	@sed -n 's/^#   //p' Makefile

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d)

.PHONY: all unit check clean help
.DELETE_ON_ERROR:
