# `make help` lists what there is to do.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help site pdf test test-days serve check golden words fuzz kills bench bench-search lighthouse sbom lock clean browser node java office

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: $(VENV)/site.stamp ## Build the whole site into site/
	$(BIN)/protocols build

serve: $(VENV)/site.stamp ## Show the site at http://127.0.0.1:8000 while you edit
	$(BIN)/protocols serve

pdf: $(VENV)/site.stamp ## Print every PDF into build/pdf/; takes minutes the first time
	$(BIN)/protocols pdf

test: $(VENV)/test.stamp build/publishers/stamp browser java office tests/html/node_modules/.package-lock.json ## Run every test
	$(BIN)/pytest

test-days: $(VENV)/test.stamp build/publishers/stamp office ## Run the tests and builds as they will run on other days; QUICK=1 tries one day, in a minute
	tests/days/run.sh $(if $(QUICK),quick)

check: $(VENV)/test.stamp ## Check the sources, then formatting, style, types, import rules and workflows
	$(BIN)/protocols check --format concise
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --no-progress --quiet .github

golden: $(VENV)/test.stamp ## Write the expected outputs of the tests anew; review the difference before committing
	$(BIN)/pytest -q -n 0 -p no:randomly tests/diagnostics tests/unit/test_schema.py tests/unit/test_codeowners.py \
	  tests/unit/test_components.py tests/unit/test_catalogue.py tests/unit/test_licences.py --update
	git diff --stat -- tests docs schema templates requirements .github

words: $(VENV)/site.stamp ## Write the catalogue of fixed words anew; a county's translation begins with it
	$(BIN)/python -m generator.authors.words

fuzz: $(VENV)/test.stamp browser ## Try 50,000 damaged sources, many seeded faults and what every field may hold; takes a while
	FUZZ=50000 MUTATIONS=60 PROBES=3000 DOMS=1000 $(BIN)/pytest tests/properties tests/browser/test_fields_in_browser.py

kills: $(VENV)/test.stamp ## Kill 200 builds at random moments; takes half an hour
	KILLS=200 $(BIN)/pytest -n 0 -s tests/properties/test_kills.py

bench: $(VENV)/site.stamp ## Measure checks, builds and edits with 36 and 100 protocols, beside plain MkDocs; ten minutes
	PYTHONPATH=. $(BIN)/python bench/speed/run.py

bench-search: $(VENV)/test.stamp browser ## Measure how often search finds the protocol that answers, and how soon on a slow telephone
	PYTHONPATH=. $(BIN)/python bench/search/run.py --misses
	PYTHONPATH=. $(BIN)/python bench/search/phone.py

lighthouse: $(VENV)/site.stamp browser bench/lighthouse/node_modules/.package-lock.json ## Run Lighthouse, as on a phone, over four kinds of page; needs a quiet machine
	$(BIN)/protocols build
	node bench/lighthouse/run.mjs site

sbom: build/sbom/stamp ## Write the software bill of materials, CycloneDX, of what builds the site into build/sbom.json
	build/sbom/bin/cyclonedx-py requirements requirements/site.txt --pyproject pyproject.toml --mc-type application \
	  --output-reproducible --output-format JSON --output-file build/sbom.json

lock: ## Lock the requirements anew, with hashes
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet pip-tools
	for set in site test sbom publishers; do \
	  $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --no-header --no-emit-options \
	    --output-file requirements/$$set.txt requirements/$$set.in; \
	done

clean: ## Remove everything that was made
	rm -rf */*/node_modules $(VENV) site build .site-building-* .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A stamp says which set of requirements is installed; the test set holds the site set.
$(VENV)/site.stamp: requirements/site.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/site.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/test.stamp: requirements/test.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/site.stamp

# Each in an environment of its own: what writes the bill of materials, so that it is in no bill, and other programs that build the plain
# tree, so that they are seen to need none of what builds the site.
build/%/stamp: requirements/%.txt
	test -x build/$*/bin/python || $(PYTHON) -m venv build/$*
	build/$*/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	touch $@

# What is no Python: where there is none it is installed from Debian's packages; elsewhere, install it yourself, and set CHROMIUM.
define installed
	echo "$(2); installing $(1)."; run=; [ "$$(id -u)" = 0 ] || run=sudo; \
	$$run apt-get update -qq && $$run apt-get install -y -qq $(1) >/dev/null
endef

browser:
	@[ -n "$$CHROMIUM" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
	  || command -v google-chrome >/dev/null || { $(call installed,chromium,The browser tests need Chromium); }

java:
	@command -v java >/dev/null || { $(call installed,default-jre-headless,The checker of HTML needs Java); }

office:
	@{ command -v soffice && command -v pdftotext; } >/dev/null \
	  || { $(call installed,--no-install-recommends libreoffice-writer-nogui poppler-utils,The tests of Word files need LibreOffice); }

node:
	@command -v npm >/dev/null || { $(call installed,nodejs npm,What comes from npm needs Node.js); }

# Programs from npm, locked; what they would run when installed is not run.
%/node_modules/.package-lock.json: %/package-lock.json | node
	cd $* && npm ci --ignore-scripts --silent
	touch $@
