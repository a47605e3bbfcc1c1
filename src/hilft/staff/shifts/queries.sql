-- name: shifts_between
-- The shifts of the days from one to another, both included, in order.
select s.id, s.agent_id, a.login, a.name, a.initials, a.photo, s.day, s.starts, s.ends
  from shifts s
  join agents a on a.brand_id = s.brand_id and a.id = s.agent_id
 where s.brand_id = $1 and s.day between $2 and $3
 order by s.day, s.starts, a.name, s.id;

-- name: lock_planned
-- Who still works here of these agents, their rows locked so that two plans are made one after the other.
select id from agents
 where brand_id = $1 and id = any($2::uuid[]) and disabled_at is null
 order by id
   for no key update;

-- name: insert_shifts
-- Writes shifts down, one of each list.
insert into shifts (brand_id, id, agent_id, day, starts, ends, made_by, made_at)
select $1, s.id, s.agent_id, s.day, s.starts, s.ends, $7, $8
  from unnest($2::uuid[], $3::uuid[], $4::date[], $5::integer[], $6::integer[]) as s (id, agent_id, day, starts, ends);

-- name: drop_between
-- Takes the shifts of the days from one to another away, both included.
delete from shifts where brand_id = $1 and day between $2 and $3;

-- name: drop_shift
-- Takes one shift away.
delete from shifts where brand_id = $1 and id = $2;
