"""The structure checks find what they are for, on made-up cases."""
import unittest

import catalogue
import dictionary
import layering
import links
import places


class Layering(unittest.TestCase):
    def test_refuses(self):
        for path, bracket, target in [
                ("runtime/eval/a.cpp", '"', "compiler/sema/types.h"),
                ("runtime/text/a.cpp", '"', "runtime/plan/plan.h"),
                ("runtime/plan/a.cpp", '"', "tools/cli/verbs.h"),
                ("compiler/syntax/ast.h", '"', "compiler/sema/types.h"),
                ("compiler/sema/a.cpp", '"', "../syntax/ast.h"),
                ("runtime/engine/a.cpp", '"', "decorum/compile.h"),
                ("runtime/include/decorum/policy.h", '"', "runtime/plan/plan.h"),
                ("runtime/include/decorum/policy.h", "<", "nlohmann/json.hpp"),
                ("compiler/syntax/format.cpp", "<", "antlr4-runtime.h"),
                ("tools/cli/main.cpp", "<", "llvm/IR/Module.h"),
                ("runtime/plan/a.cpp", "<", "re2/re2.h"),
                ("compiler/sema/a.cpp", "<", "unicode/uchar.h"),
                ("runtime/eval/a.cpp", "<", "hs.h")]:
            with self.subTest(path=path, target=target):
                self.assertIsNotNone(layering.judge(path, bracket, target))

    def test_accepts(self):
        for path, bracket, target in [
                ("tools/cli/main.cpp", '"', "decorum/compile.h"),
                ("compiler/driver/a.cpp", '"', "compiler/sema/types.h"),
                ("compiler/lower/a.cpp", '"', "runtime/plan/plan.h"),
                ("compiler/syntax/parse_rules.cpp", "<", "antlr4-runtime.h"),
                ("compiler/codegen/llvm/emit.cpp", "<", "llvm/IR/Module.h"),
                ("runtime/text/a.cpp", "<", "hs/hs.h"),
                ("runtime/include/decorum/verdict.h", "<", "string_view")]:
            with self.subTest(path=path, target=target):
                self.assertIsNone(layering.judge(path, bracket, target))


class Places(unittest.TestCase):
    @staticmethod
    def found(line):
        return any(pattern.search(line) for pattern, _ in places.FORBIDDEN)

    def test_refuses(self):
        for line in ["see /home/kim/notes", "/work/x", "https://10.0.0.7/simple",
                     "registry=https://npm.example.org", "https_proxy=http://p:80", "/tmp/scratch"]:
            self.assertTrue(self.found(line), line)

    def test_accepts(self):
        for line in ["build/release/bin/decorum", "https://example.com/home/x", "docs/work/x",
                     "#!/usr/bin/env bash"]:
            self.assertFalse(self.found(line), line)


class Dictionary(unittest.TestCase):
    GRAMMAR = "K_ON: 'on';\nfragment X: 'x';\nQUOTED: '\\\\';\nTEXT: '\"' ~[\"]* '\"';\n"

    def test_accepts(self):
        self.assertEqual(dictionary.spellings(self.GRAMMAR), {"K_ON": "on", "QUOTED": "\\"})
        fits = '# words\n"on"\n\n"\\\\"\n"\\"text\\""\n'
        self.assertEqual(dictionary.judge(self.GRAMMAR, fits), [])

    def test_refuses(self):
        for entries, what in [('"on"', "is missing"), ('"on"\n"\\\\"\n"off"', "no word"),
                              ('"on"\n"\\\\"\n"on"', "twice"), ('"on"\n"\\\\"\non', "no entry"),
                              ('"on"\n"\\\\"\n"\\q"', "no entry")]:
            with self.subTest(entries=entries):
                findings = dictionary.judge(self.GRAMMAR, entries)
                self.assertEqual(len(findings), 1, findings)
                self.assertIn(what, findings[0])


class Catalogue(unittest.TestCase):
    def test_twice(self):
        self.assertEqual(catalogue.twice("// OP(A)\nOP(A, 1)\nOP(B)\nQ(A)\nL(1) L(2)"), [])
        self.assertEqual(catalogue.twice('OP(A, 1)\nOP(B)\nOP(A, 2)\nL("x") L("x")'),
                         ["L(\"x\")", "OP(A)"])


class Links(unittest.TestCase):
    def test_targets(self):
        self.assertIsNone(links.broken("CONTRIBUTING.md", "LICENSE"))
        self.assertIsNone(links.broken("CONTRIBUTING.md", "https://example.com/nowhere"))
        self.assertIsNotNone(links.broken("CONTRIBUTING.md", "docs/no_such_page.md"))
        self.assertIsNotNone(links.broken("CONTRIBUTING.md", "#no-such-heading"))
        self.assertIsNotNone(links.broken("CONTRIBUTING.md", "../outside.md"))


if __name__ == "__main__":
    unittest.main()
