#!/usr/bin/env python3
"""Judges recorded agent runs by the handbooks beside this file and says, for each rule, how many runs break it and how the
benchmark's own verdict (its reward) splits between runs with and without a violation.

    measure.py [--data FOLDER]                     the tables of docs/tau.md
    measure.py --read RULE [--hits N] [--before N]  hits of one rule with what was said before, to be read

The runs are those of tau-bench and tau2-bench, one JSON object a line in the chat shape, with `labels.reward`. Where they are
not, nothing is measured. `DECORUM_COMMAND` names the command.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DATA = pathlib.Path(os.environ.get("DECORUM_DATA", HERE.parents[2] / "shared" / "data")) / "conversations"
HANDBOOKS = {
    "retail": ["tau2_retail.jsonl", "tau2_retail_judged.jsonl"],
    "airline": ["tau2_airline.jsonl", "tau_bench_airline.jsonl"],
}
# Both handbooks say that it is three in the afternoon of 15 May 2024, Eastern Standard Time.
START = "2024-05-15T20:00:00Z"


class Run:
    """One recorded conversation and what each rule found in it: rule → indexes of the events."""

    def __init__(self, record, source):
        self.id = record["id"]
        self.source = source
        self.labels = record["labels"]
        self.messages = record["messages"]
        self.hits = {}
        self.by_fault = {}

    @property
    def passed(self):
        return self.labels["reward"] >= 1

    def events(self):
        """The events that the command makes of the messages, as lines to read."""
        for message in self.messages:
            role, text = message["role"], message.get("content")
            if role == "user":
                yield f"user         {text}"
            elif role == "assistant":
                calls = message.get("tool_calls") or []
                if text or not calls:
                    yield f"reply        {text}"
                for call in calls:
                    yield f"tool_call    {call['function']['name']} {call['function']['arguments']}"
            elif role == "tool":
                yield f"tool_result  {text}"


def pair_by_order(messages):
    """Runs rebuilt from printed transcripts name the latest call with every result: here results answer calls in their order."""
    waiting = []
    for message in messages:
        if message["role"] == "tool":
            if waiting:
                message["tool_call_id"] = waiting.pop(0)
        else:
            waiting += [call["id"] for call in message.get("tool_calls") or []]


def judge(policy, log):
    """Runs of one log, judged."""
    records = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    for record in records:
        if record["labels"].get("rebuilt_from_transcript"):
            pair_by_order(record["messages"])
    runs = {record["id"]: Run(record, log.stem) for record in records}
    with (tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as conversations,
          tempfile.NamedTemporaryFile(suffix=".jsonl") as verdicts):
        conversations.writelines(json.dumps(record) + "\n" for record in records)
        conversations.flush()
        subprocess.run([os.environ.get("DECORUM_COMMAND", "decorum"), "run", policy, conversations.name, "--start", START,
                        "--output", verdicts.name], check=True, capture_output=True)
        for line in open(verdicts.name, encoding="utf-8"):
            verdict = json.loads(line)
            run = runs[verdict["conversation"]]
            for fired in verdict.get("fired", []):
                kind = run.by_fault if fired.get("by_fault") else run.hits
                kind.setdefault(fired["rule"], []).append(verdict["index"])
    return list(runs.values())


def rules_of(policy):
    """All rules in the order in which they are written, those of included packs first and under their qualified names."""
    kinds = ("escalate", "redact", "disclose", "block", "hold", "retry", "clarify", "flag")
    rules, prefix = [], ""
    for words in (line.split() for line in policy.read_text(encoding="utf-8").splitlines()):
        if words[:1] == ["pack"]:
            prefix = f"{words[1]}."
        elif words[:1] == ["include"]:
            rules += rules_of(policy.parent / words[1].strip('"'))
        elif len(words) == 2 and words[0] in kinds:
            rules.append(prefix + words[1])
    return rules


def share(runs):
    """How many of the runs the benchmark passed."""
    passed = sum(run.passed for run in runs)
    return f"{passed}/{len(runs)} ({100 * passed / len(runs):.0f}%)" if runs else "-"


def row(name, broken, others, hits):
    part = 100 * len(broken) / (len(broken) + len(others))
    print(f"| {name} | {hits} | {len(broken)} ({part:.0f}%) | {share(broken)} | {share(others)} |")


def table(policy, runs):
    """A line a rule that some run breaks; rules that none breaks are named below."""
    print("| rule | hits | runs that break it | passed, of these | passed, of the others |")
    print("| --- | --- | --- | --- | --- |")
    kept = []
    for rule in rules_of(policy):
        broken = [run for run in runs if rule in run.hits]
        if broken:
            row(f"`{rule}`", broken, [run for run in runs if rule not in run.hits],
                sum(len(run.hits[rule]) for run in broken))
        else:
            kept.append(f"`{rule}`")
    row("any of these", [run for run in runs if run.hits], [run for run in runs if not run.hits],
        sum(len(indexes) for run in runs for indexes in run.hits.values()))
    own = [run for run in runs if any("." not in rule for rule in run.hits)]
    row("any rule of the handbook's own", own, [run for run in runs if run not in own],
        sum(len(indexes) for run in own for rule, indexes in run.hits.items() if "." not in rule))
    undecided = sum(len(indexes) for run in runs for indexes in run.by_fault.values())
    print(f"\n{len(runs)} runs, {share(runs)} passed. Broken by none: {', '.join(kept)}. "
          f"Not counted: {undecided} hits by faults alone.\n")


def read(rule, runs, wanted, before):
    """Prints hits of a rule, spread evenly over all, with the events before."""
    hits = [(run, index) for run in runs for index in run.hits.get(rule, [])]
    step = max(1, len(hits) // wanted)
    for run, index in hits[::step][:wanted]:
        print(f"==== {run.id}, event {index}, reward {run.labels['reward']}")
        for line in list(run.events())[max(0, index - before):index + 1]:
            print("  " + line[:600].replace("\n", " / "))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=pathlib.Path, default=DATA)
    parser.add_argument("--read", metavar="RULE")
    parser.add_argument("--hits", type=int, default=15)
    parser.add_argument("--before", type=int, default=4)
    options = parser.parse_args()
    for name, logs in HANDBOOKS.items():
        policy = HERE / f"{name}.decorum"
        present = [options.data / log for log in logs if (options.data / log).exists()]
        if not present:
            print(f"{name}: skipped, no recorded runs in {options.data}")
            continue
        judged = {log: judge(policy, log) for log in present}
        if options.read:
            read(options.read, [run for runs in judged.values() for run in runs], options.hits, options.before)
            continue
        for log, runs in judged.items():
            print(f"### {name}: {log.name}\n")
            table(policy, runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
