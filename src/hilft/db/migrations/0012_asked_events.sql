-- What the desk pointed out as asked before, and what the agent made of it. Kept by key and ids: no words of anybody.

create table asked_events (
    brand_id    uuid not null,
    id          uuid not null,
    case_id     uuid not null,
    account_id  uuid not null,
    agent_id    uuid not null,
    message_id  uuid,
    key         text not null,
    outcome     text not null check (outcome in ('sent', 'taken', 'on_purpose')),
    reason      text not null default '',
    at          timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, message_id) references messages (brand_id, id),
    check (outcome <> 'on_purpose' or reason <> '')
);
-- An answer asks a thing again once, however often its sending is tried.
create unique index asked_events_once on asked_events (brand_id, message_id, key) where message_id is not null;
create index asked_events_by_time on asked_events (brand_id, at);
create index asked_events_of_case on asked_events (brand_id, case_id);

-- What a rate is counted against: the answers of a time.
create index messages_answers on messages (brand_id, received_at)
    where direction = 'out' and agent_id is not null and not withdrawn;
