# Everything a developer, an operator or a machine calls. `make` alone lists it.
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := kernel accounts blacklist credit marketplace
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
# The tests take a database of their own, whatever the shell has set, and keep what they compile for the next process.
export FLASK_APP := wsgi
UNSET := env -u DATABASE_URL -u SECRET_KEY -u IDENTITY_KEY -u FILES_DIR -u DEMO -u PYTHONDONTWRITEBYTECODE
ON_SQLITE := $(UNSET) -u TEST_DATABASE_URL
# What must be walked by every branch: the rules, the kinds and the kernel.
LAW := */rules.py,*/rules/*,*/draw.py,*/procedure.py,*/course.py,*/plan.py,*/record.py,*/limits.py,*/choosing.py,*/ranking.py,*/scoring.py,*/quorum.py,*/linter.py,*/lines.py,*/givers.py,*/evidence.py,*/findings.py,*/measures/*,*/indicators/*,*/methods/*,kernel/*
WORKERS ?= 2

.PHONY: help setup demo demo-reset run jobs test test-long check format lock css translations

help:  ## List what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.test  ## Make .venv from the locked requirements (quick when it is there)

demo: $(VENV)/.run  ## Serve a small invented town on http://127.0.0.1:8000 (PORT=…), nothing to prepare
	@bin/demo

demo-reset: $(VENV)/.run  ## Forget what was done in the town, and serve it anew
	@bin/serve demo only-look
	@rm -rf var/demo
	@bin/demo

run: $(VENV)/.run  ## Serve in production form: settings from the environment, the jobs beside it
	@bin/serve run

jobs: $(VENV)/.run  ## Run the jobs process alone
	@$(BIN)/flask jobs run

test: check  ## Everything that must hold, on SQLite and on PostgreSQL, in under five minutes
	@echo "On SQLite:"
	@$(ON_SQLITE) $(BIN)/python -m pytest -p tests.walked -p tests.again -n $(WORKERS)
	@$(BIN)/coverage report --fail-under=95
	@echo "The rules, the kinds and the kernel, by every branch:"
	@$(BIN)/coverage report --fail-under=100 --include='$(LAW)'
	@$(UNSET) $(BIN)/python -m tests.postgres $(BIN)/python -m pytest -p tests.again -n $(WORKERS) -m "database and not browser and not long"

test-long: $(VENV)/.test  ## What takes longer: full matrices, fuzzing, load, every page on PostgreSQL; note result and date in docs/
	@$(UNSET) $(BIN)/python -m tests.postgres $(BIN)/python -m pytest -n $(WORKERS) -m "long or (database and not browser)"

check: $(VENV)/.test  ## Form, house rules, types, imports, templates, figures
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/bandit -q -ll -r $(PACKAGES) -c pyproject.toml
	$(BIN)/python translations/catalogues.py missing
	$(BIN)/flask rules check

format: $(VENV)/.test  ## Put the source in form and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: $(VENV)/.test  ## Say which English words have no Chinese yet
	@$(BIN)/python translations/catalogues.py missing

lock: $(VENV)/.test  ## Lock the newest versions within the ranges of pyproject.toml (needs uv)
	@command -v uv >/dev/null || [ -x $(BIN)/uv ] || $(BIN)/python -m pip install --quiet uv
	@PATH="$(CURDIR)/$(BIN):$$PATH"; lock="uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --quiet --upgrade"; \
	  $$lock -o requirements/run.txt && $$lock --extra test -c requirements/run.txt -o requirements/test.txt
	@! grep -nE '(https?|file):|/home/|/opt/' requirements/*.txt

css:  ## Compile the look and renew the vendored browser files (needs npm; only after a change in static/src)
	npm install --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error
	npx --no-install sass --load-path=node_modules --style=compressed --no-source-map --quiet-deps static/src/site.scss static/site.css
	@# The mark by which tests/architecture sees a sheet that was not compiled again.
	@$(PYTHON) -c "import hashlib, pathlib; print('/*! site.scss', hashlib.sha256(pathlib.Path('static/src/site.scss').read_bytes()).hexdigest(), '*/')" >> static/site.css
	cp node_modules/htmx.org/dist/htmx.min.js static/vendor/htmx.min.js
	cp node_modules/htmx.org/LICENSE static/vendor/htmx.LICENSE
	@for name in htmx.org govuk-frontend; do node -p "require('./node_modules/$$name/package.json').version" > static/vendor/$${name%.org}.VERSION; done

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed and none was found: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make an environment of its own: apt install python3-venv, then call make again." >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)"
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.run: requirements/run.txt | $(VENV)/bin/python
	@echo "Installing what the platform needs"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@echo "Installing what its tests need"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@
