"""Where a second opinion comes in: after attribution, before anybody is cast. What was answered is kept in the workspace's store."""

from audiobook.errors import StoreError
from audiobook.events import Notice, Report
from audiobook.production.order import Order
from audiobook.script import Script
from audiobook.store import Store


def second_opinion(order: Order, script: Script, report: Report) -> Script:
    """Return the script with what the endpoint of the order says of its uncertain lines; in a dry run nothing is sent."""
    if order.ask is None:
        return script
    from audiobook.consulting.consult import Forgetful, consult

    try:
        store = Store(order.workspace / ".audiobook")
    except StoreError as error:
        report(Notice(f"{error}; answers are not remembered"))
        return consult(script, order.ask, report, Forgetful(), send=not order.dry_run)
    with store:
        return consult(script, order.ask, report, store, send=not order.dry_run)
