"""The same policy in each peer's language, in the form that its documentation recommends."""
import json
import re

import model

def literal(value):
    return json.dumps(value)


def members(values, brackets):
    return brackets[0] + ", ".join(literal(value) for value in values) + brackets[1]


def decorum_rules(rules):
    def constant(kind, value):
        return value if isinstance(kind, list) and kind is not model.COUNTRIES else literal(value)

    def condition(record, field, operator, value):
        kind, name = model.FIELDS[record, field], f"{record}.{field}"
        if operator == "in":
            return f"{name} in {{{', '.join(constant(kind, one) for one in value)}}}"
        if kind is bool:
            return name if value else f"not {name}"
        return f"{name} {operator} {constant(kind, value)}"

    lines = ["policy peers"]
    for record in dict.fromkeys(record for record, _ in model.FIELDS):
        lines.append(f"facts {record} {{")
        for (of, field), kind in model.FIELDS.items():
            written = {int: "int", bool: "bool"}.get(kind) if isinstance(kind, type) else (
                "text" if kind is model.COUNTRIES else "one of " + ", ".join(kind))
            lines += [f"  {field}: {written}"] if of == record else []
        lines.append("}")
    for index, rule in enumerate(rules):
        lines += [f"flag r{index}", "  on user",
                  "  when " + "\n      and ".join(condition(*one) for one in rule)]
    return "\n".join(lines) + "\n"


def decorum_phrases(lists):
    lines = ["policy peers"]
    for index, phrases in enumerate(lists):
        lines += [f"phrases list{index} = " + ", ".join(map(literal, phrases)),
                  f"flag r{index} on user when user mentions list{index}"]
    return "\n".join(lines) + "\n"


def decorum_detectors(names):
    return "policy peers\n" + "".join(
        f"flag {name} on user when user mentions pii.{name}\n" for name in names)


def rego_rules(rules):
    def condition(record, field, operator, value):
        name = f"input.{record}.{field}"
        return f"{name} in {members(value, '{}')}" if operator == "in" else (
            f"{name} {operator} {literal(value)}")

    return "package peers\n\nimport rego.v1\n" + "".join(
        f'\nfired contains "r{index}" if {{\n' + "".join(f"\t{condition(*one)}\n" for one in rule) +
        "}\n" for index, rule in enumerate(rules))


def by_phrase(lists):
    return {phrase: f"r{index}" for index, phrases in enumerate(lists) for phrase in phrases}


# Each run of up to three words is looked up in the table of phrases: the number of phrases does not
# matter. The other two forms cost something for each phrase or rule.
REGO_WORDS = """package peers

import rego.v1

words := split(trim(regex.replace(lower(input.text), `[^a-z0-9]+`, " "), " "), " ")

fired contains rule if {
	some place, _ in words
	some length in [1, 2, 3]
	rule := data.phrases[concat(" ", array.slice(words, place, place + length))]
}
"""


def rego_contains(lists):
    return """package peers

import rego.v1

text := concat("", [" ", regex.replace(lower(input.text), `[^a-z0-9]+`, " "), " "])
""" + "".join(f"""
fired contains "r{index}" if {{
	some phrase in {members([f' {phrase} ' for phrase in phrases], '[]')}
	contains(text, phrase)
}}
""" for index, phrases in enumerate(lists))


def cedar_rules(rules):
    def condition(record, field, operator, value):
        name = f"context.{record}.{field}"
        return f"{members(value, '[]')}.contains({name})" if operator == "in" else (
            f"{name} {operator} {literal(value)}")

    return "".join("forbid (principal, action, resource) when { " +
                   " && ".join(condition(*one) for one in rule) + " };\n" for rule in rules)


def cedar_phrases(lists):
    return "".join("forbid (principal, action, resource) when { " + " || ".join(
        f'context.text like "* {phrase} *"' for phrase in phrases) + " };\n" for phrases in lists)


def cel_rules(rules):
    def condition(record, field, operator, value):
        name = f"{record}.{field}"
        if operator == "in":
            return f"{name} in {members(value, '[]')}"
        if isinstance(value, bool):
            return name if value else f"!{name}"
        return f"{name} {operator} {literal(value)}"

    return "".join(" && ".join(condition(*one) for one in rule) + "\n" for rule in rules)


def cel_phrases(lists):
    return "".join(" || ".join(f'text.contains(" {phrase} ")' for phrase in phrases) + "\n"
                   for phrases in lists)


def logic_rules(rules):
    def condition(record, field, operator, value):
        return {operator: [{"var": f"{record}.{field}"}, value]}

    return json.dumps([{"and": [condition(*one) for one in rule]} for rule in rules])


def logic_phrases(lists):
    return json.dumps([{"or": [{"in": [f" {phrase} ", {"var": "text"}]} for phrase in phrases]}
                       for phrases in lists])


def javascript_rules(rules):
    def condition(record, field, operator, value):
        name = f"i.{record}.{field}"
        if operator == "in":
            return "(" + " || ".join(f"{name} === {literal(one)}" for one in value) + ")"
        return f"{name} {operator + '=' if operator in ('==', '!=') else operator} {literal(value)}"

    functions = ["  (i) => " + " && ".join(condition(*one) for one in rule) for rule in rules]
    return "export const rules = [\n" + ",\n".join(functions) + "];\n"


def native_rules(rules):
    """Functions of 64 rules over a flat record, by short-circuit conditions."""
    def condition(record, field, operator, value):
        kind, name = model.FIELDS[record, field], f"r.{record}_{field}"
        if operator == "in":
            mask = sum(1 << kind.index(one) for one in value)
            return f"({mask}u >> {name} & 1u)"
        if isinstance(kind, list):
            return f"{name} {operator} {kind.index(value)}"
        return f"{name} {operator} {literal(value)}"

    lines = []
    for start in range(0, len(rules), 64):
        lines.append(f"static std::uint64_t rules{start}(const Record& r) {{\n"
                     "  std::uint64_t fired = 0;")
        for bit, rule in enumerate(rules[start:start + 64]):
            lines.append("  if (" + " && ".join(condition(*one) for one in rule) +
                         f") fired |= std::uint64_t{{1}} << {bit};")
        lines.append("  return fired;\n}")
    lines.append("static constexpr std::uint64_t (*kRules[])(const Record&) = {" +
                 ", ".join(f"rules{start}" for start in range(0, len(rules), 64)) + "};")
    for name, values in (("kTiers", model.TIERS), ("kCountries", model.COUNTRIES),
                         ("kChannels", model.CHANNELS), ("kCalls", model.CALLS)):
        lines.append(f"static constexpr std::string_view {name}[] = {members(values, '{}')};")
    return "\n".join(lines) + "\n"


def alternations(lists):
    """An expression for each rule, for libraries of regular expressions."""
    return "".join(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b".replace(r"\ ", " ") + "\n"
                   for phrases in lists)


def files(kind, rules):
    """Name and text of what a workload has beside its inputs."""
    if kind == "rules":
        return {"policy.decorum": decorum_rules(rules), "policy.rego": rego_rules(rules),
                "policy.cedar": cedar_rules(rules), "policy.cel": cel_rules(rules),
                "logic.json": logic_rules(rules), "plain.mjs": javascript_rules(rules),
                "rules.inc": native_rules(rules)}
    if kind == "phrases":
        return {"policy.decorum": decorum_phrases(rules), "policy.rego": REGO_WORDS,
                "contains.rego": rego_contains(rules), "phrases.json": json.dumps(by_phrase(rules)),
                "policy.cedar": cedar_phrases(rules), "policy.cel": cel_phrases(rules),
                "logic.json": logic_phrases(rules), "alternations.txt": alternations(rules)}
    return {"policy.decorum": decorum_detectors(rules)}
