"""`nearzero keys`: issue, list and revoke API keys."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from service.access import parse_key
from service.cli.opening import opened_store
from service.cli.output import JsonFlag, show
from service.records import ApiKey, Role
from service.settings import Settings
from service.workflows import keys as workflow

app = typer.Typer(no_args_is_help=True, help="Issue, list and revoke API keys 密钥管理")


@app.command()
def issue(
    role: Annotated[Role, typer.Option(help="Who the key speaks for 角色")],
    credit_code: Annotated[str | None, typer.Option(help="统一社会信用代码, for an enterprise")] = None,
    region: Annotated[str | None, typer.Option(help="GB/T 2260 subtree, for a regulator or verifier 行政区划")] = None,
    label: Annotated[str, typer.Option(help="What it is for 用途")] = "",
    days: Annotated[int | None, typer.Option(min=1, help="Days until it expires 有效天数")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Issue a key; it is shown this once."""
    with opened_store(Settings()) as store:
        text = workflow.issue(store, role, credit_code=credit_code, region=region, label=label, days=days)
    if as_json:
        show({"key": text, "key_id": parse_key(text).key_id, "role": role.value}, as_json)
    else:
        typer.echo(text)


@app.command("list")
def list_keys(as_json: JsonFlag = False) -> None:
    """List all keys ever issued; secrets are not kept."""
    with opened_store(Settings()) as store:
        listed = [key_json(key) for key in workflow.listed(store)]
    show(listed, as_json)


@app.command()
def revoke(key_id: Annotated[str, typer.Argument(help="Id of the key 密钥编号")], as_json: JsonFlag = False) -> None:
    """End a key now."""
    with opened_store(Settings()) as store:
        workflow.revoke(store, key_id)
    show({"key_id": key_id, "revoked": True}, as_json)


def key_json(key: ApiKey) -> dict[str, Any]:
    """Return a key as it may be shown."""
    return {
        "key_id": key.key_id,
        "role": key.role.value,
        "credit_code": key.credit_code,
        "region": key.region,
        "label": key.label,
        "issued_at": key.issued_at.isoformat(),
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
    }
