# canvasnet: train a residual network in Go, classify drawings in the browser.
# "make" alone lists what there is to make.

export GOTOOLCHAIN := go1.27.4
export GOEXPERIMENT := simd

PORT     ?= 8080
MODEL    ?= resnet20
DATA     ?= cifar10
OUT      ?= bin/$(MODEL).safetensors
DTYPE    ?= f16
NOTES    ?=
DRAWINGS ?=
ARGS     ?=
FUZZTIME ?= 30s

GO_JS := GOOS=js GOARCH=wasm go
# Small to download: no symbols, no inlining in the runtime, no HTTP/2.
GO_PAGE := $(GO_JS) build -trimpath -ldflags='-s -w' -gcflags=runtime=-l -tags nethttpomithttp2
# What shows of a data set is enough to judge.
SHEET := -n 48 -columns 12 -zoom 2
WEB := .ci/web/node_modules/.bin
# What the page is made of, tested as WebAssembly too.
IN_PAGE := ./nn/... ./resnet ./resnet/inside ./resnet/picture ./resnet/teach ./weights ./wasm

.DEFAULT_GOAL := help
.PHONY: help serve site build test lint lint-web unit plain widths wasm onnx e2e screenshots train card bench bench-infer bench-train bench-web fuzz clean tools

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: build site ## build everything and serve the page (PORT=8080)
	bin/resnet serve -dir site -addr localhost:$(PORT)

site: tools ## build the static files into site/
	$(GO_PAGE) -o site/canvasnet.wasm ./wasm
	$(GO_PAGE) -tags slim -o site/canvasnet-slim.wasm ./wasm
	install -m 644 "$$(go env GOROOT)/lib/wasm/wasm_exec.js" site/wasm_exec.js
	mkdir -p site/weights
	install -m 644 $(foreach file,$(wildcard weights/*.safetensors),$(file) $(wildcard $(file:.safetensors=.svg))) site/weights/
	install -m 644 LICENSE site/
	go run ./wasm/cachelist site
	go run ./wasm/precompress site

build: tools ## build bin/resnet
	go build -trimpath -o bin/resnet ./resnet/cmd/resnet

test: lint lint-web unit plain widths wasm onnx e2e ## run all checks and tests

lint: tools
	@files=$$("$$(go env GOROOT)/bin/gofmt" -l .) || exit 1; \
	test -z "$$files" || { echo "not gofmt-ed: $$files"; exit 1; }
	go vet ./...
	$(GO_JS) vet $(IN_PAGE)
	$(GO_JS) vet -tags slim ./wasm
	go tool staticcheck ./...
	GOOS=js GOARCH=wasm "$$(go tool -n staticcheck)" $(IN_PAGE)
	GOOS=js GOARCH=wasm "$$(go tool -n staticcheck)" -tags slim ./wasm

# The page's modules: types, style, and what can be tested without a browser.
lint-web: tools .ci/web/node_modules ## check and test the page's scripts
	$(WEB)/tsc -p .ci/web/page.json
	$(WEB)/tsc -p .ci/web/worker.json
	$(WEB)/eslint --config .ci/web/eslint.config.js site
	node --test site/test/*.test.js

# Checkers, at the versions that package.json names.
.ci/web/node_modules: .ci/web/package.json
	npm install --prefix .ci/web --ignore-scripts --no-package-lock --no-audit --no-fund >&2
	touch $@

# The page has its turn later, when it is built anew.
unit: tools
	go test -skip '^Test(Page|Firefox|WebKit)$$' ./...

# Without vectors: the plain Go twins, and what stands on them.
plain: tools
	GOEXPERIMENT= go vet ./...
	GOEXPERIMENT= GODEBUG=cpu.avx512f=off,cpu.fma=off go test -count=1 -short ./nn/... ./resnet ./weights

# Without assembly: portable vectors of the widths that processors have. (AVX2
# switched off would take the vectors' 256 bits away too.)
widths: tools
	for bits in 128 256; do GODEBUG=simd=$$bits,cpu.avx512f=off,cpu.fma=off go test -count=1 ./nn/... || exit 1; done

# The same tests as WebAssembly under Node.js.
wasm: tools
	PATH="$$PATH:$$(go env GOROOT)/lib/wasm" $(GO_JS) test -short $(IN_PAGE)
	PATH="$$PATH:$$(go env GOROOT)/lib/wasm" $(GO_JS) test -short -tags slim ./wasm

# Exported networks in another runtime.
onnx: tools wasm/bench/node_modules
	CANVASNET_ONNX=1 go test -count=1 ./weights/onnx

# The page in a real browser.
e2e: site .ci/web/node_modules
	CANVASNET_E2E=1 go test -count=1 -timeout 20m -run '^Test(Page|Firefox|WebKit)$$' $(ARGS) ./resnet/cmd/resnet

screenshots: site ## take the pictures of README.md anew
	CANVASNET_PICTURES="$(CURDIR)/site/screenshots" CANVASNET_E2E=1 go test -count=1 -run '^TestPage$$/^pictures$$' ./resnet/cmd/resnet

train: build ## train MODEL on DATA into OUT (DATA=cifar10:DIR ARGS=-resume)
	bin/resnet train -model $(MODEL) -data $(DATA) -out $(OUT) $(ARGS)

# What was trained becomes weights/MODEL.safetensors, with exemplars to rehearse,
# its log, model card, curves and evaluations beside it. DRAWINGS are for networks
# that know some, NOTES for what is particular in the data, such as
# weights/cifar10-copy.md.
card: build ## ship OUT as DTYPE: weights/MODEL.* with its model card (DATA=cifar10:DIR DRAWINGS=drawings:DIR NOTES=FILE)
	install -m 644 $(OUT:.safetensors=.log.jsonl) weights/$(MODEL).log.jsonl
	bin/resnet export -weights $(OUT) -dtype $(DTYPE) -out weights/$(MODEL).safetensors
	bin/resnet remember -weights weights/$(MODEL).safetensors $(addprefix -data ,$(DATA) $(DRAWINGS)) -out weights/$(MODEL).safetensors
	bin/resnet card -weights $(OUT) -shipped weights/$(MODEL).safetensors -data $(DATA) $(addprefix -also ,$(DRAWINGS)) \
		-log weights/$(MODEL).log.jsonl $(addprefix -notes ,$(NOTES)) -out weights/$(MODEL).md $(ARGS)
ifdef DRAWINGS
	bin/resnet sheet -data $(DATA) -recipe $(MODEL) -drawings $(DRAWINGS) $(SHEET) -out weights/$(MODEL).seen.png
	bin/resnet sheet -data $(DRAWINGS):test -weights weights/$(MODEL).safetensors $(SHEET) -out weights/$(MODEL).answers.png
endif

bench: bench-infer bench-train ## time inference beside onnxruntime, training beside PyTorch

# Without onnxruntime, ours alone.
bench-infer: build bin/peers
	@PYTHONPATH=bin/peers python3 resnet/cmd/resnet/testdata/peers.py bin/resnet

# ARGS='-models resnet20 -threads 2 -rounds 5'; without PyTorch, ours alone.
bench-train: build
	@python3 resnet/cmd/resnet/testdata/pytorch/bench.py $(ARGS) bin/resnet

# The runtime to compare with, from PyPI, if it can be had.
bin/peers:
	python3 -m pip install --quiet --target $@ onnxruntime==1.32.0 || rm -rf $@

bench-web: build site wasm/bench/node_modules ## time the page against other runtimes (ARGS='-what cold')
	go run ./wasm/bench -slim site/canvasnet-slim.wasm $(ARGS)

# Other runtimes, at the versions that package.json names.
wasm/bench/node_modules: wasm/bench/package.json
	@command -v npm >/dev/null || { echo "npm is missing: install it with your package manager and try again." >&2; exit 1; }
	npm install --prefix wasm/bench --ignore-scripts --no-package-lock --no-audit --no-fund >&2
	touch $@

fuzz: tools ## fuzz every parser for FUZZTIME each
	go test -run '^$$' -fuzz FuzzDecode -fuzztime $(FUZZTIME) ./weights
	go test -run '^$$' -fuzz FuzzParseMeta -fuzztime $(FUZZTIME) ./weights
	go test -run '^$$' -fuzz FuzzJSON -fuzztime $(FUZZTIME) ./weights
	go test -run '^$$' -fuzz FuzzDecode -fuzztime $(FUZZTIME) ./resnet/picture/imagefile
	go test -run '^$$' -fuzz FuzzReadRecords -fuzztime $(FUZZTIME) ./resnet/dataset
	go test -run '^$$' -fuzz FuzzReadStrokes -fuzztime $(FUZZTIME) ./resnet/dataset/drawing
	go test -run '^$$' -fuzz FuzzTrace -fuzztime $(FUZZTIME) ./resnet/dataset/drawing
	go test -run '^$$' -fuzz FuzzRender -fuzztime $(FUZZTIME) ./resnet/dataset/sketch
	go test -run '^$$' -fuzz FuzzParse -fuzztime $(FUZZTIME) ./resnet/train/recipe
	go test -run '^$$' -fuzz FuzzFigures -fuzztime $(FUZZTIME) ./resnet/train/report

clean: ## remove what was built, not what was trained
	rm -rf bin/resnet bin/peers wasm/bench/node_modules .ci/web/node_modules site/cache.js site/LICENSE site/*.wasm site/wasm_exec.js site/weights
	find site -name '*.br' -o -name '*.gz' | xargs rm -f

# Go fetches its own newer toolchain; Node.js and Chromium are for tests.
tools:
	@.ci/tools $(if $(filter test lint-web wasm onnx e2e screenshots bench-web,$(MAKECMDGOALS)),tests)
