# make run · make test · make check · make bench — what each promises stands in README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench pins translations browser

run: $(VENV)/.installed
	@exec $(BIN)/flask serve

test: $(VENV)/.installed-dev browser
	@$(BIN)/pytest -n 2 --dist loadgroup

check: $(VENV)/.installed-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/pytest tests/house -k "not planted"  # those belong to make test

bench: $(VENV)/.installed-dev browser
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.decoding

$(VENV)/.installed: requirements.txt
	@echo "Installing what the site needs into $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what tests and checks need into $(VENV) …"
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# The browser tests drive Debian's Chromium; CHROMIUM names another one.
browser:
	@command -v $${CHROMIUM:-chromium} >/dev/null || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null; }

pins:
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11 --universal requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11 --universal -c requirements.txt requirements-dev.in -o requirements-dev.txt

translations:
	@$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext --no-location --sort-output \
	  --project=Meydan --copyright-holder=Meydan -o translations/messages.pot .
	@$(BIN)/pybabel -q update --ignore-obsolete --no-fuzzy-matching -i translations/messages.pot -d translations
	@$(BIN)/pybabel -q compile -d translations
