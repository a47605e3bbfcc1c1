-- name: terms
-- How long is waited, and how often somebody is asked.
select wait_minutes, every_days from rating_terms where brand_id = $1;

-- name: ways
-- Where the customers of which account are asked.
select account_id, way from rating_ways where brand_id = $1;

-- name: save_terms
-- How long is waited, and how often somebody is asked.
insert into rating_terms (brand_id, wait_minutes, every_days, changed_at) values ($1, $2, $3, $4)
on conflict (brand_id) do update
   set wait_minutes = excluded.wait_minutes, every_days = excluded.every_days, changed_at = excluded.changed_at;

-- name: save_way
-- Where the customers of an account are asked.
insert into rating_ways (brand_id, account_id, way) values ($1, $2, $3)
on conflict (brand_id, account_id) do update set way = excluded.way;

-- name: due_cases
-- Cases that have stayed solved for long enough and were not considered since they were solved.
select c.id
  from cases c
 where c.brand_id = $1 and c.state = 'solved' and c.solved_at <= $2 and c.solved_at > $3
   and c.joined_into_id is null
   and not exists (select from ratings r
                    where r.brand_id = c.brand_id and r.case_id = c.id
                      and (r.asked_at is not null or r.verdict is not null or r.considered_at > c.solved_at))
 order by c.solved_at
 limit $4;

-- name: about
-- All that decides whether, where and in which language the customer of a case is asked. The conversation is the
-- newest private one in which they spoke, whichever of their handles they used.
select c.id as case_id, c.code, c.state, c.solved_at, c.account_id, c.owner_id, h.customer_id, h.bot,
       c.joined_into_id, spoke.conversation_id, spoke.account_id as private_account_id,
       coalesce(spoke.automatic, false) as automatic, coalesce(spoke.language, '') as language
  from cases c
  join handles h on h.brand_id = c.brand_id and h.id = c.handle_id
  left join lateral (
       select m.conversation_id, v.account_id, m.automatic, m.language
         from messages m
         join handles a on a.brand_id = m.brand_id and a.id = m.author_id and a.customer_id = h.customer_id
         join conversations v on v.brand_id = m.brand_id and v.id = m.conversation_id
        where m.brand_id = c.brand_id and m.case_id = c.id and m.direction = 'in' and m.visibility = 'private'
          and m.deleted_at is null
        order by m.occurred_at desc
        limit 1
       ) spoke on true
 where c.brand_id = $1 and c.id = $2;

-- name: consider
-- Takes a case up: whoever writes this line asks, or does not; nobody else does. Nothing when it was taken up before.
insert into ratings as r (brand_id, case_id, id, account_id, agent_id, considered_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (brand_id, case_id) do update
   set considered_at = excluded.considered_at, account_id = excluded.account_id, agent_id = excluded.agent_id,
       not_asked = ''
 where r.asked_at is null and r.verdict is null and r.considered_at < $7
returning r.id;

-- name: ask_once
-- Whether this customer is to be asked now; from now on they were.
insert into rating_asked as a (brand_id, customer_id, asked_at) values ($1, $2, $3)
on conflict (brand_id, customer_id) do update set asked_at = excluded.asked_at where a.asked_at <= $4
returning customer_id;

-- name: note_asked
-- The question is on its way, with the hash of its link.
update ratings set asked_at = $3, token = $4 where brand_id = $1 and case_id = $2;

-- name: note_not_asked
-- Nobody is asked, for this reason.
update ratings set not_asked = $3 where brand_id = $1 and case_id = $2;

-- name: question_by_token
-- What a link asks about.
select r.case_id, c.code, r.asked_at, r.verdict, r.rated_at, r.text, c.state, true as open
  from ratings r
  join cases c on c.brand_id = r.brand_id and c.id = r.case_id
 where r.brand_id = $1 and r.token = $2;

-- name: question_of
-- What the status page of a case asks; open: it may be rated there.
select c.id as case_id, c.code, r.asked_at, r.verdict, r.rated_at, coalesce(r.text, '') as text, c.state,
       (c.state in ('solved', 'closed') and c.solved_at is not null and coalesce(w.way, 'status') <> 'off') as open
  from cases c
  left join ratings r on r.brand_id = c.brand_id and r.case_id = c.id
  left join rating_ways w on w.brand_id = c.brand_id and w.account_id = c.account_id
 where c.brand_id = $1 and c.id = $2;

-- name: rate
-- Writes down what the customer says: once.
insert into ratings as r (brand_id, case_id, id, account_id, agent_id, considered_at, verdict, via, rated_at)
select $1, c.id, $3, c.account_id, c.owner_id, $6, $4, $5, $6
  from cases c
 where c.brand_id = $1 and c.id = $2
on conflict (brand_id, case_id) do update
   set verdict = excluded.verdict, via = excluded.via, rated_at = excluded.rated_at,
       account_id = case when r.asked_at is null then excluded.account_id else r.account_id end,
       agent_id = case when r.asked_at is null then excluded.agent_id else r.agent_id end
 where r.verdict is null
returning r.id;

-- name: survivor
-- The case that a case has become part of, itself when it stands alone.
with recursive up as (
    select id, joined_into_id from cases where brand_id = $1 and id = $2
    union all
    select c.id, c.joined_into_id from up join cases c on c.brand_id = $1 and c.id = up.joined_into_id
)
select id from up where joined_into_id is null;

-- name: say_why
-- A word to a rating: once, and soon after.
update ratings set text = $3
 where brand_id = $1 and case_id = $2 and verdict is not null and text = '' and rated_at > $4
returning id;

-- name: ratings
-- What was said, the newest first, before one; of one verdict, of those nobody has seen to, or all.
select r.id, c.code, r.verdict, r.text, r.rated_at, r.via, a.handle as account, a.channel, g.name as agent,
       g.initials, r.seen_at, s.name as seen_by
  from ratings r
  join cases c on c.brand_id = r.brand_id and c.id = r.case_id
  join accounts a on a.brand_id = r.brand_id and a.id = r.account_id
  left join agents g on g.brand_id = r.brand_id and g.id = r.agent_id
  left join agents s on s.brand_id = r.brand_id and s.id = r.seen_by
 where r.brand_id = $1 and r.verdict is not null
   and ($2::text is null or r.verdict = $2)
   and (not $3::boolean or r.seen_at is null)
   and ($4::timestamptz is null or (r.rated_at, r.id) < ($4, $5::uuid))
 order by r.rated_at desc, r.id desc
 limit $6;

-- name: rating
-- When one was given.
select rated_at from ratings where brand_id = $1 and id = $2 and verdict is not null;

-- name: see
-- Somebody who leads has seen to it.
update ratings set seen_at = coalesce(seen_at, $3), seen_by = coalesce(seen_by, $4)
 where brand_id = $1 and id = $2 and verdict is not null;

-- name: unseen
-- How many bad ones nobody has seen to; counts on to a limit.
select count(*)::int
  from (select from ratings where brand_id = $1 and verdict = 'bad' and seen_at is null limit $2) found;

-- name: counts
-- What was said in a period, counted by what is asked for; and how many were asked in it.
with said as (
    select case $4::text when 'account' then r.account_id::text when 'agent' then coalesce(r.agent_id::text, '')
                         when 'day' then (r.rated_at at time zone $5::text)::date::text else '' end as key,
           r.verdict, r.text <> '' as with_text
      from ratings r
     where r.brand_id = $1 and r.verdict is not null and r.rated_at >= $2 and r.rated_at < $3
), asked as (
    select case $4::text when 'account' then r.account_id::text when 'agent' then coalesce(r.agent_id::text, '')
                         when 'day' then (r.asked_at at time zone $5::text)::date::text else '' end as key,
           count(*)::int as asked
      from ratings r
     where r.brand_id = $1 and r.asked_at >= $2 and r.asked_at < $3
     group by 1
), summed as (
    select key, count(*) filter (where verdict = 'good')::int as good,
           count(*) filter (where verdict = 'bad')::int as bad, count(*) filter (where with_text)::int as with_text
      from said
     group by key
)
select coalesce(s.key, a.key) as key, coalesce(s.good, 0) as good, coalesce(s.bad, 0) as bad,
       coalesce(s.with_text, 0) as with_text, coalesce(a.asked, 0) as asked
  from summed s
  full join asked a on a.key = s.key
 order by 1;
