-- name: insert_event
-- What an agent made of one hint; the same answer and key again changes nothing.
insert into asked_events (brand_id, id, case_id, account_id, agent_id, message_id, key, outcome, reason, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (brand_id, message_id, key) where message_id is not null do nothing
returning id;

-- name: count_answers
-- How many answers each agent sent, by channel and week of a zone; ours from outside the desk have no agent.
select m.agent_id, a.channel, date_trunc('week', m.received_at at time zone $4)::date as week, count(*)::int as answers
  from messages m
  join accounts a on a.brand_id = m.brand_id and a.id = m.account_id
 where m.brand_id = $1 and m.direction = 'out' and m.agent_id is not null and not m.withdrawn
   and m.received_at >= $2 and m.received_at < $3
 group by 1, 2, 3;

-- name: count_events
-- What came of hints, by agent, channel and week; an answer that asked two known things is one answer.
select e.agent_id, a.channel, date_trunc('week', e.at at time zone $4)::date as week,
       (count(distinct e.message_id) filter (where e.outcome <> 'taken'))::int as again,
       (count(*) filter (where e.outcome = 'sent'))::int as sent,
       (count(*) filter (where e.outcome = 'taken'))::int as taken,
       (count(*) filter (where e.outcome = 'on_purpose'))::int as on_purpose
  from asked_events e
  join accounts a on a.brand_id = e.brand_id and a.id = e.account_id
 where e.brand_id = $1 and e.at >= $2 and e.at < $3
 group by 1, 2, 3;
