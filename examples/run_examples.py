#!/usr/bin/env python3
"""Runs every example: its policies and packs check without a finding, are formatted, their tests pass, and its
log, if it has one, gives the summary that stands beside it. `DECORUM_UPDATE_GOLDEN=1` rewrites the summaries."""
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def run(*arguments):
    return subprocess.run([os.environ["DECORUM_COMMAND"], *map(str, arguments)],
                          capture_output=True, text=True, check=False, cwd=HERE.parent)


def problems(folder):
    for source in sorted(path.relative_to(HERE.parent) for path in folder.glob("*.decorum")):
        for verb in (["check"], ["fmt", "--check"], ["test"]):
            result = run(*verb, source)
            if result.returncode != 0:
                yield f"decorum {' '.join(verb)} {source}:\n{result.stdout}{result.stderr}"
    if (folder / "log.jsonl").exists():
        yield from summary_problems(folder)


def summary_problems(folder):
    policy = folder.relative_to(HERE.parent) / "policy.decorum"
    result = run("run", "--summary", policy, folder / "log.jsonl")
    if result.returncode != 0:
        yield f"decorum run: status {result.returncode}\n{result.stderr}"
    golden = folder / "summary.txt"
    if os.environ.get("DECORUM_UPDATE_GOLDEN"):
        golden.write_text(result.stdout, encoding="utf-8")
    if not golden.exists() or golden.read_text(encoding="utf-8") != result.stdout:
        yield f"the summary of {folder.name} differs from {golden.name}:\n{result.stdout}"


def main():
    failures = 0
    for folder in sorted({path.parent for path in HERE.glob("*/*.decorum")}):
        found = list(problems(folder))
        print(f"{folder.name}: {'failed' if found else 'passed'}")
        for problem in found:
            print(problem)
        failures += bool(found)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
