-- What runs later or again. A job is done when its row is gone; one that failed too often stays, to be looked at.

create table jobs (
    brand_id     uuid not null,
    id           uuid not null,
    kind         text not null,
    key          text,
    payload      jsonb not null default '{}',
    run_at       timestamptz not null,
    attempts     integer not null default 0,
    lease        uuid,
    lease_until  timestamptz,
    again        boolean not null default false,
    error        text not null default '',
    failed_at    timestamptz,
    created_at   timestamptz not null default now(),
    primary key (brand_id, id)
);
create unique index jobs_once on jobs (brand_id, kind, key) where key is not null and failed_at is null;
-- Not led by brand_id on purpose: the work loop asks over all brands what is due next.
create index jobs_due on jobs (coalesce(lease_until, run_at)) where failed_at is null;
create index jobs_failed on jobs (brand_id, failed_at, id) where failed_at is not null;
