"""Which peers there are, and how each is made ready in a folder of its own."""
import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
RULES, PHRASES, DETECTORS = "rules", "phrases", "detectors"


class Skipped(Exception):
    """Why a peer cannot run here, in a line."""


@dataclasses.dataclass(frozen=True)
class Peer:
    name: str
    what: str  # how it is run, for the reader of the table
    kinds: tuple[str, ...]  # of the workloads that it can do
    # Makes it ready for the workload in a folder of inputs, and returns the command.
    prepare: Callable[["Place", pathlib.Path], list[str]]
    fires_any: bool = False  # it says whether a rule fires, not which


@dataclasses.dataclass(frozen=True)
class Place:
    folder: pathlib.Path  # where peers are installed
    build: pathlib.Path  # Decorum's, with decorum_peer in bin/

    def run(self, what, command, where=None, **environment):
        """Runs an installing command, which may take minutes. Its output is in a log beside it."""
        log = self.folder / f"{what}.log"
        with open(log, "wb") as out:
            try:
                failed = subprocess.run([str(word) for word in command], cwd=where, stdout=out,
                                        stderr=subprocess.STDOUT, check=False,
                                        env={**os.environ, **environment}).returncode
            except OSError as error:
                raise Skipped(f"{command[0]}: {error.strerror}") from error
        if failed:
            last = (log.read_text(errors="replace").strip().splitlines() or ["no output"])[-1]
            raise Skipped(f"{what} failed, see {log.name}: {last[:120]}")


def tool(name, *more_folders):
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *more_folders]))
    if not found:
        raise Skipped(f"there is no {name} on this machine")
    return found


def once(place, what, sources, install):
    """Copies `sources` to a folder `what`, and calls `install(folder)` if they are not those of the
    last time."""
    target, stamp = place.folder / what, place.folder / f"{what}.stamp"
    files = sorted(file for file in sources.rglob("*") if file.is_file())
    state = "".join(f"{file}\n{file.read_text()}" for file in files if file.suffix != ".pyc")
    if not stamp.exists() or stamp.read_text() != state:
        shutil.copytree(sources, target, dirs_exist_ok=True)
        install(target)
        stamp.write_text(state)
    return target


def decorum(form):
    def prepare(place, folder):
        program = place.build / "bin/decorum_peer"
        if not program.exists():
            raise Skipped("decorum_peer is not built: -DDECORUM_BENCH=ON, target decorum_peer")
        return [str(program), form, str(folder)]
    return prepare


def native(place, folder):
    """simdjson comes from Debian's packages, unpacked beside the rest."""
    library = place.folder / "simdjson"
    if not library.exists():
        packages = place.folder / "packages"
        packages.mkdir(exist_ok=True)
        place.run("simdjson", ["apt-get", "download", "libsimdjson-dev", "libsimdjson14"], packages)
        for package in packages.glob("*.deb"):
            place.run("simdjson", ["dpkg", "-x", package, library])
    folders = list(library.rglob("libsimdjson.so"))
    if not folders:
        raise Skipped("simdjson is not there")
    program = folder / "native_peer"
    place.run("native", [
        "g++", "-std=c++20", "-O3", "-march=native", "-I", library / "usr/include", "-I", folder,
        "-o", program, HERE / "cpp/native_peer.cpp", "-L", folders[0].parent, "-lsimdjson",
        f"-Wl,-rpath,{folders[0].parent}"])
    return [str(program), str(folder)]


def go(name):
    def prepare(place, folder):
        def install(target):
            place.run("go", ["nice", tool("go", "/usr/local/go/bin"), "build", "-p", "1", "-o",
                             "peers", "."], target)
        return [str(once(place, "go", HERE / "go", install) / "peers"), name, str(folder)]
    return prepare


def rust(name):
    def prepare(place, folder):
        def install(target):
            cargo = tool("cargo", str(pathlib.Path.home() / ".cargo/bin"))
            place.run("rust", ["nice", cargo, "build", "--release", "-j1"], target,
                      PATH=f"{pathlib.Path(cargo).parent}{os.pathsep}{os.environ['PATH']}")
        return [str(once(place, "rust", HERE / "rust", install) / "target/release/peers"), name,
                str(folder)]
    return prepare


def node(name):
    def prepare(place, folder):
        def install(target):
            place.run("node", [tool("npm"), "install", "--no-package-lock", "--ignore-scripts",
                               "--no-audit", "--no-fund"], target)
        modules = once(place, "node", HERE / "node", install)
        return ["env", f"PEERS_MODULES={modules}", tool("node"), str(HERE / "node/peer.mjs"), name,
                str(folder)]
    return prepare


def python(name, requirements=None, *options):
    """In an environment of its own, since packages ask for different versions of others."""
    def prepare(place, folder):
        program = pathlib.Path(sys.executable)
        if requirements:
            environment = place.folder / f"python-{name}"
            pinned = (HERE / "python" / requirements).read_text()
            stamp = environment / "pinned.txt"
            program = environment / "bin/python"
            if not stamp.exists() or stamp.read_text() != pinned:
                place.run(name, [sys.executable, "-m", "venv", environment])
                place.run(name, [program, "-m", "pip", "install", "-q", *options, "-r",
                                 HERE / "python" / requirements])
                stamp.write_text(pinned)
        # LiteLLM would ask the network for a list of prices.
        return ["env", "LITELLM_LOCAL_MODEL_COST_MAP=True", str(program),
                str(HERE / "python/peer.py"), name, str(folder)]
    return prepare


PEERS = [
    Peer("decorum", "C++ API, native code, without evidence", (RULES, PHRASES, DETECTORS),
         decorum("native")),
    Peer("decorum-interpreter", "the same without native code", (RULES, PHRASES, DETECTORS),
         decorum("interpreter")),
    Peer("decorum-evidence", "native code, with evidence", (RULES, PHRASES, DETECTORS),
         decorum("evidence")),
    Peer("native", "C++ on a flat record, g++ -O3; simdjson", (RULES,), native),
    Peer("plain-js", "functions; one RegExp; five RegExps and checksums",
         (RULES, PHRASES, DETECTORS), node("plain-js")),
    Peer("cel-js", "@marcbachmann/cel-js", (RULES, PHRASES), node("cel-js")),
    Peer("json-logic", "json-logic-js", (RULES, PHRASES), node("json-logic")),
    Peer("opa", "Go API, prepared query; words looked up in a table", (RULES, PHRASES), go("opa")),
    Peer("opa-contains", "the same, contains()", (PHRASES,), go("opa-contains")),
    Peer("opa-regex", "the same, regex.match()", (PHRASES,), go("opa-regex")),
    Peer("cel-go", "Go API, declared types, constants folded", (RULES, PHRASES), go("cel-go")),
    Peer("go-regexp", "Go's library, one expression", (PHRASES,), go("go-regexp")),
    Peer("cedar", "Rust API, attributes in the context", (RULES, PHRASES), rust("cedar")),
    Peer("regorus", "Rego in Rust, virtual machine", (RULES, PHRASES), rust("regorus")),
    Peer("cel-rust", "crate cel (was cel-interpreter)", (RULES, PHRASES), rust("cel-rust")),
    Peer("aho-corasick", "Rust library, whole words checked", (PHRASES,), rust("aho-corasick")),
    Peer("rust-regex", "Rust library, RegexSet", (PHRASES,), rust("rust-regex")),
    Peer("python-re", "Python's library, one expression", (PHRASES,), python("python-re")),
    Peer("litellm", "content filter, called directly", (PHRASES, DETECTORS),
         python("litellm", "litellm.txt")),
    Peer("llm-guard", "BanSubstrings alone", (PHRASES,),
         python("llm-guard", "llm-guard.txt", "--no-deps"), fires_any=True),
    Peer("presidio", "pattern recognisers, no language model", (DETECTORS,),
         python("presidio", "presidio.txt")),
]
