"""The ``handout`` command: guides in ``source/`` become leaflets and e-books in ``out/``.

What a person can ask for; what she sees while it is done is ``bindery.terminal``'s. Each command
imports what it needs when it is called, so that help and completion answer at once.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from bindery import __version__, garbage, terminal
from bindery.options import (
    due_option,
    format_option,
    guide_argument,
    guides_argument,
    language_option,
    out_option,
    report_option,
    rule_names,
    source_option,
    strict_option,
    today_option,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="handout", message="%(prog)s %(version)s")
def main() -> None:
    """Write a health guide once; get the leaflet a clinic prints and the e-book a parent reads."""
    click.get_current_context().with_resource(garbage.left_lying())
    garbage.left_at_the_end()


@main.command()
@guides_argument
@format_option
@language_option
@source_option
@out_option
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=os.cpu_count() or 1,
    show_default="one for each core",
    help="How many to make at a time; 0 makes all in one process.",
)
@click.option(
    "--cluster", metavar="ADDRESS", default="", help="Make them on the Dask cluster at tcp://…"
)
@strict_option
@click.option("--force", is_flag=True, help="Make everything anew, changed or not.")
@click.option(
    "--validators", is_flag=True, help="Make all anew; veraPDF, EPUBCheck and Ace judge it, too."
)
@click.option("--explain", is_flag=True, help="Say of each file why it was made, or was not.")
@click.option("--no-wait", is_flag=True, help="Do not wait for another build to finish.")
@click.option("--timings", is_flag=True, help="Say how long everything took.")
@click.option("-q", "--quiet", is_flag=True, help="Write findings only.")
@report_option
@today_option
def build(  # noqa: PLR0913, PLR0917 (one parameter for each option)
    guides: tuple[str, ...],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    source: Path,
    out: Path,
    jobs: int,
    cluster: str,
    strict: bool,
    force: bool,
    validators: bool,
    explain: bool,
    no_wait: bool,
    timings: bool,
    quiet: bool,
    report: str,
    today: date,
) -> None:
    """Make the leaflets and e-books of GUIDES, or of every guide, where something has changed.

    A guide with an error is refused and its earlier files stay as they are; the others are
    made. Exit status: 0 all made, 1 errors found, 2 wrong usage, 130 stopped.
    """
    with terminal.failures(report, source):
        from bindery.build import build as build_editions
        from bindery.catalogue import reason_lines, summary_lines, timing_lines
        from bindery.diagnostics import stops
        from bindery.order import Order

        # With validators all is made: what was made before has not been judged.
        order = Order(
            *(source, out, today, guides, formats, languages, jobs, strict),
            force=force or validators,
            wait=not no_wait,
            cluster=cluster,
            validators=validators,
        )
        with terminal.progress("none" if quiet else report) as progress:
            outcome = build_editions(order, progress, terminal.teller(report))
        terminal.show(outcome.diagnostics, report, source, hints=False)
        lines = () if quiet else summary_lines(outcome, order)
        lines += reason_lines(outcome) if explain else ()
        lines += timing_lines(outcome.timings) if timings else ()
        for line in lines:
            click.echo(line)
    sys.exit(1 if outcome.failed or stops(outcome.diagnostics, strict=strict) else 0)


@main.command()
@guides_argument
@click.option(
    "--select", multiple=True, metavar="RULE", shell_complete=rule_names, help="This rule only."
)
@click.option(
    "--ignore", multiple=True, metavar="RULE", shell_complete=rule_names, help="Not this rule."
)
@click.option("--fix", is_flag=True, help="Write what can only be meant in one way.")
@click.option("--diff", is_flag=True, help="Show what --fix would write, and write nothing.")
@click.option("--afresh", is_flag=True, help="Read again what has not changed since last time.")
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=os.cpu_count() or 1,
    show_default="one for each core",
    help="How many processes may share the work; 0 does all in one.",
)
@source_option
@strict_option
@report_option
@today_option
def check(  # noqa: PLR0913, PLR0917 (one parameter for each option)
    guides: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    diff: bool,
    afresh: bool,
    jobs: int,
    source: Path,
    strict: bool,
    report: str,
    today: date,
) -> None:
    """Check GUIDES, or every guide, and what they share, without making anything.

    Exit status: 0 nothing found that stops a guide, 1 errors found, 2 wrong usage.
    """
    from bindery.checking import check as check_guides
    from bindery.checking import chosen
    from bindery.diagnostics import Diagnostic, stops

    def find() -> tuple[Diagnostic, ...]:
        found = check_guides(source, guides, today, workers=jobs, with_memory=not afresh)
        return chosen(found, select, ignore)

    with terminal.failures(report, source):
        found = find()
        if fix or diff:
            from bindery.corrections import corrections, write

            tell = terminal.teller(report)
            corrected = corrections(source.resolve().parent, found)
            if not diff:
                write(source.resolve().parent, corrected)
                found = find()
            for correction in corrected:
                if diff:
                    click.echo(correction.diff, nl=False)
                else:
                    tell(f"mended {correction.count} in {correction.file}")
    terminal.show(found, report, source)
    if not found and report == "full":
        click.echo("Nothing found.", err=True)
    sys.exit(1 if stops(found, strict=strict) else 0)


@main.command()
@guides_argument
@format_option
@language_option
@source_option
@out_option
@today_option
def watch(  # noqa: PLR0913, PLR0917 (one parameter for each option)
    guides: tuple[str, ...],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    source: Path,
    out: Path,
    today: date,
) -> None:
    """Make GUIDES, or every guide, again whenever something they are made of changes.

    For the person who writes: save the text, and look at the page. Ctrl-C ends it.
    """
    from bindery.build import build as build_editions
    from bindery.catalogue import summary_lines
    from bindery.diagnostics import Failure
    from bindery.order import Order
    from bindery.watching import changes

    order = Order(source, out, today, guides, formats, languages)
    with terminal.failures("full", source):
        for changed in changes(source):
            terminal.say_changed(changed)
            try:
                with terminal.progress("full") as progress:
                    outcome = build_editions(order, progress)
            except Failure as failure:
                if not changed:  # what was asked for is wrong, and will not come right by itself
                    raise
                terminal.show(failure.diagnostics, "full", source)
            else:
                terminal.show(outcome.diagnostics, "full", source, hints=False)
                for line in summary_lines(outcome, order):
                    click.echo(line)
            click.echo("Waiting for a change. Ctrl-C ends.", err=True)


@main.command("list")
@due_option
@source_option
@report_option
@today_option
def list_guides(due: int | None, source: Path, report: str, today: date) -> None:
    """List the guides: language, version, review dates and status."""
    from bindery.catalogue import due_within, guide_lines
    from bindery.diagnostics import stops
    from bindery.formats import FORMATS
    from bindery.project import read

    with terminal.failures(report, source):
        project = read(source, today, [format_.name for format_ in FORMATS])
    if due is None:
        lines = guide_lines(project.guides, project.withdrawn)
    else:
        lines = guide_lines(due_within(project.guides, today, due))
    for line in lines:
        click.echo(line)
    terminal.show(project.diagnostics, report, source)
    sys.exit(1 if stops(project.diagnostics, strict=False) else 0)


@main.command()
@due_option
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@source_option
@report_option
@today_option
def ledger(due: int | None, as_json: bool, source: Path, report: str, today: date) -> None:
    """List the facts and contacts: what is due first, its status, and where it is printed.

    Exit status: 0 listed, 1 errors in the ledgers, 2 wrong usage.
    """
    from bindery import ledger_report
    from bindery.diagnostics import stops
    from bindery.formats import FORMATS
    from bindery.project import read
    from bindery.reading import CONTACTS, FACTS

    with terminal.failures(report, source):
        project = read(source, today, [format_.name for format_ in FORMATS])
        entries = ledger_report.ledger_report(project, today, due)
    lines = (ledger_report.as_json(entries),) if as_json else ledger_report.text_lines(entries)
    for line in lines:
        click.echo(line)
    files = {f"{project.source}/{name}" for name in (CONTACTS, FACTS)}
    found = [fault for fault in project.diagnostics if fault.span and fault.span.file in files]
    terminal.show(found, report, source)
    sys.exit(1 if stops(found, strict=False) else 0)


@main.command()
@guides_argument
@source_option
@report_option
@today_option
def links(guides: tuple[str, ...], source: Path, report: str, today: date) -> None:
    """Try out every web address of GUIDES, or of the whole project, over the network.

    The only command that uses the network. Exit status: 0 all answer, 1 some do not, 2 wrong
    usage.
    """
    from bindery.diagnostics import stops
    from bindery.formats import FORMATS
    from bindery.links import check_links
    from bindery.project import read

    with terminal.failures(report, source):
        project = read(source, today, [format_.name for format_ in FORMATS])
        found, count = check_links(project, guides)
    terminal.show(found, report, source)
    click.echo("Asked 1 address." if count == 1 else f"Asked {count} addresses.")
    sys.exit(1 if stops(found, strict=False) else 0)


@main.command()
@click.argument("name")
@click.option("--language", default="en-GB", show_default=True, help="Its first language.")
@source_option
@today_option
def new(name: str, language: str, source: Path, today: date) -> None:
    """Begin a guide called NAME (small letters and hyphens) in the source folder."""
    from bindery.scaffold import new_guide

    with terminal.failures("full", source):
        written = new_guide(source, name, language, today)
    for path in written:
        click.echo(f"wrote {path}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@today_option
def init(folder: Path, today: date) -> None:
    """Begin a project in FOLDER: settings, ledgers and a first guide to change."""
    from bindery.scaffold import new_project

    with terminal.failures("full", folder / "source"):
        written = new_project(folder, today)
    for path in written:
        click.echo(f"wrote {path}")
    where = "" if folder == Path() else f"cd {terminal.typed(folder)} && "
    click.echo(f"\nNow run: {where}handout build")


@main.command()
@click.argument("name", required=False)
@click.argument("new_name", required=False)
@source_option
def copy(name: str | None, new_name: str | None, source: Path) -> None:
    """Copy the program's file NAME (a theme, labels, a template) into the project, to change it.

    With NEW_NAME it stands beside the program's own: a theme or a language of yours. Without
    NAME, list the files that there are.
    """
    from bindery.equipment import packaged_files
    from bindery.scaffold import copy_equipment

    if name is None:
        for each in packaged_files():
            click.echo(each)
        return
    with terminal.failures("full", source):
        path = copy_equipment(source, name, new_name)
    click.echo(f"wrote {path.relative_to(source.resolve().parent)}")


@main.command()
@guide_argument
@source_option
@out_option
def proof(guide: str, source: Path, out: Path) -> None:
    """Draw every page of every finished file of GUIDE on one picture."""
    from bindery.proof import prove

    with terminal.failures("full", source):
        for path in prove(source, out, guide, terminal.teller("full")):
            click.echo(f"wrote {path}")


@main.command()
@guide_argument
@source_option
@out_option
@report_option
@today_option
def release(guide: str, source: Path, out: Path, report: str, today: date) -> None:
    """Make the papers for signing GUIDE off, and record the release if it is approved.

    Nothing is recorded while the guide has errors. Exit status: 0 papers made, 1 errors found,
    2 wrong usage.
    """
    from bindery.diagnostics import stops
    from bindery.release import release as release_guide

    with terminal.failures(report, source):
        released = release_guide(source, out, guide, today, terminal.teller(report))
    stopped = stops(released.findings, strict=False)
    if stopped:
        terminal.show(released.findings, report, source)
    for path in released.sheets:
        click.echo(f"wrote {path}")
    if stopped:
        click.echo("Not recorded as released, because of the errors above.")
        sys.exit(1)
    if released.recorded:
        click.echo("The release is recorded in the guide's folder.")
    else:
        click.echo("Not recorded as released: the guide is a draft.")


@main.command()
def doctor() -> None:
    """Say what this computer has, what it lacks, and how to get it."""
    from bindery.doctor import examine, format_findings

    findings = examine()
    click.echo(format_findings(findings), nl=False)
    sys.exit(1 if any(finding.needed and not finding.present for finding in findings) else 0)


@main.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Print the manual page of RULE, or the names of all rules."""
    from bindery.explain import manual, rules

    if rule is None:
        for name in rules():
            click.echo(name)
        return
    with terminal.failures("full", Path("source")):
        click.echo(manual(rule), nl=False)


if __name__ == "__main__":
    main()
