#!/usr/bin/env python3
"""How long `decorum test --watch` takes from a save to the result, for policies given as arguments.

    DECORUM_COMMAND=build/release/bin/decorum tests/bench/watch.py examples/*/policy.decorum

The folders that the policies need are copied, so that nothing is changed here. Each policy is watched, and saved again and again with
another remark at its end, then with another phrase to look for, which takes another automaton. Prints the middle and the
longest time of each. Wall-clock time: what else the machine does counts.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("ROUNDS", "15"))


def result(process):
    """Waits until the round is over."""
    for line in process.stdout:
        if line.startswith("watching"):
            return
    sys.exit("decorum ended")


def save(path, text):
    written = path.with_suffix(".new")
    written.write_text(text, encoding="utf-8")
    start = time.perf_counter()
    os.replace(written, path)
    return start


def measure(command, path, texts):
    """Milliseconds of each save."""
    with subprocess.Popen([command, "test", "--watch", str(path)], stdout=subprocess.PIPE, text=True) as process:
        result(process)
        times = []
        for text in texts:
            start = save(path, text)
            result(process)
            times.append((time.perf_counter() - start) * 1000)
        process.terminate()
    return times


def main():
    command = pathlib.Path(os.environ["DECORUM_COMMAND"]).resolve()
    print("| policy | a remark: median | longest | another phrase: median | longest |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("examples", "policies"):
            shutil.copytree(ROOT / name, pathlib.Path(folder) / name)
        for argument in sys.argv[1:]:
            relative = pathlib.Path(argument).resolve().relative_to(ROOT)
            path = pathlib.Path(folder) / relative
            text = path.read_text(encoding="utf-8")
            cells = []
            for change in ("# saved {}\n", 'flag bench_{0} on user when user mentions "bench {0}" as bench\n'):
                times = measure(command, path, [text + "\n" + change.format(i) for i in range(ROUNDS)])
                cells += [f"{statistics.median(times):.0f} ms", f"{max(times):.0f} ms"]
            print(f"| `{relative}` | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
