-- What became of an answer after the network took it, and a log of every attempt for the account page.

alter table deliveries add column delivered_at timestamptz;

create table delivery_log (
    brand_id     uuid not null,
    id           uuid not null,
    account_id   uuid not null,
    delivery_id  uuid not null,
    at           timestamptz not null,
    outcome      text not null,
    detail       text not null default '',
    primary key (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);
create index delivery_log_of_account on delivery_log (brand_id, account_id, id);
