"""The rows of one batch, per table, in the order of the columns that COPY gets."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

Row: TypeAlias = tuple[Any, ...]

COLUMNS: dict[str, str] = {
    "customers": "brand_id id name created_at",
    "handles": "brand_id id scope external_id customer_id handle display_name url local_id linked_at seen_at",
    "cases": (
        "brand_id id code handle_id account_id state owner_id waiting_since snoozed_until queue_at opened_at"
        " solved_at closed_at last_message_id last_message_at participants version"
    ),
    "conversations": ("brand_id id case_id account_id scope thread_key visibility partner opened_at last_at"),
    "messages": (
        "brand_id id conversation_id case_id account_id scope external_id parent_name direction visibility"
        " network_visibility author_id agent_id needs_answer text language url ref to_main occurred_at received_at"
    ),
    "message_names": "brand_id scope name message_id",
    "deliveries": (
        "brand_id id message_id conversation_id account_id state request run_at attempts first_tried_at"
        " external_id ref created_at finished_at taken_at"
    ),
    "notes": "brand_id id case_id agent_id text created_at",
    "timeline": "brand_id id subject subject_id kind at agent_id refs",
}
"Per table the columns that are written; the tables in an order in which nothing points to what is not there yet."


@dataclass(slots=True)
class Batch:
    """What is written to the database in one go."""

    cases: int = 0
    messages: int = 0
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def add(self, table: str, *values: Any) -> None:  # noqa: ANN401 - a row holds what its columns hold
        self.tables[table].append(values)
