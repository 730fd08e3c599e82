"""QR codes on a terminal."""

from __future__ import annotations

import segno

from kneadcast.serving.qr_code import qr_lines, qr_on_terminal

URL = "http://192.168.178.120:54321/AbCdEfGhIjKlMnOpQrStUv/"
LIGHT = {"█": (True, True), "▀": (True, False), "▄": (False, True), " ": (False, False)}


def test_the_blocks_are_the_modules_of_the_code_with_a_light_border() -> None:
    shown = []
    for line in qr_lines(URL):
        pairs = [LIGHT[char] for char in line]
        shown += [[upper for upper, _ in pairs], [lower for _, lower in pairs]]
    code = [[not module for module in row] for row in segno.make_qr(URL, error="l").matrix_iter(border=2)]
    assert shown[: len(code)] == code
    assert all(all(row) for row in (*code[:2], *code[-2:], *shown[len(code) :]))


def test_a_code_fits_a_terminal_of_80_columns_and_24_lines() -> None:
    lines = qr_lines(URL)
    assert len(lines) <= 20
    assert {len(line) for line in lines} <= set(range(21, 41))


def test_the_colours_are_stated_so_that_no_terminal_inverts_the_code() -> None:
    lines = qr_on_terminal(URL).splitlines()
    assert all(line.startswith("\x1b[97;40m") and line.endswith("\x1b[0m") for line in lines)
