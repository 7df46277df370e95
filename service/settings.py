"""The process's settings: read from the environment once, frozen, handed down."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """Each field is the environment variable `NEARZERO_<FIELD>`.

    `signing_key` is PEM text, or the path of a PEM file that the first start makes; it signs the heads of the log,
    and cursors are signed with a key derived from it, so processes that share a database share it too.
    `max_body_size` is in bytes, room for a report of as many lines as the document allows.
    `language` is what a caller reads who asks for no language that we have.
    """

    model_config = SettingsConfigDict(env_prefix="NEARZERO_", frozen=True)

    database_url: str = "sqlite:///nearzero.sqlite3"
    signing_key: SecretStr = SecretStr("nearzero-signing-key.pem")
    max_body_size: Annotated[int, Field(ge=1)] = 16 * MEBIBYTE
    language: Literal["zh", "en"] = "zh"
    log_level: Literal["critical", "error", "warning", "info", "debug"] = "info"

    @property
    def embedded(self) -> bool:
        """Whether the database is the embedded default, which is brought up to date when the process starts."""
        return self.database_url.startswith("sqlite")
