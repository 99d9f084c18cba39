# Two commands: `make run` and `make test`. Each sets up what it needs; the second time in seconds.
# What they need beforehand: Python 3.11 or newer with venv, Node 20 or newer with npm.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.terakoya
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
LOCALES := $(wildcard platform/terakoya/*/locale/ja/LC_MESSAGES/messages.po)
say = @printf '\033[1m» %s\033[0m\n' "$(1)"

.PHONY: help run test setup check lint browser calibrate lock clean

help: ## show the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: setup ## set up, load the demo company and serve at http://127.0.0.1:8000
	@export TERAKOYA_DEMO=$${TERAKOYA_DEMO-true}; \
	$(BIN)/terakoya db upgrade; \
	$(BIN)/terakoya demo load; \
	exec $(BIN)/terakoya serve --all

test: setup browser ## set up and run every check and test
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest $(PYTEST_ARGUMENTS)

setup: check $(STAMP)/python $(STAMP)/translations ## install everything into .venv and build the front end
	@$(BIN)/python -m terakoya.web.vendor.build
	@$(BIN)/python -m terakoya.labs.player.build

check:
	@test -n "$(PYTHON)" || { echo "Terakoya needs Python 3.11 or newer: install it (Debian: apt install python3 python3-venv) and try again."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: install it (Debian: apt install python3-venv) and try again."; exit 1; }
	@node --version 2>/dev/null | grep -qE '^v(2[0-9]|[3-9][0-9])\.' || { echo "Terakoya needs Node 20 or newer with npm for the notebook player: install it and try again."; exit 1; }
	@command -v npm >/dev/null || { echo "npm is missing: install it beside Node and try again."; exit 1; }

$(STAMP)/python: pyproject.toml requirements/tools.txt requirements/development.txt
	$(call say,Installing Python packages (about 30 seconds the first time))
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/tools.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/development.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMP) && touch $@

$(STAMP)/translations: $(LOCALES) $(STAMP)/python
	$(call say,Compiling translations)
	@for file in $(LOCALES); do $(BIN)/pybabel --quiet compile --input-file $$file --output-file $${file%.po}.mo --locale ja; done
	@mkdir -p $(STAMP) && touch $@

lint: ## check style, types, layers and templates
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --lint --quiet platform

browser: setup # the browser tests need a Chromium, installed where we may, and axe-core
	@cd tests/browser/npm && { test node_modules/axe-core -nt package-lock.json || npm ci --silent --ignore-scripts --no-audit --no-fund; }
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& echo "» Installing Chromium for the browser tests" \
		&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } \
	|| { echo "The browser tests need Chromium: install it (Debian: apt install chromium) and try again."; exit 1; }

calibrate: setup ## ask the embedded model anew for the answers that the tests replay
	@for file in tests/recorded/*.json; do $(BIN)/terakoya model record $$file; done

lock: ## resolve the dependencies anew
	@$(BIN)/uv pip compile pyproject.toml --python-version 3.11.2 --generate-hashes --no-header --no-annotate --quiet --output-file requirements/runtime.txt
	@$(BIN)/uv pip compile pyproject.toml --extra player --extra dev --python-version 3.11.2 --generate-hashes --no-header --no-annotate --quiet --constraint requirements/runtime.txt --output-file requirements/development.txt

clean: ## remove everything that was built (the data in var/ stays)
	@rm -rf $(VENV) build dist
