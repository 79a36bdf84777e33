"""How long an editor waits for `decorum lsp`. By hand:

    DECORUM_COMMAND=build/release/bin/decorum python3 tests/bench/lsp/latency.py [--rounds N] [LINES|FILE]...

on made-up policies of so many lines (5,000 where nothing is said), or on files. Prints ms of the whole
way: the change is written to the pipe, the answer is read and decoded; and of the findings also the
time that the server computed, which other work of the machine does not add to. Each round types a
condition with an unknown name into the middle of the text and takes it out again.
"""
import argparse
import os
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "lsp"))
from client import Client  # noqa: E402

TICKS_MS = 1000 / os.sysconf("SC_CLK_TCK")
HEAD = """policy big version "1"

facts customer {
  tier: one of basic, plus, premium
  age: int? protected
  account: text private
  verified: bool
}

signal sentiment of user: -1..1 when missing 0

fairness equal
  keep escalate, block, hold blind to protected
"""
BLOCK = """
phrases words_{i} = "lawyer {i}", "attorney {i}",
  "small claims court {i}"

pattern order_{i} = /\\bORD{i}-[0-9]{{8}}\\b/

define upset_{i} = sentiment < -0.5 in 2 of last {n} user turns

## Rule {i}.
escalate legal_{i}
  on user
  when user mentions words_{i} or (customer.tier == premium and upset_{i})
  to legal priority urgent within 15 minutes
  because "The customer mentioned legal action {i}."

block promise_{i}
  on reply
  when reply mentions "refund {i}", order_{i} and customer.verified
  say "Let me check this with a colleague first {i}."

redact numbers_{i}
  on user, reply
  find order_{i}
  replace with last 4

test "legal {i}" {{
  given customer {{ tier: premium  account: "x"  verified: true }}
  user "I will call my lawyer {i}."
    expect escalate legal_{i} to legal
}}
"""


def policy(lines):
    text, i = HEAD, 0
    while text.count("\n") < lines:
        text += BLOCK.format(i=i, n=3 + i % 5)
        i += 1
    return text


def middle(text):
    """Line and end of the condition nearest to the middle that is on one line of its own."""
    lines = text.splitlines()
    fits = [i for i in range(len(lines) - 1) if re.match(r"  when .*\w\W?$", lines[i])
            and re.match(r"  \w", lines[i + 1])]
    line = min(fits, key=lambda i: abs(i - len(lines) / 2))
    return line, len(lines[line].encode("utf-16-le")) // 2


def computed(client):
    """The processor's time that the server has used, in ms."""
    fields = pathlib.Path(f"/proc/{client.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICKS_MS


class Times:
    def __init__(self):
        self.waited = {}
        self.computed = {}

    def of(self, name, work, client=None):
        before = computed(client) if client else 0
        begin = time.perf_counter()
        result = work()
        self.waited.setdefault(name, []).append((time.perf_counter() - begin) * 1000)
        if client:
            self.computed.setdefault(name, []).append(computed(client) - before)
        return result


def quantile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def measure(client, uri, text, rounds):
    times = Times()
    line, character = middle(text)
    at = {"line": line, "character": character}
    typed = " and unheard_of"
    behind = {**at, "character": character + len(typed)}
    name = character - 2  # within the last word of the condition
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": line, "character": 0}}
    version = 1

    def change(begin, end, replacement):
        nonlocal version
        version += 1
        client.change(uri, version, {"range": {"start": begin, "end": end}, "text": replacement})

    def diagnose(begin, end, replacement):
        change(begin, end, replacement)
        return client.wait_for(uri, version)

    clean = client.findings[uri]
    for number in range(rounds):
        found = times.of("findings, one mistake", lambda: diagnose(at, at, typed), client)
        assert any(f["severity"] == 1 for f in found), found
        found = times.of("findings, none wrong", lambda: diagnose(at, behind, ""), client)
        assert found == clean, found
        change(at, at, " and ")
        edge = {**at, "character": character + len(" and ")}
        items = times.of("completion, right after a change",
                         lambda: client.at("completion", uri, edge["line"], edge["character"]))
        assert items["items"]
        change(at, edge, "")
        client.wait_for(uri, version)
        times.of("completion", lambda: client.at("completion", uri, line, character))
        times.of("hover", lambda: client.at("hover", uri, line, name))
        times.of("definition", lambda: client.at("definition", uri, line, name))
        times.of("references", lambda: client.at("references", uri, line, name,
                                                 context={"includeDeclaration": True}))
        for method in ("documentSymbol", "foldingRange", "semanticTokens/full", "codeLens"):
            times.of(method, lambda method=method: client.of(method, uri))
        times.of("inlayHint", lambda: client.of("inlayHint", uri, range=whole))
        if number < 5:
            times.of("formatting", lambda: client.of("formatting", uri, options={}))
    return times


def run(what, rounds):
    if what.isdigit():
        text, uri = policy(int(what)), "untitled:big"
    else:
        path = pathlib.Path(what).resolve()
        text, uri = path.read_text(encoding="utf-8"), path.as_uri()
    client = Client()
    begin = time.perf_counter()
    client.open(uri, text)
    client.wait_for(uri, 1)
    print(f"{what}: {text.count(chr(10))} lines, {len(text)} bytes; opened in "
          f"{(time.perf_counter() - begin) * 1000:.0f} ms")
    times = measure(client, uri, text, rounds)
    print(f"{'':<34}{'fastest':>10}{'median':>10}{'p95':>10}{'slowest':>10}{'computed':>12}   (ms)")
    for name, waited in times.waited.items():
        used = times.computed.get(name)
        mean = f"{sum(used) / len(used):12.1f}" if used else ""
        print(f"{name:<34}{min(waited):10.1f}{quantile(waited, 0.5):10.1f}{quantile(waited, 0.95):10.1f}"
              f"{max(waited):10.1f}{mean}")
    client.end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("what", nargs="*", default=["5000"])
    arguments = parser.parse_args()
    for what in arguments.what:
        run(what, arguments.rounds)


if __name__ == "__main__":
    main()
