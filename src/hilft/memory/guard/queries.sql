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
-- Customers' public posts that hold personal data, and those that hold none any more; a changed one has to be looked at again.
with looked as materialized (
    select * from jsonb_to_recordset($2::jsonb) as post (id uuid, kinds text[])
), gone as (
    delete from exposures e using looked l where e.brand_id = $1 and e.message_id = l.id and l.kinds = '{}'
)
insert into exposures (brand_id, message_id, kinds, found_at)
select $1, m.id, l.kinds, $3
  from looked l
  join messages m on m.brand_id = $1 and m.id = l.id and m.direction = 'in' and m.visibility = 'public'
 where l.kinds <> '{}'
 order by m.id
on conflict (brand_id, message_id) do update
   set kinds = excluded.kinds, found_at = excluded.found_at, settled_at = null, settled_by = null
 where exposures.kinds <> excluded.kinds

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
