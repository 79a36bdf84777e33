"""Policies with a mistake in each of their lines: the server answers everything, its findings are
those of an analysis from scratch, and the last mistake leaves nothing behind.

Of the examples and packs, which are long, some lines each; all of them with `--every-line`.
"""
import pathlib
import sys
import tempfile
import unittest

from client import ROOT, Client
from features_test import PACK, POLICY

EXAMPLES = sorted((ROOT / "examples").rglob("*.decorum"))
PACKS = sorted((ROOT / "policies").rglob("pack.decorum"))
STEP = 1 if "--every-line" in sys.argv else 16
LINES_OF_PACKS = 3
WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 100000, "character": 0}}


def deleted(line):
    return []


def cut(line):
    return [line[:len(line) // 2]]


def unclosed(line):
    return [line[:len(line) // 2] + ' "' + line[len(line) // 2:]]


def nested(line):
    return [line[:len(line) // 2] + " ( {" + line[len(line) // 2:]]


WAYS = (deleted, cut, unclosed, nested)


def ask_everything(client, uri, line, character):
    for method in ("completion", "hover", "definition", "documentHighlight", "prepareRename"):
        client.answer(client.ask(f"textDocument/{method}", {
            "textDocument": {"uri": uri}, "position": {"line": line, "character": character}}))
    for method in ("documentSymbol", "foldingRange", "semanticTokens/full", "codeLens"):
        client.of(method, uri)
    client.of("formatting", uri, options={})
    client.of("inlayHint", uri, range=WHOLE)
    client.of("codeAction", uri, range=WHOLE, context={"diagnostics": []})


def bare(findings):
    """Findings without the name of their document."""
    return [(f["code"], f["severity"], f["message"], str(f["range"])) for f in findings]


class Broken(unittest.TestCase):
    def closed(self, client, path):
        try:
            self.assertEqual(client.end(), 0, path)
        finally:
            client.kill()
            for pipe in (client.process.stdin, client.process.stdout, client.process.stderr):
                pipe.close()

    def test_every_line_in_every_way(self):
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary).resolve()
            (folder / "card_data.decorum").write_text(PACK, encoding="utf-8")
            client, uri = Client(), (folder / "shop.decorum").as_uri()
            client.open(uri, POLICY)
            clean = client.wait_for(uri, 1)
            self.assertEqual([f for f in clean if f["severity"] == 1], [])
            lines, version = POLICY.split("\n"), 1
            for number, line in enumerate(lines):
                for how in WAYS:
                    version += 1
                    broken = "\n".join(lines[:number] + how(line) + lines[number + 1:])
                    client.set(uri, version, broken)
                    found = client.wait_for(uri, version)
                    # Another document beside it, of which nothing is known yet.
                    other = (folder / f"shop_{version}.decorum").as_uri()
                    client.open(other, broken)
                    scratch = bare(client.wait_for(other, 1))
                    self.assertEqual(bare(found), [  # one says what the file should be called
                        (code, severity, message.replace(f"shop_{version}", "shop"), place)
                        for code, severity, message, place in scratch], broken)
                    client.close(other)
                    if how in (cut, unclosed):
                        ask_everything(client, uri, number, len(how(line)[0]) if line else 0)
            client.set(uri, version + 1, POLICY)
            self.assertEqual(client.wait_for(uri, version + 1), clean)
            self.closed(client, uri)

    def test_examples_and_packs(self):
        self.assertTrue(EXAMPLES)
        for path in EXAMPLES + (PACKS if STEP == 1 else PACKS[::3]):
            text = path.read_text(encoding="utf-8")
            lines = text.split("\n")
            step = STEP if path in EXAMPLES or STEP == 1 else len(lines) // LINES_OF_PACKS + 1
            client, uri, version = Client(), path.as_uri(), 1
            client.open(uri, text)
            clean = client.wait_for(uri, 1)
            for number in range(len(text) % step, len(lines), step):
                version += 1
                broken = WAYS[version % len(WAYS)](lines[number])
                client.set(uri, version, "\n".join(lines[:number] + broken + lines[number + 1:]))
                client.wait_for(uri, version)
                if version % 4 == 0:
                    ask_everything(client, uri, number, len(lines[number]) // 2)
            client.set(uri, version + 1, text)
            self.assertEqual(client.wait_for(uri, version + 1), clean, path)
            self.closed(client, path)


if __name__ == "__main__":
    unittest.main(argv=[one for one in sys.argv if one != "--every-line"])
