"""What an editor makes of a TextMate grammar: `match`, `begin` and `end`, `captures`, `include`."""
import re


class Highlighter:
    def __init__(self, grammar):
        self.grammar = grammar
        self.compiled = {}
        self.flat = {}
        self.found = {}  # of the line at hand, by expression: what was found, if looked for

    def find(self, expression, line, at):
        known = self.found.get(expression, 0)
        if known is None or (known != 0 and known.start() >= at):
            return known
        if expression not in self.compiled:
            self.compiled[expression] = re.compile(expression)
        self.found[expression] = self.compiled[expression].search(line, at)
        return self.found[expression]

    def rules(self, patterns):
        if id(patterns) not in self.flat:
            self.flat[id(patterns)] = list(self.flatten(patterns))
        return self.flat[id(patterns)]

    def flatten(self, patterns):
        for pattern in patterns:
            if "include" not in pattern:
                yield pattern
                continue
            included = self.grammar["repository"][pattern["include"][1:]]
            yield from self.flatten([included] if "match" in included or "begin" in included
                                  else included["patterns"])

    def lines(self, text):
        """For each line the names of the open regions at its start, and its scopes: (begin, end,
        name), the later the more telling."""
        open_rules = []
        for line in text.splitlines():
            at_start = [rule["name"] for rule in open_rules]
            scopes = [(0, len(line), name) for name in at_start]
            at, self.found = 0, {}
            while True:
                rule, found, ends = self.next(open_rules, line, at)
                if found is None:
                    break
                if ends:
                    open_rules.pop()
                elif "begin" in rule:
                    open_rules.append(rule)
                    scopes.append((found.start(), len(line), rule["name"]))
                elif "name" in rule:
                    scopes.append((*found.span(), rule["name"]))
                for group, capture in rule.get("captures", {}).items():
                    scopes.append((*found.span(int(group)), capture["name"]))
                if ends:  # what began there reaches no further
                    scopes = [(b, min(e, found.end()) if n == rule["name"] and b <= at else e, n)
                              for b, e, n in scopes]
                at = found.end() if found.end() > at or ends else at + 1
                if at > len(line):
                    break
            yield line, at_start, scopes

    def next(self, open_rules, line, at):
        """The rule that matches first from `at` on, its match, and whether it ends a region."""
        best = (None, None, False)
        if open_rules:
            found = self.find(open_rules[-1]["end"], line, at)
            best = (open_rules[-1], found, found is not None)
        inside = (open_rules[-1] if open_rules else self.grammar).get("patterns", ())
        for rule in self.rules(inside):
            found = self.find(rule.get("match") or rule["begin"], line, at)
            if found and (best[1] is None or found.start() < best[1].start()):
                best = (rule, found, False)
        return best


def scope_at(scopes, column):
    """The most telling name of a character; "" for none."""
    names = [name for begin, end, name in scopes if begin <= column < end]
    return names[-1] if names else ""
