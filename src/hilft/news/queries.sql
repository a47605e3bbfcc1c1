-- name: insert_announcement
-- A new announcement.
insert into announcements (brand_id, id, kind, title, text, agent_id, publish_at, created_at, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
returning id, kind, title, text, agent_id, publish_at, created_at, changed_at, over_at, withdrawn_at;

-- name: lock_announcement
-- One announcement, held against a change at the same time.
select id, kind, title, text, agent_id, publish_at, created_at, changed_at, over_at, withdrawn_at
  from announcements
 where brand_id = $1 and id = $2
   for no key update;

-- name: find_announcement
-- One announcement, whatever became of it.
select id, kind, title, text, agent_id, publish_at, created_at, changed_at, over_at, withdrawn_at
  from announcements
 where brand_id = $1 and id = $2;

-- name: save_announcement
-- Writes an announcement as it is now.
update announcements
   set title = $3, text = $4, publish_at = $5, changed_at = $6, over_at = $7, withdrawn_at = $8
 where brand_id = $1 and id = $2;

-- name: announcements
-- What was announced and is to be, newest first, beyond one; the greatest id begins.
select id, kind, title, text, agent_id, publish_at, created_at, changed_at, over_at, withdrawn_at
  from announcements
 where brand_id = $1 and id < $2
 order by id desc
 limit $3;

-- name: published
-- What everybody may read, newest first.
select id, kind, title, text, agent_id, publish_at, created_at, changed_at, over_at, withdrawn_at
  from announcements
 where brand_id = $1 and withdrawn_at is null and publish_at <= $2
 order by publish_at desc, id desc
 limit $3;

-- name: current
-- What the public page tells: disruptions that last, then the newest of the rest since an instant.
(select id, kind, title, text, agent_id, publish_at, created_at, changed_at, over_at, withdrawn_at
   from announcements
  where brand_id = $1 and withdrawn_at is null and kind = 'disruption' and over_at is null and publish_at <= $2
  order by publish_at desc
  limit $4)
union all
(select id, kind, title, text, agent_id, publish_at, created_at, changed_at, over_at, withdrawn_at
   from announcements
  where brand_id = $1 and withdrawn_at is null and publish_at <= $2 and publish_at > $3
    and (kind <> 'disruption' or over_at is not null)
  order by publish_at desc, id desc
  limit $4);

-- Announcements on networks ---------------------------------------------------------------------------------------

-- name: insert_post
-- An account is to say an announcement.
insert into announcement_posts (brand_id, id, announcement_id, account_id, own_text, text, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
returning brand_id, id, announcement_id, account_id, own_text, text, said, delivery_id, withdrawn_at, gone_at, tend_at,
       attempts, reason, created_at;

-- name: posts_of
-- What became of these announcements on the accounts, in the order in which it was said.
select brand_id, id, announcement_id, account_id, own_text, text, said, delivery_id, withdrawn_at, gone_at, tend_at,
       attempts, reason, created_at
  from announcement_posts
 where brand_id = $1 and announcement_id = any($2::uuid[])
 order by announcement_id, id;

-- name: lock_posts
-- The posts of an announcement that are to stand, held against a change at the same time.
select brand_id, id, announcement_id, account_id, own_text, text, said, delivery_id, withdrawn_at, gone_at, tend_at,
       attempts, reason, created_at
  from announcement_posts
 where brand_id = $1 and announcement_id = $2 and withdrawn_at is null
 order by id
   for no key update;

-- name: lock_post
-- One post, held against a change at the same time.
select brand_id, id, announcement_id, account_id, own_text, text, said, delivery_id, withdrawn_at, gone_at, tend_at,
       attempts, reason, created_at
  from announcement_posts
 where brand_id = $1 and announcement_id = $2 and id = $3
   for no key update;

-- name: find_post
-- One post by its id.
select brand_id, id, announcement_id, account_id, own_text, text, said, delivery_id, withdrawn_at, gone_at, tend_at,
       attempts, reason, created_at
  from announcement_posts
 where brand_id = $1 and id = $2;

-- name: posts_by_delivery
-- The posts that these deliveries carried.
select brand_id, id, announcement_id, account_id, own_text, text, said, delivery_id, withdrawn_at, gone_at, tend_at,
       attempts, reason, created_at
  from announcement_posts
 where brand_id = $1 and delivery_id = any($2::uuid[]);

-- name: drop_planned
-- Forgets a post that was never said.
delete from announcement_posts where brand_id = $1 and id = $2 and delivery_id is null;

-- name: put_on_its_way
-- From now on a delivery carries it, with the text it has.
update announcement_posts set delivery_id = $3, said = text where brand_id = $1 and id = $2;

-- name: save_post
-- What is to stand there, and when somebody is to look at the network for it.
update announcement_posts
   set own_text = $3, text = $4, withdrawn_at = $5, gone_at = $6, tend_at = $7, attempts = 0, reason = ''
 where brand_id = $1 and id = $2;

-- name: claim_to_tend
-- Claims posts for which something is to be done at the network, until the lease ends. What is on its way, or whose
-- name nobody knows yet, waits; so does what belongs to an account that rests.
with found as (
    select p.id
      from announcement_posts p
      join accounts a on a.brand_id = p.brand_id and a.id = p.account_id and a.state = 'active'
      join deliveries d on d.brand_id = p.brand_id and d.id = p.delivery_id
       and (d.state in ('refused', 'undone') or (d.state = 'sent' and d.external_id is not null))
     where p.brand_id = $1 and p.tend_at <= $2
     order by p.tend_at
     limit $4
       for no key update of p skip locked
)
update announcement_posts p
   set tend_at = $2::timestamptz + $3::interval, attempts = p.attempts + 1
  from found
 where p.brand_id = $1 and p.id = found.id
returning p.brand_id, p.id, p.announcement_id, p.account_id, p.own_text, p.text, p.said, p.delivery_id,
          p.withdrawn_at, p.gone_at, p.tend_at, p.attempts, p.reason, p.created_at;

-- name: record_edit
-- The network has this text now; if another is wanted meanwhile, it is the next.
update announcement_posts
   set said = $3, attempts = 0, reason = '', tend_at = case when text = $3 and withdrawn_at is null then null else $4::timestamptz end
 where brand_id = $1 and id = $2;

-- name: record_gone
-- The network does not have it any more.
update announcement_posts
   set gone_at = coalesce(gone_at, $3), tend_at = null, attempts = 0, reason = ''
 where brand_id = $1 and id = $2 and withdrawn_at is not null;

-- name: record_vain
-- The network did not do it: when to ask again (null: not by ourselves), and why. Only while the claim is ours.
update announcement_posts
   set tend_at = $4, reason = $5
 where brand_id = $1 and id = $2 and tend_at = $3;

-- What is typed and not announced yet -----------------------------------------------------------------------------

-- name: save_draft
-- What somebody has typed so far.
insert into announcement_drafts as d (brand_id, agent_id, fields, saved_at) values ($1, $2, $3, $4)
on conflict (brand_id, agent_id) do update set fields = excluded.fields, saved_at = excluded.saved_at;

-- name: draft
-- What somebody had typed.
select fields from announcement_drafts where brand_id = $1 and agent_id = $2;

-- name: drop_draft
-- It was announced, or thrown away.
delete from announcement_drafts where brand_id = $1 and agent_id = $2;
