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
