-- What happens by itself: automatic answers out of hours, to whom they were given, what was looked at already.

create table rules_auto_replies (
    brand_id        uuid not null references brands (id),
    account_id      uuid not null,
    visibility      text not null check (visibility in ('public', 'private')),
    switched_on     boolean not null,
    way             text not null check (way in ('public', 'private')),
    before_minutes  integer not null check (before_minutes between 0 and 240),
    texts           jsonb not null,
    changed_at      timestamptz not null,
    primary key (brand_id, account_id, visibility),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);

-- One line a customer: once in a closed period, which is named by the opening that ends it.
create table rules_told (
    brand_id     uuid not null,
    customer_id  uuid not null,
    period       timestamptz not null,
    told_at      timestamptz not null,
    primary key (brand_id, customer_id),
    foreign key (brand_id, customer_id) references customers (brand_id, id)
);

-- Lines of the timeline that were looked at; forgotten as soon as nobody asks for their time any more.
create table rules_looked (
    brand_id   uuid not null references brands (id),
    entry_id   uuid not null,
    looked_at  timestamptz not null,
    primary key (brand_id, entry_id)
);
create index rules_looked_old on rules_looked (brand_id, looked_at);
