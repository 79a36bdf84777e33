#!/usr/bin/env python3
"""Writes docs/packs.md: every rule of the packs with its sources and dates, from the packs themselves.

    policies/table.py            writes the page
    policies/table.py --check    only says whether it is as the packs are (status 1: it is not)

A source whose check is older than 180 days is warned of; `decorum check` warns of it too.
"""
import datetime
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
PAGE = FOLDER.parent / "docs" / "packs.md"
CHECKED_DAYS = 180
RULE = re.compile(r"^(escalate|redact|disclose|block|hold|retry|clarify|flag|fairness) (\w+)")
IDS = re.compile(r"\b([A-Z]{3}-\d{2})\b")
CITES = re.compile(r'^\s+cites "((?:[^"\\]|\\.)*)"(.*)$')
ORDER = ["DIS", "HUM", "SAF", "PRI", "PCI", "SEC", "COM", "ADV", "FAI", "DEC", "FIN", "DEB", "HEA", "CMT"]

HEAD = """# Policy packs

Fourteen packs of rules that businesses must or want to follow, to be included and set up. **They are engineering aids, not legal advice:**
including one does not make a business compliant; counsel confirms scope, wording and dates.

```decorum-fragment
include card_data { payment_page = "https://pay.example.com" }
include crisis_safety_minors
```

The folder `policies/` stands on the pack path (`--pack-path policies`). A pack's own first comment says whom it is for, what it wants from the host,
and where it ends. Facts that several packs name (`customer.region`, `service.domains`) are one thing of the host. What is not known of a region
counts as every region. Signals are optional: each says what a missing score means, and words are the fall-back.

Written from the packs by `policies/table.py`. "(verify)" marks a source that was cited from memory.
"""


class Rule:
    def __init__(self, kind, name, comment):
        self.kind, self.name, self.comment = kind, name, comment
        self.ids = IDS.findall(comment)
        self.cites = []


def sentence(comment):
    text = re.sub(r"^(?:[A-Z]{3}-\d{2}(?:, | and )?)+(?:[^:]{0,60})?: *", "", comment)
    return (text[:1].upper() + text[1:]).replace("|", "\\|")


def read(path):
    rules, comment, rule = [], [], None
    about = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("##"):
            comment.append(line[2:].strip())
            continue
        if line.startswith("pack "):
            about = comment
        found = RULE.match(line)
        if found:
            rule = Rule(found[1], found[2], " ".join(comment))
            rules.append(rule)
        cited = CITES.match(line)
        if cited and rule:
            checked = re.search(r"checked (\d{4}-\d\d-\d\d)", cited[2])
            rule.cites.append((cited[1].replace('\\"', '"'), checked[1] if checked else ""))
        if line and not line.startswith((" ", "#")):
            comment = []
            if not found:
                rule = None
        elif not line:
            comment = []
    return about, rules


def page(today):
    lines, stale, ids = [HEAD], [], set()
    packs = []
    for path in FOLDER.glob("*/pack.decorum"):
        about, rules = read(path)
        first = next((rule.ids[0] for rule in rules if rule.ids), "ZZZ")
        packs.append((ORDER.index(first[:3]) if first[:3] in ORDER else 99, path.parent.name, about, rules))
    for _, name, about, rules in sorted(packs):
        lines.append(f"\n## `{name}`\n")
        lines.append(" ".join(about).split(" Audience:")[0].strip() + "\n")
        lines.append("| id | rule | what it does | source | checked |")
        lines.append("| --- | --- | --- | --- | --- |")
        for rule in rules:
            ids.update(rule.ids)
            sources = "; ".join(source for source, _ in rule.cites).replace("|", "\\|")
            dates = sorted({date for _, date in rule.cites if date})
            for date in dates:
                if (today - datetime.date.fromisoformat(date)).days > CHECKED_DAYS:
                    stale.append(f"{name}.{rule.name}: a source was checked last on {date}")
            lines.append(f"| {', '.join(dict.fromkeys(rule.ids))} | {rule.kind} `{rule.name}` | "
                         f"{sentence(rule.comment)} | {sources} | {', '.join(dates)} |")
    return "\n".join(lines) + "\n", stale, ids


def main():
    text, stale, ids = page(datetime.date.today())
    for line in stale:
        print(f"warning: {line}", file=sys.stderr)
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/packs.md is not what policies/table.py makes of the packs", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"{len(ids)} rules of the catalogue")
    return 0


if __name__ == "__main__":
    sys.exit(main())
