-- Who is here, away (and why) or off, seen by what they do; how a brand's team works.

alter table agents
    add column away_reason    text not null default '',
    add column away_by_itself boolean not null default false,
    add column active_at      timestamptz,
    add column given_at       timestamptz;
-- active_at: the last request of a person, written at most every half minute; an open stream is none.
-- given_at: when the desk last gave them a case by itself.

create table presence_rules (
    brand_id     uuid primary key references brands (id),
    away_after   integer not null check (away_after between 0 and 1440),
    reasons      text[] not null,
    giving       boolean not null,
    most_open    integer not null check (most_open between 0 and 1000),
    per_hour     numeric not null check (per_hour > 0 and per_hour <= 1000),
    changed_at   timestamptz not null
);
-- away_after: minutes without activity after which somebody is away by themselves; 0: never.
-- giving: free cases are given to those here. most_open: nobody with so many open ones gets more; 0: no end.
-- per_hour: how many new cases one agent sees to in an hour.
