# `make demo` is all a stranger needs; ARGS reach the command behind each word, as in
# `make demo ARGS=--once`. Everything is installed into .venv, and again only when
# pyproject.toml has changed.

PYTHON ?= python3
RUN := .venv/bin/python
ARGS ?=
# Tests side by side, one worker for each core; each has its own ports, keys and state. A module
# stays in one worker: tests/side_by_side.py says why and in which order.
BESIDE := -n auto --no-loadscope-reorder
# Kept bytecode: without it every worker and every service of a test compiles everything again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test test-all check fast lint bench set-up-demo set-up-tests
.DEFAULT_GOAL := help

help:
	@echo 'make demo      start everything here and play the storyline (ARGS=--once: stop after it)'
	@echo 'make test      every test that needs no Docker and no browser'
	@echo 'make test-all  also the tests of pages in Chromium, and those against containers'
	@echo 'make check     format, lint, types, walls between the parts, and beside them the fast tests'
	@echo 'make lint      the same without the tests'
	@echo 'make fast      the same tests without the rest'
	@echo 'make bench     measure, with ceilings and ratios (ARGS=name: one of them)'

set-up-demo:
	@command -v $(PYTHON) >/dev/null || { echo 'chimera: there is no $(PYTHON) on PATH: install Python 3.11 or newer' >&2; exit 1; }
	@$(PYTHON) -I demo/setup_check.py all

set-up-tests:
	@command -v $(PYTHON) >/dev/null || { echo 'chimera: there is no $(PYTHON) on PATH: install Python 3.11 or newer' >&2; exit 1; }
	@$(PYTHON) -I demo/setup_check.py dev

demo: set-up-demo
	@$(RUN) -m demo.cli demo $(ARGS)

test: set-up-tests
	$(RUN) -m pytest $(BESIDE) -m 'not compose and not browser' $(ARGS)
	@echo 'Not run: the tests against containers, which need a Docker engine, and the tests of pages,'
	@echo 'which need Chromium: `make test-all`, or one kind: `make test-all ARGS="-m compose"` (or'
	@echo '`-m browser`).'

test-all: set-up-tests
	$(RUN) -m pytest $(ARGS)

# Side by side: types are checked by one process, and the tests wait now and then.
check: set-up-tests
	@$(MAKE) --no-print-directory -j2 lint fast

fast: set-up-tests
	$(RUN) -m pytest -q $(BESIDE) -m 'not slow and not integration and not compose and not browser' $(ARGS)

lint: set-up-tests
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy --strict shared services demo tests benchmarks
	.venv/bin/lint-imports

bench: set-up-tests
	$(RUN) -m benchmarks $(ARGS)
