#!/usr/bin/env python3
"""Judges recorded conversations with the policies of this folder, where the recordings are there.

For each line of files.txt: `decorum run` must end cleanly, give one verdict for each event of the file
(counted here on its own, from the documented chat shape), and report only faults that the data holds:
tool arguments that are no JSON object, and nothing else. Exit status 77 (skipped) without the data.
"""
import gzip
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
DATA = pathlib.Path(os.environ.get("DECORUM_DATA", HERE.parents[2] / "shared" / "data"))
SKIPPED = 77


def lines(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        yield from file


def is_object(arguments):
    """Whether a tool call's arguments are a JSON object; none at all are an empty one."""
    try:
        return not (arguments or "").strip() or isinstance(json.loads(arguments), dict)
    except ValueError:
        return False


def count_events(path):
    """Events of a file in chat shape, and how many tool calls have arguments that are no object."""
    events = malformed = 0
    for line in lines(path):
        for message in json.loads(line)["messages"]:
            calls = message.get("tool_calls") or []
            has_text = message.get("content") is not None
            if message["role"] in ("user", "tool"):
                events += 1
            elif message["role"] == "assistant":
                events += (1 if has_text else 0) + len(calls)
            malformed += sum(not is_object(call["function"]["arguments"]) for call in calls)
    return events, malformed


def judge(decorum, policy, path, backend):
    process = subprocess.run(
        [decorum, "run", "--backend", backend, "--threads", "2", str(policy), str(path)],
        capture_output=True, text=True, check=False)
    verdicts = [json.loads(line) for line in process.stdout.splitlines()]
    return process, verdicts


def check(decorum, policy, path):
    events, malformed = count_events(path)
    process, verdicts = judge(decorum, policy, path, "interpreter")
    problems = []
    wanted = 3 if malformed else 0  # done, but some input was malformed
    if process.returncode != wanted:
        problems.append(f"exit status {process.returncode}, not {wanted}: {process.stderr[-2000:]}")
    if len(verdicts) != events:
        problems.append(f"{len(verdicts)} verdicts for {events} events")
    faults = [fault for verdict in verdicts for fault in verdict.get("faults", [])]
    foreign = [fault for fault in faults if fault["fault"] != "malformed_event"]
    # A call without readable arguments lacks the arguments that its tool declares: one mistake of the data.
    foreign = [fault for fault in foreign if fault["fault"] != "missing_argument"]
    if foreign:
        problems.append(f"{len(foreign)} faults that the data does not hold, first {foreign[0]}")
    if sum(fault["fault"] == "malformed_event" for fault in faults) != malformed:
        problems.append(f"{malformed} malformed calls, but {len(faults)} faults")
    fired = sum(bool(verdict.get("fired")) for verdict in verdicts)
    print(f"{policy.stem:18} {path.name:28} {events:7} events {fired:6} fired {len(faults):4} faults", flush=True)
    return problems


def main():
    if not DATA.joinpath("conversations").is_dir():
        print(f"skipped: no recorded conversations at {DATA}")
        return SKIPPED
    decorum = os.environ["DECORUM_COMMAND"]
    failed = False
    for line in HERE.joinpath("files.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        policy, name = line.split()
        path = DATA / "conversations" / name
        if not path.exists():
            print(f"skipped: {name} is not there")
            continue
        for problem in check(decorum, HERE / f"{policy}.decorum", path):
            print(f"  FAILED {policy} on {name}: {problem}")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
