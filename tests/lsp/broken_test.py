"""Every example policy with a mistake in each of its lines: the server answers everything, its
findings are those of an analysis from scratch, and the last mistake leaves nothing behind."""
import re
import unittest

from client import ROOT, Client

EXAMPLES = sorted((ROOT / "examples").rglob("*.decorum"))
# Of the packs, which are long, some lines each.
PACKS = sorted((ROOT / "policies").rglob("pack.decorum"))
LINES_OF_PACKS = 12
WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 100000, "character": 0}}


def deleted(line):
    return None


def cut(line):
    return line[:len(line) // 2]


def unclosed(line):
    return line[:len(line) // 2] + ' "' + line[len(line) // 2:]


class Broken(unittest.TestCase):
    def ask_everything(self, client, uri, line, character):
        for method in ("completion", "hover", "definition", "documentHighlight", "prepareRename"):
            client.at(method, uri, line, character)
        for method in ("documentSymbol", "foldingRange", "semanticTokens/full", "codeLens"):
            client.of(method, uri)
        client.of("formatting", uri, options={})
        client.of("inlayHint", uri, range=WHOLE)
        client.of("codeAction", uri, range=WHOLE, context={"diagnostics": []})

    def test_every_line(self):
        self.assertTrue(EXAMPLES)
        for path in EXAMPLES + PACKS:
            text = path.read_text(encoding="utf-8")
            lines = text.split("\n")
            step = max(1, len(lines) // LINES_OF_PACKS) if path in PACKS else 1
            client, uri = Client(), path.as_uri()
            try:
                client.open(uri, text)
                clean = client.wait_for(uri, 1)
                version = 1
                # A policy with packs takes long to judge: at each line another mistake.
                ways = (deleted, cut, unclosed)
                one_each = re.search(r"^include ", text, re.MULTILINE) is not None
                for number in range(0, len(lines), step):
                    for how in ways[number % 3:number % 3 + 1] if one_each else ways:
                        line = how(lines[number])
                        middle = [] if line is None else [line]
                        broken = "\n".join(lines[:number] + middle + lines[number + 1:])
                        version += 1
                        client.set(uri, version, broken)
                        if number % 4 == 0:
                            self.ask_everything(client, uri, number, len(line or ""))
                version += 1
                client.set(uri, version, text)
                self.assertEqual(client.wait_for(uri, version), clean, path)
                self.assertEqual(client.end(), 0, path)
            finally:
                client.kill()
                for pipe in (client.process.stdin, client.process.stdout, client.process.stderr):
                    pipe.close()


if __name__ == "__main__":
    unittest.main()
