# The commands of the house; `make help` lists them. Only Python 3.11+, make and the package registries are needed.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
	--no-emit-index-url --no-emit-find-links --no-config --custom-compile-command 'make lock'
# `make test WORKERS=0` runs the suite in one process, for a debugger.
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup run test check lock bench screenshots clean

help:  ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'An Tâm cần Python 3.11 trở lên: make PYTHON=/đường/dẫn/python3.11 …' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# A stamp per lock file: an unchanged lock installs nothing. The locks are complete, so nothing is resolved anew.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.develop: requirements-dev.lock $(VENV)/.runtime
	$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runtime  ## install what running An Tâm needs

run: setup  ## set everything up and start An Tâm (HOST=127.0.0.1 PORT=8000)
	@# In a process of its own: what learning needs stays out of the server's memory.
	@# When the new model is refused, the one in use goes on.
	@$(BIN)/antam train || true
	@exec $(BIN)/antam serve --host $(HOST) --port $(PORT)

test: $(VENV)/.develop  ## run all tests, with a real PostgreSQL and a real browser
	scripts/ensure-chromium
	$(BIN)/antam train
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST)

check: $(VENV)/.develop  ## lint, types, layers and the checks of our own data
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/antam check

lock: $(VENV)/.develop  ## write the lock files anew (newest versions that fit together)
	$(COMPILE) --upgrade --group build -o requirements.lock
	$(COMPILE) --upgrade --group dev -o requirements-dev.lock

bench: $(VENV)/.develop  ## measure speed and memory; figures go to docs/benchmarks.md
	$(BIN)/python -m benchmarks

screenshots: $(VENV)/.develop  ## take the README's pictures anew
	scripts/ensure-chromium
	ANTAM_SCREENSHOTS=1 $(BIN)/pytest -q tests/browser

clean:  ## remove the virtual environment and caches (data in var/ stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
