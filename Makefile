# Two commands do everything on Debian 12 with Python 3.11: `make demo` and `make test`.
# What is missing is set up first; the second time there is nothing left to set up.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
RUN    := $(VENV)/bin
DEMO   ?= demo
# Two workers serve the two cores of the smallest machine that we build on.
WORKERS ?= 2

.PHONY: help demo test check benchmark pictures clean
.DEFAULT_GOAL := help

help:
	@echo "make demo       the exercise dossier and its sheets in $(DEMO)/, and the window where there is a screen"
	@echo "make test       all checks and all tests"
	@echo "make check      style, types and floors only"
	@echo "make benchmark  times drawing and printing, side by side with QGIS where it is installed"
	@echo "make pictures   makes the pictures of the README anew"
	@echo "make clean      removes the environment and what was made"

$(VENV)/system: .ci/system-packages
	@.ci/system-packages window
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "CartoViewer needs Python 3.11 or newer; set PYTHON=…"; exit 1; }
	@test -x $(RUN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/program: $(VENV)/system pyproject.toml
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/workshop: $(VENV)/program
	@.ci/system-packages tests
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/program
	$(RUN)/cartoviewer demo $(DEMO)

check: $(VENV)/workshop
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

test: check
	QT_QPA_PLATFORM=offscreen QTWEBENGINE_DISABLE_SANDBOX=1 $(RUN)/python -m pytest -n $(WORKERS) --dist loadgroup

benchmark: $(VENV)/workshop
	QT_QPA_PLATFORM=offscreen $(RUN)/python -m benchmarks
	test -z "$$CARTOVIEWER_DATA" || QT_QPA_PLATFORM=offscreen $(RUN)/python -m benchmarks.sheets

pictures: $(VENV)/workshop
	QT_QPA_PLATFORM=offscreen $(RUN)/python docs/pictures.py

clean:
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .benchmarks .hypothesis
