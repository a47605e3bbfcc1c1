-- name: standing
-- How many cases are open, how many of them nobody's; promises due until an instant and those missed since another; new
-- cases since a third.
select (select count(*)::int from cases
         where brand_id = $1 and state = 'open' and joined_into_id is null and snoozed_until is null) as open,
       (select count(*)::int from cases
         where brand_id = $1 and state = 'open' and owner_id is null and joined_into_id is null
           and snoozed_until is null) as free,
       (select count(*)::int from promises
         where brand_id = $1 and state = 'open' and due_at < $2) as promises_due,
       (select count(*)::int from promises
         where brand_id = $1 and state = 'broken' and due_at >= $3 and due_at < $2 and settled_by is null)
         as promises_missed,
       (select count(*)::int from cases
         where brand_id = $1 and opened_at > $4 and opened_at <= $5) as arrived;

-- name: oldest
-- The open case whose customer waits longest.
select code, waiting_since
  from cases
 where brand_id = $1 and state = 'open' and joined_into_id is null and snoozed_until is null
   and waiting_since is not null
 order by queue_at, id
 limit 1;

-- name: waiting_by_account
-- On which accounts how many customers wait.
select a.id as account_id, a.channel, a.handle, w.waiting
  from (select account_id, count(*)::int as waiting
          from cases
         where brand_id = $1 and state = 'open' and joined_into_id is null and snoozed_until is null
           and waiting_since is not null
         group by account_id) as w
  join accounts a on a.brand_id = $1 and a.id = w.account_id
 order by w.waiting desc, a.handle, a.id;

-- name: first_answer_marks
-- How these cases stand by the clock of their own first answer; cases without a target are left out.
select distinct on (case_id) case_id, mark
  from clocks
 where brand_id = $1 and case_id = any($2::uuid[]) and kind = 'first_answer' and ref_id is null and minutes is not null
 order by case_id, started_at;

-- Lists behind the tiles ------------------------------------------------------------------------------------------

-- name: waiting_list
-- Open cases whose customers wait, the longest first; all accounts or one; a cursor of time and id.
with page as materialized (
    select id, queue_at
      from cases
     where brand_id = $1 and state = 'open' and joined_into_id is null and snoozed_until is null
       and waiting_since is not null and ($2::uuid is null or account_id = $2) and (queue_at, id) > ($3, $4)
     order by queue_at, id
     limit $5
)
select c.id, c.code, u.name as customer, a.handle as account_handle, o.name as owner_name, '' as text,
       c.waiting_since as at, null::numeric as minutes
  from page
  join cases c on c.brand_id = $1 and c.id = page.id
  join handles h on h.brand_id = $1 and h.id = c.handle_id
  join customers u on u.brand_id = $1 and u.id = h.customer_id
  join accounts a on a.brand_id = $1 and a.id = c.account_id
  left join agents o on o.brand_id = $1 and o.id = c.owner_id
 order by page.queue_at, page.id;

-- name: agent_list
-- The open cases of one agent, whoever waits longest first; a cursor of time and id.
select c.id, c.code, u.name as customer, a.handle as account_handle, o.name as owner_name, '' as text,
       c.queue_at as at, null::numeric as minutes
  from cases c
  join handles h on h.brand_id = $1 and h.id = c.handle_id
  join customers u on u.brand_id = $1 and u.id = h.customer_id
  join accounts a on a.brand_id = $1 and a.id = c.account_id
  join agents o on o.brand_id = $1 and o.id = c.owner_id
 where c.brand_id = $1 and c.owner_id = $2 and c.state = 'open' and c.joined_into_id is null
   and c.snoozed_until is null and (c.queue_at, c.id) > ($3, $4)
 order by c.queue_at, c.id
 limit $5;

-- name: arrival_list
-- Cases opened in a span of time, the newest first; a cursor of time and id.
select c.id, c.code, u.name as customer, a.handle as account_handle, o.name as owner_name, '' as text,
       c.opened_at as at, null::numeric as minutes
  from cases c
  join handles h on h.brand_id = $1 and h.id = c.handle_id
  join customers u on u.brand_id = $1 and u.id = h.customer_id
  join accounts a on a.brand_id = $1 and a.id = c.account_id
  left join agents o on o.brand_id = $1 and o.id = c.owner_id
 where c.brand_id = $1 and c.opened_at > $2 and (c.opened_at, c.id) < ($3, $4)
 order by c.opened_at desc, c.id desc
 limit $5;

-- name: promise_list
-- Open promises due before an instant, the first due first; a cursor of time and id.
select p.id, c.code, u.name as customer, a.handle as account_handle, o.name as owner_name, p.text, p.due_at as at, null::numeric as minutes
  from promises p
  left join messages m on m.brand_id = $1 and m.id = p.message_id
  join cases c on c.brand_id = $1 and c.id = coalesce(m.case_id, p.case_id)
  join handles h on h.brand_id = $1 and h.id = c.handle_id
  join customers u on u.brand_id = $1 and u.id = h.customer_id
  join accounts a on a.brand_id = $1 and a.id = c.account_id
  left join agents o on o.brand_id = $1 and o.id = c.owner_id
 where p.brand_id = $1 and p.state = 'open' and p.due_at < $2 and (p.due_at, p.id) > ($3, $4)
 order by p.due_at, p.id
 limit $5;

-- name: cases_listed
-- What a list shows of these cases.
select c.id, c.code, u.name as customer, a.handle as account_handle, o.name as owner_name, '' as text,
       c.opened_at as at, null::numeric as minutes
  from cases c
  join handles h on h.brand_id = $1 and h.id = c.handle_id
  join customers u on u.brand_id = $1 and u.id = h.customer_id
  join accounts a on a.brand_id = $1 and a.id = c.account_id
  left join agents o on o.brand_id = $1 and o.id = c.owner_id
 where c.brand_id = $1 and c.id = any($2::uuid[]);

-- Arrivals by the hour --------------------------------------------------------------------------------------------

-- name: kept_from_to
-- The first and the last hour that is kept.
select (select hour from arrivals where brand_id = $1 order by hour limit 1) as first,
       (select hour from arrivals where brand_id = $1 order by hour desc limit 1) as last;

-- name: keep_arrivals
-- Counts new cases by hour and account in a span of whole hours and writes it down.
insert into arrivals (brand_id, hour, account_id, cases)
select $1, date_trunc('hour', opened_at, 'UTC') as hour, account_id, count(*)::int
  from cases
 where brand_id = $1 and opened_at >= $2 and opened_at < $3
 group by 2, 3
on conflict (brand_id, hour, account_id) do update
   set cases = excluded.cases
 where arrivals.cases <> excluded.cases;

-- name: forget_arrivals
-- Hours that nobody asks for any more.
delete from arrivals where brand_id = $1 and hour < $2;

-- name: arrivals_before
-- New cases by hour, within a day (and the hour it begins in) before each of these instants.
select a.hour, sum(a.cases)::int as cases
  from unnest($2::timestamptz[]) as e (ends)
  join arrivals a on a.brand_id = $1 and a.hour > e.ends - interval '25 hours' and a.hour < e.ends
 group by a.hour;

-- name: arrivals_by_hour
-- New cases by hour in a span of time.
select hour, sum(cases)::int as cases
  from arrivals
 where brand_id = $1 and hour >= $2 and hour < $3
 group by hour;
