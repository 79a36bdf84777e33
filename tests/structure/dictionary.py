"""The fuzzer's dictionary fits the lexer: every word and symbol of the grammar is in it, no word is
left over from one that is gone, and libFuzzer can read it."""
import re

import tree

LEXER = "grammar/DecorumLexer.g4"
DICTIONARY = "tests/fuzz/parser.dict"
# NAME: 'spelling'; a token with one spelling. Fragments and tokens made of parts have none.
TOKEN = re.compile(r"^([A-Z_]+)\s*:\s*'((?:[^'\\]|\\.)+)'\s*;", re.MULTILINE)
ENTRY = re.compile(r'^"((?:[^"\\]|\\["\\]|\\x[0-9a-fA-F]{2})+)"$')


def spellings(grammar):
    """Spelling by token name."""
    return {name: re.sub(r"\\(.)", r"\1", spelling) for name, spelling in TOKEN.findall(grammar)}


def judge(grammar, dictionary):
    """What is wrong with a dictionary for this lexer."""
    findings, entries = [], []
    for number, line in enumerate(dictionary.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        found = ENTRY.match(line)
        if not found:
            findings.append(f"line {number} is no entry that libFuzzer can read: {line}")
            continue
        entry = re.sub(r'\\(["\\])', r"\1", found.group(1))
        if entry in entries:
            findings.append(f"line {number}: '{entry}' stands there twice")
        entries.append(entry)
    tokens = spellings(grammar)
    findings += [f"'{spelling}' ({name}) is missing" for name, spelling in tokens.items()
                 if spelling not in entries]
    # What is no word or symbol is an example of a token made of parts: "2026-08-02", "= /x/".
    findings += [f"'{entry}' is no word of the language" for entry in entries
                 if re.fullmatch(r"[a-z_]+", entry) and entry not in tokens.values()]
    return findings


def main():
    grammar = tree.read(LEXER)
    findings = judge(grammar, tree.read(DICTIONARY))
    tree.finish("dictionary: words and symbols", [f"{DICTIONARY}: {what}" for what in findings],
                len(spellings(grammar)))


if __name__ == "__main__":
    main()
