"""What an editor, its files and its author can do to `decorum lsp` that is not meant well."""
import json
import os
import pathlib
import tempfile
import unittest

from client import Client, edited, place

RULE = 'block {name}\n  on reply\n  when reply mentions "{word}"\n  say "No."\n'
POLICY = "policy shop\n\n" + RULE.format(name="promise", word="guarantee")


class Hostile(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name).resolve()
        self.client = Client(folder=self.folder)

    def tearDown(self):
        self.client.discard()
        self.temporary.cleanup()

    def opened(self, text, name="shop.decorum", on_disk=True):
        path = self.folder / name
        if on_disk:
            path.write_bytes(text.encode())
        self.client.open(path.as_uri(), text)
        return path.as_uri()

    def codes(self, uri, version):
        return [finding["code"] for finding in self.client.wait_for(uri, version)]

    # ------------------------------------------------------------------------------ files

    def test_a_file_outside_of_the_folder(self):
        with tempfile.TemporaryDirectory() as elsewhere:
            folder = pathlib.Path(elsewhere).resolve()
            (folder / "cards.decorum").write_text(
                'pack cards\n\nphrases card_words = "card"\n', encoding="utf-8")
            text = 'policy far\n\nuse cards\n\nblock a\n  on reply\n' \
                   '  when reply mentions cards.card_words\n  say "No."\n'
            uri = (folder / "far.decorum").as_uri()
            self.client.open(uri, text)
            self.assertEqual(self.codes(uri, 1), [])
            found = self.client.at("definition", uri, *place(text, "card_words", 2))
            self.assertEqual(found["uri"], (folder / "cards.decorum").as_uri())

    def test_a_file_that_was_never_saved(self):
        uri = self.opened(POLICY, on_disk=False)
        self.assertEqual(self.codes(uri, 1), [])
        self.assertEqual(len(self.client.of("documentSymbol", uri)), 2)

    def test_a_missing_pack_that_comes(self):
        text = POLICY.replace("policy shop\n", "policy shop\n\ninclude cards\n")
        uri = self.opened(text)
        found = self.client.wait_for(uri, 1)
        self.assertEqual(found[0]["range"]["start"]["line"], 2)
        line, character = place(text, "cards", 2)
        for method in ("definition", "hover", "documentHighlight", "prepareRename", "completion"):
            self.client.at(method, uri, line, character)
        (self.folder / "cards.decorum").write_text(
            "pack cards\n\n" + RULE.format(name="b", word="card"), encoding="utf-8")
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": []})
        while self.client.findings[uri]:
            self.client.read()

    def test_a_pack_that_is_a_folder_a_loop_or_too_large(self):
        (self.folder / "cards.decorum").mkdir()
        uri = self.opened("policy shop\n\ninclude cards\n")
        self.assertTrue(self.codes(uri, 1))
        loop = self.opened("pack loop\n\ninclude loop\n", "loop.decorum")
        self.assertTrue(self.codes(loop, 1))
        large = self.opened("policy shop\n" + "# x\n" * 2_000_000, "large.decorum", False)
        self.client.wait_for(large, 1)

    def test_names_of_files_with_other_characters(self):
        uri = self.opened(POLICY, "ein #Fäll 100%.decorum")
        self.assertEqual(self.codes(uri, 1), [])
        text = POLICY.replace("block promise", "block promise\n  on user")
        self.client.set(uri, 2, text)
        self.assertTrue(self.codes(uri, 2))

    def test_two_names_of_one_file(self):
        uri = self.opened(POLICY)
        os.symlink(self.folder / "shop.decorum", self.folder / "link.decorum")
        other = (self.folder / "link.decorum").as_uri()
        self.client.open(other, POLICY)
        self.client.close(uri)
        for one in (uri, other):
            self.client.answer(self.client.ask("textDocument/documentSymbol",
                                               {"textDocument": {"uri": one}}))
        self.client.close(other)
        self.assertEqual(self.client.end(), 0)

    def test_documents_opened_and_closed_out_of_turn(self):
        uri = self.opened(POLICY)
        self.client.open(uri, POLICY.replace("say", "sya"), version=5)
        self.assertTrue(self.codes(uri, 5))
        self.client.close(uri)
        self.client.close(uri)
        self.client.change(uri, 6, {"text": "policy x\n"})
        self.assertEqual(self.client.error("textDocument/hover", {
            "textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}})["code"], -32602)

    # ------------------------------------------------------------------------------ texts

    def test_texts_that_are_none(self):
        uri = self.opened(POLICY)
        deep = "policy x\nblock a\n  on reply\n  when " + "(" * 20_000 + "\n"
        for version, text in enumerate((
                "", "\n", "\r", "\0\0", "\ufeffpolicy x\n", "policy x", deep, "\ud83d",
                '"' * 5000, "/*" * 3000, "policy x\n" + "define a = a\n" * 500, "#" * 300_000,
                "x" * 300_000, POLICY), 2):
            self.client.set(uri, version, text)
            found = self.client.wait_for(uri, version)
            for method in ("completion", "hover", "definition"):
                self.client.at(method, uri, 3, 12)
            for method in ("documentSymbol", "foldingRange", "semanticTokens/full", "codeLens"):
                self.client.of(method, uri)
        self.assertEqual(found, [])

    def test_places_behind_an_emoji(self):
        text = POLICY.replace('"guarantee"', '"🎩🎩", "guarantee", hats') + \
            '\nphrases hats = "🎩"\n'
        uri = self.opened(text)
        self.client.wait_for(uri, 1)
        line, character = place(text, "hats")
        column = text.splitlines()[line].index("hats")
        self.assertEqual(character, column + 2)  # two units for each of the two
        hover = self.client.at("hover", uri, line, character)
        self.assertEqual(hover["range"]["start"], {"line": line, "character": character})
        found = self.client.at("completion", uri, line, character + 3)
        self.assertEqual(found["items"][0]["textEdit"]["range"]["start"]["character"], character)
        edit = self.client.at("rename", uri, line, character, newName="others")["changes"][uri]
        self.assertEqual(edited(text, edit), text.replace("hats", "others"))
        # A part put in, and one taken out, behind it.
        at = {"line": line, "character": character}
        self.client.change(uri, 2, {"range": {"start": at, "end": at}, "text": "x"})
        found = self.client.wait_for(uri, 2)
        self.assertIn(at, [finding["range"]["start"] for finding in found])
        self.client.change(uri, 3, {"text": "", "range": {
            "start": at, "end": {"line": line, "character": character + 1}}})
        self.assertEqual([f for f in self.client.wait_for(uri, 3) if f["severity"] == 1], [])

    def test_lines_that_end_with_two_characters(self):
        text = POLICY.replace('"guarantee"', "guarantees").replace("\n", "\r\n")
        uri = self.opened(text)
        found = self.client.wait_for(uri, 1)[0]
        self.assertEqual(found["range"], {"start": {"line": 4, "character": 22},
                                          "end": {"line": 4, "character": 32}})
        clean = POLICY.replace("\n", "\r\n")
        self.client.set(uri, 2, clean)
        self.assertEqual(self.client.wait_for(uri, 2), [])
        edit = self.client.at("rename", uri, *place(clean, "promise"), newName="vow")["changes"]
        self.assertEqual(edited(clean, edit[uri]), clean.replace("promise", "vow"))
        folds = self.client.of("foldingRange", uri)
        self.assertIn({"startLine": 2, "endLine": 5}, folds)
        # Puts the whole right at the end of a line, past its end, in between its end's characters.
        for version, character in enumerate((13, 14, 99), 3):
            spot = {"line": 2, "character": character}
            self.client.change(uri, version, {"text": "", "range": {"start": spot, "end": spot}})
            self.assertEqual(self.client.wait_for(uri, version), [])
        formatted = edited(clean, self.client.of("formatting", uri, options={}))
        self.client.set(uri, 9, formatted)
        self.assertEqual(self.client.wait_for(uri, 9), [])
        self.assertEqual(self.client.of("formatting", uri, options={}), [])

    # ------------------------------------------------------------------------------ names

    def refusal(self, uri, text, marker, name):
        line, character = place(text, marker)
        return self.client.error("textDocument/rename", {
            "textDocument": {"uri": uri}, "position": {"line": line, "character": character},
            "newName": name})["message"]

    def test_renaming_that_would_break_something(self):
        text = '''policy shop

facts customer { tier: one of basic, plus  vip: bool }

define calm = customer.vip
define firm(limit: number) = calm and limit > 1

block promise
  on reply
  when firm(2) and customer.tier == plus
  say "No."

block other
  on reply
  when reply mentions "x"
  say "Never."
'''
        uri = self.opened(text)
        self.assertEqual([f for f in self.client.wait_for(uri, 1) if f["severity"] == 1], [])
        for marker, name, why in (
                ("promise", "when", "'when' is a word of the language"),
                ("promise", "Promise", "lower case"), ("promise", "a b", "lower case"),
                ("promise", "", "lower case"), ("promise", "größe", "lower case"),
                ("promise", "other", "would break"), ("calm", "customer", "would break"),
                ("limit:", "calm", "would break"), ("calm =", "limit", "would break"),
                ("plus\n", "basic", "what the host sends"), ("shop", "store", "as its file"),
                ("block", "x", "no name")):
            with self.subTest(marker=marker, name=name):
                self.assertIn(why, self.refusal(uri, text, marker, name))
        # With an error elsewhere, names are still renamed, and still not broken.
        wrong = text.replace("mentions \"x\"", "mentions nothing")
        self.client.set(uri, 2, wrong)
        self.assertIn("would break", self.refusal(uri, wrong, "promise", "other"))
        edit = self.client.at("rename", uri, *place(wrong, "calm"), newName="soft")["changes"]
        self.assertEqual(edited(wrong, edit[uri]), wrong.replace("calm", "soft"))

    # --------------------------------------------------------------------------- messages

    def test_what_is_taken_back_is_not_done(self):
        uri = self.opened(POLICY)
        ask = {"jsonrpc": "2.0", "id": "a", "method": "textDocument/documentSymbol",
               "params": {"textDocument": {"uri": uri}}}
        take_back = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "a"}}
        # In one message, so that it is known before the first part is dealt with.
        self.client.send_body(json.dumps([ask, {**ask, "id": "b"}, take_back]))
        self.assertEqual(self.client.answer("a")["error"]["code"], -32800)
        self.assertIn("result", self.client.answer("b"))
        # An id may come again, and what came too late does not count for the next one.
        self.client.send_body(json.dumps(ask))
        self.assertIn("result", self.client.answer("a"))
        self.client.send_body(json.dumps(take_back))
        self.client.send_body(json.dumps({**ask, "id": "a"}))
        self.client.answer("a")
        self.client.send_body(json.dumps({**ask, "id": "a"}))
        self.assertIn("result", self.client.answer("a"))

    def test_a_length_beyond_all_bounds(self):
        for length in (2**32 + 1, 2**63 - 1, 2**64 - 1):
            self.client.send_bytes(b"Content-Length: %d\r\n\r\n" % length)
            self.assertEqual(self.client.answer(None)["error"]["code"], -32700)
        uri = self.opened(POLICY)
        self.assertEqual(self.codes(uri, 1), [])

    # ------------------------------------------------------------------------------- logs

    def test_logs_that_are_none(self):
        uri = self.opened(POLICY)
        self.client.wait_for(uri, 1)
        os.mkfifo(self.folder / "pipe.jsonl")
        (self.folder / "bytes.jsonl").write_bytes(b"\xff\xfe\0" * 1000)
        for log, why in (("-", "no such file"), (".", "no such file"), ("gone", "no such file"),
                         ("pipe.jsonl", "no such file"), ("bytes.jsonl", "fired 0 times"),
                         ("shop.decorum", "at 0 events")):
            with self.subTest(log):
                self.client.request("workspace/executeCommand",
                                    {"command": "decorum.log", "arguments": [log]})
                self.assertIn(why, self.client.of("codeLens", uri)[0]["command"]["title"])
        self.client.error("workspace/executeCommand", {"command": "rm", "arguments": ["-rf"]})
        self.client.error("workspace/executeCommand", {"command": "decorum.log",
                                                       "arguments": [7]})


if __name__ == "__main__":
    unittest.main()
