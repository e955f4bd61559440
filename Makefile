# Two commands: `make run` starts everything with a demo county, `make test` checks everything.
# Needed on the machine: Python 3.11 and make. All else is installed below .venv and node_modules, kept below .local.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv/bin
LAUNCH := $(VENV)/python -m config.launch
UV ?= uv
COMPILE := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet
export PYTHONUNBUFFERED = 1

.PHONY: run test lint types pytest assets bench demo-reset fmt lock local dev

.NOTPARALLEL:

run: local
	@exec $(LAUNCH) run

demo-reset: local
	@exec $(LAUNCH) demo-reset

bench: dev
	@exec $(LAUNCH) with-scratch sh -c '$(VENV)/python manage.py migrate --no-input --verbosity 0 && exec $(VENV)/python manage.py bench $(BENCH)'

test: lint types pytest

lint: dev
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/lint-imports

types: dev
	DEBUG=1 $(VENV)/mypy

pytest: dev assets
	$(VENV)/python -m pytest -n 2 $(PYTEST)

assets: local
	@$(LAUNCH) assets

fmt: dev
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

# The locks: a server's, a laptop's (with database, broker and Node of its own), and one for checking. They agree on versions.
lock:
	$(COMPILE) pyproject.toml --group pyproject.toml:local --group pyproject.toml:assets --group pyproject.toml:dev -o requirements-dev.txt
	$(COMPILE) pyproject.toml --group pyproject.toml:local --group pyproject.toml:assets -c requirements-dev.txt -o requirements-local.txt
	$(COMPILE) pyproject.toml -c requirements-dev.txt -o requirements.txt

local:
	@$(PYTHON) config/launch/install.py requirements-local.txt

dev:
	@$(PYTHON) config/launch/install.py requirements-dev.txt
