# Everything this project does is one of these. “make help” lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1
READERS ?=
SECONDS ?= 60
JOBS ?= 2
MASTHEAD_HOME ?= $(CURDIR)/home
export MASTHEAD_HOME
export PYTHONDONTWRITEBYTECODE=

.PHONY: help run test check fuzz bench install install-test clean

help: ## List the targets
	@grep -E '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

run: $(VENV)/.installed ## Install, prepare the demonstration outlet and serve it (PORT=8000, MASTHEAD_HOME=home)
	@MASTHEAD_URL=$${MASTHEAD_URL:-http://localhost:$(PORT)} $(BIN)/masthead serve --demonstration --host $(HOST) --port $(PORT)

test: $(VENV)/.installed-test ## Install what tests need and run them all
	@$(BIN)/python -m pytest -q -n 2

check: $(VENV)/.installed-check ## Lint, types, room order, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/masthead makemigrations --check --dry-run

fuzz: $(VENV)/.installed-test ## Damage what readers read and see what breaks (READERS=all, SECONDS=60, JOBS=2)
	@$(BIN)/python -m tests.fuzz $(READERS) --seconds $(SECONDS) --jobs $(JOBS)

bench: ## List the benchmarks; run one with make bench-NAME
	@ls benchmarks/*.py benchmarks/*/__main__.py | grep -v -e __init__ -e harness | sed 's,benchmarks/,bench-,; s,/__main__,,; s,\.py$$,,; s,_,-,g'

bench-%: $(VENV)/.installed-bench
	@$(BIN)/python -m benchmarks.$(subst -,_,$*)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed pyproject.toml
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[postgres,neural,s3]' --group test
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-test pyproject.toml
	$(BIN)/python -m pip install --quiet --group bench
	@touch $@

$(VENV)/.installed-check: $(VENV)/.installed-test pyproject.toml
	$(BIN)/python -m pip install --quiet --group check
	@touch $@

install: $(VENV)/.installed ## Install what serving needs
install-test: $(VENV)/.installed-test ## Install what tests need

clean: ## Remove the environment and caches, not the outlet
	rm -rf $(VENV) .cache src/*.egg-info
