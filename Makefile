# Needs Python 3.11 or newer and make; everything else is installed into .venv from the lock files.

.DEFAULT_GOAL := help
.PHONY: help setup demo test screenshots lint bench format locks clean
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
CANDIDATES := python3 python3.11 python3.12 python3.13 python3.14 python
# A Python that is new enough and can make environments (Debian keeps `ensurepip` in a package of its own).
SUITS := import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
# pip reads no instructions about this project from outside the locks; the build backend comes from them, too.
EDITABLE := PATH="$(CURDIR)/$(BIN):$$PATH" $(INSTALL) --no-deps --no-build-isolation --editable .
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/.runtime ## only set up .venv with what the program needs

demo: $(VENV)/.runtime ## play a school year of three schools, then open its pages and letters in a browser
	@$(BIN)/nastavnik demo $(ARGS)

test: $(VENV)/.dev ## every test, on SQLite and PostgreSQL, and in a browser when there is a Chromium
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

screenshots: $(VENV)/.dev ## pictures of every page of the demonstration, into docs/screenshots
	@$(BIN)/python -m tests.support.screenshots $(ARGS)

lint: $(VENV)/.dev ## ruff, mypy, pyright and the contracts of import
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/pyright
	$(BIN)/lint-imports

bench: $(VENV)/.bench ## figures beside the peers, written to benchmarks/RESULTS.md; exit 1 for a missed one
	@$(BIN)/python -m benchmarks $(ARGS)

format: $(VENV)/.dev ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

locks: $(VENV)/.dev ## compile the lock files anew from pyproject.toml
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group dev --output-file requirements-dev.lock
	$(COMPILE) --group bench --output-file requirements-bench.lock

clean: ## remove .venv and every cache
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@for python in $(PYTHON) $(CANDIDATES); do \
		if "$$python" -c '$(SUITS)' >/dev/null 2>&1; then exec "$$python" -m venv --clear $(VENV); fi; \
	done; \
	echo 'make: no Python 3.11 or newer with the modules venv and ensurepip (Debian: apt-get install python3-venv);' \
		'name one with make PYTHON=/path/to/python' >&2; exit 1

# Each stamp says: .venv holds what this lock says. The wider locks contain the narrower one at the same versions.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo 'setting up $(VENV) …'
	@$(INSTALL) --require-hashes -r requirements.lock && $(EDITABLE)
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.bench: requirements-bench.lock $(VENV)/.dev
	@$(INSTALL) --require-hashes -r requirements-bench.lock
	@touch $@
