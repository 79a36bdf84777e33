"""How often each rule of all packs fires over ordinary conversations, and what judging them costs."""
import collections
import json
import random
import re
import subprocess

from judge import START, lines

SEED = 20261122
KEPT = 60  # hits of a rule that are kept for reading

# What a host that knows its customers would say. 20:00 UTC is daytime in every zone of the United States.
DAYTIME = "2026-11-22T20:00:00Z"
DOMAINS = {"airline": ["airline"], "retail": ["retail"], "retail-abcd": ["retail"], "ecommerce-complaints": ["retail"],
           "telecom": ["telecom"], "finance": ["credit"], "insurance": ["insurance"], "bank": ["credit"]}
READS = re.compile(r"^(get|find|search|list|show|look|check|calculate|think|query|read|can|run|test|validate)|(_inform|_check|search)$")


def facts(conversation):
    domains = DOMAINS.get(conversation["domain"].split("+")[0], [])
    return {
        "customer": {"region": "US-TX", "identity": "verified", "is_minor": False, "consents": ["recording"]},
        "service": {"domains": domains, "companion": False, "licensed_trade": False},
        "conversation": {"channel": "chat", "locale": "ja" if "japanese" in conversation["domain"] else "en"},
        "household": {"shared": False},
        "processing": {"purpose": "care"},
        "action": {"effect": "read"},
    }


def set_up(conversation):
    """The conversation with facts, the action of each call among them."""
    conversation = dict(conversation, facts=facts(conversation))
    for message in conversation["messages"]:
        calls = message.get("tool_calls")
        if calls:
            reads = all(READS.search(call["function"]["name"] or "") for call in calls)
            # What is not said of an action counts as one that acts, with nobody's yes.
            message["facts"] = {"action": {"effect": "read"} if reads else {}}
    return conversation


def events(conversation):
    """The events of a conversation as `decorum run` numbers them: kind and text."""
    for message in conversation["messages"]:
        text = message.get("content")
        if message["role"] == "user":
            yield "user", text
        elif message["role"] == "tool":
            yield "tool_result", text
        elif message["role"] == "assistant":
            if text is not None:
                yield "reply", text
            for call in message.get("tool_calls") or []:
                yield "tool_call", f"{call['function']['name']} {call['function']['arguments']}"


def matched(rule, conversation_events):
    """What the conditions of a rule found, in the texts that they speak of."""
    for evidence in rule.get("evidence", []):
        for begin, end in evidence.get("spans", []):
            text = conversation_events[evidence["events"][-1]][1] or ""
            yield text.encode()[begin:end].decode(errors="replace")


def subjects(policies):
    """For each rule, the kinds of event it is evaluated at."""
    found = {}
    for path in sorted(policies.glob("*/pack.decorum")):
        rule = None
        for line in path.read_text(encoding="utf-8").splitlines():
            head = re.match(r"(?:escalate|redact|disclose|block|hold|retry|clarify|flag) (\w+)$", line)
            on = re.match(r"  on ([a-z_, ]+)$", line)
            if head:
                rule = f"{path.parent.name}.{head[1]}"
            elif on and rule:
                found[rule] = [kind.strip() for kind in on[1].split(",")]
                rule = None
    return found


def judge_all(judge, data, start, change, keep):
    """Counts of events by file and kind, of hits by rule and file, and samples of hits."""
    counted, fired = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    chance, samples = random.Random(SEED), collections.defaultdict(list)
    for path in sorted((data / "conversations").glob("*.jsonl*")):
        conversations = [change(conversation) for conversation in lines(path)]
        name = path.name.split(".")[0]
        log = judge.write(f"{name}.jsonl", conversations)
        number, left = -1, []
        for verdict in judge.verdicts("all.decorum", log, start):
            if verdict["index"] == 0:
                number += 1
                left = list(events(conversations[number]))
            index = verdict["index"]
            assert left[index][0] == verdict["event"], (name, number, index)
            counted[name][verdict["event"]] += 1
            for rule in verdict.get("fired", []):
                hits = fired[rule["rule"]]
                hits[name] += 1
                total = sum(hits.values())
                place = len(samples[rule["rule"]]) if total <= KEPT else chance.randrange(total)
                if keep and place < KEPT:
                    hit = {"file": name, "conversation": verdict["conversation"], "index": index, "event": verdict["event"],
                           "text": (left[index][1] or "")[:600], "before": (left[index - 1][1] or "")[:200] if index else "",
                           "matched": sorted(set(matched(rule, left)))[:6]}
                    samples[rule["rule"]][place:place + 1] = [hit]
    return counted, fired, samples


def alarms(judge, data, arguments):
    kinds = subjects(judge.policies)
    results = []
    for start, change in ((START, lambda conversation: conversation), (DAYTIME, set_up)):
        results.append(judge_all(judge, data, start, change, arguments.hits is not None))
    counted = sum(results[0][0].values(), collections.Counter())
    print("\n### False alarms: all packs over all ordinary conversations")
    print("\n" + ", ".join(f"{counted[kind]:,} {kind}" for kind in sorted(counted)))
    print("\n| rule | at | without facts | rate | with facts | rate | most in |\n| --- | --- | --- | --- | --- | --- | --- |")
    bare, known = results[0][1], results[1][1]
    rows = []
    for rule in sorted(set(bare) | set(known)):
        at = kinds[rule]
        whole = sum(counted[kind] for kind in at)
        first, second = sum(bare[rule].values()), sum(known[rule].values())
        most = (known[rule] or bare[rule]).most_common(2)
        rows.append((second / whole, first / whole, rule, at, first, second, most))
    for second_rate, first_rate, rule, at, first, second, most in sorted(rows, key=lambda row: (-row[0], -row[1], row[2])):
        where = ", ".join(f"{name} {number}" for name, number in most)
        print(f"| `{rule}` | {', '.join(at)} | {first} | {first_rate:.2%} | {second} | {second_rate:.2%} | {where} |")
    silent = sorted(set(kinds) - set(bare) - set(known))
    print(f"\n{len(silent)} rules never fire: {', '.join(f'`{rule}`' for rule in silent)}.")
    if arguments.hits:
        arguments.hits.write_text(json.dumps({"without facts": results[0][2], "with facts": results[1][2]},
                                             ensure_ascii=False, indent=1), encoding="utf-8")


def cost(judge, data, arguments):
    """Events a second of processor time: the clock of a busy machine says nothing. What compiling costs is taken off."""
    del arguments
    print("\n### Cost")
    empty = judge.write("empty.jsonl", [])
    before = judge.processor_seconds("all.decorum", empty)
    print(f"- to compile: {before:.2f} s")
    for name in ("multidogo_finance", "taskmaster4", "tau2_retail"):
        path = data / f"conversations/{name}.jsonl"
        all_events = [event for conversation in lines(path) for event in events(conversation)]
        seconds = judge.processor_seconds("all.decorum", path) - before
        size = sum(len((text or "").encode()) for _, text in all_events)
        print(f"- {name}: {len(all_events):,} events, {size / len(all_events):.0f} bytes each on average: "
              f"{len(all_events) / seconds:,.0f} events and {size / seconds / 1e6:.2f} MB a second of processor time")
    memory = subprocess.run([judge.command, "check", "--memory", str(judge.policies / "all.decorum")],
                            capture_output=True, text=True, check=True)
    print(f"- {memory.stdout.strip().splitlines()[-1]}")
