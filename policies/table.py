#!/usr/bin/env python3
"""Writes docs/packs.md: every rule of the packs with its sources and dates, from the packs themselves.

    policies/table.py            writes the page
    policies/table.py --check    only says whether it is as the packs are, and whether each rule of the catalogue is there (else status 1)

Sources of rules are their `cites`; those of `fairness` blocks, which have none, stand in the comment: `Sources: … (checked DATE).`
A source whose check is older than 180 days is warned of; `decorum check` warns of those in `cites` too.
"""
import datetime
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
PAGE = FOLDER.parent / "docs" / "packs.md"
CHECKED_DAYS = 180

# The catalogue: how many rules each pack has, in its order.
CATALOGUE = {
    "ai_disclosure": ("DIS", 8), "human_handoff": ("HUM", 11), "crisis_safety_minors": ("SAF", 11),
    "privacy_redaction": ("PRI", 10), "card_data": ("PCI", 6), "llm_security": ("SEC", 9),
    "commitments_grounding": ("COM", 8), "advice_boundaries": ("ADV", 6), "fairness_monitoring": ("FAI", 8),
    "consequential_decisions": ("DEC", 8), "finance_conduct": ("FIN", 9), "debt_collection": ("DEB", 8),
    "healthcare": ("HEA", 7), "commerce_travel": ("CMT", 10),
}

RULE = re.compile(r"^(escalate|redact|disclose|block|hold|retry|clarify|flag|fairness) (\w+)")
RANGE = re.compile(r"\b[A-Z]{3}-\d{2} to [A-Z]{3}-\d{2}\b")  # what such a comment speaks of, it does not stand for
ID = re.compile(r"\b[A-Z]{3}-\d{2}\b")
CITES = re.compile(r'^\s+cites "((?:[^"\\]|\\.)*)"(.*)$')
SOURCES = re.compile(r"\s*Sources: (.*) \(checked (\d{4}-\d\d-\d\d)\)\.\s*")
DATE = re.compile(r"checked (\d{4}-\d\d-\d\d)")
MARK = " (verify)"  # behind a source that was cited from memory and not confirmed since

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
`human_handoff` names [built-in providers](signals.md) for the mood and for the language of replies; a score of the host wins over them.

`policies/all.decorum` includes all of them and says in its tests which goes first. **Crisis first:** once the customer has spoken of suicide or self-harm, drafts
that sell (`commerce_travel`), promote (`advice_boundaries`) or collect (`debt_collection`) are blocked for the rest of the conversation, their notices stay away, and
the crisis line is shown whatever else stops the message. In a test of a policy that includes a pack, facts and signals carry its name:
`given card_data.customer { … }`. How well words find what they look for, and how often rules fire over ordinary conversations, is in
[packs, measured](packs-measured.md).

Written from the packs by `policies/table.py`. On 2026-11-27 number, title and date of the sources that had been cited from memory were looked up in public
texts; "(verify)" is left where that [confirmed nothing](#sources-that-are-not-confirmed).
"""

UNCONFIRMED = """
## Sources that are not confirmed

Looked up on 2026-11-27 and not found in the text of the source itself: the warning of COBS 4.12A stands in what firms and advisers publish word for word as here, but
the handbook's own page was not seen, and no national law that puts the directive on consumer credit in force was read. Whoever relies on such a rule checks the source first. "Common practice" is what
businesses usually do and the packs' own judgement; there is nothing to look up.

| source | rules |
| --- | --- |"""


class Rule:
    """A rule: its kind and name, the IDs of the catalogue that it stands for, what it does, and its sources with dates."""

    def __init__(self, kind, name, comment):
        self.kind, self.name, self.cites = kind, name, []
        named = SOURCES.search(comment)
        if named:
            self.cites.append((named[1], named[2]))
            comment = SOURCES.sub(" ", comment).strip()
        begin = comment[:comment.find(":")] if ":" in comment[:60] else comment[:60]
        self.spans = RANGE.findall(begin)
        self.ids = list(dict.fromkeys(ID.findall(RANGE.sub("", begin))))
        self.does = sentence(comment)


def sentence(comment):
    text = RANGE.sub("", comment, count=1) if RANGE.match(comment) else comment
    text = re.sub(r"^(?:[A-Z]{3}-\d{2}(?:, | and )?)*", "", text)
    text = re.sub(r"^[^:]{0,60}: *", "", text) if not text.startswith(" in ") else text
    text = re.sub(r"^(?:\.\.\. |[,:] *)", "", text.strip())
    return cell(text[:1].upper() + text[1:])


def cell(text):
    return text.replace("|", "\\|")


def read(path):
    """The first comment of a pack, and its rules."""
    rules, comment, rule, about = [], [], None, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("##"):
            comment.append(line[2:].strip())
            continue
        if line.startswith("pack "):
            about = comment
        found, cited = RULE.match(line), CITES.match(line)
        if found:
            rule = Rule(found[1], found[2], " ".join(comment))
            rules.append(rule)
        if cited and rule:
            checked = DATE.search(cited[2])
            rule.cites.append((cited[1].replace('\\"', '"'), checked[1] if checked else ""))
        if not line or not line.startswith((" ", "#")):
            comment = []
    return about, rules


def packs(folder):
    """The files of a folder that are packs, pack.decorum first."""
    files = [path for path in sorted(folder.glob("*.decorum"))
             if re.search(r"^pack ", path.read_text(encoding="utf-8"), re.MULTILINE)]
    return sorted(files, key=lambda path: path.name != "pack.decorum")


def page(today):
    """The page's text, what is wrong with the packs, and what to warn of."""
    lines, wrong, stale, unconfirmed = [HEAD], [], [], {}
    folders = {path.parent.name for path in FOLDER.glob("*/pack.decorum")}
    wrong += [f"policies/{name} is in no catalogue" for name in sorted(folders - set(CATALOGUE))]
    for name, (letters, count) in CATALOGUE.items():
        ids = set()
        for path in packs(FOLDER / name):
            about, rules = read(path)
            lines.append(f"\n## `{name}`\n" if path.name == "pack.decorum" else f"\n### `{name}/{path.name}`\n")
            lines.append(" ".join(about).split(" Audience:")[0].strip() + "\n")
            lines.append("| id | rule | what it does | source | checked |")
            lines.append("| --- | --- | --- | --- | --- |")
            for rule in rules:
                ids.update(rule.ids)
                dates = sorted({date for _, date in rule.cites if date})
                stale += [f"{name}.{rule.name}: a source was checked last on {date}" for date in dates
                          if (today - datetime.date.fromisoformat(date)).days > CHECKED_DAYS]
                if not rule.does or not (rule.ids or rule.spans):
                    wrong.append(f"{name}.{rule.name}: its comment has no ID of the catalogue, or says nothing")
                if not dates:
                    wrong.append(f"{name}.{rule.name}: no source has the day on which it was checked")
                sources = cell("; ".join(source for source, _ in rule.cites))
                for source, _ in rule.cites:
                    if MARK in source:
                        unconfirmed.setdefault(source.replace(MARK, ""), []).append(f"`{name}.{rule.name}`")
                lines.append(f"| {', '.join(rule.ids + rule.spans)} | {rule.kind} `{rule.name}` | {rule.does} | {sources} | "
                             f"{', '.join(dates)} |")
        wanted = {f"{letters}-{number:02}" for number in range(1, count + 1)}
        wrong += [f"{name}: no rule stands for {missing}" for missing in sorted(wanted - ids)]
        wrong += [f"{name}: {other} is no ID of this pack" for other in sorted(ids - wanted)]
    lines.append(UNCONFIRMED)
    lines += [f"| {cell(source)} | {', '.join(rules)} |" for source, rules in sorted(unconfirmed.items(), key=lambda row: row[0].lower())]
    return "\n".join(lines) + "\n", wrong, stale


def main():
    text, wrong, stale = page(datetime.date.today())
    for line in stale:
        print(f"warning: {line}", file=sys.stderr)
    for line in wrong:
        print(f"error: {line}", file=sys.stderr)
    total = sum(count for _, count in CATALOGUE.values())
    if "--check" in sys.argv[1:]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print("docs/packs.md is not what policies/table.py makes of the packs", file=sys.stderr)
            return 1
    else:
        PAGE.write_text(text, encoding="utf-8")
    if not wrong:
        print(f"all {total} rules of the catalogue are there")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
