"""What an editor asks of `decorum lsp`, each feature once or more."""
import json
import pathlib
import subprocess
import tempfile
import unittest

from client import COMMAND, ROOT, Client, edited, place

POLICY = '''## Rules of a test shop.
policy shop version "1"

include card_data { keep_digits = true }

facts customer {
  ## How much they pay.
  tier: one of basic, plus, premium
  age: int? protected
  account: text private
}

signal sentiment of user: -1..1 when missing 0

phrases legal_words = "lawyer 🎩", "attorney"

## Angry for a while.
define upset = sentiment < -0.5 in 2 of last 3 user turns
define angry(limit: number) = sentiment < limit

tool refund { order: text key  amount: number } returns { done: bool }

hours support = mon..fri 08:00..20:00

## A lawyer was named.
escalate legal_threat
  on user
  when user mentions legal_words and (customer.tier == premium or upset)
  to legal within 15 minutes
  because "They named a lawyer: {match}, {customer.tier}, {last 4 customer.account}."
  during support otherwise say "We are back at eight."

hold large_refund
  on tool_call
  when tool_call is refund and refund.amount > 150
  for supervisors within 30 minutes otherwise block

block promise
  on reply
  when reply mentions "guarantee" and angry(-0.2)
  say "Let me check this first."

flag late
  on user
  when user mentions "late"
  as late_parcel

flag twice
  on user
  when previously flagged late_parcel

test "a threat" {
  at 2026-11-23 09:00
  given customer { tier: premium  account: "x" }
  user "my lawyer 🎩"
    expect escalate legal_threat to legal
    expect no flagged late_parcel
}
'''
PACK = '''pack card_data version "1"

## How many digits stay.
setting keep_digits: bool = false

redact cards
  on user, reply
  when keep_digits
  find pii.card
  replace with last 4
'''
WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 1000, "character": 0}}


def check(path):
    """The findings of `decorum check`, as (code, line, column) from 0, columns in code points."""
    done = subprocess.run([COMMAND, "check", "--format", "json", str(path)], capture_output=True,
                          text=True, check=False)
    findings = [json.loads(line) for line in done.stdout.splitlines()]
    return sorted((f["code"], f["line"] - 1, f["message"]) for f in findings
                  if pathlib.Path(f["file"]).resolve() == pathlib.Path(path).resolve())


class Features(unittest.TestCase):
    def setUp(self):
        self.folder_of_test = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.folder_of_test.name).resolve()
        self.path = self.folder / "shop.decorum"
        self.pack = self.folder / "card_data.decorum"
        self.path.write_text(POLICY, encoding="utf-8")
        self.pack.write_text(PACK, encoding="utf-8")
        self.client = Client(folder=self.folder)
        self.uri = self.path.as_uri()
        self.client.open(self.uri, POLICY)

    def tearDown(self):
        self.client.discard()
        self.folder_of_test.cleanup()

    def labels(self, text, version=2):
        """What is offered at `¦` in a text."""
        self.client.set(self.uri, version, text.replace("¦", ""))
        line, character = place(text, "¦")
        found = self.client.at("completion", self.uri, line, character)
        return [item["label"] for item in found["items"]]

    def text_at(self, location):
        text = self.client_text(location["uri"])
        line = text.splitlines()[location["range"]["start"]["line"]].encode("utf-16-le")
        begin, end = (location["range"][side]["character"] * 2 for side in ("start", "end"))
        return line[begin:end].decode("utf-16-le")

    def client_text(self, uri):
        return (self.path if uri == self.uri else self.pack).read_text(encoding="utf-8")

    # ------------------------------------------------------------------------- diagnostics

    def test_a_clean_policy_has_no_findings(self):
        self.assertEqual(self.client.wait_for(self.uri, 1), [])
        self.assertEqual(check(self.path), [])

    def test_findings_are_those_of_check(self):
        broken = POLICY.replace("mentions legal_words", "mentions legal_wrods").replace(
            "within 15 minutes", "within 15 minuts")
        self.client.set(self.uri, 2, broken)
        found = self.client.wait_for(self.uri, 2)
        self.path.write_text(broken, encoding="utf-8")
        expected = check(self.path)
        self.assertTrue(expected)
        self.assertEqual(sorted((f["code"], f["range"]["start"]["line"],
                                 f["message"].split("\n")[0]) for f in found), expected)

    def test_a_place_counts_utf16_units(self):
        broken = POLICY.replace('"lawyer 🎩", "attorney"', '"lawyer 🎩", attorney')
        self.client.set(self.uri, 2, broken)
        found = self.client.wait_for(self.uri, 2)[0]
        line, character = place(broken, "attorney")
        self.assertEqual(found["range"]["start"], {"line": line, "character": character})

    def test_an_unsaved_pack_counts(self):
        self.client.wait_for(self.uri, 1)
        uri = self.pack.as_uri()
        self.client.open(uri, PACK.replace("keep_digits", "digits"))
        self.client.wait_for(uri, 1)
        while not self.client.findings[self.uri]:
            self.client.read()
        self.assertIn("D0223", [f["code"] for f in self.client.findings[self.uri]])
        self.client.close(uri)
        while self.client.findings[self.uri]:
            self.client.read()

    def test_changes_in_parts(self):
        line, character = place(POLICY, "attorney")
        self.client.change(
            self.uri, 2,
            {"range": {"start": {"line": line, "character": character - 1},
                       "end": {"line": line, "character": character}}, "text": ""},
            {"range": {"start": {"line": line, "character": character - 1},
                       "end": {"line": line, "character": character - 1}}, "text": '"'})
        self.assertEqual(self.client.wait_for(self.uri, 2), [])

    def test_the_latest_version_wins(self):
        for version in range(2, 30):
            self.client.set(self.uri, version, POLICY + "#" * version)
        self.client.set(self.uri, 30, POLICY + "\nnonsense")
        self.assertTrue(self.client.wait_for(self.uri, 30))

    def test_a_document_that_is_no_file(self):
        self.client.open("untitled:One", "policy one\nblock a\n  on reply\n  when nothing_here\n")
        found = self.client.wait_for("untitled:One", 1)
        self.assertIn("D0204", [f["code"] for f in found])

    # -------------------------------------------------------------------------- completion

    def test_completion_of_clauses_that_fit(self):
        text = POLICY.replace("  because \"They", "  ¦\n  because \"They")
        labels = self.labels(text)
        for word in ("cites", "say", "during", "hand", "unless"):
            self.assertIn(word, labels)
        for word in ("find", "telling", "ask", "verbatim"):
            self.assertNotIn(word, labels)

    def test_completion_of_declarations(self):
        labels = self.labels(POLICY + "\n¦")
        for word in ("escalate", "define", "test", "escalate …"):
            self.assertIn(word, labels)

    def test_completion_of_members(self):
        labels = self.labels(POLICY.replace("customer.tier == premium", "customer.tier == ¦"))
        self.assertEqual(labels[:3], ["basic", "plus", "premium"])

    def test_completion_of_fields(self):
        labels = self.labels(POLICY.replace("customer.tier == premium", "customer.¦ == premium"))
        self.assertEqual(set(labels), {"tier", "age", "account"})
        labels = self.labels(POLICY.replace("refund.amount > 150", "refund.¦ > 150"), 3)
        self.assertEqual(set(labels), {"order", "amount", "done"})

    def test_completion_of_targets(self):
        labels = self.labels(POLICY.replace("mentions legal_words", "mentions ¦"))
        self.assertIn("legal_words", labels)
        self.assertIn("pii.card", labels)
        self.assertNotIn("customer", labels)

    def test_completion_of_expressions(self):
        labels = self.labels(POLICY.replace("or upset)", "or u¦)"))
        self.assertIn("upset", labels)
        self.assertIn("user", labels)
        self.assertNotIn("customer_", labels)

    def test_completion_of_queues_flags_and_rules(self):
        self.assertIn("supervisors", self.labels(POLICY.replace("to legal within", "to ¦ within")))
        self.assertIn("late_parcel",
                      self.labels(POLICY.replace("flagged late_parcel\n\ntest",
                                                 "flagged ¦\n\ntest"), 3))
        labels = self.labels(POLICY.replace("expect escalate legal_threat", "expect escalate ¦"), 4)
        self.assertIn("legal_threat", labels)
        self.assertNotIn("promise", labels)

    def test_completion_in_tests_and_settings(self):
        self.assertIn("age", self.labels(POLICY.replace("{ tier: premium ", "{ ¦ ")))
        self.assertEqual(self.labels(POLICY.replace("tier: premium ", "tier: ¦ "), 3)[0], "basic")
        self.assertIn("keep_digits", self.labels(POLICY.replace("{ keep_digits = true", "{ ¦"), 4))

    def test_completion_in_a_hole(self):
        labels = self.labels(POLICY.replace("{customer.tier}", "{customer.¦}"))
        self.assertIn("tier", labels)
        self.assertIn("match", self.labels(POLICY.replace("{match}", "{¦}"), 3))

    def test_nothing_in_texts_and_comments(self):
        self.assertEqual(self.labels(POLICY.replace('"attorney"', '"att¦orney"')), [])
        self.assertEqual(self.labels(POLICY.replace("# Angry for", "# Angry ¦for"), 3), [])

    def test_completion_of_packs(self):
        self.assertIn("card_data", self.labels(POLICY.replace("include card_data", "include ¦")))

    def test_an_item_is_documented_when_asked_for(self):
        found = self.client.request("completionItem/resolve", {"label": "upset"})
        self.assertNotIn("documentation", found)  # nothing was completed yet
        self.labels(POLICY.replace("or upset)", "or u¦)"))
        found = self.client.request("completionItem/resolve", {"label": "upset"})
        self.assertIn("Angry for a while.", found["documentation"]["value"])

    # --------------------------------------------------------------------------- names

    def test_hover(self):
        hover = self.client.at("hover", self.uri, *place(POLICY, "legal_words and", 2))
        self.assertIn('2 phrases: "lawyer 🎩", "attorney"', hover["contents"]["value"])
        hover = self.client.at("hover", self.uri, *place(POLICY, "upset)", 1))
        for part in ("Angry for a while.", "Type: `bool`", "bytes of each conversation"):
            self.assertIn(part, hover["contents"]["value"])
        hover = self.client.at("hover", self.uri, *place(POLICY, "customer.tier ==", 10))
        for part in ("one of basic, plus, premium", "How much they pay."):
            self.assertIn(part, hover["contents"]["value"])
        hover = self.client.at("hover", self.uri, *place(POLICY, "keep_digits"))
        for part in ("bool = true", "How many digits stay."):
            self.assertIn(part, hover["contents"]["value"])
        self.assertIsNone(self.client.at("hover", self.uri, 2, 0))

    def test_definition(self):
        found = self.client.at("definition", self.uri, *place(POLICY, "legal_words and", 2))
        self.assertEqual(found["uri"], self.uri)
        self.assertEqual(found["range"]["start"]["line"], place(POLICY, "phrases legal_words")[0])
        found = self.client.at("definition", self.uri, *place(POLICY, "card_data", 3))
        self.assertEqual(found["uri"], self.pack.as_uri())
        found = self.client.at("definition", self.uri, *place(POLICY, "keep_digits", 3))
        self.assertEqual((found["uri"], self.text_at(found)), (self.pack.as_uri(), "keep_digits"))
        found = self.client.at("definition", self.uri, *place(POLICY, "premium or upset", 3))
        self.assertEqual(found["range"]["start"]["line"], place(POLICY, "tier: one of")[0])
        self.assertIsNone(self.client.at("definition", self.uri, *place(POLICY, "legal within", 1)))

    def references(self, uri, text, marker, inside=0):
        found = self.client.at("references", uri, *place(text, marker, inside),
                               context={"includeDeclaration": True})
        for one in found:
            self.assertEqual(self.text_at(one), marker.split(" ")[0].strip("(){}:,"))
        return found

    def test_references(self):
        self.assertEqual(len(self.references(self.uri, POLICY, "legal_words and")), 2)
        self.assertEqual(len(self.references(self.uri, POLICY, "legal_threat")), 2)
        self.assertEqual(len(self.references(self.uri, POLICY, "late_parcel")), 3)
        self.assertEqual(len(self.references(self.uri, POLICY, "legal within")), 2)
        self.assertEqual(len(self.references(self.uri, POLICY, "limit:")), 2)

    def test_references_across_packs(self):
        uri = self.pack.as_uri()
        self.client.open(uri, PACK)
        found = self.references(uri, PACK, "keep_digits")
        self.assertEqual([one["uri"] == self.uri for one in found].count(True), 1)
        self.assertEqual(len(found), 3)

    def test_highlights(self):
        found = self.client.at("documentHighlight", self.uri, *place(POLICY, "upset)", 1))
        self.assertEqual(len(found), 2)

    def test_rename(self):
        edit = self.client.at("rename", self.uri, *place(POLICY, "keep_digits"),
                              newName="last_four")["changes"]
        self.assertEqual(set(edit), {self.uri, self.pack.as_uri()})
        policy = edited(POLICY, edit[self.uri])
        pack = edited(PACK, edit[self.pack.as_uri()])
        self.assertEqual(policy, POLICY.replace("keep_digits", "last_four"))
        self.assertEqual(pack, PACK.replace("keep_digits", "last_four"))
        self.path.write_text(policy, encoding="utf-8")
        self.pack.write_text(pack, encoding="utf-8")
        self.assertEqual(check(self.path), [])

    def test_rename_of_every_kind(self):
        for name in ("customer", "tier", "sentiment", "legal_words", "upset", "angry", "limit",
                     "refund", "amount", "support", "legal_threat", "late_parcel"):
            with self.subTest(name):
                edit = self.client.at("rename", self.uri, *place(POLICY, f"{name}", 0)
                                      if name not in ("limit", "amount", "late_parcel", "tier",
                                                      "refund", "support")
                                      else place(POLICY, {"limit": "limit:", "amount": "amount:",
                                                          "late_parcel": "late_parcel\n",
                                                          "tier": "tier:", "refund": "refund {",
                                                          "support": "support ="}[name]),
                                      newName="another")["changes"]
                renamed = edited(POLICY, edit[self.uri])
                path = self.folder / "renamed.decorum"
                path.write_text(renamed, encoding="utf-8")
                self.assertEqual(check(path), [], renamed)
                self.assertNotEqual(renamed, POLICY)

    def test_what_cannot_be_renamed(self):
        params = {"textDocument": {"uri": self.uri}, "newName": "other"}
        line, character = place(POLICY, "premium or upset")
        position = {"line": line, "character": character}
        for method in ("rename", "prepareRename"):
            self.assertIn("what the host sends", self.client.error(
                f"textDocument/{method}", {**params, "position": position})["message"])
        self.assertIsNone(self.client.at("prepareRename", self.uri, 2, 0))
        line, character = place(POLICY, "upset =")
        self.assertEqual(self.client.at("prepareRename", self.uri, line, character)["end"],
                         {"line": line, "character": character + 5})
        for name in ("when", "9x", "Über", ""):
            self.assertTrue(self.client.error("textDocument/rename", {
                **params, "position": {"line": line, "character": character}, "newName": name}))

    # --------------------------------------------------------------------------- the rest

    def test_formatting(self):
        untidy = POLICY.replace("  on user\n  when user mentions legal",
                                "      on user\n when user   mentions legal")
        self.client.set(self.uri, 2, untidy)
        edits = self.client.of("formatting", self.uri, options={"tabSize": 2, "insertSpaces": True})
        formatted = edited(untidy, edits)
        done = subprocess.run([COMMAND, "fmt", "-"], input=untidy, capture_output=True, text=True,
                              check=True)
        self.assertEqual(formatted, done.stdout)
        self.client.set(self.uri, 3, formatted)
        self.assertEqual(self.client.of("formatting", self.uri, options={}), [])
        self.client.set(self.uri, 4, "policy x\nblock")
        self.assertIsNone(self.client.of("formatting", self.uri, options={}))

    def test_code_actions(self):
        for wrong, right in (("mentions legal_words", "mentions legal_wrods"),
                             ("tier == premium", "tier == premuim"),
                             ("minutes\n  because", "minuts\n  because"),
                             ("find pii.card", "")):
            if not right:
                continue
            broken = POLICY.replace(wrong, right)
            self.client.set(self.uri, self.client.last_id + 2, broken)
            actions = self.client.of("codeAction", self.uri, range=WHOLE,
                                     context={"diagnostics": []})
            self.assertTrue(actions, wrong)
            self.assertEqual(edited(broken, actions[0]["edit"]["changes"][self.uri]), POLICY)
            self.assertEqual(actions[0]["kind"], "quickfix")
        self.client.set(self.uri, 99, POLICY.replace('first."', "first."))
        action = self.client.of("codeAction", self.uri, range=WHOLE, context={})[0]
        self.assertEqual(edited(POLICY.replace('first."', "first."),
                                action["edit"]["changes"][self.uri]), POLICY)

    def test_fixes_of_lints(self):
        untidy = POLICY.replace("  when user mentions \"late\"\n",
                                "  when user mentions \"late\" and user mentions \"late\"\n")
        self.client.set(self.uri, 2, untidy)
        found = self.client.wait_for(self.uri, 2)
        self.assertEqual([f["severity"] for f in found], [2])
        actions = self.client.of("codeAction", self.uri, range=WHOLE, context={"diagnostics": []})
        self.assertEqual([(one["kind"], one.get("isPreferred")) for one in actions],
                         [("quickfix", True)])
        self.assertEqual(actions[0]["diagnostics"][0]["code"], found[0]["code"])
        fixed = edited(untidy, actions[0]["edit"]["changes"][self.uri])
        self.assertEqual(fixed, POLICY)
        # All at once: what `check --fix` makes of it.
        self.path.write_text(untidy, encoding="utf-8")
        subprocess.run([COMMAND, "check", "--fix", str(self.path)], capture_output=True, check=True)
        for only in (["source.fixAll"], ["source"], ["source.fixAll.decorum"]):
            actions = self.client.of("codeAction", self.uri, range=WHOLE, context={"only": only})
            self.assertEqual([one["kind"] for one in actions], ["source.fixAll.decorum"])
            self.assertEqual(edited(untidy, actions[0]["edit"]["changes"][self.uri]),
                             self.path.read_text(encoding="utf-8"))
        for only in (["refactor"], ["quick"], []):
            self.assertEqual(self.client.of("codeAction", self.uri, range=WHOLE,
                                            context={"only": only}), [])
        self.client.set(self.uri, 3, POLICY)
        self.assertEqual(self.client.of("codeAction", self.uri, range=WHOLE,
                                        context={"only": ["source.fixAll"]}), [])

    def test_semantic_tokens(self):
        legend = self.client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"]
        data = self.client.of("semanticTokens/full", self.uri)["data"]
        lines = POLICY.splitlines()
        line = character = 0
        found = {}
        for i in range(0, len(data), 5):
            line, character = line + data[i], data[i + 1] + (0 if data[i] else character)
            part = lines[line].encode("utf-16-le")[character * 2:(character + data[i + 2]) * 2]
            found.setdefault(part.decode("utf-16-le"), set()).add(legend[data[i + 3]])
        self.assertEqual(found["legal_words"], {"variable"})
        self.assertEqual(found["customer"], {"type"})
        self.assertEqual(found["tier"], {"property"})
        self.assertEqual(found["premium"], {"enumMember"})
        self.assertEqual(found["limit"], {"parameter"})
        self.assertEqual(found["legal_threat"], {"event"})
        self.assertEqual(found["upset"], {"function"})
        self.assertEqual(found["card_data"], {"namespace"})

    def test_folding(self):
        folds = self.client.of("foldingRange", self.uri)
        line = place(POLICY, "escalate legal_threat")[0]
        self.assertIn({"startLine": line, "endLine": line + 5}, folds)

    def test_symbols(self):
        symbols = self.client.of("documentSymbol", self.uri)
        names = [symbol["name"] for symbol in symbols]
        for name in ("shop", "customer", "legal_words", "upset", "legal_threat", "a threat"):
            self.assertIn(name, names)
        customer = symbols[names.index("customer")]
        self.assertEqual([child["name"] for child in customer["children"]],
                         ["tier", "age", "account"])
        found = self.client.request("workspace/symbol", {"query": "CARDS"})
        self.assertEqual([(one["name"], one["location"]["uri"]) for one in found],
                         [("cards", self.pack.as_uri())])

    def test_inlay_hints(self):
        hints = self.client.of("inlayHint", self.uri, range=WHOLE)
        by_line = {hint["position"]["line"]: hint["label"] for hint in hints}
        self.assertRegex(by_line[place(POLICY, "define upset")[0]], r"^\d+ B$")
        self.assertIn("whole reply", by_line[place(POLICY, "block promise")[0]])
        self.assertEqual(self.client.of("inlayHint", self.uri, range={
            "start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}), [])

    def test_code_lens(self):
        lenses = self.client.of("codeLens", self.uri)
        self.assertEqual([lens["command"]["arguments"] for lens in lenses],
                         [[str(self.path), "a threat"]])
        log = self.folder / "log.jsonl"
        log.write_text('{"id": "1", "messages": [{"role": "user", "content": "it is late"},'
                       '{"role": "user", "content": "so late"}]}\n'
                       '{"conversation": "2", "event": "user", "text": "late"}\nbroken\n',
                       encoding="utf-8")
        self.client.request("workspace/executeCommand",
                            {"command": "decorum.log", "arguments": ["log.jsonl"]})
        lenses = self.client.of("codeLens", self.uri)
        titles = {lens["range"]["start"]["line"]: lens["command"]["title"] for lens in lenses}
        self.assertEqual(titles[place(POLICY, "flag late\n")[0]], "fired 3 times at 3 events")
        self.assertEqual(titles[place(POLICY, "flag twice\n")[0]], "fired 1 time at 3 events")
        self.assertEqual(titles[place(POLICY, "block promise")[0]], "fired 0 times at 3 events")
        self.client.request("workspace/executeCommand",
                            {"command": "decorum.log", "arguments": ["missing.jsonl"]})
        titles = [lens["command"]["title"] for lens in self.client.of("codeLens", self.uri)]
        self.assertTrue(any("missing.jsonl: " in title for title in titles), titles)
        self.client.notify("workspace/didChangeConfiguration", {"settings": {"decorum": {"log": ""}}})
        self.assertEqual(len(self.client.of("codeLens", self.uri)), 1)

    def test_what_takes_long_comes_in_a_pause(self):
        log = self.folder / "log.jsonl"
        log.write_text("".join(
            f'{{"conversation": "{i}", "event": "user", "text": "late"}}\n' for i in range(120)),
            encoding="utf-8")
        client = Client(folder=self.folder, options={"log": "log.jsonl"}, capabilities={
            "workspace": {"codeLens": {"refreshSupport": True},
                          "inlayHint": {"refreshSupport": True}}})
        try:
            client.open(self.uri, POLICY)
            line = place(POLICY, "flag late\n")[0]

            def fired():
                return [lens["command"]["title"] for lens in client.of("codeLens", self.uri)
                        if lens["range"]["start"]["line"] == line]

            def streams():
                hints = client.of("inlayHint", self.uri, range=WHOLE)
                return [hint["label"] for hint in hints if "whole reply" in hint["label"]]

            self.assertIn("so far", fired()[0])  # judging has not begun
            self.assertEqual(streams(), [])
            asked = set()
            while asked != {"workspace/codeLens/refresh", "workspace/inlayHint/refresh"}:
                message = client.read()
                if "refresh" in message.get("method", ""):
                    asked.add(message["method"])
                    client.send({"id": message["id"], "result": None})
            self.assertEqual(fired(), ["fired 120 times at 120 events"])
            self.assertEqual(len(streams()), 1)
            # With a mistake in the policy, what was known of it stands.
            client.set(self.uri, 2, POLICY.replace("mentions legal_words", "mentions legal_wrods"))
            self.assertEqual(fired(), ["fired 120 times at 120 events"])
            self.assertEqual(client.end(), 0)
        finally:
            client.kill()
            for pipe in (client.process.stdin, client.process.stdout, client.process.stderr):
                pipe.close()


if __name__ == "__main__":
    unittest.main()
