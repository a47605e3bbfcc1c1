# hilft: run `make` to see what can be done.
.DEFAULT_GOAL := help
SHELL := /bin/sh

VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
VENDOR := src/hilft/web/static/vendor
# What is ready is marked inside what was made, so deleting that also deletes the mark.
PACKAGES := $(VENV)/.packages-ready
PROJECT  := $(VENV)/.project-ready
FETCHED  := node_modules/.ready
COPIED   := $(VENDOR)/htmx.min.js

COMPILE := UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: help setup run test check prove bench messages learn lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(PROJECT) $(COPIED) ## Prepare everything once: .venv, packages, front end (the second time it does nothing)

run: setup ## Run the demo: desk on http://127.0.0.1:8480, town square on http://127.0.0.1:8481 (ARGS="…")
	@$(BIN)/hilft demo $(ARGS)

test: setup ## Run every check and every test (ARGS="…" goes to pytest)
	@$(PY) -m tools.sizes
	@sh tools/mailservers.sh
	@sh tools/bluesky.sh
	@CHROMIUM="$$(sh tools/chromium.sh)" && export CHROMIUM && $(BIN)/pytest -n 2 --dist loadfile $(ARGS)

check: setup ## Run the checks only: lint, format, types, floors, sizes, texts, docs
	@$(PY) -m tools.sizes
	@$(BIN)/pytest -n 2 --dist loadfile tests/checks $(ARGS)

prove: setup ## Prove for an hour what make test proves in a minute: 1,000 kills, every fault often (ARGS="…" goes to pytest)
	@CHROMIUM="$$(sh tools/chromium.sh)" && export CHROMIUM && HILFT_PROVE=1 $(BIN)/pytest --timeout 0 tests/faults $(ARGS)

bench: setup ## Measure speed and memory (ARGS="…")
	@CHROMIUM="$$(sh tools/chromium.sh)" && export CHROMIUM && $(PY) -m benchmarks $(ARGS)

messages: setup ## Collect the texts people see into the catalogues
	@$(PY) -m tools.messages

learn: setup ## Train the models that hear what is told and asked (ARGS=--check measures them)
	@$(PY) tools/install.py learning
	@$(PY) -m tools.learning $(ARGS)

lock: $(BIN)/python ## Write the lock files anew (UPGRADE=1 takes newer versions)
	@$(PY) tools/install.py uv
	@$(COMPILE) pyproject.toml -o requirements/run.txt
	@$(COMPILE) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	@echo uv | $(COMPILE) - -c requirements/dev.txt -o requirements/uv.txt
	@$(COMPILE) --group learning -c requirements/dev.txt -o requirements/learning.txt
	@$(COMPILE) --group node -o requirements/node.txt
	@npm install --package-lock-only --loglevel=error $(if $(UPGRADE),,--prefer-offline)

clean: ## Remove everything that set-up, tests and builds made; your data stays
	@rm -rf $(VENV) node_modules tests/channels/bluesky/network/node_modules $(VENDOR) build dist test-results .coverage \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@sh tools/venv.sh $(VENV)

$(PACKAGES): requirements/uv.txt requirements/dev.txt tools/install.py | $(BIN)/python
	@$(PY) tools/install.py packages
	@touch $@

$(PROJECT): $(PACKAGES) pyproject.toml hatch_build.py
	@$(PY) tools/install.py project
	@touch $@

$(FETCHED): package-lock.json requirements/node.txt .npmrc tools/install.py | $(PACKAGES)
	@$(PY) tools/install.py frontend
	@touch $@

$(COPIED): $(FETCHED) package.json tools/vendor.py
	@$(PY) tools/vendor.py
