"""Nouns: tables, constraints, state tables. Importing this package loads all of them."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"models.{_module.name}")
