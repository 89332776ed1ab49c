"""Calls about doors: readings, counts, keys."""

from blueprints.api.check_in import (
    annulments,
    batches,
    check_ins,
    checkpoints,
    keys,
    statuses,
)

CALLS = (annulments.bp, batches.bp, check_ins.bp, checkpoints.bp, keys.bp, statuses.bp)
