-- name: lock_calls
-- What is told of the calls of one account is taken in one after the other.
select pg_advisory_xact_lock(hashtextextended($1::uuid::text || ' calls ' || $2::uuid::text, 0));

-- name: find_leg
-- To which call a leg belongs, as far as told.
select call_id from call_legs where brand_id = $1 and account_id = $2 and leg_key = $3;

-- name: call_by_key
-- The call of this name.
select brand_id, id, account_id, call_key, incoming, number, line, users, rang_at, answered_at, ended_at, agent_id,
       case_id, message_id, note, note_version, note_by, put_away_at
  from calls
 where brand_id = $1 and account_id = $2 and call_key = $3;

-- name: call_by_id
-- One call.
select brand_id, id, account_id, call_key, incoming, number, line, users, rang_at, answered_at, ended_at, agent_id,
       case_id, message_id, note, note_version, note_by, put_away_at
  from calls
 where brand_id = $1 and id = $2
   for update;

-- name: insert_call
-- A call nobody told of before.
insert into calls (brand_id, id, account_id, call_key, incoming, number, line, rang_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: keep_leg
-- One step of a leg: the earliest time told of each step counts, so that order and repetition change nothing.
insert into call_legs as l (brand_id, account_id, leg_key, call_id, rang_at, answered_at, ended_at, users, answered_by,
                            cause)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (brand_id, account_id, leg_key) do update
   set call_id = excluded.call_id,
       rang_at = least(l.rang_at, excluded.rang_at),
       answered_at = least(l.answered_at, excluded.answered_at),
       ended_at = least(l.ended_at, excluded.ended_at),
       users = case when l.users = '{}' then excluded.users else l.users end,
       answered_by = case when l.answered_by = '{}' then excluded.answered_by else l.answered_by end,
       cause = case when l.cause = '' then excluded.cause else l.cause end;

-- name: legs_of_call
-- The legs of a call.
select rang_at, answered_at, ended_at, users, answered_by
  from call_legs
 where brand_id = $1 and call_id = $2
 order by leg_key;

-- name: move_legs
-- A leg turned out to be a part of another call, and so does what hangs on it.
update call_legs set call_id = $3 where brand_id = $1 and call_id = $2;

-- name: drop_call
-- Nothing is left of a call that was part of another one, and nobody worked on it.
delete from calls
 where brand_id = $1 and id = $2 and case_id is null and note = ''
   and not exists (select from call_legs l where l.brand_id = $1 and l.call_id = $2);

-- name: drop_own_call_back
-- A call that was not missed after all, or is part of another one, needs no call-back; what an agent asked for stays.
delete from call_backs where brand_id = $1 and call_id = $2 and created_by is null and done_at is null
returning id;

-- name: save_call
-- Writes what the legs add up to.
update calls
   set users = $3, rang_at = $4, answered_at = $5, ended_at = $6, agent_id = coalesce($7, agent_id),
       number = case when number = '' then $8 else number end,
       line = case when line = '' then $9 else line end
 where brand_id = $1 and id = $2;

-- name: agents_at
-- Whose telephones these are.
select extension, agent_id from extensions where brand_id = $1 and extension = any($2::text[]);

-- name: extensions_of
-- The extensions of one agent.
select extension from extensions where brand_id = $1 and agent_id = $2 order by extension;

-- name: drop_extensions
-- The agent sits elsewhere now.
delete from extensions where brand_id = $1 and agent_id = $2;

-- name: put_extension
-- Whose telephone this is from now on.
insert into extensions (brand_id, extension, agent_id) values ($1, $2, $3)
on conflict (brand_id, extension) do update set agent_id = excluded.agent_id;

-- name: set_agent
-- Who has the call, by their own word.
update calls set agent_id = $3, put_away_at = null where brand_id = $1 and id = $2;

-- name: set_case
-- To which case a call belongs, and which message holds its note.
update calls set case_id = $3, message_id = coalesce($4, message_id) where brand_id = $1 and id = $2;

-- name: save_note
-- What is typed while talking; the newer version wins.
update calls set note = $3, note_version = $4, note_by = $5
 where brand_id = $1 and id = $2 and note_version < $4;

-- name: put_away
-- The card is not needed on the screen any more.
update calls set put_away_at = $3 where brand_id = $1 and id = $2 and put_away_at is null;

-- name: insert_call_back
-- Somebody to call back; once per call, an agent's word moves it.
insert into call_backs (brand_id, id, call_id, case_id, due_at, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (brand_id, call_id) do update
   set due_at = excluded.due_at, created_by = excluded.created_by, done_at = null, done_by = null,
       case_id = coalesce(excluded.case_id, call_backs.case_id)
 where excluded.created_by is not null
returning id;

-- name: call_back_of_call
-- The call-back of one call, open or done.
select id, case_id, due_at, done_at from call_backs where brand_id = $1 and call_id = $2;

-- name: call_back_to_case
-- The call-back belongs to a case now.
update call_backs set case_id = $3 where brand_id = $1 and id = $2;

-- name: call_back_done
-- Somebody called back.
update call_backs set done_at = $3, done_by = $4 where brand_id = $1 and id = $2 and done_at is null
returning case_id;

-- name: call_back_exists
-- Whether there is such a call-back.
select id from call_backs where brand_id = $1 and id = $2;

-- name: call_backs_due
-- Whom to call back, the earliest due first.
select b.id, b.call_id, c.number, coalesce(u.name, '') as customer, coalesce(s.code, '') as code, b.due_at, c.rang_at,
       c.answered_at is null as missed
  from call_backs b
  join calls c on c.brand_id = b.brand_id and c.id = b.call_id
  left join cases s on s.brand_id = b.brand_id and s.id = b.case_id
  left join handles h on h.brand_id = c.brand_id and h.scope = 'tel' and h.external_id = c.number and c.number <> ''
  left join customers u on u.brand_id = h.brand_id and u.id = h.customer_id
 where b.brand_id = $1 and b.done_at is null
 order by b.due_at, b.id
 limit $2;

-- name: calls_before
-- Calls up to a point, the newest first.
select c.id, c.incoming, c.number, c.line, c.rang_at, c.answered_at, c.ended_at, c.agent_id,
       coalesce(g.name, '') as agent_name, c.note, c.note_version, c.message_id is not null as noted, coalesce(s.code, '') as code,
       u.id as customer_id, coalesce(u.name, '') as customer, b.due_at
  from calls c
  left join agents g on g.brand_id = c.brand_id and g.id = c.agent_id
  left join cases s on s.brand_id = c.brand_id and s.id = c.case_id
  left join handles h on h.brand_id = c.brand_id and h.scope = 'tel' and h.external_id = c.number and c.number <> ''
  left join customers u on u.brand_id = h.brand_id and u.id = h.customer_id
  left join call_backs b on b.brand_id = c.brand_id and b.call_id = c.id and b.done_at is null
 where c.brand_id = $1 and (c.rang_at, c.id) < ($2, $3)
 order by c.rang_at desc, c.id desc
 limit $4;

-- name: missed_hidden
-- Calls that nobody answered and nobody can return, since a time, the newest first: whoever called showed no number.
select c.id, c.incoming, c.number, c.line, c.rang_at, c.answered_at, c.ended_at, c.agent_id,
       '' as agent_name, c.note, c.note_version, c.message_id is not null as noted, coalesce(s.code, '') as code,
       null::uuid as customer_id, '' as customer, b.due_at
  from calls c
  left join cases s on s.brand_id = c.brand_id and s.id = c.case_id
  left join call_backs b on b.brand_id = c.brand_id and b.call_id = c.id and b.done_at is null
 where c.brand_id = $1 and c.rang_at > $2 and c.number = '' and c.incoming and c.answered_at is null
   and c.ended_at is not null
 order by c.rang_at desc, c.id desc
 limit $3;

-- name: call_row
-- One call as lists show it.
select c.id, c.incoming, c.number, c.line, c.rang_at, c.answered_at, c.ended_at, c.agent_id,
       coalesce(g.name, '') as agent_name, c.note, c.note_version, c.message_id is not null as noted, coalesce(s.code, '') as code,
       u.id as customer_id, coalesce(u.name, '') as customer, b.due_at
  from calls c
  left join agents g on g.brand_id = c.brand_id and g.id = c.agent_id
  left join cases s on s.brand_id = c.brand_id and s.id = c.case_id
  left join handles h on h.brand_id = c.brand_id and h.scope = 'tel' and h.external_id = c.number and c.number <> ''
  left join customers u on u.brand_id = h.brand_id and u.id = h.customer_id
  left join call_backs b on b.brand_id = c.brand_id and b.call_id = c.id and b.done_at is null
 where c.brand_id = $1 and c.id = $2;

-- name: cards
-- What an agent's screen shows: what rings at their telephone, or at one nobody claims, and what they have in hand.
with mine as (
    select id from calls
     where brand_id = $1 and agent_id = $2 and put_away_at is null and rang_at > $3
     order by rang_at desc limit 3
), ringing as (
    select c.id from calls c
     where c.brand_id = $1 and c.ended_at is null and c.answered_at is null and c.rang_at > $4 and c.incoming
       and (exists (select from extensions e
                     where e.brand_id = $1 and e.agent_id = $2 and e.extension = any(c.users))
            or not exists (select from extensions e where e.brand_id = $1 and e.extension = any(c.users)))
     order by c.rang_at desc limit 3
)
select c.id, c.incoming, c.number, c.line, c.rang_at, c.answered_at, c.ended_at, c.agent_id,
       coalesce(g.name, '') as agent_name, c.note, c.note_version, c.message_id is not null as noted, coalesce(s.code, '') as code,
       u.id as customer_id, coalesce(u.name, '') as customer, b.due_at
  from (select id from mine union select id from ringing) wanted
  join calls c on c.brand_id = $1 and c.id = wanted.id
  left join agents g on g.brand_id = c.brand_id and g.id = c.agent_id
  left join cases s on s.brand_id = c.brand_id and s.id = c.case_id
  left join handles h on h.brand_id = c.brand_id and h.scope = 'tel' and h.external_id = c.number and c.number <> ''
  left join customers u on u.brand_id = h.brand_id and u.id = h.customer_id
  left join call_backs b on b.brand_id = c.brand_id and b.call_id = c.id and b.done_at is null
 order by c.rang_at desc, c.id desc;

-- name: any_cards
-- Whether anybody of a brand has a call on the screen.
select exists (select from calls where brand_id = $1 and ended_at is null and answered_at is null and rang_at > $3)
       or exists (select from calls
                   where brand_id = $1 and agent_id is not null and put_away_at is null and rang_at > $2);

-- name: handle_of_number
-- The handle of a telephone number.
select id from handles where brand_id = $1 and scope = 'tel' and external_id = $2;

-- name: last_cases
-- The newest cases of a customer under whichever handle, open ones first.
select s.code, s.state, s.opened_at, coalesce(left(m.text, 120), '') as text
  from handles h
  join cases s on s.brand_id = h.brand_id and s.handle_id = h.id and s.joined_into_id is null
  left join messages m on m.brand_id = s.brand_id and m.id = s.last_message_id and m.deleted_at is null
 where h.brand_id = $1 and h.customer_id = $2
 order by s.state in ('open', 'waiting') desc, s.opened_at desc
 limit $3;

-- name: who_told_number
-- Customers who named this number as theirs, but never called from it; what a colleague removed does not count.
select s.code, s.state, s.opened_at, u.name as text
  from facts f
  join messages m on m.brand_id = f.brand_id and m.id = f.message_id
  join cases s on s.brand_id = m.brand_id and s.id = m.case_id and s.joined_into_id is null
  join handles h on h.brand_id = s.brand_id and h.id = s.handle_id and h.id = f.handle_id
  join customers u on u.brand_id = h.brand_id and u.id = h.customer_id
 where f.brand_id = $1 and f.key in ('phone', 'customer_number') and f.key = 'phone' and f.value = $2
   and f.state in ('read', 'confirmed')
 order by f.said_at desc
 limit 3;

-- name: cases_of_number
-- Cases in which somebody told one of these numbers as theirs, or called from it, the newest first.
with theirs as (
    select m.case_id as id
      from facts f
      join messages m on m.brand_id = f.brand_id and m.id = f.message_id
     where f.brand_id = $1 and f.key in ('customer_number', 'order_number', 'phone')
       and upper(translate(f.value, ' -./()', '')) = any($2::text[])
       and f.state in ('read', 'confirmed')
     union
    select n.case_id
      from facts f
      join notes n on n.brand_id = f.brand_id and n.id = f.note_id
     where f.brand_id = $1 and f.key in ('customer_number', 'order_number', 'phone')
       and upper(translate(f.value, ' -./()', '')) = any($2::text[])
       and f.state in ('read', 'confirmed')
     union
    select s.id
      from handles h
      join cases s on s.brand_id = h.brand_id and s.handle_id = h.id
     where h.brand_id = $1 and h.scope = 'tel' and h.external_id = any($2::text[])
)
select s.code, s.state, s.opened_at, u.name as text
  from theirs t
  join cases s on s.brand_id = $1 and s.id = t.id and s.joined_into_id is null
  join handles h on h.brand_id = s.brand_id and h.id = s.handle_id
  join customers u on u.brand_id = h.brand_id and u.id = h.customer_id
 order by s.opened_at desc, s.id
 limit 10;

-- name: cases_of_name
-- The newest cases of customers whose name begins like this.
select s.code, s.state, s.opened_at, u.name as text
  from (select id, name from customers where brand_id = $1 and lower(name) like $2 order by lower(name) limit 20) u
  join handles h on h.brand_id = $1 and h.customer_id = u.id
  join cases s on s.brand_id = $1 and s.handle_id = h.id and s.joined_into_id is null
 order by s.opened_at desc, s.id
 limit 10;

-- name: who_talks
-- Who is on the telephone, by calls that rang after an instant.
select distinct agent_id
  from calls
 where brand_id = $1 and rang_at > $2 and put_away_at is null and agent_id is not null
   and answered_at is not null and ended_at is null;
