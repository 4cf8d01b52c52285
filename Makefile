# SPDX-License-Identifier: MIT
# Two commands do the work: `make run` and `make test`. Both set the machine up first
# (scripts/setup.py): .venv from a hashed lock, and the system libraries that Qt needs.

.DEFAULT_GOAL := help
.PHONY: help run serve post test lint bench tour guide soak lock desktop dev

# The first interpreter that can run the program. `make run PYTHON=/opt/python3.12` decides otherwise.
PYTHON = $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	2>/dev/null && echo "$$p" && break; done)
IN_VENV = .venv/bin/python
# More for pytest: `make test ARGS="tests/services -x"`.
ARGS =
# Histories of the exchange in a soak: `make soak SEEDS=50000`.
SEEDS = 2000

help: ## This list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 14

run: desktop ## The window on a demonstration organisation (without a display: the tour)
	@$(IN_VENV) -m scripts.start

serve: dev ## A server on this machine, with a fictional organisation
	@$(IN_VENV) -m scripts.serve

POST = A
post: dev ## A post of that organisation: `make post POST=A`, then `make post POST=B`
	@$(IN_VENV) -m scripts.post $(POST)

# Bytecode is kept whatever the machine says: collecting takes a third of the time, and each of the
# programs that tests start would compile its modules again.
test: dev ## The whole suite
	@$(IN_VENV) -m compileall -q -j 2 kairos_desktop kairos_server scripts
	@PYTHONDONTWRITEBYTECODE= QT_QPA_PLATFORM=offscreen $(IN_VENV) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: dev ## ruff, basedpyright, the walls between layers, the locks
	@$(IN_VENV) -m ruff check .
	@$(IN_VENV) -m ruff format --check .
	@.venv/bin/basedpyright
	@.venv/bin/lint-imports
	@$(IN_VENV) -m scripts.lock --check

bench: dev ## Speed, each number beside its floor measured in the same run
	@QT_QPA_PLATFORM=offscreen $(IN_VENV) -m benchmarks $(ARGS)

tour: desktop ## Play the main job to the last day of training, pictures and papers in build/tour
	@$(IN_VENV) -m scripts.start --tour

guide: dev ## Draw the pictures of docs/guide again, from the real window
	@$(IN_VENV) -m scripts.guide_pictures

# 100,000 claims on fifty places, a cut at every byte of an exchange, sixty deaths of each program.
LONGER = KAIROS_SEEDS=$(SEEDS) KAIROS_CONCURRENCY=34 KAIROS_CUTS=all KAIROS_KILLS=60

soak: dev ## The whole suite for much longer, SEEDS=2000 histories of the exchange
	@$(LONGER) QT_QPA_PLATFORM=offscreen $(IN_VENV) -m pytest --hypothesis-profile=soak $(ARGS)

lock: dev ## Resolve pyproject.toml again into requirements/ (needs uv and a network)
	@$(IN_VENV) -m scripts.lock

desktop dev:
	@test -n "$(PYTHON)" || { echo "Il faut Python 3.11 à 3.14, absent de cette machine. À taper, puis recommencer : sudo apt-get install -y python3.11" >&2; exit 3; }
	@$(PYTHON) -m scripts.setup $@
