"""Every setting of the service, read once from the environment (`FOYER_…`) by the wiring and handed on."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from qualification.errors import Misconfigured


class Settings(BaseSettings):
    """Defaults run everything embedded: SQLite, an in-process live store, the built-in desk, the local CRM."""

    model_config = SettingsConfigDict(env_prefix="FOYER_", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address the gateway listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port the gateway listens on.")
    public_url: str = Field(
        "", description="Address that visitors see, when a proxy stands in front; https marks cookies Secure."
    )
    workspace: str = Field("default", min_length=1, max_length=64, description="The tenant that this gateway serves.")
    data_dir: Path = Field(Path("data"), description="Folder of the language data, rulebook, knowledge and replies.")
    var_dir: Path = Field(Path("var"), description="Folder for everything that is made at run time.")
    database_url: str = Field(
        "", description="SQLAlchemy address of the database; empty means SQLite under the var folder."
    )
    redis_url: str = Field("", description="Address of Redis for the live store; empty means in-process.")
    gateways: int = Field(1, ge=1, description="How many gateways share the database; more than one needs Redis.")
    rasa_url: str = Field("http://127.0.0.1:5005", description="Where Rasa listens; never reachable from outside.")
    rasa_secret: SecretStr = Field(
        SecretStr(""),
        description="Secret that gateway and Rasa show each other; `make run` makes one per start, if none is given.",
    )
    rasa_timeout_seconds: float = Field(
        5.0, gt=0, le=30, description="After this long the scripted fallback answers instead of Rasa."
    )
    rate_limits: bool = Field(
        default=True,
        description="Keep the limits of `data/rulebook/limits.yml`; off for load tests.",
    )
    most_connections: int = Field(
        4000, ge=10, description="Open connections from which on the gateway answers 503 instead of serving."
    )
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="Mail server, as `smtp://user:password@host:587`; empty means files under `var/mail/`.",
    )
    mail_from: str = Field("Foyer <no-reply@example.com>", description="Sender of the mails with codes.")
    trusted_proxies: str = Field(
        "",
        description="Addresses or networks of your proxies, separated by commas; X-Forwarded-For of others is ignored.",
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least level that is logged.")
    admin_email: str = Field("admin@example.com", description="Sign-in name of the admin made at the first start.")
    admin_name: str = Field(
        "Alex", min_length=1, max_length=80, description="How visitors see the admin made at the first start."
    )

    @model_validator(mode="after")
    def _gateways_share_a_live_store(self) -> Self:
        if self.gateways > 1 and not self.redis_url:
            raise ValueError("FOYER_GATEWAYS is more than 1 but FOYER_REDIS_URL is empty: set it, or run one gateway")
        return self

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.var_dir / 'foyer.db'}"

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")


def read_settings() -> Settings:
    """Raises Misconfigured with one line that names the variable."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"FOYER_{'_'.join(map(str, first['loc'])).upper()}: " if first["loc"] else ""
        raise Misconfigured(f"{name}{first['msg'].removeprefix('Value error, ')}.") from error
