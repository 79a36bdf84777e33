"""The editor's highlighting knows the words of the language, all of them and no others."""
import json
import re
import unittest

from client import ROOT
from textmate import Highlighter, scope_at

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

    def test_every_declaration_begins_outside_of_texts(self):
        files = sorted((ROOT / "examples").rglob("*.decorum")) + \
            sorted((ROOT / "policies").rglob("*.decorum"))
        self.assertTrue(files)
        heads = set(RULES.lower().replace("k_", "").split(" | ")) | {
            "policy", "pack", "include", "use", "facts", "phrases", "pattern", "define", "test"}
        declarations = 0
        for path in files:
            long_text = False
            for line, region, scopes in Highlighter(GRAMMAR).lines(path.read_text("utf-8")):
                word = re.match(r"[a-z]*", line).group()
                if word in heads and not long_text:
                    declarations += 1
                    self.assertEqual(region, [], f"{path}: {line}")
                    self.assertRegex(scope_at(scopes, 0), "^keyword", f"{path}: {line}")
                long_text ^= line.count('"""') % 2 == 1
        self.assertGreater(declarations, 500)

    def test_scopes_of_words(self):
        text = '''## Doc.
escalate legal # why
  when user mentions "law {customer.tier} \\"x\\" {{", words and customer.when == 5 minutes
pattern p = /a"b[/]#c\\//
  say """
    when {match} escalate
  """
  to legal within 2026-11-22
'''
        lines = list(Highlighter(GRAMMAR).lines(text))
        for number, word, scope in (
                (0, "Doc", "comment.line.documentation"), (1, "escalate", "keyword.control.rule"),
                (1, "legal", "entity.name.function"), (1, "why", "comment.line.number"),
                (2, "when", "keyword.other.clause"), (2, "law", "string.quoted.double"),
                (2, "customer.tier", "meta.embedded"), (2, "tier", "variable.other.property"),
                (2, '\\"x', "constant.character.escape"), (2, "{{", "constant.character.escape"),
                (2, "words", ""), (2, "and", "keyword.operator.word"),
                (2, "when ==", "variable.other.property"), (2, "5", "constant.numeric"),
                (2, "minutes", "keyword.other.unit"), (3, "pattern", "keyword.declaration"),
                (3, 'b[/]', "string.regexp"), (3, "#c", "string.regexp"),
                (4, "say", "keyword.other.clause"), (5, "when", "string.quoted.triple"),
                (5, "match", "meta.embedded"), (5, "escalate", "string.quoted.triple"),
                (7, "to", "keyword.other.clause"), (7, "2026-11-22", "constant.numeric.date")):
            with self.subTest(word):
                line, _, scopes = lines[number]
                found = scope_at(scopes, line.index(word))
                self.assertTrue(found.startswith(scope) if scope else found == "", found)

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
