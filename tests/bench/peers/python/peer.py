"""Peers in Python, for the comparison: `peer.py PEER FOLDER`. It answers the commands that
cpp/peer.h describes."""
import importlib.metadata
import json
import logging
import pathlib
import re
import sys
import time

logging.disable(logging.CRITICAL)  # what they say of each hit would be most of the time


def make_presidio(_):
    """The pattern recognisers alone, with the engine that loads no language model. Words around a
    value are then not looked at, and the score of a bare form decides."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine
    from presidio_analyzer.predefined_recognizers import (
        CreditCardRecognizer, EmailRecognizer, IbanRecognizer, PhoneRecognizer, UsSsnRecognizer)

    language_engine = NoOpNlpEngine([{"lang_code": "en", "model_name": ""}])
    language_engine.load()
    recognisers = RecognizerRegistry([
        EmailRecognizer(), CreditCardRecognizer(), IbanRecognizer(), UsSsnRecognizer(),
        PhoneRecognizer(supported_regions=["US"])])
    engine = AnalyzerEngine(recognisers, language_engine, supported_languages=["en"])
    names = {"EMAIL_ADDRESS": "email", "CREDIT_CARD": "card", "PHONE_NUMBER": "phone",
             "IBAN_CODE": "iban", "US_SSN": "ssn"}
    entities = list(names)
    return "presidio-analyzer", lambda text: {
        names[found.entity_type]
        for found in engine.analyze(text, "en", entities=entities, score_threshold=0.4)}


def make_litellm(folder):
    """The content filter of its proxy, without the proxy; masking, so that it tells all."""
    from litellm.proxy.guardrails.guardrail_hooks.litellm_content_filter.content_filter import (
        ContentFilterGuardrail)
    from litellm.types.guardrails import BlockedWord, ContentFilterAction, ContentFilterPattern

    mask = ContentFilterAction.MASK
    if (folder / "kind").read_text() == "phrases":
        names = json.loads((folder / "phrases.json").read_text())
        guard = ContentFilterGuardrail("peers", blocked_words=[
            BlockedWord(keyword=phrase, action=mask) for phrase in names])
        key = "keyword"
    else:
        names = {"email": "email", "credit_card": "card", "us_phone": "phone", "iban": "iban",
                 "us_ssn": "ssn"}
        guard = ContentFilterGuardrail("peers", patterns=[
            ContentFilterPattern(pattern_type="prebuilt", pattern_name=name, action=mask)
            for name in names])
        key = "pattern_name"

    def judge(text):
        found = []
        guard._filter_single_text(text, detections=found)
        return {names[one[key]] for one in found}

    return "litellm", judge


class Quiet:
    """A log that keeps nothing."""

    def __getattr__(self, _):
        return lambda *_, **__: None


def make_llm_guard(folder):
    """BanSubstrings, which says whether there is any. The package itself needs torch;
    its scanners of substrings do not, so that these files are loaded alone."""
    import importlib.util
    import types

    spec = importlib.util.find_spec("llm_guard")
    root = pathlib.Path(spec.submodule_search_locations[0])
    package = types.ModuleType("llm_guard")
    package.__path__ = [str(root)]
    scanners = types.ModuleType("llm_guard.input_scanners")
    scanners.__path__ = [str(root / "input_scanners")]
    util = types.ModuleType("llm_guard.util")
    util.get_logger = lambda *_: Quiet()
    sys.modules.update({"llm_guard": package, "llm_guard.input_scanners": scanners,
                        "llm_guard.util": util})
    from llm_guard.input_scanners.ban_substrings import BanSubstrings

    scanner = BanSubstrings(list(json.loads((folder / "phrases.json").read_text())))
    return "llm-guard", lambda text: set() if scanner.scan(text)[1] else {"any"}


def make_python_re(folder):
    """No policy language: one expression of all phrases, and a table."""
    rules = json.loads((folder / "phrases.json").read_text())
    every = re.compile(r"\b(?:" + "|".join(map(re.escape, rules)) + r")\b", re.IGNORECASE)
    return None, lambda text: {rules[phrase.lower()] for phrase in every.findall(text)}


MAKERS = {"presidio": make_presidio, "litellm": make_litellm, "llm-guard": make_llm_guard,
          "python-re": make_python_re}


class Timer:
    """As in cpp/peer.h: ns of processor time for an input, going on where the run before ended."""

    def __init__(self, count):
        self.count, self.next = count, 0

    def run(self, judge, block):
        start = time.process_time_ns()
        for _ in range(block):
            judge(self.next)
            self.next = (self.next + 1) % self.count
        return time.process_time_ns() - start

    def measure(self, judge, at_least_ms):
        block = 1
        while self.run(judge, block) < 1_000_000:
            block *= 2
        spent = judged = 0
        while spent < at_least_ms * 1_000_000:
            spent += self.run(judge, block)
            judged += block
        return spent / judged


def main(name, folder):
    folder = pathlib.Path(folder)
    started = time.process_time()
    package, judge = MAKERS[name](folder)
    ready_ms = (time.process_time() - started) * 1000
    python = "Python " + sys.version.split()[0]
    lines = (folder / "inputs.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    version = f"{importlib.metadata.version(package)}, {python}" if package else python
    print(json.dumps({"version": version, "ready_ms": ready_ms, "modes": ["json", "record"]}),
          flush=True)
    timer = Timer(len(lines))
    for command in sys.stdin:
        verb, *rest = command.split()
        if verb == "answers":
            answer = [sorted(judge(text)) for text in texts]
        elif rest[0] == "json":
            answer = timer.measure(lambda i: judge(json.loads(lines[i])["text"]), int(rest[1]))
        else:
            answer = timer.measure(lambda i: judge(texts[i]), int(rest[1]))
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
