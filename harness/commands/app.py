"""Names the commands and what they take; the work is done elsewhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from harness.errors import HarnessError

app = typer.Typer(
    name="harness",
    help="Tests the CTI CSTA protocol suite of Cisco Unified CME, on a real router or on the "
    "bundled software stand-in.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Topology = Annotated[
    Path,
    typer.Option("--topology", "-t", metavar="FILE", help="The bench, as a YAML file."),
]
Defects = Annotated[
    list[str] | None,
    typer.Option("--defect", "-d", metavar="NAME", help="Seed a defect in the stand-in."),
]
Dialects = Annotated[
    list[str] | None,
    typer.Option(
        "--dialect", metavar="POINT=CHOICE",
        help="The router speaks CSTA so, whatever the topology says.",
    ),
]  # fmt: skip


Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, metavar="NUMBER",
        help="How many run together; one for each processor if left out.",
    ),
]  # fmt: skip


@app.command()
def run(
    keyword: Annotated[
        str, typer.Option("--keyword", "-k", metavar="WORDS", help="Only plans that match.")
    ] = "",
    topology: Topology = Path("topologies/standin.yaml"),
    defect: Defects = None,
    patience: Annotated[
        float, typer.Option(help="Multiplies every deadline, for a slow bench.")
    ] = 1.0,
    report: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the evidence goes.")
    ] = None,
    *,
    dialect: Dialects = None,
    take_over: Annotated[
        str, typer.Option(metavar="REASON", help="Take the router from the run that holds it.")
    ] = "",
) -> None:
    """Run the test plans and say where the evidence is.

    The exit code is pytest's: 0 all passed, 1 some failed, 4 the command line is wrong.
    """
    from harness.commands.running import run_plans

    if take_over:
        os.environ["CME_TAKE_OVER"] = take_over
    run_plans(
        keyword=keyword,
        topology=topology,
        defects=defect or [],
        patience=patience,
        report=report,
        dialect=dialect or [],
    )


@app.command()
def standin(
    topology: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A topology with ports to listen at.")
    ] = None,
    defect: Defects = None,
    dialect: Dialects = None,
    sccp_version: Annotated[
        int | None,
        typer.Option(min=3, max=22, help="Offered to every phone; CME's choice when left out."),
    ] = None,
    *,
    json: Annotated[
        bool, typer.Option("--json", help="Say where it listens as one line of JSON.")
    ] = False,
) -> None:
    """Run the software router alone until Ctrl-C, and say how to reach it.

    Try: ssh -p PORT cisco@127.0.0.1 (password cisco), then enable (cisco), show ephone.
    """
    from harness.standin.__main__ import serve

    arguments = [str(topology)] if topology is not None else []
    arguments += [part for name in defect or [] for part in ("--defect", name)]
    arguments += [part for choice in dialect or [] for part in ("--dialect", choice)]
    arguments += [] if sccp_version is None else ["--sccp-version", str(sccp_version)]
    arguments += ["--json"] if json else []
    sys.exit(serve(arguments))


@app.command()
def phone(
    tftp: Annotated[
        str, typer.Option(metavar="HOST[:PORT]", help="Where the phone finds its configuration.")
    ],
    mac: Annotated[str, typer.Option(metavar="MAC", help="Its MAC address, as the ephone has it.")],
    model: Annotated[str, typer.Option(help="7960 or 7961.")] = "7961",
    sccp_version: Annotated[
        int | None,
        typer.Option(help="What its firmware offers: 3 to 11 on a 7960, 3 to 22 on a 7961."),
    ] = None,
) -> None:
    """Register one phone with a CME and use it here: its display, its keys, and its wire.

    Try it on the stand-in of `harness standin`, once an ephone has the MAC address.
    """
    from harness.commands.phoning import use_phone

    use_phone(tftp=tftp, model=model, mac=mac, sccp_version=sccp_version)


@app.command()
def cti(
    topology: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A bench; its party says which line.")
    ] = None,
    party: Annotated[str, typer.Option(help="Whose line of that bench.")] = "alice",
    router: Annotated[
        str, typer.Option(metavar="HOST[:PORT]", help="A router without a topology: its SIP port.")
    ] = "",
    *,
    line: Annotated[
        str, typer.Option(metavar="NUMBER", help="The line, when --router is given.")
    ] = "",
    client: Annotated[
        str, typer.Option(help="Whose manners: moc (Office Communicator) or sdk.")
    ] = "sdk",
    register_id: Annotated[
        str, typer.Option(metavar="NAME", help="Register as this session manager first.")
    ] = "",
    tcp: Annotated[bool, typer.Option("--tcp", help="Over TCP instead of UDP.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Commands from a pipe, answers and events to one.")
    ] = False,
) -> None:
    """Open one CTI session to any CME: monitor a line, watch its events, ask for services.

    In the terminal: type `call 202`, `hold`, `consult 203`, `transfer`; F1 or `help` lists every
    command. Calls are found by their state; name one by its id to see it refused: `answer 12`.

    Through a pipe, a command a line; `wait Established` waits for an event. Lines out begin with
    > (asked), = (answered), < (an event), ! (refused); the exit code is 1 when anything was
    refused or did not come. Try: echo help | harness cti --router 127.0.0.1:5060 --line 201
    """
    from harness.commands.opening import use_session, wanted_of

    wanted = wanted_of(
        topology, party=party, router=router, line=line, client=client, tcp=tcp,
        register_id=register_id,
    )  # fmt: skip
    sys.exit(use_session(wanted, plain=plain))


@app.command()
def doctor(
    topology: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="The bench, as a YAML file.")
    ] = Path("topologies/standin.yaml"),
) -> None:
    """Look at a bench without changing anything, and say what to do about each finding.

    The exit code is 0 when the plans can run, 1 when something stands against that.
    """
    from harness.commands.doctor import report

    sys.exit(report(topology))


@app.command()
def bite(
    words: Annotated[
        str,
        typer.Argument(
            metavar="[WORDS]", help="Only defects whose name, clause or plan has them: a or b."
        ),
    ] = "",
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", metavar="NUMBER", help="How many run together.")
    ] = None,
    topology: Topology = Path("topologies/standin.yaml"),
    patience: Annotated[
        float, typer.Option(help="Multiplies every deadline, for a slow machine.")
    ] = 1.0,
    report: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where bites.json and the logs go.")
    ] = None,
) -> None:
    """Seed every defect in the stand-in, one at a time, and print what caught it, and how.

    The exit code is 1 when a defect is not caught by its plan in the words that it is known by.
    """
    from harness.commands.biting import bite as bite_plans

    bite_plans(words=words, jobs=jobs, topology=topology, patience=patience, report=report)


@app.command()
def learn(
    topology: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="The bench, as a YAML file.")
    ] = Path("topologies/standin.yaml"),
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it; beside the topology if left out."),
    ] = None,
    dialect: Dialects = None,
    patience: Annotated[
        float, typer.Option(help="Multiplies every deadline, for a slow bench.")
    ] = 1.0,
) -> None:
    """Ask a router how it speaks CSTA, and write that beside the topology, with the evidence.

    The exit code is 0, or 1 when something could not be learnt. With --dialect a stand-in speaks
    so without anybody being told.
    """
    from harness.commands.learning import learn_dialect

    status = learn_dialect(topology, output=output, patience=patience, spoken=tuple(dialect or ()))
    sys.exit(status)


@app.command("dialect")
def dialect_points() -> None:
    """List the points in which routers may differ, with their choices; the first is the default."""
    from rich.console import Console
    from rich.table import Table

    from harness.topology.dialect import POINTS

    table = Table("point", "choices", "question", "what it is", box=None, pad_edge=False)
    for each in POINTS:
        number = "" if each.question is None else str(each.question)
        table.add_row(each.name, " ".join(each.choices), number, each.says)
    Console().print(table)


@app.command()
def dialects(
    keyword: Annotated[
        str, typer.Option("--keyword", "-k", metavar="WORDS", help="Only plans that match.")
    ] = "",
    seed: Annotated[int, typer.Option(help="Of the mixtures; printed.")] = 1,
    mixtures: Annotated[int, typer.Option(min=0, help="How many random mixtures.")] = 10,
    patience: Annotated[
        float, typer.Option(help="Multiplies every deadline, for a slow bench.")
    ] = 3.0,
    jobs: Jobs = None,
    *,
    only_mixtures: Annotated[
        bool, typer.Option("--only-mixtures", help="Leave out the choices alone.")
    ] = False,
    undeclared: Annotated[
        bool, typer.Option(help="Turn each choice without telling the plans: one must notice.")
    ] = False,
) -> None:
    """Run the plans on the stand-in in every dialect: each choice alone, then random mixtures.

    The exit code is 1 when a run was not green, or an undeclared choice was not noticed. The
    evidence of what was not green is kept below reports/.
    """
    from harness.commands.dialects import run_dialects, run_undeclared
    from harness.commands.repeating import Manner

    if undeclared:
        sys.exit(run_undeclared())
    manner = Manner(keyword, patience, jobs=jobs)
    told = run_dialects(seed=seed, mixtures=mixtures, only_mixtures=only_mixtures, manner=manner)
    sys.exit(told)


@app.command()
def orders(
    times: Annotated[int, typer.Option(min=1, help="How many orders.")] = 20,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Of the first order; drawn if left out.")
    ] = None,
    keyword: Annotated[
        str, typer.Option("--keyword", "-k", metavar="WORDS", help="Only plans that match.")
    ] = "",
    topology: Topology = Path("topologies/standin.yaml"),
    *,
    patience: Annotated[
        float, typer.Option(help="Multiplies every deadline, for a slow bench.")
    ] = 3.0,
    jobs: Jobs = None,
) -> None:
    """Run the plans in one random order after the other: no plan may need what another left.

    The exit code is 1 when a run was not green; its evidence is kept below reports/.
    """
    from harness.commands.orders import run_orders
    from harness.commands.repeating import Manner

    manner = Manner(keyword, patience, topology, jobs)
    sys.exit(run_orders(times=times, first=seed, manner=manner))


@app.command()
def defects(
    plans: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The plans, their clauses and defects.yaml.")
    ] = Path("testplans"),
) -> None:
    """List the defects that can be seeded in the stand-in with --defect, clause by clause."""
    from harness.commands.biting import print_defects

    print_defects(plans=plans)


@app.command()
def ledger(
    plans: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The plans and their clauses.yaml.")
    ] = Path("testplans"),
    reports: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where earlier runs left their results.")
    ] = Path("reports"),
    *,
    only_open: Annotated[
        bool, typer.Option("--open", help="Only clauses that are not yet proven.")
    ] = False,
) -> None:
    """Print the document's clauses with the plans, defects and last results of each.

    The exit code is 1 when a plan names an unknown clause or a clause has neither plan nor issue.
    """
    from harness.commands.ledger import print_ledger

    sys.exit(not print_ledger(plans=plans, reports=reports, only_open=only_open))


@app.command()
def commands(
    plans: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The plans and their commands.yaml.")
    ] = Path("testplans"),
    document: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The document as text: say what the table lacks of it."),
    ] = None,
    *,
    refused: Annotated[
        bool, typer.Option("--refused", help="Only what no router takes as it is printed.")
    ] = False,
) -> None:
    """Print every command line of the document, and what a router does with it.

    Each is typed at the stand-in's command line. The exit code is 1 when it answers otherwise than
    the table says.
    """
    from harness.commands.printed import print_commands

    sys.exit(not print_commands(plans=plans, document=document, only_refused=refused))


def main() -> None:
    """The console script; a mistake in what was given is one sentence, never a traceback."""
    try:
        app()
    except HarnessError as error:
        typer.secho(f"harness: {error}", err=True, fg=typer.colors.RED)
        sys.exit(2)
