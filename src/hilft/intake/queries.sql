-- name: keep
-- Stores what networks delivered, each thing once, in the order of the unique key; gives how many were new.
with stored as (
    insert into receipts (brand_id, id, account_id, scope, dedupe_key, payload, occurred_at, received_at, run_at)
    select brand_id, id, account_id, scope, dedupe_key, payload, occurred_at, received_at, received_at
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bytea[], $7::timestamptz[],
                  $8::timestamptz[])
           as item (brand_id, id, account_id, scope, dedupe_key, payload, occurred_at, received_at)
     order by brand_id, account_id, dedupe_key
    on conflict (brand_id, account_id, dedupe_key) do nothing
    returning 1
)
select count(*)::int from stored;

-- name: scopes_to_digest
-- Which scopes of a brand have receipts whose time has come.
select distinct brand_id, scope from receipts where brand_id = $1 and state = 'new' and run_at <= $2;

-- name: next_batch
-- The next receipts of a scope that these accounts delivered, locked for this worker; about 32 MB of them at most.
with next as materialized (
    select brand_id, id, account_id, scope, dedupe_key, payload, attempts, received_at, run_at
      from receipts
     where brand_id = $1 and scope = $2 and account_id = any($3::uuid[]) and state = 'new' and run_at <= $4
     order by run_at, id
     limit $5
       for update skip locked
), weighed as (
    select *, sum(octet_length(payload)) over (order by run_at, id) - octet_length(payload) as before
      from next
)
select brand_id, id, account_id, scope, dedupe_key, payload, attempts, received_at
  from weighed
 where before < 33554432
 order by run_at, id;

-- name: these_receipts
-- Some receipts again, if nobody else has digested them meanwhile.
select brand_id, id, account_id, scope, dedupe_key, payload, attempts, received_at
  from receipts
 where brand_id = $1 and id = any($2::uuid[]) and state = 'new'
 order by run_at, id
   for update skip locked;

-- name: digested
-- These are done.
update receipts set state = 'digested', digested_at = $3, error = '' where brand_id = $1 and id = any($2::uuid[]);

-- name: set_parked
-- Waits: a post of our own whose thread nobody has joined, a change of a message that has not come.
update receipts set state = 'parked', digested_at = $3 where brand_id = $1 and id = $2;

-- name: park_under
-- The names under which somebody may join it, or it may come.
insert into parked (brand_id, scope, name, receipt_id)
select $1, $2, name, $4 from unnest($3::text[]) as name
on conflict do nothing;

-- name: unpark
-- Somebody joined, or it came: what waited under these names is digested again.
with awake as (
    delete from parked where brand_id = $1 and scope = $2 and name = any($3::text[]) returning receipt_id
)
update receipts
   set state = 'new', run_at = $4
 where brand_id = $1 and id in (select receipt_id from awake) and state = 'parked';

-- name: not_yet
-- Tried again a little later, without counting as a failure.
update receipts set run_at = $3 where brand_id = $1 and id = $2;

-- name: failed_once
-- This one broke the digestion: later again, or set aside.
update receipts
   set attempts = attempts + 1, error = $3, run_at = $4, state = $5
 where brand_id = $1 and id = $2;

-- name: forget_digested
-- Removes raw receipts whose retention has ended.
with old as (
    select id from receipts where brand_id = $1 and state in ('digested', 'parked') and digested_at < $2
     order by digested_at limit 1000
), gone as (
    delete from receipts where brand_id = $1 and id in (select id from old) returning 1
)
select count(*)::int from gone;

-- name: receipts_in_state
-- The newest receipts in a state.
select id, account_id, dedupe_key, state, received_at, attempts, error, length(payload) as size
  from receipts
 where brand_id = $1 and state = $2
 order by id desc
 limit $3;

-- name: raw_payload
-- The raw bytes of one receipt.
select payload from receipts where brand_id = $1 and id = $2;

-- name: try_again
-- A receipt that was set aside is digested again now.
update receipts set state = 'new', run_at = $3, attempts = 0 where brand_id = $1 and id = $2 and state = 'failed';

-- name: take_listener
-- One process listens to an account; gives the account if it is this one's turn.
insert into listeners (brand_id, account_id, holder, lease_until)
values ($1, $2, $3, $5)
on conflict (brand_id, account_id) do update set holder = excluded.holder, lease_until = excluded.lease_until
 where listeners.holder = excluded.holder or listeners.lease_until < $4
returning account_id;

-- name: drop_listener
-- This process stops listening.
delete from listeners where brand_id = $1 and account_id = $2 and holder = $3;
