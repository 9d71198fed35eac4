# Everything a developer does with the portal. Needs Python 3.11 or newer and make.
PYTHON ?= python3
ARGS ?=
LAUNCH := .venv/bin/python -m launch --stop-with-parent

.DEFAULT_GOAL := help
.PHONY: help run test manage bench lint packages packages-dev python

help:
	@echo 'make run      start the portal with demo data; PORT=8001 DATA_DIR=.data2 for a second copy'
	@echo 'make test     run every test; ARGS="-k letters" for some'
	@echo 'make lint     run every check of the code'
	@echo 'make manage   run a management command: make manage ARGS="createsuperuser"'
	@echo 'make bench    measure; ARGS goes to the benchmark'

run: packages
	@$(LAUNCH) run

test: packages-dev
	@$(LAUNCH) test $(ARGS)

manage: packages
	@$(LAUNCH) manage $(ARGS)

bench: packages-dev
	@$(LAUNCH) bench $(ARGS)

lint: packages-dev
	@$(LAUNCH) lint

packages: python
	@$(PYTHON) -m launch.install run

packages-dev: python
	@$(PYTHON) -m launch.install dev

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Python 3.11 or newer is needed; name it: make run PYTHON=/path/to/python3.11' >&2; exit 1; }
