"""Runs the scripts beside it (*.test): each writes some files, gives the command, and says what is
expected on standard output, on standard error, and as exit status.

    Text before the first section says what is shown.
    == file bad.decorum
    policy shop
    == run decorum check bad.decorum
    == out
    bad.decorum:1:8: error[D0101]: …
    == err
    1 error in 1 file
    == status 1

A section left out is empty, or status 0. `== file` may come again between two runs; `== stdin` after
`== run` is what the command reads. Commands are given to bash, in an empty folder that the whole
script shares. DECORUM_UPDATE_GOLDEN=1 rewrites what is expected; arguments are names of scripts.
"""
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SECTION = re.compile(r"^== (file|run|stdin|out|err|status)(?: (.*))?$")


def parse(text):
    """The words before the first section, then [kind, argument, lines] for each section."""
    head, sections = [], []
    for line in text.splitlines():
        match = SECTION.match(line)
        if match:
            sections.append([match[1], match[2] or "", []])
        else:
            (sections[-1][2] if sections else head).append(line)
    return head, sections


def body(lines):
    return "".join(line + "\n" for line in lines)


def run(command, stdin, folder):
    environment = {"PATH": f"{folder}/bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "HOME": folder}
    for name in ("DECORUM_COMMAND", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    done = subprocess.run(["bash", "-c", command], input=stdin.encode(), capture_output=True,
                          cwd=f"{folder}/work", env=environment, timeout=300, check=False)
    return (done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"),
            done.returncode)


def expected_of(sections, at):
    """The sections that belong to the run at `at`, and where they end."""
    found = {}
    end = at + 1
    while end < len(sections) and sections[end][0] in ("stdin", "out", "err", "status"):
        found[sections[end][0]] = sections[end]
        end += 1
    return found, end


def play(text, decorum):
    """The script as it would be if everything were as expected."""
    head, sections = parse(text)
    written = head[:]
    with tempfile.TemporaryDirectory(prefix="decorum-cli-") as folder:
        os.mkdir(f"{folder}/bin")
        os.mkdir(f"{folder}/work")
        script = f"#!/bin/sh\nexec {shlex.quote(decorum)} \"$@\"\n"
        pathlib.Path(f"{folder}/bin/decorum").write_text(script, encoding="utf-8")
        os.chmod(f"{folder}/bin/decorum", 0o755)
        at = 0
        while at < len(sections):
            kind, argument, lines = sections[at]
            if kind == "file":
                path = pathlib.Path(folder, "work", argument)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body(lines), encoding="utf-8")
                written += [f"== file {argument}", *lines]
                at += 1
                continue
            if kind != "run":
                raise ValueError(f"'== {kind}' without '== run'")
            expected, at = expected_of(sections, at)
            stdin = expected.get("stdin", ["", "", []])[2]
            out, err, status = run(argument, body(stdin), folder)
            written.append(f"== run {argument}")
            if stdin:
                written += ["== stdin", *stdin]
            for name, found in (("out", out), ("err", err)):
                found = found.replace(folder, "FOLDER")
                if found:
                    written += [f"== {name}", *found.removesuffix("\n").split("\n")]
                    if not found.endswith("\n"):
                        written.append("(no line end)")
            if status:
                written.append(f"== status {status}")
    return body(written)


def main():
    decorum = os.environ["DECORUM_COMMAND"]
    chosen = sys.argv[1:]
    scripts = sorted(path for path in HERE.glob("*.test") if not chosen or path.stem in chosen)
    failed = 0
    for path in scripts:
        expected = path.read_text(encoding="utf-8")
        found = play(expected, decorum)
        if expected == found:
            continue
        if os.environ.get("DECORUM_UPDATE_GOLDEN") == "1":
            path.write_text(found, encoding="utf-8")
            print(f"rewritten: {path.name}")
            continue
        failed += 1
        print(f"FAILED: tests/cli/{path.name}: '-' is expected, '+' was found")
        sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True),
                                                   found.splitlines(True), n=4))
    if not scripts:
        print("there is no script, so nothing was tested")
    print(f"{len(scripts) - failed} of {len(scripts)} scripts as expected")
    sys.exit(1 if failed or not scripts else 0)


if __name__ == "__main__":
    main()
