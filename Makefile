# Shortcuts for developers; `make` lists them. The two commands of a stranger are ./run and ./test.
.PHONY: help check test long bench generate feature format lint fuzz kill outage full fresh image figures accessible feed
help:            ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12
check:           ## arrows, format, generated files
	scripts/house.py && tests/house/house_test.py && scripts/format --check && scripts/generate --check
test:            ## build with sanitizers and run the tests
	./test
format:          ## write the sources as clang-format-19 wants them
	scripts/format
lint:            ## clang-tidy-19 over what changed
	scripts/lint
generate:        ## OpenAPI, problem list, drawing
	scripts/generate
feature:         ## NAME=towing: a new room with everything in its place
	scripts/new-feature $(NAME)
bench:           ## measure, each figure beside its floor
	bench/run
fuzz:            ## every fuzz target for a minute
	tests/fuzz/run 60
kill:            ## the kill rounds on each database, of servers and of readers
	tests/kill/run --rounds 50
	tests/kill/run --rounds 20 --database postgres
	tests/kill/run --rounds 10 --database mariadb
	tests/kill/reader
	tests/kill/reader --database postgres
outage:          ## the database gone for a minute and back
	tests/outage/run --database postgres --seconds 60 --rounds 1
	tests/outage/run --database mariadb --seconds 60 --rounds 1
fresh:           ## ./run and ./test in a bare Debian 12
	tests/fresh-machine
full:            ## a disk that fills up
	tests/disk-full
image:           ## builds the container image and tries it
	tests/container-image
accessible:      ## every page of the app through axe-core, in each size and theme
	tests/journeys/run tests/screens/accessible.test.js
feed:            ## a dashboard left open for ten minutes, 50 sightings a second
	tests/live-feed/run
long: accessible feed fuzz kill outage full bench fresh image   ## all that takes long
