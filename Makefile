# One command for each thing a person does here; .ci/run uses the same ones. `make help` lists them.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:

# The newest known Python that is at least 3.11, or empty (then the set-up says what to install).
PYTHON := $(shell for python in $(FOYER_PYTHON) python3.11 python3.12 python3.13 python3.14 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$python; break; }; \
	done)
define check_python
test -n "$(PYTHON)" || { echo "Foyer needs Python 3.11 or newer, which was not found: install it \
(Debian: apt-get install python3 python3-venv), or name one: make FOYER_PYTHON=/path/to/python3.11" >&2; exit 1; }
endef
SERVICE := .venv/bin/python
BOT := bot/.venv/bin/python
SERVICE_READY := .venv/.ready
BOT_READY := bot/.venv/.ready
WIDGET_READY := widget/node_modules/.ready

export RASA_TELEMETRY_ENABLED := false

.PHONY: help setup run test test-service test-bot test-widget widget-check lint types train eval bench bench-nlu simulate questions defects widget format clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)$$/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(SERVICE_READY) $(BOT_READY) ## both environments, from their lock files

run: setup ## starts Foyer: demo site, desk and assistant, until Ctrl-C
	@exec $(SERVICE) -m ops.run

test: setup train ## every test: service, Rasa's side, real Postgres, Redis and Chromium, journeys
	@$(MAKE) --no-print-directory --keep-going test-service test-bot test-widget

test-service: setup train
	@exec $(SERVICE) -m pytest

test-bot: setup train
	@exec $(BOT) -m pytest -c bot/pyproject.toml --rootdir=. --confcutdir=tests/bot tests/bot

test-widget: ## the widget's own tests, and that its committed files are what its sources build (needs Node.js)
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory widget-check; \
	else echo "Node.js is not installed: the widget's sources were not checked (its built files were, in Chromium)."; fi

widget-check: $(WIDGET_READY)
	@cd widget && npm run --silent test && npm run --silent check

lint: setup ## style, formatting, import directions
	@$(SERVICE) -m ruff check . && $(SERVICE) -m ruff format --check . && .venv/bin/lint-imports

types: setup ## mypy, strict, in both environments
	@$(SERVICE) -m mypy && $(BOT) -m mypy --config-file bot/pyproject.toml bot tests/bot

train: setup ## builds the sentence encoder and trains the model, each only if something changed
	@exec $(SERVICE) -m ops.train

eval: setup train ## judged dialogues and messages, and the gate: PROMOTE, HOLD or ROLLBACK. ONLY=person for some of them
	@exec $(SERVICE) -m ops.evaluate $(if $(ONLY),--only '$(ONLY)') $(if $(PARALLEL),--parallel '$(PARALLEL)')

bench: setup train ## measures Foyer beside stock Rasa: table, picture and JSON
	@exec $(SERVICE) -m ops.bench

bench-nlu: setup ## measures the understanding on public language sets: SETS=folder, ONLY=case, SEEDS=3, DOCS=1
	@exec $(BOT) -m bot.encoder
	@exec $(SERVICE) -m ops.bench_nlu --sets '$(or $(SETS),../shared/data/nlu_benchmarks)' $(if $(ONLY),--only '$(ONLY)') \
		$(if $(SEEDS),--seeds '$(SEEDS)') $(if $(DOCS),--write-docs)

simulate: setup train ## talks to a Foyer of its own: MESSAGES=file.jsonl.gz SPLIT=test ADDRESS=http://…
	@exec $(SERVICE) -m ops.simulate $(if $(MESSAGES),--messages '$(MESSAGES)') $(if $(SPLIT),--split '$(SPLIT)') \
		$(if $(ADDRESS),--address '$(ADDRESS)') $(if $(PARALLEL),--parallel '$(PARALLEL)')

defects: setup train ## puts defects in on purpose and sees whether `make eval` turns red (a minute each). ONLY=name
	@exec $(SERVICE) -m ops.defects $(if $(ONLY),--only '$(ONLY)')

questions: setup ## proves that no more is asked than can matter: SIZE=3000 SEED=1
	@exec $(SERVICE) -m ops.questions $(if $(SIZE),--size '$(SIZE)') $(if $(SEED),--seed '$(SEED)')

widget: $(WIDGET_READY) ## builds the chat widget (needs Node.js)
	@cd widget && npm run --silent build

format: setup ## formats the Python files
	@$(SERVICE) -m ruff check --fix . ; $(SERVICE) -m ruff format .

clean: ## removes environments and caches; keeps var/, where conversations and models live
	rm -rf .venv .tools bot/.venv widget/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(SERVICE_READY): pyproject.toml uv.lock ops/setup.py
	@$(check_python)
	@$(PYTHON) -m ops.setup service
	@touch $@

$(BOT_READY): bot/pyproject.toml bot/uv.lock ops/setup.py
	@$(check_python)
	@$(PYTHON) -m ops.setup bot
	@touch $@

$(WIDGET_READY): widget/package.json widget/package-lock.json
	@command -v npm >/dev/null || { echo "Building the widget needs Node.js 20 or newer (npm was not found); the built file is in the repository, so only its developers need it." >&2; exit 1; }
	@cd widget && npm ci --silent --no-audit --no-fund
	@touch $@
