#!/usr/bin/env python3
"""Runs the packs: everything in this folder checks without a finding, is formatted, and every test passes.

Nothing is skipped: each folder with a pack has tests of it, and each file with a `test` is run. Prints one line a folder.
"""
import csv
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def run(*arguments):
    return subprocess.run([os.environ["DECORUM_COMMAND"], *map(str, arguments)],
                          capture_output=True, text=True, check=False, cwd=HERE)


def tests_of(file):
    """How many tests a file has: a `test each` has one for every row of its table."""
    number = 0
    for line in file.read_text(encoding="utf-8").splitlines():
        table = re.match(r'test each "(?:[^"\\]|\\.)*" from "([^"]*)"', line)
        if table:
            with open(file.parent / table[1], encoding="utf-8", newline="") as rows:
                number += sum(1 for row in csv.reader(rows) if row) - 1
        else:
            number += line.startswith("test ")
    return number


def problems(path):
    """What is wrong with a file or a folder of policies."""
    for verb in (["check"], ["fmt", "--check"], ["test"]):
        result = run(*verb, path)
        # Warnings leave the status as it is, and packs have none.
        if result.returncode != 0 or (verb == ["check"] and not result.stderr.strip().startswith("no findings")):
            yield f"decorum {' '.join(verb)} {path}: status {result.returncode}\n{result.stdout}{result.stderr}"
    files = [path] if path.is_file() else sorted(path.glob("**/*.decorum"))
    written = sum(map(tests_of, files))
    said = (result.stdout + result.stderr).strip().splitlines()
    if written == 0:
        yield f"{path.name} has no tests"
    elif not said or not said[-1].startswith(f"{written} of {written} tests passed"):
        yield f"{path.name} has {written} tests, and `decorum test` says: {said[-1] if said else 'nothing'}"


def main():
    paths = sorted({path.parent for path in HERE.glob("*/*.decorum")}) + sorted(HERE.glob("*.decorum"))
    failures = 0
    for path in paths:
        found = list(problems(path))
        print(f"{path.name}: {'failed' if found else 'passed'}", flush=True)
        for problem in found:
            print(problem)
        failures += bool(found)
    return 1 if failures or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
