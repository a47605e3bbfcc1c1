-- Which installation this is, and where it is at home: a copy that wakes up elsewhere is recognised and keeps silent.

create table installation (
    only_one     boolean primary key default true check (only_one),
    id           uuid not null,
    home         text not null,
    renewals     bigint not null default 0,
    sealed_at    timestamptz not null,
    copy_since   timestamptz,
    copy_reason  text not null default ''
);
