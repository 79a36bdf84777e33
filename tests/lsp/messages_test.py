"""What a server does with messages that are wrong, early, late or cut short."""
import json
import unittest

from client import Client


class Messages(unittest.TestCase):
    def setUp(self):
        self.client = Client(initialize=False)

    def tearDown(self):
        self.client.discard()

    def initialize(self):
        self.client.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.client.notify("initialized", {})

    def refused(self, code):
        """The next message is an error without an id."""
        answer = self.client.read()
        self.assertIsNone(answer["id"])
        self.assertEqual(answer["error"]["code"], code)

    def test_a_request_before_initialize(self):
        self.assertEqual(self.client.error("textDocument/hover", {})["code"], -32002)
        self.client.open("file:///x.decorum", "policy x")  # dropped
        self.initialize()
        self.assertEqual(self.client.error("textDocument/hover", {
            "textDocument": {"uri": "file:///x.decorum"},
            "position": {"line": 0, "character": 0}})["code"], -32602)

    def test_initialize_twice(self):
        self.initialize()
        self.assertEqual(self.client.error("initialize", {})["code"], -32600)

    def test_initialize_with_next_to_nothing(self):
        self.assertIn("capabilities", self.client.request("initialize", {}))

    def test_initialize_with_wrong_types(self):
        self.client.error("initialize", [1, 2])
        self.client.error("initialize", {"workspaceFolders": [3]})
        self.initialize()

    def test_bad_json(self):
        self.initialize()
        for body in (b"{", b"", b"\xff\xfe", b'{"id": 1, "method": "\xc3"}', b"nul", b"[" * 100_000):
            self.client.send_body(body)
            self.refused(-32700)

    def test_json_that_is_no_message(self):
        self.initialize()
        for body in ("1", '"x"', "[]", "[1]", '{"id": {}, "method": "x"}', '{"method": 3}', "{}"):
            self.client.send_body(body)
            self.refused(-32600)

    def test_bad_lengths(self):
        self.initialize()
        for header in (b"Content-Length: x\r\n\r\n", b"Content-Length: -5\r\n\r\n",
                       b"Content-Length: 99999999999999999999999\r\n\r\n",
                       b"Content-Length:\r\n\r\n"):
            self.client.send_bytes(header)
            self.refused(-32700)
        # Noise, other headers, their case: passed over.
        body = b'{"jsonrpc": "2.0", "id": "a", "method": "nonsense"}'
        self.client.send_bytes(b"noise\r\n\r\ncontent-LENGTH:%d\r\nContent-Type: x\r\n\r\n%s"
                               % (len(body), body))
        self.assertEqual(self.client.answer("a")["error"]["code"], -32601)

    def test_unknown_methods(self):
        self.initialize()
        self.assertEqual(self.client.error("textDocument/nonsense", {})["code"], -32601)
        self.client.notify("nonsense", {})
        self.client.notify("$/nonsense", None)
        self.client.send({"id": 77, "result": None})  # an answer to nothing
        self.assertEqual(self.client.error("nonsense")["code"], -32601)

    def test_parameters_of_the_wrong_type(self):
        self.initialize()
        self.client.open("file:///x.decorum", "policy x")
        for params in (None, [], 1, {}, {"textDocument": 1}, {"textDocument": {"uri": 1}},
                       {"textDocument": {"uri": "file:///x.decorum"}, "position": {"line": "a"}}):
            self.assertEqual(self.client.error("textDocument/completion", params)["code"], -32602)
        for params in (None, {}, {"textDocument": {"uri": "file:///y.decorum"},
                                  "contentChanges": []}):
            self.client.notify("textDocument/didChange", params)
            self.client.notify("textDocument/didOpen", params)
            self.client.notify("textDocument/didClose", params)
        for place in ((-5, 3), (0, -1), (9, 99999999999), (2**40, 0)):
            self.client.at("completion", "file:///x.decorum", *place)
            self.client.at("hover", "file:///x.decorum", *place)

    def test_changes_out_of_place(self):
        self.initialize()
        uri = "file:///x.decorum"
        self.client.open(uri, "policy x\n")
        self.client.change(uri, 2, {"text": "# 🎩\n", "range": {
            "start": {"line": 90, "character": 3}, "end": {"line": 1, "character": 0}}})
        self.client.change(uri, 3, {"text": "", "range": {
            "start": {"line": 1, "character": 3}, "end": {"line": 1, "character": 3}}})
        self.assertEqual(self.client.wait_for(uri, 3), [])

    def test_cancel(self):
        self.initialize()
        uri = "file:///x.decorum"
        text = "policy x\n" + "".join(
            f"block b{i}\n  on reply\n  when reply mentions \"word {i}\"\n" for i in range(300))
        self.client.open(uri, text)
        # In one write, so that all of it waits behind the first request.
        messages = [{"jsonrpc": "2.0", "id": f"c{i}", "method": "textDocument/documentSymbol",
                     "params": {"textDocument": {"uri": uri}}} for i in range(20)]
        messages += [{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": f"c{i}"}}
                     for i in range(20)]
        data = b""
        for message in messages:
            body = json.dumps(message).encode()
            data += b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        self.client.send_bytes(data)
        answers = [self.client.answer(f"c{i}") for i in range(20)]
        for answer in answers:  # each has one answer: a result, or that it was cancelled
            if "error" in answer:
                self.assertEqual(answer["error"]["code"], -32800)
        self.assertTrue(any("error" in answer for answer in answers))
        self.client.notify("$/cancelRequest", {"id": "long gone"})
        self.client.notify("$/cancelRequest", {})
        self.client.notify("$/cancelRequest", None)
        self.assertIsInstance(self.client.of("documentSymbol", uri), list)

    def test_a_batch(self):
        self.initialize()
        self.client.send_body(json.dumps([{"jsonrpc": "2.0", "id": "p", "method": "nope"},
                                          {"jsonrpc": "2.0", "id": "q", "method": "nope"}]))
        self.assertEqual(self.client.answer("p")["error"]["code"], -32601)
        self.assertEqual(self.client.answer("q")["error"]["code"], -32601)

    def test_shutdown_then_exit(self):
        self.initialize()
        self.assertEqual(self.client.end(), 0)

    def test_requests_after_shutdown(self):
        self.initialize()
        self.client.request("shutdown")
        self.assertEqual(self.client.error("textDocument/hover", {})["code"], -32600)
        self.client.notify("exit", None)
        self.assertEqual(self.client.process.wait(), 0)

    def test_exit_without_shutdown(self):
        self.initialize()
        self.client.notify("exit", None)
        self.assertEqual(self.client.process.wait(), 1)

    def test_exit_before_initialize(self):
        self.client.notify("exit", None)
        self.assertEqual(self.client.process.wait(), 1)

    def test_the_end_of_the_stream(self):
        self.initialize()
        self.client.send_bytes(b"Content-Length: 100\r\n\r\n{")
        self.client.process.stdin.close()
        self.assertEqual(self.client.process.wait(), 1)
        self.assertEqual(self.client.process.stderr.read(), b"")


if __name__ == "__main__":
    unittest.main()
