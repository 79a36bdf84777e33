"""The editor's highlighting knows the words of the language, all of them and no others."""
import json
import re
import unittest

from client import ROOT

EXTENSION = ROOT / "tools/editors/vscode"
GRAMMAR = json.loads((EXTENSION / "syntaxes/decorum.tmLanguage.json").read_text(encoding="utf-8"))
LEXER = (ROOT / "grammar/DecorumLexer.g4").read_text(encoding="utf-8")
WORDS = re.findall(r"^K_\w+: '(\w+)';", LEXER, re.MULTILINE)
RULES = re.search(r"^ruleKind\n  : (.*)$", (ROOT / "grammar/DecorumParser.g4").read_text("utf-8"),
                  re.MULTILINE).group(1)


def highlighted():
    words = []
    for pattern in GRAMMAR["repository"]["keywords"]["patterns"]:
        inside = re.fullmatch(r"\\b\(\?:(.*)\)\\b", pattern["match"])
        assert inside, pattern
        words += inside.group(1).split("|")
    return words


class Grammar(unittest.TestCase):
    def test_keywords(self):
        self.assertGreater(len(WORDS), 150)
        self.assertEqual(sorted(highlighted()), sorted(WORDS))

    def test_kinds_of_rules(self):
        kinds = sorted(word.lower()[2:] for word in RULES.split(" | "))
        declared = GRAMMAR["repository"]["declarations"]["patterns"][0]["match"]
        self.assertEqual(sorted(re.search(r"\((.*?)\)", declared).group(1).split("|")), kinds)

    def test_includes_lead_somewhere(self):
        def includes(node):
            if isinstance(node, dict):
                yield from ([node["include"]] if "include" in node else [])
                node = list(node.values())
            if isinstance(node, list):
                for part in node:
                    yield from includes(part)
        for name in includes(GRAMMAR):
            self.assertIn(name[1:], GRAMMAR["repository"])

    def test_snippets_begin_with_words(self):
        snippets = json.loads((EXTENSION / "snippets/decorum.json").read_text(encoding="utf-8"))
        for name, snippet in snippets.items():
            self.assertIn(snippet["prefix"], WORDS, name)
            self.assertTrue(snippet["body"][0].startswith(snippet["prefix"]), name)

    def test_the_lockfile_names_no_registry(self):
        lock = EXTENSION / "package-lock.json"
        self.assertNotIn("\"resolved\"", lock.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
