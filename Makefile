# `make install`, `make run`, `make test` are the three doors; the rest is for daily work.
# Everything lives in .venv, built by plain venv and pip from the locked versions and hashes.

VENV := .venv
# How many tests run at once: one for each core, or `make test JOBS=0` for one after another.
JOBS ?= auto
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The first Python that really starts and is new enough; `make install PYTHON=…` chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install dev run test walks lint types format docs screenshots bench lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | \
		while IFS="$$(printf '\t')" read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

install: $(VENV)/.installed ## build .venv with all that the program needs to run

dev: $(VENV)/.installed-dev ## the same, and all that the tests need

run: install ## serve the demo county on http://127.0.0.1:8000
	@exec $(BIN)/shangxia serve --demo

test: lint types ## everything CI runs, quick parts first
	$(BIN)/shangxia docs --check
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not slow and not browser"
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "slow or browser"

# Where temporary files live in memory nobody waits for a disk.
walks: dev ## 10,000 random walks on SQLite, 2,000 on PostgreSQL, with their seeds
	@if test -w /dev/shm; then export TMPDIR=/dev/shm; fi; SHANGXIA_WALKS=whole \
		$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -rP tests/workflow/test_walks.py

lint: dev ## ruff: mistakes and layout
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: dev ## mypy, strict in workflow/
	$(BIN)/mypy

format: dev ## let ruff mend layout and what it safely can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: install ## write the generated parts of the README anew
	$(BIN)/shangxia docs

screenshots: dev ## take the README's pictures anew, from the demo county
	SHANGXIA_SCREENSHOTS=write $(BIN)/python -m pytest tests/web/test_screenshots.py

bench: install ## measure the door and the list beside raw SQLite
	$(BIN)/shangxia bench

LOCK := uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" --extra postgres --extra server

lock: ## choose newer versions: rewrite both lock files (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	$(LOCK) --upgrade --group build --output-file requirements.lock
	$(LOCK) --upgrade --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean: ## remove .venv and the caches (never var/, where the databases are)
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist

# A half-built .venv is taken away again, so that the next try starts clean.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing: apt-get install $(PYTHON)-venv"; exit 1; }
	@echo "building $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing the locked packages"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "installing the locked packages for the tests"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
