"""JSON in the docs is JSON, events and conversations among it are ones that the command takes, and
the commands that are shown run.

- ```json is one value, or one a line; ```jsonl one a line. What has `event` or `messages` must pass
  `decorum run` without being malformed.
- ```sh lines that begin with `decorum` must end with status 0, in a folder that has what they name:
  a policy and a log as `decorum new` makes them.

Policies in the docs are the business of tests/structure/snippets.py, sessions that of sessions.py.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "structure"))
import tree  # noqa: E402

POLICY = "policy anything\nflag seen\n  on user, reply, document, tool_call, tool_result\n"


def values(text, by_line):
    """The JSON values of a block; ValueError where it is none."""
    if not by_line:
        try:
            return [json.loads(text)]
        except ValueError:
            pass
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def run(command, folder, stdin=""):
    done = subprocess.run(command, cwd=folder, input=stdin, capture_output=True, text=True,
                          check=False, timeout=120)
    return done.returncode, (done.stdout + done.stderr).strip()


def why_malformed(decorum, folder, value):
    if not isinstance(value, dict) or not ("messages" in value or "event" in value):
        return ""
    if "disposition" in value:
        return ""  # a verdict
    status, said = run([decorum, "run", "--summary", "anything.decorum", "-"], folder,
                       json.dumps(value) + "\n")
    return "" if status == 0 else f"the command does not take it: {said}"


def check_json(decorum, folder, findings):
    checked = 0
    for name in tree.tracked(".md"):
        for language in ("json", "jsonl"):
            for line, text in tree.blocks(name, language):
                checked += 1
                try:
                    found = values(text, language == "jsonl")
                except ValueError as error:
                    findings.append(f"{name}:{line}: is no JSON: {error}")
                    continue
                for value in found:
                    why = why_malformed(decorum, folder, value)
                    if why:
                        findings.append(f"{name}:{line}: {why}")
    return checked


def fill(decorum, folder):
    """The files that shown commands speak of."""
    run([decorum, "new", "shown"], folder)
    made = pathlib.Path(folder, "shown")
    policy = (made / "policy.decorum").read_text(encoding="utf-8")
    log = (made / "log.jsonl").read_text(encoding="utf-8")
    files = {"policy.decorum": policy, "old.decorum": policy, "new.decorum": policy,
             "log.jsonl": log, "letter.txt": "Write to ada@example.org.\n",
             "anything.decorum": POLICY}
    for name, text in files.items():
        pathlib.Path(folder, name).write_text(text, encoding="utf-8")


def check_commands(decorum, folder, findings):
    checked = 0
    for name in tree.tracked(".md"):
        for start, text in tree.blocks(name, "sh"):
            for number, line in enumerate(text.splitlines(), start):
                if not line.startswith("decorum "):
                    continue
                checked += 1
                status, said = run(["bash", "-c", line.replace("decorum", '"$0"', 1), decorum],
                                   folder)
                if status != 0:
                    findings.append(f"{name}:{number}: {line}: status {status}:\n{said}")
    return checked


def main():
    decorum = os.path.abspath(os.environ["DECORUM_COMMAND"])
    findings = []
    with tempfile.TemporaryDirectory(prefix="decorum-docs-") as folder:
        fill(decorum, folder)
        checked = check_json(decorum, folder, findings)
        checked += check_commands(decorum, folder, findings)
    tree.finish("snippets of docs", findings, checked)


if __name__ == "__main__":
    main()
