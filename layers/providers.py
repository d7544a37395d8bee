"""Whom a file is to be credited to, as far as its columns tell."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from layers.values import folded

__all__ = ["credit_of"]


class _Provider(msgspec.Struct, frozen=True):
    credit: str
    columns: tuple[tuple[str, ...], ...]


class _Providers(msgspec.Struct, frozen=True):
    providers: tuple[_Provider, ...]


@cache
def _providers() -> tuple[_Provider, ...]:
    table = tomllib.loads(files("layers").joinpath("providers.toml").read_text(encoding="utf-8"))
    return msgspec.convert(table, _Providers).providers


def credit_of(columns: Iterable[str]) -> str:
    """Give the credit line of the provider whose columns these are; "" where they tell nobody.

    No credit is better than a wrong one: the same schema is filled from several providers.
    """
    present = {folded(str(column)) for column in columns}
    for provider in _providers():
        if any(present.issuperset(group) for group in provider.columns):
            return provider.credit
    return ""
