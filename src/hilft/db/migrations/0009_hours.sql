-- Opening hours: versions with the date from which each holds, of the brand or of one of its accounts, and calendars beside them.

create table hours_versions (
    brand_id    uuid not null references brands (id),
    id          uuid not null,
    account_id  uuid,
    valid_from  date,
    document    jsonb not null,
    created_at  timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);
-- No account: the brand's own hours. No date: from the beginning.
create unique index hours_versions_one_per_date on hours_versions (brand_id, account_id, valid_from) nulls not distinct;

create table hours_feeds (
    brand_id    uuid not null references brands (id),
    id          uuid not null,
    account_id  uuid,
    url         text not null default '',
    name        text not null,
    days        jsonb not null default '{}',
    version     uuid not null,
    fetched_at  timestamptz,
    error       text not null default '',
    created_at  timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);
-- One without an address was uploaded and is never fetched.
create unique index hours_feeds_once on hours_feeds (brand_id, account_id, url) nulls not distinct where url <> '';
