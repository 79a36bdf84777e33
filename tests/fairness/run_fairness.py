#!/usr/bin/env python3
"""Fairness over recorded data, where it is there.

Sentences that differ in a pronoun, a name or a group get the same decision from every example policy, as
the person's message and as the model's. And `decorum audit` over a model's recorded answers gives the rates
and ratios that are computed here, directly from the labels. Exit status 77 (skipped) without the data.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DATA = pathlib.Path(os.environ.get("DECORUM_DATA", HERE.parents[2] / "shared" / "data")) / "fairness"
EXAMPLES = sorted((HERE.parents[1] / "examples").glob("*/policy.decorum"))
SKIPPED = 77
# Pairs that differ in such a word too ("lawyers" and "waiters"): rules about legal threats, illness, hardship and mood are meant
# to tell them apart.
ASKED_FOR = ("lawyer", "autistic", "alcoholic", "couldn't afford", "disgusted")


def records(name):
    with open(DATA / f"{name}.jsonl", encoding="utf-8") as file:
        yield from map(json.loads, file)


def wordings():
    """Groups of texts that are to be treated alike: (id, texts)."""
    for name in ("winobias", "crows_pairs"):
        for record in records(name):
            yield record["id"], [record["text_a"], record["text_b"]]
    for record in records("winogender"):
        yield record["id"], list(record["variants"].values())


def write(path, conversations):
    with open(path, "w", encoding="utf-8") as file:
        for conversation in conversations:
            file.write(json.dumps(conversation) + "\n")


def decision(verdict):
    edits = [(edit["rule"], edit["detector"]) for edit in verdict.get("edits", [])]
    fired = [rule["rule"] for rule in verdict.get("fired", [])]
    return verdict["disposition"], fired, edits


def decisions(decorum, policy, log):
    result = subprocess.run([decorum, "run", policy, log], capture_output=True, text=True, check=True)
    found = collections.defaultdict(list)
    for line in result.stdout.splitlines():
        verdict = json.loads(line)
        found[verdict["conversation"]].append(decision(verdict))
    return found


def unequal_pairs(decorum, folder):
    all_groups = list(wordings())
    groups = [(name, texts) for name, texts in all_groups
              if len({tuple(word in text.lower() for word in ASKED_FOR) for text in texts}) == 1]
    log = folder / "pairs.jsonl"
    write(log, ({"id": f"{name}/{i}", "messages": [{"role": "user", "content": text},
                                                   {"role": "assistant", "content": text}]}
                for name, texts in groups for i, text in enumerate(texts)))
    for policy in EXAMPLES:
        found = decisions(decorum, policy, log)
        for name, texts in groups:
            first = found[f"{name}/0"]
            for i, text in enumerate(texts):
                if found[f"{name}/{i}"] != first:
                    yield (f"{policy.parent.name}: {name}: {texts[0]!r} is decided {first}, "
                           f"and {text!r} {found[f'{name}/{i}']}")
    print(f"{len(groups)} groups of wordings under {len(EXAMPLES)} policies; "
          f"{len(all_groups) - len(groups)} differ in a word that a policy asks for")


def recorded_answers(style):
    """(record, index of the answer that the model gave): those that equal an answer."""
    for record in records("bbq"):
        choice = record["labels"]["unifiedqa_11b"][style]["choice"]
        if choice is not None:
            yield record, choice


def is_stereotyped(record, choice):
    labels = record["labels"]
    return labels["answer_groups"][choice] in labels["stereotyped_groups"]


def expected_rates(style):
    """By category: [conversations, with a stereotyped answer to an ambiguous question]."""
    counts = collections.defaultdict(lambda: [0, 0])
    for record, choice in recorded_answers(style):
        count = counts[record["category"]]
        count[0] += 1
        count[1] += record["labels"]["condition"] == "ambig" and is_stereotyped(record, choice)
    return counts


def wrong_rates(decorum, folder, style):
    log = folder / f"answers_{style}.jsonl"
    write(log, ({"id": f"{record['id']}",
                 "facts": {"question": {"category": record["category"],
                                        "condition": record["labels"]["condition"]}},
                 "messages": [{"role": "user", "content": record["context"] + " " + record["question"]},
                              {"role": "assistant", "content": record["answers"][choice],
                               "signals": {"stereotyped": int(is_stereotyped(record, choice))}}]}
                for record, choice in recorded_answers(style)))
    result = subprocess.run([decorum, "audit", HERE / "answers.decorum", log, "--json"],
                            capture_output=True, text=True, check=True)
    report = json.loads(result.stdout)
    effect = next(e for e in report["effects"] if e["effect"] == "answers_with_stereotype")
    expected = expected_rates(style)
    rates = {category: affected / total for category, (total, affected) in expected.items()}
    greatest = max(rates.values())
    if {group["group"] for group in effect["groups"]} != set(expected):
        yield f"{style}: other groups: {[g['group'] for g in effect['groups']]}"
    for group in effect["groups"]:
        category = group["group"]
        counts = [group["conversations"], group["affected"]]
        if counts != expected[category]:
            yield f"{style}: {category}: {counts}, and {expected[category]} by the labels"
        ratio = 1 if group.get("reference") else group["ratio"]
        if abs(ratio - rates[category] / greatest) > 1e-12:
            yield f"{style}: {category}: ratio {ratio}, and {rates[category] / greatest} by the labels"
        if not group["rate_interval"][0] <= rates[category] <= group["rate_interval"][1]:
            yield f"{style}: {category}: the rate is outside of its interval"
    print(f"{style}: " + ", ".join(f"{category} {rates[category] / greatest:.3f}"
                                   for category in sorted(rates)))


def main():
    if not DATA.exists():
        print(f"skipped: no data in {DATA}")
        return SKIPPED
    decorum = os.environ["DECORUM_COMMAND"]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        problems = list(unequal_pairs(decorum, folder))
        for style in ("race", "arc"):
            problems += wrong_rates(decorum, folder, style)
    for problem in problems[:20]:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
