"""Shows a few of the verdicts that `decorum run` wrote, for reading: show_verdicts.py COUNT FILE.

Those that did most are taken, each with another disposition where there is one."""
import json
import sys


def weight(verdict):
    fired = verdict.get("fired", [])
    return sum(1 + len(rule.get("evidence", [])) for rule in fired) + len(verdict.get("edits", []))


def choose(verdicts, count):
    """The weightiest verdict of each disposition first, then the weightiest of the rest."""
    ordered = sorted((v for v in verdicts if v.get("fired")), key=weight, reverse=True)
    chosen = []
    for verdict in ordered:
        if all(verdict["disposition"] != other["disposition"] for other in chosen):
            chosen.append(verdict)
    chosen += [verdict for verdict in ordered if verdict not in chosen]
    return chosen[:count]


def evidence_line(entry):
    line = f"      {entry['at']}: {entry['condition']}"
    if not entry.get("value", True):
        line += "  (false)"
    for begin, end in entry.get("spans", []):
        line += f"  [bytes {begin} to {end}]"
    return line


def show(verdict):
    print(f"{verdict['conversation']}, event {verdict['index']} ({verdict['event']}, "
          f"turn {verdict['turn']}): {verdict['disposition']}")
    if "text" in verdict:
        print("  text: " + verdict["text"].replace("\n", "\n        "))
    for escalation in verdict.get("escalations", []):
        print(f"  escalated to {escalation['queue']}, {escalation.get('priority', 'normal')}")
    for rule in verdict["fired"]:
        print(f"  {rule['kind']} {rule['rule']}: {rule.get('because', '')}".rstrip(": "))
        for entry in rule.get("evidence", []):
            print(evidence_line(entry))
    for fault in verdict.get("faults", []):
        print(f"  fault {fault['fault']}: {fault.get('subject', '')}")
    print()


def main():
    count, path = int(sys.argv[1]), sys.argv[2]
    with open(path, encoding="utf-8") as lines:
        verdicts = [json.loads(line) for line in lines]
    for verdict in choose(verdicts, count):
        show(verdict)


main()
