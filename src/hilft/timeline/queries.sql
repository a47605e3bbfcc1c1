-- name: insert_entry
-- Adds one line; there is no query that changes or removes one.
insert into timeline (brand_id, id, subject, subject_id, kind, at, agent_id, refs)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: insert_entries
-- Adds many lines at once.
insert into timeline (brand_id, id, subject, subject_id, kind, at, refs)
select $1, line.id, $2, line.subject_id, line.kind, line.at, line.refs
  from unnest($3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::jsonb[])
       as line (id, subject_id, kind, at, refs);

-- name: entries_of
-- The newest lines of one subject, newest first.
select id, subject_id, kind, at, agent_id, refs
  from timeline
 where brand_id = $1 and subject = $2 and subject_id = $3
 order by id desc
 limit $4;
