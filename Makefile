# `make app` and `make test` are all that is needed: each makes or refreshes .venv by itself.
PYTHON ?= python3
# How many test processes; three keep two cores busy, since browsers are often waited for.
WORKERS ?= 3

UV ?= uv
# PyTorch has other files, and other companions, on PyPI than on its own index: no hash fits both.
UNLOCKED := torch torchvision triton cuda-bindings cuda-pathfinder cuda-toolkit $(addprefix nvidia-,\
	cublas cuda-cupti cuda-nvrtc cuda-runtime cudnn-cu13 cufft cufile curand cusolver cusparse \
	cusparselt-cu13 nccl-cu13 nvjitlink nvshmem-cu13 nvtx)

VENV := .venv
RUN := $(VENV)/bin/python
APP := $(VENV)/.app-requirements
DEV := $(VENV)/.dev-requirements

.DEFAULT_GOAL := help
.PHONY: help app dev test lint format picture words lock bench browser clean

help:  ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/'

app: $(APP)  ## serve the app on http://localhost:8501 (ARGS="--server.port 80" and the like)
	$(RUN) -m streamlit run app.py $(ARGS)

dev: $(APP)  ## serve it and reload a page when its file changes
	$(RUN) -m streamlit run app.py --server.fileWatcherType auto --client.toolbarMode developer \
		--client.showErrorDetails full $(ARGS)

test: lint browser  ## lint, types, arrows and every test, the browser's among them
	$(RUN) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

lint: $(DEV)  ## ruff, mypy, import-linter
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-logo

format: $(DEV)  ## put imports and layout in order
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

picture: $(DEV)  ## draw the picture in ARCHITECTURE.md anew from the imports
	$(RUN) -m tools.architecture

words: $(DEV)  ## collect new strings for the translators, list what is missing
	$(RUN) -m tools.catalogue

lock:  ## write requirements.lock anew from requirements.txt (needs uv)
	$(UV) pip compile requirements.txt --universal --python-version 3.11 --generate-hashes \
		--no-header --quiet $(addprefix --no-emit-package ,$(UNLOCKED)) -o requirements.lock

bench: $(APP)  ## time the training loop against the tutorial's
	$(RUN) -m benchmarks.training $(ARGS)

browser: $(DEV)  ## find a Chromium for the tests, or install one
	@$(RUN) -m tools.chromium --install

clean:  ## forget .venv and the caches (not the runs in .digit-lab)
	rm -rf $(VENV) test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# A virtual environment whose Python is gone is made anew.
$(APP): requirements.txt requirements.lock
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Digit Lab needs Python 3.11 or newer, and $(PYTHON) is older: name another with make PYTHON=python3.12")'
	@$(RUN) -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(RUN) -m pip install --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) -m pip install --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(APP)
	$(RUN) -m pip install --disable-pip-version-check -r requirements-dev.txt
	@touch $@
