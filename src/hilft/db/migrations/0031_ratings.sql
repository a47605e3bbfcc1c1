-- Satisfaction: one question after a case was solved, one answer to it; where it is asked, and how often.

create table rating_terms (
    brand_id      uuid not null references brands (id),
    wait_minutes  integer not null check (wait_minutes between 1 and 10080),
    every_days    integer not null check (every_days between 1 and 730),
    changed_at    timestamptz not null,
    primary key (brand_id)
);

create table rating_ways (
    brand_id    uuid not null references brands (id),
    account_id  uuid not null,
    way         text not null check (way in ('off', 'status', 'channel')),
    primary key (brand_id, account_id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);

-- One line a case: considered, asked, rated. Its account and agent are those of the time when it was solved.
create table ratings (
    brand_id       uuid not null,
    case_id        uuid not null,
    id             uuid not null,
    account_id     uuid not null,
    agent_id       uuid,
    considered_at  timestamptz not null,
    not_asked      text not null default '',
    asked_at       timestamptz,
    token          bytea,
    verdict        text check (verdict in ('good', 'bad')),
    via            text not null default '' check (via in ('', 'status', 'channel')),
    rated_at       timestamptz,
    text           text not null default '',
    seen_at        timestamptz,
    seen_by        uuid,
    primary key (brand_id, case_id),
    foreign key (brand_id, case_id) references cases (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, seen_by) references agents (brand_id, id)
);
create unique index ratings_by_id on ratings (brand_id, id);
create unique index ratings_by_token on ratings (brand_id, token) where token is not null;
create index ratings_given on ratings (brand_id, rated_at desc, id desc) where verdict is not null;
create index ratings_bad on ratings (brand_id, rated_at desc, id desc) where verdict = 'bad' and seen_at is null;
create index ratings_asked on ratings (brand_id, asked_at) where asked_at is not null;

-- One line a customer: nobody is asked again before some days have passed.
create table rating_asked (
    brand_id     uuid not null,
    customer_id  uuid not null,
    asked_at     timestamptz not null,
    primary key (brand_id, customer_id),
    foreign key (brand_id, customer_id) references customers (brand_id, id)
);
