-- name: insert_promise
-- Keep track of a promise.
insert into promises (brand_id, id, case_id, message_id, agent_id, text, due_at, look_at, made_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: promises_of
-- What was promised in a case, wherever its messages came from; the newest last, withdrawn ones left out.
select p.id, coalesce(m.case_id, p.case_id) as case_id, p.message_id, p.agent_id, g.name as agent_name, p.text, p.due_at,
       p.state, p.made_at, p.warned_at, p.offered_at, p.settled_at, p.settled_by, p.how
  from promises p
  left join messages m on m.brand_id = p.brand_id and m.id = p.message_id
  join agents g on g.brand_id = p.brand_id and g.id = p.agent_id
 where p.brand_id = $1 and p.state <> 'withdrawn'
   and (p.message_id in (select o.id from messages o where o.brand_id = $1 and o.case_id = $2 and o.direction = 'out')
        or (p.message_id is null and p.case_id = $2))
 order by p.due_at, p.id
 limit $3

-- name: promise_by_id
-- One promise.
select p.id, coalesce(m.case_id, p.case_id) as case_id, p.message_id, p.agent_id, g.name as agent_name, p.text, p.due_at,
       p.state, p.made_at, p.warned_at, p.offered_at, p.settled_at, p.settled_by, p.how
  from promises p
  left join messages m on m.brand_id = p.brand_id and m.id = p.message_id
  join agents g on g.brand_id = p.brand_id and g.id = p.agent_id
 where p.brand_id = $1 and p.id = $2

-- name: settle_promise
-- Say how a promise ended; one that ended by itself, because its time passed, may still be said to be kept.
update promises
   set state = $3, settled_at = $4, settled_by = $5, how = $6
 where brand_id = $1 and id = $2 and state <> 'withdrawn'

-- name: withdraw_of_message
-- The answer never left: nothing was promised. Back when it is sent after all.
update promises
   set state = case when $3 then 'withdrawn' else 'open' end
 where brand_id = $1 and message_id = $2
   and state = case when $3 then 'open' else 'withdrawn' end

-- name: offer_kept
-- A later answer in time: open promises of the case look kept now.
update promises p
   set offered_at = $4
 where p.brand_id = $1 and p.state = 'open' and p.offered_at is null and p.due_at >= $4 and p.made_at < $4
   and (p.message_id in (select o.id from messages o where o.brand_id = $1 and o.case_id = $2 and o.direction = 'out')
        or (p.message_id is null and p.case_id = $2))
   and p.message_id is distinct from $3

-- name: take_due
-- Open promises something is to happen to by now, locked; others leave them alone.
select p.id, coalesce(m.case_id, p.case_id) as case_id, p.agent_id, p.due_at, p.warned_at
  from promises p
  left join messages m on m.brand_id = p.brand_id and m.id = p.message_id
 where p.brand_id = $1 and p.state = 'open' and p.look_at <= $2
 order by p.look_at
 limit $3
   for update of p skip locked

-- name: next_look
-- When something happens next to an open promise.
select min(look_at) from promises where brand_id = $1 and state = 'open'

-- name: warn_promise
-- Its time comes near; the next look is when it is due.
update promises set warned_at = $3, look_at = due_at where brand_id = $1 and id = $2 and state = 'open'

-- name: break_promise
-- Its time has passed.
update promises set state = 'broken', settled_at = $3 where brand_id = $1 and id = $2 and state = 'open'

-- name: rates
-- How many promises due in a span of time were made, kept, broken, are open.
select count(*)::int as made, (count(*) filter (where state = 'kept'))::int as kept,
       (count(*) filter (where state = 'broken'))::int as broken, (count(*) filter (where state = 'open'))::int as open
  from promises
 where brand_id = $1 and due_at >= $2 and due_at < $3 and state <> 'withdrawn'

-- name: due_list
-- Open promises of the brand, the first due first, with case, customer and who has it; a cursor of due time and id.
select p.id, c.code, u.name as customer, p.agent_id, g.name as agent_name, g.initials as agent_initials, o.name as owner_name,
       p.text, p.due_at, p.state, p.warned_at, p.offered_at, p.settled_at, p.how
  from promises p
  left join messages m on m.brand_id = p.brand_id and m.id = p.message_id
  join cases c on c.brand_id = p.brand_id and c.id = coalesce(m.case_id, p.case_id)
  join handles h on h.brand_id = p.brand_id and h.id = c.handle_id
  join customers u on u.brand_id = p.brand_id and u.id = h.customer_id
  join agents g on g.brand_id = p.brand_id and g.id = p.agent_id
  left join agents o on o.brand_id = c.brand_id and o.id = c.owner_id
 where p.brand_id = $1 and p.state = 'open' and (p.due_at, p.id) > ($2, $3)
 order by p.due_at, p.id
 limit $4

-- name: ended_list
-- Promises that were kept or broken, the last due first, with case, customer and who has it.
select p.id, c.code, u.name as customer, p.agent_id, g.name as agent_name, g.initials as agent_initials, o.name as owner_name,
       p.text, p.due_at, p.state, p.warned_at, p.offered_at, p.settled_at, p.how
  from promises p
  left join messages m on m.brand_id = p.brand_id and m.id = p.message_id
  join cases c on c.brand_id = p.brand_id and c.id = coalesce(m.case_id, p.case_id)
  join handles h on h.brand_id = p.brand_id and h.id = c.handle_id
  join customers u on u.brand_id = p.brand_id and u.id = h.customer_id
  join agents g on g.brand_id = p.brand_id and g.id = p.agent_id
  left join agents o on o.brand_id = c.brand_id and o.id = c.owner_id
 where p.brand_id = $1 and p.state = any($2::text[]) and (p.due_at, p.id) < ($3, $4)
 order by p.due_at desc, p.id desc
 limit $5
