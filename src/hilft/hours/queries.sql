-- name: put_version
-- The hours of a brand or account from a date on, new or instead of those that held from that date.
insert into hours_versions as v (brand_id, id, account_id, valid_from, document, created_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (brand_id, account_id, valid_from) do update
   set id = excluded.id, document = excluded.document, created_at = excluded.created_at
returning id;

-- name: drop_other_versions
-- What held before or would have held later, when only one version shall be left.
delete from hours_versions where brand_id = $1 and account_id is not distinct from $2 and id <> $3;

-- name: drop_version
-- One version that is no longer wanted.
delete from hours_versions where brand_id = $1 and account_id is not distinct from $2 and id = $3;

-- name: pieces
-- All that makes up the hours of a brand and of one of its accounts: versions, then calendars beside them.
select id, false as is_feed, account_id, document
  from hours_versions
 where brand_id = $1 and (account_id is null or account_id = $2)
union all
select version as id, true as is_feed, account_id, days as document
  from hours_feeds
 where brand_id = $1 and (account_id is null or account_id = $2) and days <> '{}'
 order by is_feed, id;

-- name: versions
-- The versions of a brand's or an account's own hours, the first one first.
select id, document, created_at
  from hours_versions
 where brand_id = $1 and account_id is not distinct from $2
 order by valid_from nulls first;

-- name: accounts_with_hours
-- Which accounts have hours of their own?
select distinct account_id from hours_versions where brand_id = $1 and account_id is not null;

-- name: put_feed
-- A calendar beside the hours; the same address again takes the new name.
insert into hours_feeds as f (brand_id, id, account_id, url, name, days, version, fetched_at, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (brand_id, account_id, url) where url <> '' do update set name = excluded.name
returning id;

-- name: feeds
-- The calendars beside a brand's or an account's own hours, the first one first.
select id, account_id, url, name, days, fetched_at, error
  from hours_feeds
 where brand_id = $1 and account_id is not distinct from $2
 order by created_at, id;

-- name: feed
-- One calendar.
select id, account_id, url, name, days, fetched_at, error from hours_feeds where brand_id = $1 and id = $2;

-- name: feeds_to_fetch
-- Calendars that were not looked at since then.
select id
  from hours_feeds
 where brand_id = $1 and url <> '' and coalesce(fetched_at, '-infinity') < $2
 order by id
 limit $3;

-- name: save_feed_days
-- What a calendar says now; the version changes only when what it says does.
update hours_feeds
   set days = $3, version = case when days = $3 then version else $4 end, fetched_at = $5, error = ''
 where brand_id = $1 and id = $2;

-- name: save_feed_error
-- The calendar could not be read; what it said before holds on.
update hours_feeds set error = $3, fetched_at = $4 where brand_id = $1 and id = $2;

-- name: drop_feed
-- One calendar that is no longer wanted.
delete from hours_feeds where brand_id = $1 and account_id is not distinct from $2 and id = $3;
