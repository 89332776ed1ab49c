"""The version of the information notice that people are shown; kept with their registration."""

NOTICE_VERSION = "2026-11-30"
