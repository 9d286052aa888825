# crm-tools: database marketing as Unix filters
#
#   make                  build the commands and their completions
#   make demo             build, then show the main job on examples/shop, step by step
#   make check            build and run every test
#   make check-sanitize   tests under AddressSanitizer, UBSan and ThreadSanitizer
#   make check-valgrind   unit tests and cases under valgrind, about half an hour
#   make check-faults     failing memory, disks and interrupted writes
#   make check-coverage   how often the intervals hold the truth, by simulated campaigns
#   make check-large      over 4 GiB, ten million keys, keys made to collide
#   make fuzz             libFuzzer over tests/fuzz, FUZZ_SECONDS=60 each
#   make lint             clang-tidy, cppcheck, shellcheck, the format, the house's own rules
#   make format           lay out the sources as lint wants them
#   make bench            how fast it is
#   make install          commands, pages, completions: PREFIX=/usr/local DESTDIR=
#   make uninstall        take them away again
#   make distcheck        what git would ship: builds, passes, installs, uninstalls
#   make deps             install the packages needed; demo and the checks do so themselves
#   make clean            remove what was built
#   make help             print this list
#
# BUILD=build is the folder for everything made; WERROR=1 makes warnings errors.

VERSION = 0.1.0
PREFIX ?= /usr/local
BUILD  ?= build
CFLAGS ?= -O2 -g

FUZZ_SECONDS ?= 60

# The catalogue: each is cmd/NAME.c, with what is in cmd/NAME-*.c.
COMMANDS = crm-rfm crm-segment crm-test crm-sourcecode crm-points crm-roi crm-join

# Files that ask the system for more than POSIX.1-2008 has.
BEYOND_POSIX = lib/csv/pipe.c lib/run/jobs.c lib/table/region.c tests/unit/csv_pipe.c

LIBRARIES = -lcsv -lpcre2-8 -lsodium -lgsl -lgslcblas -lm
# Whether check is one library or several is the distribution's choice.
CHECK_LIBRARIES = $(shell pkg-config --libs check 2>/dev/null || echo -lcheck)

WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion \
	-Wno-sign-conversion -Wno-missing-field-initializers -Wpointer-arith -Wvla -Wformat=2 -Wundef
ifdef WERROR
WARNINGS += -Werror
endif
ifdef SANITIZE
SANITIZER = -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
endif

# Ours; the user's CPPFLAGS, CFLAGS and LDFLAGS come after and have the last word.
OUR_CPPFLAGS = -Ilib -D_XOPEN_SOURCE=700 -DCRM_VERSION='"$(VERSION)"'
OUR_CFLAGS   = -std=c11 -pthread $(WARNINGS) $(SANITIZER)
OUR_LDFLAGS  = -Wl,--as-needed

COMPILE = $(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS) -MMD -MP
LINK    = $(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS)

objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $1))

BINARIES = $(COMMANDS:%=$(BUILD)/%)
BENCH    = $(patsubst tests/bench/%.c,$(BUILD)/%,$(wildcard tests/bench/*.c))
COVERAGE = $(BUILD)/coverage
FUZZERS  = $(patsubst tests/fuzz/%.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
OBJECTS  = $(call objects,lib/*/*.c cmd/*.c tests/unit/*.c tests/fuzz/*.c tests/bench/*.c \
	tests/coverage/*.c tests/spoil.c)
SOURCES  = $(wildcard lib/*/*.[ch] cmd/*.c tests/*/*.[ch])
SCRIPTS  = deps .ci/run share/embed $(wildcard tests/promises.d/*.sh) \
	$(shell grep -l '^\#!.*sh$$' tests/* tests/bench/* examples/* examples/*/* 2>/dev/null)
PAGES    = $(wildcard man/*.[157])
COMPLETIONS = $(COMMANDS:%=$(BUILD)/completions/bash/%) \
	$(COMMANDS:%=$(BUILD)/completions/zsh/_%) $(COMMANDS:%=$(BUILD)/completions/fish/%.fish)

all: $(BINARIES) $(COMPLETIONS)

# --- building -------------------------------------------------------------------

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(COMPILE) -include value/banned.h -c -o $@ $<

$(BEYOND_POSIX:%.c=$(BUILD)/%.o): OUR_CPPFLAGS += -D_GNU_SOURCE

# An archive: each command gets the modules it uses, and no other library than they do.
$(BUILD)/libcrm.a: $(call objects,lib/*/*.c) $(BUILD)/share/shipped.o
	rm -f $@
	$(AR) rcs $@ $^

# A command may have files for its subcommands or parts: cmd/NAME-PART.c.
.SECONDEXPANSION:
$(BINARIES): $(BUILD)/%: $$(call objects,cmd/$$*.c cmd/$$*-*.c) $(BUILD)/libcrm.a
	$(LINK) -o $@ $^ $(LIBRARIES)

# Names, profiles and statuses are part of the filters, so that they need no file.
SHARED = $(wildcard share/*.csv)
$(BUILD)/share/shipped.c: share/embed $(SHARED)
	@mkdir -p $(@D)
	share/embed $(SHARED) >$@

$(BUILD)/share/shipped.o: $(BUILD)/share/shipped.c
	$(COMPILE) -include value/banned.h -c -o $@ $<

$(BUILD)/completions/bash/%: $(BUILD)/%
	@mkdir -p $(@D)
	$< --completion=bash >$@

$(BUILD)/completions/zsh/_%: $(BUILD)/%
	@mkdir -p $(@D)
	$< --completion=zsh >$@

$(BUILD)/completions/fish/%.fish: $(BUILD)/%
	@mkdir -p $(@D)
	$< --completion=fish >$@

# Every tests/unit/ROOM_MODULE.c is one suite; the runner's list is made from their names.
$(BUILD)/tests/unit/suites.h: tests/unit
	@mkdir -p $(@D)
	printf 'RUN(%s)\n' $(sort $(notdir $(basename $(wildcard tests/unit/*_*.c)))) >$@

$(BUILD)/tests/unit/main.o: $(BUILD)/tests/unit/suites.h
$(BUILD)/tests/unit/main.o: OUR_CPPFLAGS += -I$(BUILD)/tests/unit

$(BUILD)/unit: $(call objects,tests/unit/*.c) $(BUILD)/libcrm.a
	$(LINK) -o $@ $^ $(CHECK_LIBRARIES) $(LIBRARIES)

# A fuzz target is driven by libFuzzer, or replays the files it is given.
FUZZ_DRIVER = $(if $(LIBFUZZER),-fsanitize=fuzzer,$(BUILD)/tests/fuzz/replay.o)
$(FUZZERS): $(BUILD)/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o $(BUILD)/libcrm.a
	$(LINK) -o $@ $< $(FUZZ_DRIVER) $(BUILD)/libcrm.a $(LIBRARIES)

$(BENCH): $(BUILD)/%: $(BUILD)/tests/bench/%.o $(BUILD)/libcrm.a
	$(LINK) -o $@ $^ $(LIBRARIES)

$(COVERAGE): $(call objects,tests/coverage/*.c) $(BUILD)/libcrm.a
	$(LINK) -o $@ $^ $(LIBRARIES)

$(BUILD)/faults.so: tests/faults.c
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE $(CPPFLAGS) -std=c11 $(WARNINGS) -fPIC -shared -o $@ $< -ldl

# The same commands with a bug in them, to see them find it.
SPOILT = $(COMMANDS:%=$(BUILD)/spoilt/%)
WRAPS  = money_spread fold_groups summary_stream lots_open_any ledger_play stock_take
$(SPOILT): $(BUILD)/spoilt/%: $$(call objects,cmd/$$*.c cmd/$$*-*.c) $(BUILD)/tests/spoil.o \
		$(BUILD)/libcrm.a
	@mkdir -p $(@D)
	$(LINK) $(WRAPS:%=-Wl,--wrap=%) -o $@ $^ $(LIBRARIES)

-include $(OBJECTS:.o=.d)

# --- packages --------------------------------------------------------------------

# What a goal needs on the machine. A plain make, and install, install no packages.
NEEDS_deps           = build check
NEEDS_demo           = build
NEEDS_check          = build check
NEEDS_check-sanitize = build check
NEEDS_check-valgrind = build check valgrind
NEEDS_check-faults   = build check
NEEDS_check-coverage = build
NEEDS_check-large    = build check
NEEDS_fuzz           = build fuzz
NEEDS_lint           = build check lint
NEEDS_bench          = build
NEEDS = $(sort $(foreach goal,$(MAKECMDGOALS),$(NEEDS_$(goal))))

deps:
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' ./deps $(NEEDS)

ifneq ($(NEEDS),)
$(OBJECTS) $(BUILD)/faults.so: | deps
endif

# --- tests -----------------------------------------------------------------------

TESTING = BUILD=$(BUILD) COMMANDS='$(COMMANDS)'
BUILT   = CC='$(CC)' CFLAGS='$(CFLAGS)' SANITIZE='$(SANITIZE)'
REPLAYS = $(foreach f,$(FUZZERS),'$f tests/fuzz/corpus/$(patsubst fuzz_%,%,$(notdir $f))/*')

demo: all
	@PATH="$(abspath $(BUILD)):$$PATH" examples/demo

unit: $(BUILD)/unit
	$(BUILD)/unit

check: all $(BUILD)/unit $(FUZZERS) $(BENCH) $(SPOILT) | deps
	@$(TESTING) tests/sum $(BUILD)/unit tests/run tests/promises tests/pages tests/examples \
		tests/labels tests/points-check tests/points-cuts tests/roi-check tests/self-checks \
		tests/exports-check 'tests/large keys collisions records' \
		"$(BUILT) tests/bench/check" $(REPLAYS)

# The same file with other build folders. Filters leave their memory to the system at the
# end and threads that a failure overtakes, so leaks are looked for in unit tests alone.
# Small inputs get no threads: ThreadSanitizer watches the promises about -j; its
# shadow memory wants addresses that are not too random (setarch -R).
check-sanitize: | deps
	+$(MAKE) BUILD=$(BUILD)/asan SANITIZE=address,undefined CFLAGS='-O1 -g' built
	+$(MAKE) BUILD=$(BUILD)/tsan SANITIZE=thread CFLAGS='-O1 -g' built
	@export COMMANDS='$(COMMANDS)' LIMIT=600 CK_DEFAULT_TIMEOUT=120; tests/sum \
		'BUILD=$(BUILD)/asan $(BUILD)/asan/unit' \
		'BUILD=$(BUILD)/asan ASAN_OPTIONS=detect_leaks=0 tests/run' \
		'BUILD=$(BUILD)/asan ASAN_OPTIONS=detect_leaks=0 tests/promises' \
		$(subst '$(BUILD)/,'$(BUILD)/asan/,$(REPLAYS)) \
		'BUILD=$(BUILD)/tsan ONLY="jobs jobs_bad_rows" TSAN_OPTIONS=report_thread_leaks=0 \
			setarch -R tests/promises'

built: $(BINARIES) $(BUILD)/unit $(FUZZERS)

# A unit test is a process of its own, which ends with 99 when valgrind found something; leaks
# are looked for there alone, as above: twenty minutes. A filter takes half a second to start:
# fifteen minutes on two processors; VALGRIND_CASES=tests/cases/crm-join tries those of a folder.
check-valgrind: all $(BUILD)/unit | deps
	@$(TESTING) LIMIT=300 CK_DEFAULT_TIMEOUT=600 tests/sum \
		'$(VALGRIND) --leak-check=full --errors-for-leak-kinds=definite $(BUILD)/unit' \
		'CRM_WRAP="$(VALGRIND) --leak-check=no" tests/run $(VALGRIND_CASES)'

VALGRIND = valgrind -q --error-exitcode=99 --suppressions=$(abspath tests/valgrind.supp)

check-faults: $(BINARIES) $(BUILD)/faults.so | deps
	@$(TESTING) tests/faults

check-coverage: $(COVERAGE) | deps
	$(COVERAGE)

check-large: $(BINARIES) $(BENCH) | deps
	@$(TESTING) TIMED=1 tests/sum tests/large

# A target may have turned stderr away: what the sanitizers say is shown at the end.
fuzz: | deps
	+$(MAKE) BUILD=$(BUILD)/fuzz CC=clang LIBFUZZER=1 CFLAGS='-O1 -g' \
		SANITIZE=fuzzer-no-link,address,undefined fuzzers
	@export ASAN_OPTIONS=log_path=$(BUILD)/fuzz/report; rm -f $(BUILD)/fuzz/report.*; broken=0; \
	for f in $(notdir $(FUZZERS)); do \
		corpus=corpus/$${f#fuzz_}; \
		mkdir -p $(BUILD)/fuzz/$$corpus tests/fuzz/$$corpus && \
		$(BUILD)/fuzz/$$f -max_total_time=$(FUZZ_SECONDS) \
			-artifact_prefix=$(BUILD)/fuzz/$$f- \
			$(BUILD)/fuzz/$$corpus tests/fuzz/$$corpus || broken=1; \
	done; \
	cat $(BUILD)/fuzz/report.* 2>/dev/null; exit $$broken

fuzzers: $(FUZZERS)

# cppcheck does not see that fail() never returns, nor what loops assign; clang does.
lint: | deps
	@tests/sum tests/house 'tests/format $(SOURCES)' 'shellcheck $(SCRIPTS)' \
		'cppcheck -q --std=c11 --language=c -j 2 --enable=warning,performance,portability \
			--inline-suppr --suppress=missingIncludeSystem --error-exitcode=1 \
			--suppress=nullPointerRedundantCheck --suppress=ctuuninitvar \
			-Ilib $(LINTED)' \
		'printf "%s\n" $(LINTED) | xargs -n 4 -P 2 clang-tidy --quiet 2>/dev/null'
LINTED = $(filter lib/%.c cmd/%.c,$(SOURCES))

format:
	tests/format -i $(SOURCES)

bench: all $(BENCH) | deps
	@$(TESTING) tests/bench/bench

# --- installing ------------------------------------------------------------------

BIN  = $(DESTDIR)$(PREFIX)/bin
MAN  = $(DESTDIR)$(PREFIX)/share/man
DATA = $(DESTDIR)$(PREFIX)/share/crm-tools
BASH = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSH  = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
FISH = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d

install: all
	install -d $(BIN) $(DATA) $(MAN)/man1 $(MAN)/man5 $(MAN)/man7 $(BASH) $(ZSH) $(FISH)
	install -m 755 $(BINARIES) $(BIN)
	install -m 644 $(SHARED) $(DATA)
	for page in $(PAGES); do install -m 644 $$page $(MAN)/man$${page##*.} || exit; done
	install -m 644 $(filter $(BUILD)/completions/bash/%,$(COMPLETIONS)) $(BASH)
	install -m 644 $(filter $(BUILD)/completions/zsh/%,$(COMPLETIONS)) $(ZSH)
	install -m 644 $(filter $(BUILD)/completions/fish/%,$(COMPLETIONS)) $(FISH)

uninstall:
	cd $(BIN) && rm -f $(COMMANDS)
	cd $(DATA) && rm -f $(notdir $(SHARED))
	for page in $(notdir $(PAGES)); do rm -f $(MAN)/man$${page##*.}/$$page; done
	cd $(BASH) && rm -f $(COMMANDS)
	cd $(ZSH) && rm -f $(COMMANDS:%=_%)
	cd $(FISH) && rm -f $(COMMANDS:%=%.fish)
	rmdir $(DATA)

DIST = crm-tools-$(VERSION)
distcheck:
	rm -rf $(BUILD)/dist
	mkdir -p $(BUILD)/dist/root
	git archive --prefix=$(DIST)/ HEAD | tar -x -C $(BUILD)/dist
	+$(MAKE) -C $(BUILD)/dist/$(DIST) BUILD=build check
	+$(MAKE) -C $(BUILD)/dist/$(DIST) BUILD=build DESTDIR=$(abspath $(BUILD))/dist/root install
	PATH="$(abspath $(BUILD))/dist/root$(PREFIX)/bin:$$PATH" && crm-rfm -V
	+$(MAKE) -C $(BUILD)/dist/$(DIST) BUILD=build DESTDIR=$(abspath $(BUILD))/dist/root uninstall
	test -z "$$(find $(BUILD)/dist/root ! -type d -o -name crm-tools)"
	rm -rf $(BUILD)/dist

clean:
	rm -rf $(BUILD)

help:
	@sed -n 's/^#   //p' Makefile

.PHONY: all demo unit check check-sanitize built check-valgrind check-faults check-coverage \
	check-large fuzz fuzzers lint format bench install uninstall distcheck deps clean help
.DELETE_ON_ERROR:
