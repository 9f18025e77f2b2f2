# Everything a contributor or an editor runs. `make` alone lists it. Needs Python 3.11 or newer, and make.
# The virtual environment .venv is made on first use and brought up to date only when a lock or pyproject.toml changes.

# Material prints an end-of-life notice at each run; this is its own documented switch for it.
export NO_MKDOCS_2_WARNING := 1
# .venv decides what is installed and used, not what the caller's shell has set.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
SITE_STAMP := .venv/.site-lock
DEV_STAMP := .venv/.dev-lock
AUDIT_STAMP := .venv/.audit-lock

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help site test check lint serve golden schema bench coverage mutation fuzz audit lock clean

help: ## list what `make` can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

site: $(SITE_STAMP) ## build the dossier into site/; STRICT=1 takes a warning for an error
	@$(BIN)/dossier build $(if $(STRICT),--strict)

test: $(DEV_STAMP) ## run every check: style, types, import layers, scripts, tests (fetches Chromium and Java where it can)
	@tools/chromium
	@tools/java
	@tools/verify all

check: $(SITE_STAMP) ## check the dossier's annotations; FORMAT=text, json, github or sarif
	@$(BIN)/dossier check --format $(or $(FORMAT),text)

lint: $(DEV_STAMP) ## run the checks that need no test: style, types, import layers, scripts
	@tools/verify static

serve: $(SITE_STAMP) ## show the site on this machine, follow each edit, and annotate in the page
	@$(BIN)/dossier serve

golden: $(DEV_STAMP) ## rewrite the golden pages, to be read as a diff before they are committed
	@DOSSIER_GOLDEN=rewrite $(BIN)/python -m pytest tests/test_golden.py

schema: $(SITE_STAMP) ## write annotations.schema.json anew, with the ids that editors complete, after a change of annotations
	@$(BIN)/dossier schema > .annotations.schema.json && mv .annotations.schema.json annotations.schema.json

bench: $(DEV_STAMP) ## measure the builder
	@$(BIN)/python -m benchmarks

coverage: $(DEV_STAMP) ## run the tests and list the branches of the builder that none takes
	@mkdir -p .coverage
	@$(BIN)/python -m coverage run -m pytest
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report

mutation: $(AUDIT_STAMP) ## change anchoring, matching, weaving and YAML reading in thousands of ways; list what no test notices
	@CI=1 $(BIN)/mutmut run $(MUTANTS)
	@$(BIN)/mutmut results

fuzz: $(AUDIT_STAMP) ## fuzz each door for SECONDS (600); TARGET=yaml, seed, selector, weaving, body, imports, server for one
	@$(BIN)/python -m tests.fuzz $(TARGET) --seconds $(or $(SECONDS),600)

audit: $(AUDIT_STAMP) ## ask whether a locked package is known to be vulnerable, and write what is in it to sbom.json
	@$(BIN)/cyclonedx-py requirements requirements.lock --output-file sbom.json
	@$(BIN)/pip-audit --requirement requirements.lock --require-hashes --disable-pip

lock: $(DEV_STAMP) ## write the lock files anew after a change of dependencies; UPGRADE=1 takes newest releases
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet $(if $(UPGRADE),--upgrade) \
		--build-deps-for=editable --output-file=requirements.lock pyproject.toml
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet $(if $(UPGRADE),--upgrade) \
		--build-deps-for=editable --extra=dev --constraint=requirements.lock \
		--output-file=requirements-dev.lock pyproject.toml
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet $(if $(UPGRADE),--upgrade) \
		--build-deps-for=editable --extra=audit --constraint=requirements-dev.lock \
		--output-file=requirements-audit.lock pyproject.toml

clean: ## remove everything that was built or installed here
	@rm -rf .venv tools/node_modules site build dist mutants .cache .coverage .fuzz .hypothesis .pytest_cache .mypy_cache .ruff_cache
	@rm -rf .import_linter_cache .grimp_cache
	@find builder tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@tools/venv .venv

# The package itself is installed in place; its build needs nothing that the lock has not brought.
$(SITE_STAMP): requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing requirements.lock into .venv"
	@$(PIP) install --quiet --require-hashes --requirement requirements.lock
	@$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "installing requirements-dev.lock into .venv"
	@$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	@$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(AUDIT_STAMP): requirements-audit.lock $(DEV_STAMP)
	@echo "installing requirements-audit.lock into .venv"
	@$(PIP) install --quiet --require-hashes --requirement requirements-audit.lock
	@touch $@
