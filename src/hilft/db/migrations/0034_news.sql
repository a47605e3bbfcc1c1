-- Announcements: what the brand tells everybody.

create table announcements (
    brand_id      uuid not null references brands (id),
    id            uuid not null,
    kind          text not null check (kind in ('news', 'disruption')),
    title         text not null,
    text          text not null,
    agent_id      uuid not null,
    publish_at    timestamptz not null,
    created_at    timestamptz not null,
    changed_at    timestamptz not null,
    over_at       timestamptz,
    withdrawn_at  timestamptz,
    primary key (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id)
);
create index announcements_standing on announcements (brand_id, publish_at desc, id desc) where withdrawn_at is null;
create index announcements_of_now on announcements (brand_id, publish_at desc)
    where kind = 'disruption' and over_at is null and withdrawn_at is null;
