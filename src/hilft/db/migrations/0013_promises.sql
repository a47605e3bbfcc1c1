-- Promises kept track of, and personal data in public: what an agent sent all the same, what customers posted themselves.

create table promises (
    brand_id    uuid not null references brands (id),
    id          uuid not null,
    case_id     uuid not null,
    message_id  uuid,
    agent_id    uuid not null,
    text        text not null,
    due_at      timestamptz not null,
    look_at     timestamptz not null,
    state       text not null default 'open' check (state in ('open', 'kept', 'broken', 'withdrawn')),
    made_at     timestamptz not null,
    warned_at   timestamptz,
    offered_at  timestamptz,
    settled_at  timestamptz,
    settled_by  uuid,
    how         text not null default '',
    primary key (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id),
    foreign key (brand_id, message_id) references messages (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, settled_by) references agents (brand_id, id)
);
-- look_at: when the next thing happens to an open promise by itself: the warning, then the time it is due.
create index promises_to_look_at on promises (brand_id, look_at) where state = 'open';
create index promises_open on promises (brand_id, due_at, id) where state = 'open';
create index promises_due on promises (brand_id, due_at desc, id desc);
create index promises_of_case on promises (brand_id, case_id, made_at);
create index promises_of_message on promises (brand_id, message_id) where message_id is not null;

-- A public answer with personal data that an agent sent all the same, with the reason.
create table disclosures (
    brand_id    uuid not null,
    id          uuid not null,
    message_id  uuid not null,
    agent_id    uuid not null,
    kinds       text[] not null,
    reason      text not null,
    at          timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, message_id) references messages (brand_id, id) on delete cascade,
    foreign key (brand_id, agent_id) references agents (brand_id, id)
);
create index disclosures_of_message on disclosures (brand_id, message_id);

-- A customer's own public post with personal data: a hint until somebody has dealt with it, or the post is gone.
create table exposures (
    brand_id    uuid not null,
    message_id  uuid not null,
    kinds       text[] not null,
    found_at    timestamptz not null,
    settled_at  timestamptz,
    settled_by  uuid,
    primary key (brand_id, message_id),
    foreign key (brand_id, message_id) references messages (brand_id, id) on delete cascade,
    foreign key (brand_id, settled_by) references agents (brand_id, id)
);
create index exposures_open on exposures (brand_id, message_id) where settled_at is null;
