# make run   the test plans on the bundled stand-in, or on TOPOLOGY
# make test  the project's own tests, lint, types and architecture contracts
# make bench how fast the hot paths are, beside named peers
#
# K=words runs only the plans that match, DEFECT=name seeds a defect in the stand-in.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOPOLOGY ?= topologies/standin.yaml
READY := $(VENV)/ready

.PHONY: run test bench clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# \{0,1\}//p' Makefile

# Made whole beside its place and moved there, so that two makes at a time never meet half a venv.
$(READY): requirements.lock pyproject.toml
	@echo "installing the locked dependencies into $(VENV) (once) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; set PYTHON=python3.x")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

run: $(READY)
	@$(BIN)/harness run --topology "$(TOPOLOGY)" $(if $(K),-k "$(K)") $(if $(DEFECT),--defect "$(DEFECT)")

test: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: $(READY)
	@$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
