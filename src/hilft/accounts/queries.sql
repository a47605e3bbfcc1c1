-- name: insert_brand
-- A new brand, or nothing when its short name is taken.
insert into brands (id, slug, name, zone, language, hosts, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (slug) do nothing
returning id, slug, name, zone, language, hosts, settings;

-- name: brand_by_id
-- One brand by its id.
select id, slug, name, zone, language, hosts, settings from brands where id = $1;

-- name: brand_of_host
-- The brand that answers under this host, else the first brand.
select id, slug, name, zone, language, hosts, settings
  from brands
 order by ($1::text = any (hosts)) desc, created_at, id
 limit 1;

-- name: brand_of_slug
-- One brand by its short name.
select id, slug, name, zone, language, hosts, settings from brands where slug = $1;

-- name: brands
-- All brands, the first one first.
select id, slug, name, zone, language, hosts, settings from brands order by created_at, id;

-- name: save_brand_settings
-- What a room keeps with the brand, under that room's name.
update brands set settings = settings || jsonb_build_object($2::text, $3::jsonb) where id = $1;

-- name: lock_brand
-- Whoever adds an account to this brand waits until the one before is done.
select id from brands where id = $1 for no key update;

-- name: id_of_external
-- Under which id does the brand know this account of the network, be it removed?
select id
  from accounts
 where brand_id = $1 and channel = $2 and external_id = $3
 order by (state <> 'removed') desc, created_at desc
 limit 1;

-- name: save_account
-- A new account; or new credentials and profile of a known one, which works again: its cursor and history stay.
insert into accounts as a (brand_id, id, channel, scope, handle, external_id, display_name, url, role, settings,
                           secrets, created_at, state, reason, kept)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (brand_id, id) do update
   set scope = excluded.scope, handle = excluded.handle, display_name = excluded.display_name, url = excluded.url,
       role = excluded.role, settings = excluded.settings, secrets = excluded.secrets, kept = excluded.kept,
       state = excluded.state, reason = excluded.reason
 where a.channel = excluded.channel and a.external_id = excluded.external_id
returning id, brand_id, channel, scope, handle, external_id, display_name, url, role, settings, state, reason, cursor,
          complete_until, last_ok_at, last_error, last_error_at, send_error, send_error_at,
       md5(md5(secrets) || settings::text) as fingerprint;

-- name: accounts
-- The accounts of a brand that were not removed, the first one first.
select id, brand_id, channel, scope, handle, external_id, display_name, url, role, settings, state, reason, cursor,
       complete_until, last_ok_at, last_error, last_error_at, send_error, send_error_at,
       md5(md5(secrets) || settings::text) as fingerprint
  from accounts
 where brand_id = $1 and state <> 'removed'
 order by created_at, id;

-- name: find_account
-- One account, be it removed.
select id, brand_id, channel, scope, handle, external_id, display_name, url, role, settings, state, reason, cursor,
       complete_until, last_ok_at, last_error, last_error_at, send_error, send_error_at,
       md5(md5(secrets) || settings::text) as fingerprint
  from accounts
 where brand_id = $1 and id = $2;

-- name: service_account_of
-- The service account that answers on this channel: a working one first, then the oldest.
select id, brand_id, channel, scope, handle, external_id, display_name, url, role, settings, state, reason, cursor,
       complete_until, last_ok_at, last_error, last_error_at, send_error, send_error_at,
       md5(md5(secrets) || settings::text) as fingerprint
  from accounts
 where brand_id = $1 and channel = $2 and role = 'service' and state <> 'removed'
 order by (state = 'active') desc, created_at, id
 limit 1;

-- name: sealed_of
-- The sealed secrets of one account.
select secrets from accounts where brand_id = $1 and id = $2 and state <> 'removed';

-- name: sealed_in_brand
-- All sealed secrets of a brand, locked: they are about to be sealed anew.
select brand_id, id, secrets, kept from accounts where brand_id = $1 and state <> 'removed' order by id for update;

-- name: any_sealed
-- One sealed account of any brand: the proof that a key is the right one.
select brand_id, id, secrets, kept from accounts where state <> 'removed' order by created_at limit 1;

-- name: set_secrets
-- Newly sealed secrets for the account.
update accounts set secrets = $3 where brand_id = $1 and id = $2;

-- name: kept_of
-- What the account's channel keeps for itself, sealed; nothing when it keeps nothing.
select kept from accounts where brand_id = $1 and id = $2 and state <> 'removed';

-- name: set_kept
-- The channel of the account keeps something else now.
update accounts set kept = $3 where brand_id = $1 and id = $2 and state <> 'removed';

-- name: set_paused
-- The account rests; gives its id, nothing when it was not working.
update accounts set state = 'paused', reason = $3 where brand_id = $1 and id = $2 and state = 'active' returning id;

-- name: set_active
-- The account works again; gives its id, nothing when it was not resting.
update accounts set state = 'active', reason = '' where brand_id = $1 and id = $2 and state = 'paused' returning id;

-- name: set_removed
-- The account is not the brand's any more and its secrets are gone; gives its id, nothing when it was so before.
update accounts
   set state = 'removed', reason = '', secrets = ''::bytea, kept = null
 where brand_id = $1 and id = $2 and state <> 'removed'
returning id;

-- name: set_cursor
-- Where the pull stands, and up to when nothing is missing.
update accounts
   set cursor = $3, complete_until = coalesce($4, complete_until), last_ok_at = $5
 where brand_id = $1 and id = $2;

-- name: set_ok
-- The network answered; written when the last word was an error or is older than $4. Gives whether it was an error.
update accounts a
   set last_ok_at = $3
  from (select brand_id, id, coalesce(last_error_at > last_ok_at, last_error_at is not null) as trouble
          from accounts where brand_id = $1 and id = $2) before
 where a.brand_id = before.brand_id and a.id = before.id
   and (before.trouble or a.last_ok_at is null or a.last_ok_at < $4)
returning before.trouble;

-- name: set_error
-- The network did not do what was asked, or did not answer.
update accounts set last_error = $3, last_error_at = $4 where brand_id = $1 and id = $2;

-- name: set_send_error
-- The network did not take an answer.
update accounts set send_error = $3, send_error_at = $4 where brand_id = $1 and id = $2;

-- name: clear_send_error
-- The network took an answer; gives whether it did not before.
update accounts set send_error = '', send_error_at = null
 where brand_id = $1 and id = $2 and send_error_at is not null;

-- name: loads
-- How much waits, failed and is unfinished per account; each count stops at $2.
select a.id,
       (select count(*) from (select from receipts r where r.brand_id = $1 and r.account_id = a.id and r.state = 'new'
                               limit $2) waiting)::int as waiting,
       (select count(*) from (select from receipts r where r.brand_id = $1 and r.account_id = a.id
                                 and r.state = 'failed' limit $2) failed)::int as failed,
       least($2, (select count(*) from (select from deliveries d where d.brand_id = $1 and d.account_id = a.id
                                           and d.state in ('held', 'queued') limit $2) due)
               + (select count(*) from (select from deliveries d where d.brand_id = $1 and d.account_id = a.id
                                           and d.state in ('sending', 'unknown') limit $2) leased))::int as unfinished
  from accounts a
 where a.brand_id = $1 and a.state <> 'removed';
