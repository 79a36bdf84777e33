"""An editor that a script drives: starts `decorum lsp` and speaks the protocol over its pipes.

Nothing here waits by the clock: a request is answered, and findings come, or the server has ended
and the test fails.
"""
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.environ.get("DECORUM_COMMAND", str(ROOT / "build/release/bin/decorum"))


class Ended(Exception):
    """The server went away."""


class Client:
    def __init__(self, *arguments, initialize=True, folder=None, options=None, capabilities=None):
        self.process = subprocess.Popen(
            [COMMAND, "lsp", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.last_id = 0
        self.findings = {}  # by URI, the latest
        self.notifications = []
        self.answers = {}
        self.versions = {}
        if initialize:
            self.capabilities = self.request("initialize", {
                "processId": None, "capabilities": capabilities or {},
                "rootUri": folder.as_uri() if folder else None,
                "initializationOptions": options})["capabilities"]
            self.notify("initialized", {})

    # ---------------------------------------------------------------------------- messages

    def send_bytes(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Ended(self.process.stderr.read().decode()) from None

    def send_body(self, body):
        data = body if isinstance(body, bytes) else body.encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))

    def send(self, message):
        self.send_body(json.dumps({"jsonrpc": "2.0", **message}))

    def read(self):
        length = None
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise Ended(self.process.stderr.read().decode())
            if line == b"\r\n":
                break
            name, _, value = line.partition(b":")
            assert name == b"Content-Length", line
            length = int(value)
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.findings[message["params"]["uri"]] = message["params"]["diagnostics"]
            self.versions[message["params"]["uri"]] = message["params"].get("version")
        elif "method" in message:
            self.notifications.append(message)
        else:
            self.answers[json.dumps(message.get("id"))] = message
        return message

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params=None):
        """Sends a request; its id."""
        self.last_id += 1
        self.send({"id": self.last_id, "method": method, "params": params})
        return self.last_id

    def answer(self, number):
        """The whole answer to a request."""
        key = json.dumps(number)
        while key not in self.answers:
            self.read()
        return self.answers.pop(key)

    def request(self, method, params=None):
        answer = self.answer(self.ask(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def error(self, method, params=None):
        answer = self.answer(self.ask(method, params))
        assert "error" in answer, answer
        return answer["error"]

    # --------------------------------------------------------------------------- documents

    def open(self, uri, text, version=1):
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "decorum", "version": version, "text": text}})

    def change(self, uri, version, *changes):
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)})

    def set(self, uri, version, text):
        self.change(uri, version, {"text": text})

    def close(self, uri):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def wait_for(self, uri, version):
        """The findings of this version of a document."""
        while self.versions.get(uri) != version:
            self.read()
        return self.findings[uri]

    def at(self, method, uri, line, character, **more):
        return self.request(f"textDocument/{method}", {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": character}, **more})

    def of(self, method, uri, **more):
        return self.request(f"textDocument/{method}", {"textDocument": {"uri": uri}, **more})

    def end(self):
        """Shuts the server down as an editor does; its exit status."""
        self.request("shutdown")
        self.notify("exit", None)
        return self.process.wait()

    def discard(self):
        """Ends the server, whatever it is at, and lets go of its pipes."""
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                pipe.close()
            except BrokenPipeError:
                pass

    def kill(self):
        self.process.kill()
        self.process.wait()


def place(text, marker, inside=0):
    """Line and character, in UTF-16 units, of the first `marker`, `inside` units behind its start."""
    offset = text.index(marker)
    line = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    return line, len(text[start:offset].encode("utf-16-le")) // 2 + inside


def edited(text, edits):
    """What an editor makes of text edits."""
    lines = text.splitlines(keepends=True)

    def offset(position):
        before = sum(len(line) for line in lines[:position["line"]])
        if position["line"] >= len(lines):
            return len(text)
        line = lines[position["line"]].encode("utf-16-le")[:position["character"] * 2]
        return before + len(line.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        begin, end = (offset(edit["range"][side]) for side in ("start", "end"))
        text = text[:begin] + edit["newText"] + text[end:]
    return text
