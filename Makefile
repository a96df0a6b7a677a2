# make run   the test plans on the bundled stand-in, or on TOPOLOGY
# make test  the project's own tests, lint, types and architecture contracts
# make bench how fast the hot paths are, beside named peers
#
# K=words runs only the plans that match, DEFECT=name seeds a defect in the stand-in, PATIENCE=3
# multiplies every deadline for a slow bench.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOPOLOGY ?= topologies/standin.yaml
LOCKED := import fcntl, subprocess, sys; lock = open(".venv.lock", "w"); \
	fcntl.flock(lock, fcntl.LOCK_EX); sys.exit(subprocess.call(sys.argv[1:]))

.PHONY: run test bench ready clean help
.DEFAULT_GOAL := help

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

# Under a lock, so that two makes at a time never meet half a virtual environment.
ready:
	@$(PYTHON) -c '$(LOCKED)' $(MAKE) --no-print-directory $(VENV)/ready

$(VENV)/ready: requirements.lock pyproject.toml
	@echo "installing the locked dependencies into $(VENV) (once) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; set PYTHON=python3.x")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: ready
	@$(BIN)/harness run --topology "$(TOPOLOGY)" $(if $(K),-k "$(K)") $(if $(DEFECT),--defect "$(DEFECT)") \
		$(if $(PATIENCE),--patience "$(PATIENCE)")

test: ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: ready
	@$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
