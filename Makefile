# `make video` and `make test` install everything they need on a fresh machine; the second time nothing has to be installed.

PYTHON ?= python3
RUN := .venv/bin/python
SETUP := tools/setup.sh pyproject.toml constraints.txt NOTICE  # NOTICE is installed by pip and copied into bundles
# Workers take whole files, so that a file's shared fixtures are made once, in the order set by tests/conftest.py.
ALL_CORES := -n auto --dist loadfile --no-loadscope-reorder

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: voice docs reliability goldens help video test quick lint bench clean

help:
	@echo "make video   set up, then render dist/elacestrant.mp4 with its captions and manifest"
	@echo "make voice   set up, then install the speech model and its voices: moa-anim render --voice af_heart"
	@echo "make test    set up, then run all tests on all cores"
	@echo "make quick   set up, then run the tests that render nothing (a minute on two cores)"
	@echo "make lint    set up, then run ruff (rules and format), mypy, import-linter and shellcheck"
	@echo "make bench   set up, then measure how fast the film is made: dist/bench.json (a quarter of an hour on two cores)"
	@echo "make goldens set up, then renew the stills and actor geometry that tests compare with; look at the changes before you commit"
	@echo "make docs    render, then renew the files under docs/ that are made from the film"
	@echo "make reliability  run the tests that record faults, then renew docs/reliability.md"
	@echo "make clean   remove dist/, .venv/ and the caches of build and test tools"

video: .venv/ready-to-render
	@$(RUN) -m moa_anim render dist/elacestrant.mp4

voice: .venv/ready-to-voice

test: .venv/ready-to-test
	@$(RUN) -m pytest $(ALL_CORES) $(PYTEST)

quick: .venv/ready-to-test
	@$(RUN) -m pytest $(ALL_CORES) -m "not slow" $(PYTEST)

lint: .venv/ready-to-test
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --quiet --check . || { echo "not formatted: run .venv/bin/ruff format"; exit 1; }
	@$(RUN) -m mypy --no-error-summary
	@report=$$(.venv/bin/lint-imports --no-logo) || { echo "$$report"; exit 1; }
	@.venv/bin/shellcheck tools/setup.sh .ci/run
	@echo "lint: nothing found"

docs: .venv/ready-to-test video
	@$(RUN) -m moa_anim stills dist/stills
	@$(RUN) tools/write_docs.py dist/elacestrant.mp4

reliability: .venv/ready-to-test
	@$(RUN) -m pytest -q $(ALL_CORES) --write-reliability --deselect tests/test_reliability.py $$(grep -rl --include='test_*.py' fault_log tests)

goldens: .venv/ready-to-test
	@$(RUN) -m pytest -q tests/film/test_goldens.py tests/film/test_geometry.py tests/film/test_words_in_languages.py -k "not every_rule_of_labels and not every_frame_was_looked_at" --write-goldens

bench: .venv/ready-to-test
	@$(RUN) tools/bench.py $(BENCH)

clean:
	@rm -rf .venv dist build *.egg-info src/*.egg-info
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src scenes assets tests tools -name __pycache__ -prune -exec rm -rf {} +

.venv/ready-to-render: $(SETUP)
	@PYTHON="$(PYTHON)" tools/setup.sh render

.venv/ready-to-voice: .venv/ready-to-render $(SETUP)
	@PYTHON="$(PYTHON)" tools/setup.sh voice

.venv/ready-to-test: .venv/ready-to-render $(SETUP)
	@PYTHON="$(PYTHON)" tools/setup.sh test
