"""How long an editor waits for `decorum lsp`, on a made-up policy of 5,000 lines. By hand:

    DECORUM_COMMAND=build/release/bin/decorum python3 tests/bench/lsp_latency.py [LINES [ROUNDS]]

Prints medians and the slowest in ms, of the whole way: the change is written to the pipe, the answer
is read and decoded. Each round types or deletes a character in the middle of the text.
"""
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lsp"))
from client import Client, place  # noqa: E402

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
    return text, i


def measure(client, uri, text, blocks, rounds):
    times = {}

    def timed(name, work):
        begin = time.perf_counter()
        result = work()
        times.setdefault(name, []).append((time.perf_counter() - begin) * 1000)
        return result

    middle = blocks // 2
    line, character = place(text, f"upset_{middle})", len(f"upset_{middle}"))
    version = 1
    at = {"line": line, "character": character}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": line, "character": 0}}
    for round_number in range(rounds):
        typed = round_number % 2 == 0
        edge = {**at, "character": character + 1}
        change = ({"range": {"start": at, "end": at}, "text": "x"} if typed else
                  {"range": {"start": at, "end": edge}, "text": ""})
        version += 1

        def diagnose(version=version, change=change):
            client.change(uri, version, change)
            return client.wait_for(uri, version)

        found = timed("findings, with a mistake" if typed else "findings, none wrong", diagnose)
        assert any(f['severity'] == 1 for f in found) == typed, found
        version += 1
        back = {"range": {"start": at, "end": at}, "text": " "}
        client.change(uri, version, back)
        timed("completion right after a change",
              lambda: client.at("completion", uri, line, character))
        version += 1
        client.change(uri, version, {"range": {"start": at, "end": edge}, "text": ""})
        client.wait_for(uri, version)
        timed("completion", lambda: client.at("completion", uri, line, character))
        timed("hover", lambda: client.at("hover", uri, line, character - 2))
        timed("definition", lambda: client.at("definition", uri, line, character - 2))
        timed("references", lambda: client.at("references", uri, line, character - 2,
                                              context={"includeDeclaration": True}))
        for method in ("documentSymbol", "foldingRange", "semanticTokens/full", "codeLens"):
            timed(method, lambda method=method: client.of(method, uri))
        timed("inlayHint", lambda: client.of("inlayHint", uri, range=whole))
        if round_number < 5:
            timed("formatting", lambda: client.of("formatting", uri, options={}))
    return times


def main():
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    text, blocks = policy(lines)
    client, uri = Client(), "file:///big.decorum"
    begin = time.perf_counter()
    client.open(uri, text)
    client.wait_for(uri, 1)
    print(f"{text.count(chr(10))} lines, {len(text)} bytes; opened in "
          f"{(time.perf_counter() - begin) * 1000:.0f} ms")
    for name, all_ms in measure(client, uri, text, blocks, rounds).items():
        print(f"{name:<34} median {statistics.median(all_ms):7.1f} ms   "
              f"slowest {max(all_ms):7.1f} ms")
    client.end()


if __name__ == "__main__":
    main()
