"""Policies shown in README and docs are ones that the compiler takes.

A block fenced as ```decorum is a whole policy and must pass `decorum check` without an error. A block
fenced as ```decorum-fragment is part of one and is left alone.
"""
import os
import subprocess
import tempfile

import tree


def check(command, policy):
    """What `decorum check` says against a policy; "" if nothing."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "snippet.decorum"), "w", encoding="utf-8") as file:
            file.write(policy)
        result = subprocess.run([command, "check", "snippet.decorum"], cwd=folder,
                                capture_output=True, text=True, check=False, timeout=60)
    if result.returncode == 0:
        return ""
    return (result.stdout + result.stderr).strip() or f"exit status {result.returncode}"


def main():
    command = os.path.abspath(os.environ["DECORUM_COMMAND"])
    findings, checked = [], 0
    for name in tree.tracked(".md"):
        for line, policy in tree.blocks(name, "decorum"):
            checked += 1
            said = check(command, policy)
            if said:
                findings.append(f"{name}:{line}: does not compile:\n{said}")
    tree.finish("snippets", findings, checked)


if __name__ == "__main__":
    main()
