-- name: insert_disclosure
-- Keep why personal data went out in public.
insert into disclosures (brand_id, id, message_id, agent_id, kinds, reason, at) values ($1, $2, $3, $4, $5, $6, $7)

-- name: disclosures_of
-- What went out in public in a case all the same, and why.
select d.id, d.message_id, g.name as agent_name, d.kinds, d.reason, d.at
  from disclosures d
  join messages m on m.brand_id = d.brand_id and m.id = d.message_id
  join agents g on g.brand_id = d.brand_id and g.id = d.agent_id
 where d.brand_id = $1 and m.case_id = $2
 order by d.at
 limit $3

-- name: expose
-- A customer's public post holds personal data; after a change of the post it may hold other, and has to be looked at again.
insert into exposures (brand_id, message_id, kinds, found_at)
select $1, m.id, $3, $4 from messages m
 where m.brand_id = $1 and m.id = $2 and m.direction = 'in' and m.visibility = 'public'
on conflict (brand_id, message_id) do update
   set kinds = excluded.kinds, found_at = excluded.found_at, settled_at = null, settled_by = null
 where exposures.kinds <> excluded.kinds

-- name: unexpose
-- The post holds none any more.
delete from exposures where brand_id = $1 and message_id = $2

-- name: exposures_of
-- Public posts of a case with personal data that nobody has dealt with and that are still there.
select e.message_id, e.kinds, e.found_at
  from messages m
  join exposures e on e.brand_id = m.brand_id and e.message_id = m.id
 where m.brand_id = $1 and m.case_id = $2 and m.direction = 'in' and e.settled_at is null and m.deleted_at is null
 order by e.found_at
 limit $3

-- name: settle_exposures
-- Somebody dealt with the posts of a case.
update exposures e
   set settled_at = $3, settled_by = $4
  from messages m
 where e.brand_id = $1 and m.brand_id = $1 and m.id = e.message_id and m.case_id = $2 and e.settled_at is null
