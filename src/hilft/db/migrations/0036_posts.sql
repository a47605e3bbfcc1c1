-- Announcements on networks: one line for each time an account says one, and what its author has typed so far.

create table announcement_posts (
    brand_id         uuid not null,
    id               uuid not null,
    announcement_id  uuid not null,
    account_id       uuid not null,
    own_text         text not null,
    text             text not null,
    said             text not null default '',
    delivery_id      uuid,
    withdrawn_at     timestamptz,
    gone_at          timestamptz,
    tend_at          timestamptz,
    attempts         integer not null default 0,
    reason           text not null default '',
    created_at       timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, announcement_id) references announcements (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);
create unique index announcement_posts_once on announcement_posts (brand_id, announcement_id, account_id)
    where withdrawn_at is null;
create index announcement_posts_of on announcement_posts (brand_id, announcement_id, id);
create index announcement_posts_to_tend on announcement_posts (brand_id, tend_at) where tend_at is not null;
create index announcement_posts_by_delivery on announcement_posts (brand_id, delivery_id) where delivery_id is not null;

create table announcement_drafts (
    brand_id  uuid not null,
    agent_id  uuid not null,
    fields    jsonb not null,
    saved_at  timestamptz not null,
    primary key (brand_id, agent_id),
    foreign key (brand_id, agent_id) references agents (brand_id, id)
);

-- What is said to everybody has no case: its names are looked up when somebody answers it.
create index deliveries_to_all on deliveries (brand_id, external_id) where request ? 'everybody';
create index deliveries_to_all_named on deliveries using gin ((ref -> 'names')) where request ? 'everybody';
create index deliveries_to_all_leaving on deliveries (brand_id) where request ? 'everybody' and state = 'sending';
