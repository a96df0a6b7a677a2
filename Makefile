# make run   the test plans on the bundled stand-in, or on TOPOLOGY
# make test  the project's own tests, lint, types and architecture contracts
# make bite  seeds every defect in the stand-in: each has to be caught, and by its right name
# make dialects  the test plans in every dialect that the stand-in can speak; takes an hour
# make orders    the test plans in twenty random orders; TIMES=3 in three, SEED=7 from that one on
# make bench how fast the hot paths are, beside named peers
# make tools napalm, scrapli, unicon, Genie and the NTC templates, for the tests that need them
#
# K=words runs only the plans, or bites only with the defects, that match; DEFECT=name seeds one in
# the stand-in; J=2 runs two together; PATIENCE=3 multiplies every deadline for a slow bench.

PYTHON ?= python3
VENV := .venv
TOOLS := .venv-tools
BIN := $(VENV)/bin
TOPOLOGY ?= topologies/standin.yaml
LOCKED := import fcntl, subprocess, sys; lock = open(".venv.lock", "w"); \
	fcntl.flock(lock, fcntl.LOCK_EX); sys.exit(subprocess.call(sys.argv[1:]))

# A test that waits for ever ends its worker, which tells where each of its threads stood.
HELD_UP := -o faulthandler_timeout=180 -o faulthandler_exit_on_timeout=true --max-worker-restart 2

.PHONY: run test bite dialects orders bench tools ready clean help
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
	$(BIN)/python -m pytest -n auto --dist loadfile $(HELD_UP)

bite: ready
	@$(BIN)/harness bite $(if $(K),"$(K)") --topology "$(TOPOLOGY)" $(if $(J),--jobs "$(J)") \
		$(if $(PATIENCE),--patience "$(PATIENCE)")

dialects: ready
	@$(BIN)/harness dialects $(if $(K),-k "$(K)") $(if $(J),--jobs "$(J)") \
		$(if $(PATIENCE),--patience "$(PATIENCE)")

orders: ready
	@$(BIN)/harness orders --topology "$(TOPOLOGY)" $(if $(K),-k "$(K)") $(if $(J),--jobs "$(J)") \
		$(if $(TIMES),--times "$(TIMES)") $(if $(SEED),--seed "$(SEED)") \
		$(if $(PATIENCE),--patience "$(PATIENCE)")

bench: ready
	@$(BIN)/python -m tests.benchmarks

tools: $(TOOLS)/ready

$(TOOLS)/ready: requirements-tools.lock
	@echo "installing the engineers' tools into $(TOOLS) (once; some 800 MB) …"
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-tools.lock
	@touch $@

clean:
	rm -rf $(VENV) $(TOOLS) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
