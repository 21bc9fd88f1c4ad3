# Leaflets and e-books from source/, in out/. `make help` lists what there is.

PYTHON ?= python3
UV ?= uv

BIN := .venv/bin
# npm writes this file last, so whoever has it has all.
READERS := tests/readers/node_modules/.package-lock.json
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
LOCKED := --only-binary :all: --require-hashes --requirement
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock'
LOCK := $(COMPILE) --extra proof --extra watch --group build

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.PHONY: build test lint lock fuzz clean help python libraries programs

build: libraries .venv/build  ## build every guide into out/ (the first time, install what that needs)
	$(BIN)/handout build

test: programs lint $(READERS)  ## check everything: style, types, and what the program makes
	$(BIN)/python -m pytest --numprocesses auto

lint: .venv/tests  ## check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

lock:  ## resolve the dependencies in pyproject.toml again (UPGRADE=--upgrade: to the latest)
	$(LOCK) $(UPGRADE) --output-file requirements/build.txt pyproject.toml
	$(LOCK) $(UPGRADE) --group test --constraint requirements/build.txt \
		--output-file requirements/tests.txt pyproject.toml
	$(COMPILE) $(UPGRADE) --group fuzz --output-file requirements/fuzz.txt

fuzz: libraries .venv/tests .venv/fuzz  ## look for texts that break a promise (TARGET=settings: for settings)
	$(BIN)/python tests/fuzz.py $(or $(TARGET),text)

clean:  ## remove everything that make made
	rm -rf .venv .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	rm -rf tests/readers/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find out -mindepth 1 ! -name .gitignore -delete

help:  ## list what make can do
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

# Each of these says in a second or less that all is there, and installs only what is not.

python:
	@command -v $(PYTHON) >/dev/null || { echo 'Python is missing: apt-get install python3 python3-venv' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed; name one: make PYTHON=python3.12' >&2; exit 1; }

libraries: python
	@$(PYTHON) -m requirements.system build

programs: python
	@$(PYTHON) -m requirements.system tests

.venv/pyvenv.cfg: | python libraries
	@$(PYTHON) -m venv --clear .venv

.venv/build .venv/tests: .venv/%: requirements/%.txt pyproject.toml .venv/pyvenv.cfg
	@echo 'Installing the Python packages in $<: a minute or so'
	@$(INSTALL) $(LOCKED) $<
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

.venv/fuzz: requirements/fuzz.txt .venv/pyvenv.cfg
	@$(INSTALL) $(LOCKED) $<
	@touch $@

$(READERS): tests/readers/package-lock.json | programs
	@echo 'Installing the readers that the tests open e-books in'
	@cd tests/readers && npm ci --silent
	@touch $@
