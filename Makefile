# The two commands of the README are `make run` and `make test`. Each does all its own set-up.

PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# There is no wheel of it: it is built with the setuptools of requirements-install.lock, not with whichever is newest.
FROM_SOURCE := --no-build-isolation-package rouge-score

.PHONY: help install run test test-servers bench bench-grouping bench-search scale faults eval check words format lock servers clean

help: ## show this
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: .venv/run.stamp ## make .venv with what running needs

run: .venv/run.stamp ## start the demo: no account, no key, no network
	@$(BIN)/newsthread demo $(if $(PORT),--port $(PORT)) $(if $(DATA),--data $(DATA))

test: .venv/test.stamp check ## the gates, and every test that needs Python alone
	$(BIN)/pytest -m "not server"
	@echo "Left out: the tests that need PostgreSQL, Chromium or local-slack. They run with: make test-servers"

check: .venv/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-servers: .venv/test.stamp servers ## install and start PostgreSQL, Chromium and local-slack, and run the tests that need them
	CI=true $(BIN)/pytest -m server

bench: .venv/run.stamp .venv-reader/stamp ## measure how fast feeds are read, beside lemon24/reader, and how fast a search is
	$(BIN)/python -m tests.bench --reader .venv-reader/bin/python
	$(MAKE) bench-search

bench-search: .venv/run.stamp ## measure how long a search takes over a million entries, on SQLite and PostgreSQL (writing them: a quarter of an hour)
	$(BIN)/python -m tests.bench.search

bench-grouping: .venv/run.stamp ## measure how long a new entry takes to find its story, up to a million entries
	$(BIN)/python -m tests.bench.grouping

scale: .venv/test.stamp servers ## a large house on this machine: thousands of feeds and subscriptions, on one process and on many (takes an hour)
	$(BIN)/python -m tests.scale

faults: .venv/test.stamp ## break running processes on purpose for MINUTES=5, by SEED=number; on PostgreSQL with ON=postgresql
	$(BIN)/python -m tests.faults $(if $(SEED),--seed $(SEED)) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(filter postgresql,$(ON)),--postgresql)

# Files are named after the tasks, those of answers passages.jsonl and questions.jsonl; a task without files is left out.
LABELLED = $(or $(DATA),tests/data/labelled)

eval: .venv/run.stamp ## measure quality on labelled data: ours, or with DATA=folder one's own
	@test -d "$(LABELLED)" || { echo "$(LABELLED) is no folder: name the one that has the labelled data" >&2; exit 1; }
	@for task in grouping grounding summaries answers; do \
	  case $$task in answers) files="$(LABELLED)/passages.jsonl $(LABELLED)/questions.jsonl";; *) files="$(LABELLED)/$$task.jsonl";; esac; \
	  if ls $$files >/dev/null 2>&1; then $(BIN)/newsthread eval $$task $$files || exit; \
	  else echo "$$task left out: it needs $$files" >&2; fi; \
	done

servers:
	@sh tests/servers/install.sh

words: .venv/test.stamp ## write new sentences into the catalogues of translations
	$(BIN)/python -m tests.catalogues

format: .venv/test.stamp ## put the code into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/test.stamp ## resolve the dependencies anew
	printf 'uv\nsetuptools\n' | $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header - -o requirements-install.lock
	printf 'reader==3.26\nsgmllib3k\n' | $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header - -o requirements-reader.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group build --group dev -o requirements-dev.lock

clean: ## remove what was made here
	rm -rf .venv .venv-reader .test-servers .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/uv.stamp: requirements-install.lock
	@test -n "$(PYTHON)" || { echo "newsthread needs Python 3.11 or newer; put it on PATH, or: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up .venv (once)…"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-install.lock
	@touch $@

.venv-reader/stamp: .venv/uv.stamp requirements-reader.lock
	@$(PYTHON) -m venv .venv-reader
	@$(BIN)/uv pip install --quiet --python .venv-reader/bin/python --compile-bytecode --require-hashes -r requirements-reader.lock
	@touch $@

.venv/run.stamp: .venv/uv.stamp requirements.lock pyproject.toml
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes $(FROM_SOURCE) -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps -e .
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes $(FROM_SOURCE) -r requirements-dev.lock
	@touch $@
