"""`kneadcast serve`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.cli.config_defaults import ConfiguredCommand
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_options import adaptation_options, parse_options, sound_options
from kneadcast.cli.signals import exit_code
from kneadcast.cli.streams import is_drawable, write_controls
from kneadcast.plain_text import printable
from kneadcast.units import format_duration

if TYPE_CHECKING:
    import socket

    from kneadcast.serving.addresses import Address
    from kneadcast.serving.shared_session import SharedSession


@click.command(cls=ConfiguredCommand)
@click.argument("names", nargs=-1, metavar="[FILE|ROUTINE]...")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default="this computer alone",
    metavar="lan|ADDRESS",
    help="Who can reach the sessions: the devices in your home network (lan), or those that reach an address.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=0,
    show_default="any that is free",
    help="Port of the address.",
)
@adaptation_options
@sound_options
@click.pass_context
def serve(ctx: click.Context, /, names: tuple[str, ...], host: str, port: int, **options: Any) -> None:
    """Share finished sessions with your phone until Ctrl-C. Requires `kneadcast[serve]`.

    FILE is a session that `kneadcast build` or `render` wrote; ROUTINE is the name of a routine or a YAML file, and is
    built first, with the options. The default is toes-to-hip. Prints an address and, with --host lan, a QR code.
    """
    from kneadcast.serving.extra import check_installed

    check_installed()
    from kneadcast.serving.addresses import address_of, find_host, listen
    from kneadcast.serving.sources import Source, check_sources, shared_sessions

    chosen, sources = parse_options(options), [Source(name) for name in names or (DEFAULT_ROUTINE,)]
    address = find_host(host)
    check_sources(sources, chosen)
    with listen(address, port) as listener, shared_sessions(sources, chosen, ProgressDisplay) as sessions:
        where = address_of(listener)
        hint = shlex.join(["kneadcast", "serve", *names, "--host", "lan"]) if where.is_loopback else ""
        try:
            _share(sessions, listener, chosen.language or sessions[0].script.language, hint)
        except KeyboardInterrupt as interrupt:
            click.echo("\nThe sessions are no longer shared.", err=True)
            ctx.exit(exit_code(interrupt))


def _share(sessions: Sequence[SharedSession], listener: socket.socket, language: str, hint: str) -> None:
    """Answers requests until an interrupt."""
    from kneadcast.messages import messages_in
    from kneadcast.serving.addresses import address_of
    from kneadcast.serving.application import Library, make_application, new_secret
    from kneadcast.serving.server import Server

    address, secret = address_of(listener), new_secret()
    library = Library(sessions, messages_in(language), secret)
    with Server(make_application(library, address.authorities, _report), listener, _report) as server:
        _announce(sessions, address, f"http://{address.authority}/{secret}/")
        if hint:
            click.echo(f"Other devices cannot reach it. In your home network they can with: {hint}", err=True)
        server.wait()


def _announce(sessions: Sequence[SharedSession], address: Address, url: str) -> None:
    """Prints what is shared, where, and how it ends."""
    from kneadcast.serving.qr_code import qr_on_terminal

    count = f"{len(sessions)} session{'s' * (len(sessions) > 1)}"
    where = "on this computer" if address.is_loopback else f"on {address.host}"
    click.echo(f"Sharing {count} {where} until Ctrl-C:")
    for session in sessions:
        click.echo(f"  {session.script.title}, {format_duration(session.script.length_ms)}")
    if not address.is_loopback and is_drawable(sys.stdout):
        click.echo()
        write_controls(sys.stdout, qr_on_terminal(url))
    click.echo(f"\n{url}")
    sys.stdout.flush()


def _report(fault: BaseException) -> None:
    """Prints a fault of the server, which goes on."""
    click.echo(f"kneadcast: note: a request failed: {type(fault).__name__}: {printable(str(fault))}", err=True)
