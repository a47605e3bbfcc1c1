-- Calls at the hotline. A transferred call has several legs; the call is what its legs add up to.

create table calls (
    brand_id      uuid not null,
    id            uuid not null,
    account_id    uuid not null,
    call_key      text not null,
    incoming      boolean not null,
    number        text not null default '',
    line          text not null default '',
    users         text[] not null default '{}',
    rang_at       timestamptz not null,
    answered_at   timestamptz,
    ended_at      timestamptz,
    agent_id      uuid,
    case_id       uuid,
    message_id    uuid,
    note          text not null default '',
    note_version  bigint not null default 0,
    note_by       uuid,
    put_away_at   timestamptz,
    primary key (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, note_by) references agents (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id),
    foreign key (brand_id, message_id) references messages (brand_id, id) on delete set null (message_id)
);
create unique index calls_once on calls (brand_id, account_id, call_key);
create index calls_newest on calls (brand_id, rang_at desc, id desc);
create index calls_ringing on calls (brand_id, rang_at) where ended_at is null and answered_at is null;
create index calls_in_hand on calls (brand_id, rang_at, agent_id) where put_away_at is null and agent_id is not null;
create index calls_of_case on calls (brand_id, case_id) where case_id is not null;

create table call_legs (
    brand_id     uuid not null,
    account_id   uuid not null,
    leg_key      text not null,
    call_id      uuid not null,
    rang_at      timestamptz,
    answered_at  timestamptz,
    ended_at     timestamptz,
    users        text[] not null default '{}',
    answered_by  text[] not null default '{}',
    cause        text not null default '',
    primary key (brand_id, account_id, leg_key),
    foreign key (brand_id, call_id) references calls (brand_id, id)
);
create index call_legs_of_call on call_legs (brand_id, call_id);

-- Whom to call back, and until when: missed calls by themselves, others because an agent said so.
create table call_backs (
    brand_id    uuid not null,
    id          uuid not null,
    call_id     uuid not null,
    case_id     uuid,
    due_at      timestamptz not null,
    created_at  timestamptz not null,
    created_by  uuid,
    done_at     timestamptz,
    done_by     uuid,
    primary key (brand_id, id),
    foreign key (brand_id, call_id) references calls (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id),
    foreign key (brand_id, created_by) references agents (brand_id, id),
    foreign key (brand_id, done_by) references agents (brand_id, id)
);
create unique index call_backs_of_call on call_backs (brand_id, call_id);
create index call_backs_due on call_backs (brand_id, due_at, id) where done_at is null;

-- Which telephone is whose: the extension or user id by which the telephone system calls it.
create table extensions (
    brand_id   uuid not null,
    extension  text not null,
    agent_id   uuid not null,
    primary key (brand_id, extension),
    foreign key (brand_id, agent_id) references agents (brand_id, id)
);
create index extensions_of_agent on extensions (brand_id, agent_id);

-- Who named a number as theirs, and which customer has it: asked while somebody is on the telephone.
create index facts_named on facts (brand_id, value, said_at desc) where key in ('phone', 'customer_number');
create index customers_by_name on customers (brand_id, lower(name) text_pattern_ops);
