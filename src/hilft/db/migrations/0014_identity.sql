-- Identity: one customer, many handles. Every handle keeps the customer it came with (home_id); links say which customer
-- is the same as which. customer_id is the root of the links that stand: so a link can be undone at any time, in any order.

alter table handles add column home_id uuid;
update handles set home_id = customer_id;
-- A running older version still writes rows without it.
create function handles_home() returns trigger language plpgsql as
    $$ begin new.home_id := coalesce(new.home_id, new.customer_id); return new; end $$;
create trigger handles_home before insert on handles for each row execute function handles_home();
create index handles_of_home on handles (brand_id, home_id);

create table links (
    brand_id     uuid not null,
    id           uuid not null,
    from_id      uuid not null,
    into_id      uuid not null check (into_id <> from_id),
    evidence     text not null check (evidence in ('secure_form', 'code_spoken', 'customer_number', 'agent')),
    reason       text not null default '',
    agent_id     uuid,
    linked_at    timestamptz not null,
    undone_at    timestamptz,
    undone_by    uuid,
    primary key (brand_id, id),
    foreign key (brand_id, from_id) references customers (brand_id, id),
    foreign key (brand_id, into_id) references customers (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, undone_by) references agents (brand_id, id)
);
create unique index links_standing on links (brand_id, from_id) where undone_at is null;
create index links_into on links (brand_id, into_id) where undone_at is null;

-- What a handle was called before: people rename themselves.
create table handle_names (
    brand_id   uuid not null,
    id         uuid not null,
    handle_id  uuid not null,
    handle     text not null,
    until      timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, handle_id) references handles (brand_id, id)
);
create index handle_names_of on handle_names (brand_id, handle_id, until);
create index handle_names_by_name on handle_names (brand_id, lower(handle) text_pattern_ops);

-- Households and companies: customers who belong together and stay persons of their own.
create table groups (
    brand_id    uuid not null references brands (id),
    id          uuid not null,
    kind        text not null check (kind in ('household', 'company')),
    name        text not null,
    created_at  timestamptz not null,
    primary key (brand_id, id)
);
create table members (
    brand_id     uuid not null,
    group_id     uuid not null,
    customer_id  uuid not null,
    joined_at    timestamptz not null,
    primary key (brand_id, group_id, customer_id),
    foreign key (brand_id, group_id) references groups (brand_id, id) on delete cascade,
    foreign key (brand_id, customer_id) references customers (brand_id, id)
);
create index members_of_customer on members (brand_id, customer_id);

-- Who else has this confirmed customer number.
create index facts_of_number on facts (brand_id, value) where key = 'customer_number' and state = 'confirmed';
