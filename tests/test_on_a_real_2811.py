"""README, "On a real 2811", followed word by word, with the stand-in in the router's place.

It stands at 10.0.0.1 on the ports of a router, across a link of its own, in network namespaces that
this test makes for itself; nothing tells the harness that it is no hardware.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SPACE = ["unshare", "--user", "--map-root-user", "--net"]
ROUTER = """
echo entered > entered; read -r _ < linked
ip link set lo up; ip address add 10.0.0.1/24 dev cme; ip link set cme up
exec "$PYTHON" -m harness.standin standin.yaml --json > announced
"""
ENGINEER = """
set -eu
mkfifo entered linked announced alive; exec 3<>alive
unshare --net sh -c "$ROUTER" < alive 3<&- &
read -r _ < entered
ip link set lo up; ip link add lab type veth peer name cme netns $!; echo > linked
ip address add 10.0.0.50/24 dev lab; ip link set lab up
read -r ports < announced; echo "$ports"
export CME_USERNAME=cisco CME_PASSWORD=cisco CME_ENABLE=cisco
cp "$ROOT/topologies/lab-2811.yaml" my-2811.yaml
here=$PWD; cd "$ROOT"
"$HARNESS" doctor "$here/my-2811.yaml"; echo "doctor ended with $?"
"$HARNESS" learn "$here/my-2811.yaml" || echo "learn ended with $?"
"$HARNESS" run --topology "$here/my-2811.yaml" --report "$here/report" -k hold_call_by_the_caller
"""
PORTS = "{ssh: 22, telnet: 23, tftp: 69, http: 80, sccp: 2000, sip: 5060}"


@pytest.fixture
def folder(tmp_path):
    for program in ("unshare", "ip"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    tried = subprocess.run(
        [*SPACE, "ip", "link", "add", "lab", "type", "veth"],
        capture_output=True, check=False, timeout=20,
    )  # fmt: skip
    if tried.returncode:
        pytest.skip(f"no namespace may be made here: {tried.stderr.decode().strip()}")
    bundled = (ROOT / "topologies" / "standin.yaml").read_text(encoding="utf-8")
    placed = bundled.replace(
        "kind: standin,", f"kind: standin, address: 10.0.0.1, ports: {PORTS},", 1
    )
    (tmp_path / "standin.yaml").write_text(placed, encoding="utf-8")
    return tmp_path


def test_the_page_is_the_one_that_is_followed():
    page = README.partition("## On a real 2811")[2]

    assert "Copy `topologies/lab-2811.yaml`" in page
    assert "export CME_USERNAME=… CME_PASSWORD=… CME_ENABLE=…" in page
    assert "harness doctor topologies/my-2811.yaml" in page
    assert "make run TOPOLOGY=topologies/my-2811.yaml" in page


def test_the_bench_of_the_page_is_checked_and_its_plans_run(folder):
    done = subprocess.run(
        [*SPACE, "sh", "-c", ENGINEER],
        cwd=folder,
        env={
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "COLUMNS": "200",
            "PYTHON": sys.executable,
            "HARNESS": str(Path(sys.executable).with_name("harness")),
            "ROOT": str(ROOT),
            "ROUTER": ROUTER,
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    said = done.stdout + done.stderr
    assert "doctor ended with 0" in said, said
    assert re.search(r"ok +route +from 10\.0\.0\.50 to 10\.0\.0\.1", said), said
    assert "✓ HC-01" in said, said
    assert done.returncode == 0, said
    learnt = (folder / "my-2811.dialect.yaml").read_text(encoding="utf-8")
    assert "(hardware at 10.0.0.1" in learnt
    assert "connection-cleared: both" in learnt
