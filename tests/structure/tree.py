"""The repository as the structure tests see it: its tracked files, and how findings are reported."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tracked(*suffixes, under=""):
    """Tracked files (paths relative to the root) below a folder, with one of the suffixes if given.

    A file just written counts before it is added; an exported tree without git is walked.
    """
    try:
        listing = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=True)
        names = listing.stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")
                 if path.relative_to(ROOT).parts[0] not in ("build", ".git")]
    return [name for name in sorted(set(names))
            if name.startswith(under) and (not suffixes or name.endswith(suffixes))
            and (ROOT / name).is_file()]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def blocks(name, language):
    """The blocks fenced as `language` of a Markdown file, each with the line it starts at."""
    lines, start = [], None
    for number, line in enumerate(read(name).splitlines(), 1):
        if start is None and re.match(rf"```{language}\s*$", line):
            lines, start = [], number + 1
        elif start is not None and line.startswith("```"):
            yield start, "\n".join(lines) + "\n"
            start = None
        elif start is not None:
            lines.append(line)


def finish(what, findings, checked):
    """Prints the findings and ends the test: with status 1 if there are any, or nothing to check."""
    for finding in findings:
        print(finding)
    if not checked:
        print(f"{what}: nothing was checked, so the check itself is broken")
        sys.exit(1)
    print(f"{what}: {checked} checked, {len(findings)} findings")
    sys.exit(1 if findings else 0)
