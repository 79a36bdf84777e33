"""Runs `decorum run` over texts or logs, with keys and at a time of day, and gives the verdicts one by one."""
import gzip
import json
import pathlib
import resource
import subprocess
import tempfile

START = "2026-11-22T09:00:00Z"  # a log without times would be of 1970, before most rules are in force


def lines(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


class Judge:
    """A command, a folder of policies, and a folder for logs and keys that goes with it."""

    def __init__(self, command, policies):
        self.command, self.policies = command, policies

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.keys = pathlib.Path(self.folder.name) / "keys"
        made = subprocess.run([self.command, "keys", "new", "measure"], capture_output=True, text=True, check=True)
        self.keys.touch(mode=0o600)
        self.keys.write_text(made.stdout, encoding="utf-8")
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def verdicts(self, policy, log, start=START):
        """The verdicts on each event of a log, in its order."""
        process = subprocess.Popen(
            [self.command, "run", "--start", start, "--keys", str(self.keys), "--threads", "2",
             "--pack-path", str(self.policies), str(self.policies / policy), str(log)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace")
        for line in process.stdout:
            yield json.loads(line)
        said = process.stderr.read()
        if process.wait() not in (0, 3):  # 3: arguments of recorded calls that are no objects
            raise RuntimeError(said)

    def processor_seconds(self, policy, log):
        """What judging a log costs on one thread, without its verdicts, compiling included."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = subprocess.run(
            [self.command, "run", "--start", START, "--keys", str(self.keys), "--threads", "1", "--summary",
             str(self.policies / policy), str(log)], capture_output=True, text=True, check=False)
        if result.returncode not in (0, 3):
            raise RuntimeError(result.stderr)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def write(self, name, records):
        path = pathlib.Path(self.folder.name) / name
        with path.open("w", encoding="utf-8") as file:
            for record in records:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        return path

    def rules(self, policy, texts, event="user", facts=None):
        """For each text, the names of the rules that fire where it is the only event of a conversation."""
        records = ({"conversation": str(number), "event": event, "text": text, "facts": facts or {}}
                   for number, text in enumerate(texts))
        fired = [{rule["rule"] for rule in verdict.get("fired", [])}
                 for verdict in self.verdicts(policy, self.write("texts.jsonl", records))]
        assert len(fired) == len(texts), f"{len(fired)} verdicts for {len(texts)} texts"
        return fired
