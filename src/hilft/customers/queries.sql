-- name: insert_handle
-- Creates a handle unless it is known; gives the new handle, or nothing. Its customer is written next.
insert into handles (brand_id, id, scope, external_id, customer_id, handle, display_name, avatar_url, url, bot,
                     local_id, linked_at, seen_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
on conflict (brand_id, scope, external_id) do nothing
returning id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
          evidence, gone_at, home_id;

-- name: insert_customer
-- The customer behind a new handle.
insert into customers (brand_id, id, name, created_at) values ($1, $2, $3, $4);

-- name: update_handle
-- Takes over the profile as the network shows it now, keeps the name it had; gives the handle with its row locked.
with known as (
    select id, handle from handles where brand_id = $1 and scope = $2 and external_id = $3
), renamed as (
    insert into handle_names (brand_id, id, handle_id, handle, until)
    select $1, gen_random_uuid(), id, handle, $10 from known where handle <> $4 and handle <> ''
)
update handles
   set handle = $4, display_name = $5, url = $7, bot = $8, local_id = $9, seen_at = $10, gone_at = null,
       avatar_blob = case when avatar_url is distinct from $6 then null else avatar_blob end, avatar_url = $6
 where brand_id = $1 and scope = $2 and external_id = $3
returning id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
          evidence, gone_at, home_id;

-- name: insert_handles
-- Creates the handles of many profiles, and their customers, unless they are known; gives the new handles.
with profile as (
    select * from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                         $10::bool[], $11::text[], $12::text[])
           as p (id, customer_id, external_id, handle, display_name, avatar_url, url, bot, local_id, shown_name)
), created as (
    insert into handles (brand_id, id, scope, external_id, customer_id, handle, display_name, avatar_url, url, bot,
                         local_id, linked_at, seen_at)
    select $1, id, $2, external_id, customer_id, handle, display_name, avatar_url, url, bot, local_id, $13, $13
      from profile
     order by external_id
    on conflict (brand_id, scope, external_id) do nothing
    returning id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
              evidence, gone_at, home_id
), people as (
    insert into customers (brand_id, id, name, created_at)
    select $1, created.customer_id, profile.shown_name, $13
      from created join profile on profile.external_id = created.external_id
)
select * from created;

-- name: update_handles
-- Takes over many profiles as the network shows them now, keeps the names they had; gives the handles with their rows locked.
with known as (
    select h.id, h.handle as named, p.*
      from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bool[], $9::text[])
           as p (external_id, handle, display_name, avatar_url, url, bot, local_id)
      join handles h on h.brand_id = $1 and h.scope = $2 and h.external_id = p.external_id
     order by p.external_id
       for update of h
), renamed as (
    insert into handle_names (brand_id, id, handle_id, handle, until)
    select $1, gen_random_uuid(), id, named, $10 from known where named <> handle and named <> ''
)
update handles h
   set handle = known.handle, display_name = known.display_name, url = known.url, bot = known.bot,
       local_id = known.local_id, seen_at = $10, gone_at = null,
       avatar_blob = case when h.avatar_url is distinct from known.avatar_url then null else h.avatar_blob end,
       avatar_url = known.avatar_url
  from known
 where h.brand_id = $1 and h.id = known.id
returning h.id, h.customer_id, h.scope, h.external_id, h.handle, h.display_name, h.avatar_url, h.avatar_blob, h.url,
          h.bot, h.local_id, h.evidence, h.gone_at, h.home_id;

-- name: set_gone
-- The account behind the handle is gone at the network.
update handles set gone_at = $3 where brand_id = $1 and id = $2 and gone_at is null;

-- name: find_handle
-- One handle by its id.
select id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
       evidence, gone_at, home_id
  from handles
 where brand_id = $1 and id = $2;

-- name: handles_of_customer
-- All handles of one customer, the one linked first at the top.
select id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
       evidence, gone_at, home_id
  from handles
 where brand_id = $1 and customer_id = $2
 order by linked_at, id;

-- name: handles_to_picture
-- Handles seen since then whose picture was not fetched yet.
select id, customer_id, scope, external_id, handle, display_name, avatar_url, avatar_blob, url, bot, local_id,
       evidence, gone_at, home_id
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

-- Links -----------------------------------------------------------------------------------------------------------

-- name: lock_links
-- Nobody else links customers of this brand until the transaction ends: roots stay roots.
select pg_advisory_xact_lock(hashtextextended('links ' || $1::uuid::text, 0));

-- name: root_of
-- The customer a customer is part of now: where the links that stand lead.
with recursive way as (
    select id from customers where brand_id = $1 and id = $2
    union all
    select l.into_id from way join links l on l.brand_id = $1 and l.from_id = way.id and l.undone_at is null
)
select id from way
 where not exists (select from links l where l.brand_id = $1 and l.from_id = way.id and l.undone_at is null);

-- name: insert_link
-- Says that two customers are one.
insert into links (brand_id, id, from_id, into_id, evidence, reason, agent_id, linked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: find_link
-- One link.
select id, from_id, into_id, evidence, reason, agent_id, linked_at, undone_at
  from links
 where brand_id = $1 and id = $2;

-- name: undo_link
-- Takes a link back.
update links set undone_at = $4, undone_by = $3 where brand_id = $1 and id = $2 and undone_at is null;

-- name: links_below
-- The links that stand below a customer.
with recursive below as (
    select l.* from links l where l.brand_id = $1 and l.into_id = $2 and l.undone_at is null
    union all
    select l.* from below join links l on l.brand_id = $1 and l.into_id = below.from_id and l.undone_at is null
)
select id, from_id, into_id, evidence, reason, agent_id, linked_at, undone_at from below;

-- name: give_handles
-- Gives the handles of a customer and of everybody linked to it to another.
with recursive below as (
    select $2::uuid as id
    union all
    select l.from_id from below join links l on l.brand_id = $1 and l.into_id = below.id and l.undone_at is null
)
update handles set customer_id = $3
 where brand_id = $1 and home_id in (select id from below) and customer_id <> $3;

-- name: names_before
-- What the handles of a customer were called before, newest first.
select n.handle
  from handles h
  join handle_names n on n.brand_id = h.brand_id and n.handle_id = h.id
 where h.brand_id = $1 and h.customer_id = $2
 order by n.until desc
 limit 50;

-- Groups ----------------------------------------------------------------------------------------------------------

-- name: insert_group
-- A household or a company.
insert into groups (brand_id, id, kind, name, created_at) values ($1, $2, $3, $4, $5);

-- name: insert_member
-- Puts a customer into a group.
insert into members (brand_id, group_id, customer_id, joined_at)
select $1, g.id, $3, $4 from groups g where g.brand_id = $1 and g.id = $2
on conflict do nothing;

-- name: drop_member
-- Takes a customer, under whichever of its names, out of a group; a group without members is gone.
with out_of as (
    delete from members m
     using handles h
     where m.brand_id = $1 and m.group_id = $2 and h.brand_id = $1 and h.home_id = m.customer_id and h.customer_id = $3
    returning m.customer_id
)
select count(*)::int from out_of;

-- name: groups_of
-- The groups a customer is in, under whichever of its names, with who else is.
select g.id, g.kind, g.name,
       array(select distinct u.name
               from members o
               join handles oh on oh.brand_id = o.brand_id and oh.home_id = o.customer_id
               join customers u on u.brand_id = oh.brand_id and u.id = oh.customer_id
              where o.brand_id = g.brand_id and o.group_id = g.id
              order by u.name) as members
  from groups g
 where g.brand_id = $1
   and g.id in (select m.group_id from handles h
                  join members m on m.brand_id = h.brand_id and m.customer_id = h.home_id
                 where h.brand_id = $1 and h.customer_id = $2)
 order by g.name, g.id;
