-- Clocks: how long somebody may wait, and what is due next. A case's row carries the earliest due instant, so that
-- lists need not look at clocks.

create table targets (
    brand_id      uuid not null references brands (id),
    id            uuid not null,
    kind          text not null check (kind in ('first_answer', 'next_answer', 'solution', 'promise', 'call_back')),
    account_id    uuid,
    tag           text not null default '',
    priority      text not null default '' check (priority in ('', 'low', 'normal', 'high', 'urgent')),
    minutes       numeric not null check (minutes > 0),
    measure       text not null check (measure in ('business', 'wall')),
    warn_percent  integer not null check (warn_percent between 1 and 99),
    created_at    timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);
create unique index targets_once on targets (brand_id, kind, account_id, tag, priority) nulls not distinct;

create table clocks (
    brand_id      uuid not null,
    id            uuid not null,
    case_id       uuid not null,
    account_id    uuid not null,
    kind          text not null check (kind in ('first_answer', 'next_answer', 'solution', 'promise', 'call_back')),
    ref_id        uuid,
    state         text not null check (state in ('running', 'paused', 'stopped')),
    started_at    timestamptz not null,
    stopped_at    timestamptz,
    ran_from      timestamptz[] not null,
    ran_until     timestamptz[] not null,
    minutes       numeric,
    measure       text,
    fixed_due_at  timestamptz,
    warn_at       timestamptz,
    due_at        timestamptz,
    mark          text not null default '' check (mark in ('', 'at_risk', 'broken')),
    primary key (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);
-- ran_from, ran_until: when it ran, span by span; a running clock has one ran_from more than it has ran_until.
create index clocks_of_case on clocks (brand_id, case_id, started_at);
create unique index clocks_of_ref on clocks (brand_id, kind, ref_id) where ref_id is not null;

alter table cases
    add column priority     text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
    add column tags         text[] not null default '{}',
    add column waiting_for  text not null default '',
    add column risk         text not null default '' check (risk in ('', 'at_risk', 'broken')),
    add column due_at       timestamptz;
-- Built while the table may be written to only for as long as it takes; only cases with a running clock are in it.
create index cases_at_risk on cases (brand_id, due_at, id)
    where joined_into_id is null and snoozed_until is null and risk <> '';
create index cases_on_the_clock on cases (brand_id, id)
    where joined_into_id is null and state in ('open', 'waiting');
