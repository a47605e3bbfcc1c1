-- name: insert_handle
-- Creates a handle unless it is known; gives the new handle, or nothing. Its customer is written next.
insert into handles (brand_id, id, scope, external_id, customer_id, handle, display_name, avatar_url, url, bot,
                     local_id, linked_at, seen_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
on conflict (brand_id, scope, external_id) do nothing
returning id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
          evidence, gone_at;

-- name: insert_customer
-- The customer behind a new handle.
insert into customers (brand_id, id, name, created_at) values ($1, $2, $3, $4);

-- name: update_handle
-- Takes over the profile as the network shows it now; gives the handle with its row locked.
update handles
   set handle = $4, display_name = $5, url = $7, bot = $8, local_id = $9, seen_at = $10, gone_at = null,
       avatar_blob = case when avatar_url is distinct from $6 then null else avatar_blob end, avatar_url = $6
 where brand_id = $1 and scope = $2 and external_id = $3
returning id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
          evidence, gone_at;

-- name: set_gone
-- The account behind the handle is gone at the network.
update handles set gone_at = $3 where brand_id = $1 and id = $2 and gone_at is null;

-- name: find_handle
-- One handle by its id.
select id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
       evidence, gone_at
  from handles
 where brand_id = $1 and id = $2;

-- name: handles_of_customer
-- All handles of one customer, the one linked first at the top.
select id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
       evidence, gone_at
  from handles
 where brand_id = $1 and customer_id = $2
 order by linked_at, id;

-- name: handles_to_picture
-- Handles seen since then whose picture was not fetched yet.
select id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
       evidence, gone_at
  from handles
 where brand_id = $1 and avatar_url is not null and avatar_blob is null and seen_at > $2
 order by seen_at desc
 limit $3;

-- name: keep_avatar
-- Notes which stored file is the picture at this address; empty: there is none to be had.
update handles set avatar_blob = $4 where brand_id = $1 and id = $2 and avatar_url = $3;

-- name: person
-- One customer by id.
select id, name, created_at from customers where brand_id = $1 and id = $2;
