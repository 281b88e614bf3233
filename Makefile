# The habitual names for dev.py's commands; further arguments: make test ARGS="-k opml"

run test test-desktop check translations deb wheel test-deb:
	python3 dev.py $@ $(ARGS)

# Renews the lock files from pyproject.toml (wants uv); the newest versions: make lock ARGS=--upgrade
LOCK = uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" pyproject.toml
lock:
	$(LOCK) -o requirements.lock $(ARGS)
	echo hatchling | $(LOCK) - --group packaging -c requirements.lock -o packaging/requirements.lock $(ARGS)
	printf 'hatchling\neditables\n' | $(LOCK) - --group dev -c requirements.lock -o requirements-dev.lock $(ARGS)

.PHONY: run test test-desktop check translations deb wheel test-deb lock
