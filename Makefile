# careteam: the commands of a developer and of a packager. `make help` lists them.

PREFIX ?= /usr/local
DESTDIR ?=
# Where a user's own systemd looks: a prefix in somebody's home is searched below share only.
UNITDIR ?= $(PREFIX)/$(if $(filter $(HOME)/%,$(PREFIX)),share,lib)/systemd/user
SWIFT ?= swift
RELEASE = --configuration release --static-swift-stdlib
BIN = $(shell $(SWIFT) build $(RELEASE) --show-bin-path)

.PHONY: help demo test soak fuzz check build bench format man completions install install-files uninstall deb dist toolchain

help:
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

demo: toolchain ## build, start a sample clinic on this machine and use it as its patient
	@.ci/install-packages libsqlite3-dev libcurl4-openssl-dev jq
	@.ci/demo

test: toolchain ## run every test
	@.ci/install-packages libsqlite3-dev libcurl4-openssl-dev jq strace tmux python3 bash zsh fish python3-jsonschema \
	  python3-jeepney dbus-daemon libnotify-bin fzf postfix sasl2-bin libsasl2-modules libsasl2-modules-db openssl tidy \
	  sqlite3 faketime gnome-keyring libsecret-tools pass gnupg python3-authlib python3-requests imagemagick \
	  libheif-examples libimage-exiftool-perl python3-pil python3-pyte glewlwyd chromium chromium-driver python3-selenium
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --skip IntegrationTests
	CARETEAM_BIN="$$($(SWIFT) build --show-bin-path)" $(SWIFT) test --skip-build --filter IntegrationTests

soak: toolchain ## run the tests with faults for long, and print their figures
	@.ci/install-packages libsqlite3-dev libcurl4-openssl-dev strace python3
	$(SWIFT) build --build-tests
	CARETEAM_SOAK=1 CARETEAM_BIN="$$($(SWIFT) build --show-bin-path)" $(SWIFT) test --skip-build --filter 'IntegrationTests.(Faults|RenewalTests)|AccessMatrixTests'

fuzz: toolchain ## give each reader of outside input a minute of inputs
	@.ci/install-packages libsqlite3-dev libcurl4-openssl-dev
	@.ci/fuzz

check: toolchain ## format, lint, warnings, generated files, manual pages, shell scripts
	@.ci/install-packages libsqlite3-dev libcurl4-openssl-dev mandoc shellcheck python3 zsh fish
	@.ci/check

build: toolchain ## build the release binaries
	@.ci/install-packages libsqlite3-dev libcurl4-openssl-dev
	$(SWIFT) build $(RELEASE)

bench: build ## measure against sqlite3, mu and curl (a quarter of an hour)
	@.ci/install-packages sqlite3 curl jq python3 maildir-utils wrk binutils
	@Benchmarks/run "$(BIN)"

format: toolchain ## format the sources
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

man: toolchain ## make the manual pages of the commands again
	@.ci/install-packages libsqlite3-dev libcurl4-openssl-dev python3
	@.ci/generate man

completions: toolchain ## make the completion scripts again
	@.ci/install-packages libsqlite3-dev libcurl4-openssl-dev
	@.ci/generate completions

install: build install-files ## install below PREFIX (/usr/local)

install-files:
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/libexec/careteam"
	install -s -m 755 "$(BIN)/careteam" "$(DESTDIR)$(PREFIX)/bin/careteam"
	install -s -m 755 "$(BIN)/careteam-server" "$(DESTDIR)$(PREFIX)/libexec/careteam/careteam-server"
	for page in man/*.[1-9]; do \
	  section="$${page##*.}"; \
	  install -d "$(DESTDIR)$(PREFIX)/share/man/man$$section" && \
	  install -m 644 "$$page" "$(DESTDIR)$(PREFIX)/share/man/man$$section/" || exit 1; \
	done
	install -D -m 644 completions/careteam.bash "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/careteam"
	install -D -m 644 completions/_careteam "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_careteam"
	install -D -m 644 completions/careteam.fish "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/careteam.fish"
	install -d "$(DESTDIR)$(UNITDIR)"
	for unit in units/careteam-*; do \
	  sed 's|/usr/bin/careteam|$(PREFIX)/bin/careteam|' "$$unit" >"$(DESTDIR)$(UNITDIR)/$${unit##*/}" && \
	  chmod 644 "$(DESTDIR)$(UNITDIR)/$${unit##*/}" || exit 1; \
	done

uninstall: ## remove what install put there
	rm -f "$(DESTDIR)$(PREFIX)/bin/careteam" "$(DESTDIR)$(PREFIX)/libexec/careteam/careteam-server"
	rm -f "$(DESTDIR)$(PREFIX)"/share/man/man[157]/careteam.1 "$(DESTDIR)$(PREFIX)"/share/man/man[157]/careteam-*.[157]
	rm -f "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/careteam"
	rm -f "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_careteam"
	rm -f "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/careteam.fish"
	rm -f "$(DESTDIR)$(UNITDIR)"/careteam-sync@.* "$(DESTDIR)$(UNITDIR)"/careteam-digest@.*
	rm -f "$(DESTDIR)$(UNITDIR)"/careteam-watch@.service
	-rmdir "$(DESTDIR)$(PREFIX)/libexec/careteam"

deb: build ## make a Debian package in .build/packages
	@.ci/install-packages dpkg-dev lintian
	@.ci/package deb

dist: build ## make a tarball of the programs in .build/packages
	@.ci/install-packages binutils
	@.ci/package dist

toolchain:
	@command -v $(SWIFT) >/dev/null || { \
	  echo "careteam needs a Swift toolchain, 6.2 or newer, and finds none: see https://www.swift.org/install/linux/" >&2; \
	  exit 1; }
