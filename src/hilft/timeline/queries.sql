-- name: insert_entry
-- Adds one line; there is no query that changes or removes one.
insert into timeline (brand_id, id, subject, subject_id, kind, at, agent_id, refs)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: entries_of
-- The newest lines of one subject, newest first.
select id, subject_id, kind, at, agent_id, refs
  from timeline
 where brand_id = $1 and subject = $2 and subject_id = $3
 order by id desc
 limit $4;
