# meshctl: `make run` builds it and shows it at work, `make test` tests it.

PREFIX ?= /usr/local
DESTDIR ?=
# More for the compiler, such as FLAGS='-Xswiftc -warnings-as-errors'.
FLAGS ?=
BUILD := swift build
# The shipped binary carries the Swift runtime; libcurl is loaded when a verb first talks to the network.
RELEASE := -c release --static-swift-stdlib -Xlinker -s -Xlinker --build-id=none
MESHCTL = $(shell $(BUILD) $(RELEASE) --show-bin-path)/meshctl

.PHONY: run build release test bench bench-record fuzz e2e install uninstall dist try-deb generate format lint clean prepare

## run: build the release binary and take the tour of the sample mesh (APPLY=1: apply it to the current cluster)
run: release
	@APPLY="$(APPLY)" scripts/tour.sh "$(MESHCTL)"

prepare:
	@scripts/prepare.sh

## build: the debug binary
build: prepare
	$(BUILD)

## release: the static release binary
release: prepare
	$(BUILD) $(RELEASE) --product meshctl
	@# Hashes for incremental builds, which depend on the folder: without them two builds give the same bytes.
	@if command -v objcopy >/dev/null; then objcopy --remove-section .swift_modhash "$(MESHCTL)"; fi

## test: every test
test: prepare
	swift test $(FLAGS)

## bench: compare with the peers that are installed (RECORD=1: add the run to Benchmarks/RESULTS.md)
bench: release
	@Benchmarks/run.sh "$(MESHCTL)" $(if $(RECORD),--record)

## bench-record: note the instruction counts that CI holds later runs against
bench-record: release
	@Benchmarks/instructions.sh --record "$(MESHCTL)"

## fuzz: throw mutated inputs at the readers (FUZZ_SECONDS=60)
fuzz: prepare
	@scripts/fuzz.sh

## e2e: run the built binary against a real kube-apiserver on loopback
e2e: release
	@MESHCTL="$(MESHCTL)" scripts/e2e.sh

## generate: renew man page, completions and references
generate:
	$(BUILD)
	@scripts/generate.sh "$$($(BUILD) --show-bin-path)/meshctl"

## format: lay the code out
format:
	swift format -i -r -p Sources Tests Package.swift

## lint: check the layout of the code
lint:
	swift format lint --strict -r -p Sources Tests Package.swift

## install: binary, man page and completions below PREFIX
install: release
	scripts/install.sh "$(MESHCTL)" "$(DESTDIR)$(PREFIX)"

## uninstall: remove what install put there
uninstall:
	scripts/install.sh --remove "$(DESTDIR)$(PREFIX)"

## dist: tarball, Debian package and checksums in dist/
dist: release
	scripts/dist.sh "$(MESHCTL)"

## try-deb: install the Debian package in a fresh system below a temporary folder and run it there (needs root)
try-deb: dist
	scripts/try-deb.sh

clean:
	rm -rf .build dist
