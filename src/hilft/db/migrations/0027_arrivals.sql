-- New cases by the hour, kept so that the usual is known without reading history.

create table arrivals (
    brand_id    uuid not null,
    hour        timestamptz not null,
    account_id  uuid not null,
    cases       integer not null,
    primary key (brand_id, hour, account_id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);

create index cases_by_opening on cases (brand_id, opened_at, id);
