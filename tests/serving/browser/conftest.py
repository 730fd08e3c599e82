"""Chromium for the library page, in a folder of its own: Playwright's event loop must not run during other tests."""

from __future__ import annotations

from tests.output.page.conftest import browser as browser
