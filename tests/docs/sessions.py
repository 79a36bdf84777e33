"""Terminal sessions in the docs are what the command really says.

A block fenced as ```console is a session: each line that begins with `$ ` is a command (lines that
begin with `> ` go on with it), and what follows is what a terminal shows of it. All sessions of a
page are one: they run in its order, in one folder that is empty at first.

How fast it was, and digests of policies, may differ: another machine, another version.
DECORUM_UPDATE_GOLDEN=1 writes what is shown into the pages. Arguments are pages.
"""
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "structure"))
import tree  # noqa: E402

WHERE_MARK = "decorum-session-folder:"
VARYING = re.compile(r"(?<= in )[0-9.]+ s, [0-9,]+ events/s|\b[0-9a-f]{64}\b|(?<= )[0-9a-f]{12}\b")


class Session:
    """A shell that keeps its folder from command to command."""

    def __init__(self, folder, decorum):
        self.root = folder
        self.folder = f"{folder}/work"
        os.mkdir(f"{folder}/bin")
        os.mkdir(self.folder)
        script = f"#!/bin/sh\nexec {shlex.quote(decorum)} \"$@\"\n"
        program = pathlib.Path(folder, "bin", "decorum")
        program.write_text(script, encoding="utf-8")
        program.chmod(0o755)

    def run(self, command):
        """What a terminal would show of it."""
        environment = {"PATH": f"{self.root}/bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8",
                       "HOME": self.root, "TERM": "dumb"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        script = f"{command}\necho \"{WHERE_MARK}$PWD\"\n"
        done = subprocess.run(["bash", "-c", script], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=self.folder,
                              env=environment, timeout=300, check=False)
        shown, _, folder = done.stdout.decode(errors="replace").rpartition(WHERE_MARK)
        self.folder = folder.strip() or self.folder
        return shown.replace(self.root, "FOLDER")


def played(text, decorum):
    """The page as it would be if every session were as it shows, and how many commands it has."""
    written, commands = [], 0
    with tempfile.TemporaryDirectory(prefix="decorum-docs-") as folder:
        session = Session(folder, decorum)
        lines = text.splitlines()
        at, fenced = 0, False
        while at < len(lines):
            line = lines[at]
            at += 1
            written.append(line)
            if not fenced and re.match(r"```console\s*$", line):
                fenced = True
                continue
            if fenced and line.startswith("```"):
                fenced = False
            if not fenced or not line.startswith("$ "):
                continue
            command = [line[2:]]
            while at < len(lines) and re.match(r">( |$)", lines[at]):
                written.append(lines[at])
                command.append(lines[at][2:])
                at += 1
            while at < len(lines) and not re.match(r"\$ |```", lines[at]):
                at += 1  # what it showed
            shown = session.run("\n".join(command))
            commands += 1
            written += shown.rstrip("\n").split("\n") if shown.strip() else []
    return "".join(line + "\n" for line in written), commands


def main():
    decorum = os.path.abspath(os.environ["DECORUM_COMMAND"])
    chosen = sys.argv[1:]
    findings, checked = [], 0
    for name in tree.tracked(".md"):
        text = tree.read(name)
        if (chosen and name not in chosen) or "```console" not in text:
            continue
        found, commands = played(text, decorum)
        checked += commands
        if VARYING.sub("…", found) == VARYING.sub("…", text):
            continue
        if os.environ.get("DECORUM_UPDATE_GOLDEN") == "1":
            (tree.ROOT / name).write_text(found, encoding="utf-8")
            print(f"rewritten: {name}")
            continue
        difference = difflib.unified_diff(VARYING.sub("…", text).splitlines(),
                                          VARYING.sub("…", found).splitlines(), lineterm="", n=4)
        findings.append(f"{name}: '-' is shown, '+' is so:\n" + "\n".join(difference))
    tree.finish("sessions: commands", findings, checked)


if __name__ == "__main__":
    main()
