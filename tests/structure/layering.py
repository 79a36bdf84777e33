"""Who may include whom: tools, then compiler, then runtime; inside a library, down its rooms.

Large libraries of others stay in one room each, so that they can be replaced, and so that a program
that only judges links neither ANTLR nor LLVM.
"""
import re

import tree

# A room sees itself and those before it.
ROOMS = {
    "runtime": [
        "base", "text", "signals", "plan", "memory", "vault", "eval", "fairness", "engine"],
    "compiler": ["diagnostics", "syntax", "sema", "lint", "lower", "analysis", "codegen", "driver"],
}
LIBRARIES = {"runtime": ["runtime"], "compiler": ["runtime", "compiler"]}

# What is included, and where alone that is allowed.
GUESTS = [
    (r"antlr4|Decorum(Lexer|Parser)", r"compiler/syntax/parse(\w*\.cpp|_\w+\.h)"),
    (r"llvm(-c)?/", r"compiler/codegen/llvm/"),
    (r"httplib\.h", r"tools/webhook/|tests/support/"),
    (r"CLI/", r"tools/cli/command_line\.cpp"),
    (r"hiredis/", r"tools/store_redis/"),
    (r"sqlite3\.h", r"(runtime|tests/unit)/memory/"),
    (r"simdjson\.h", r"runtime/base/json_document\.h|tests/bench/peers/"),
    (r"hs(/hs\w*)?\.h|re2/|unicode/|libstemmer|phonenumbers/", r"(runtime|tests/unit)/text/|tools/goals/vectorscan_twin\.cpp"),
]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def room(path):
    """('compiler', 'sema') of compiler/sema/types.h; (library, None) beside the rooms."""
    parts = path.split("/")
    return parts[0], parts[1] if len(parts) > 2 else None


def public(name):
    """Where the public header decorum/x.h is: runtime/include or compiler/include."""
    for library in ROOMS:
        if (tree.ROOT / library / "include" / name).is_file():
            return f"{library}/include/{name}"
    return None


def judge(path, bracket, target):
    """Why `path` may not include `target`; None where it may."""
    for guest, home in GUESTS:
        if re.match(guest, target) and not re.match(home, path):
            return f"only {home} may include it"
    library, own_room = room(path)
    if library not in ROOMS:
        return None
    if ".." in target.split("/"):
        return "write it from the root of the repository"
    if target.startswith("decorum/"):
        found = public(target)
        if found is None:
            return "there is no such public header"
        if room(found)[0] not in LIBRARIES[library]:
            return f"{library} does not see {room(found)[0]}"
        return None
    if own_room == "include":
        if bracket == '"':
            return "a public header includes public headers and the standard library alone"
        if "/" in target or target.endswith(".h"):
            return "a public header includes the standard library alone, not that of others"
        return None
    if bracket == "<":
        return None
    other, other_room = room(target)
    if other not in ROOMS and other not in ("tools", "tests"):
        return None  # a library of others, or a file ANTLR made
    if other not in LIBRARIES[library]:
        return f"{library} does not see {other}"
    if other == library and other_room in ROOMS[library] and own_room in ROOMS[library]:
        if ROOMS[library].index(other_room) > ROOMS[library].index(own_room):
            return f"{own_room} comes before {other_room}"
    return None


def main():
    findings, checked = [], 0
    for path in tree.tracked(".h", ".cpp", ".def", ".inc"):
        library, own_room = room(path)
        if library in ROOMS and own_room not in ROOMS[library] + ["include"]:
            findings.append(f"{path}: no room of the {library} has this name")
        for number, line in enumerate(tree.read(path).splitlines(), 1):
            include = INCLUDE.match(line)
            if not include:
                continue
            checked += 1
            reason = judge(path, *include.groups())
            if reason:
                findings.append(f"{path}:{number}: includes {include.group(2)}: {reason}")
    tree.finish("layering: includes", findings, checked)


if __name__ == "__main__":
    main()
