-- name: insert_unread
-- Something was said: it waits to be read, once.
insert into unread (brand_id, id, message_id, note_id, channel, heard_at)
values ($1, $2, $3, $4, $5, $6)
on conflict do nothing;

-- name: insert_all_unread
-- Several messages wait to be read, each once.
insert into unread (brand_id, id, message_id, heard_at)
select $1, message_id, message_id, $3 from unnest($2::uuid[]) as message_id
on conflict do nothing;

-- name: take_unread
-- Takes the oldest that wait for reading, with what they say; the lock of a reader who crashes ends with it.
with oldest as (
    select id from unread where brand_id = $1 order by id limit $2 for update skip locked
), taken as (
    delete from unread where brand_id = $1 and id in (select id from oldest)
    returning message_id, note_id, channel
)
select t.message_id, t.note_id, coalesce(m.case_id, n.case_id) as case_id, m.author_id as handle_id,
       coalesce(nullif(t.channel, ''), a.channel, '') as channel, coalesce(m.subject, '') as subject,
       coalesce(m.text, n.text, '') as text, coalesce(m.occurred_at, n.created_at) as said_at,
       coalesce(m.language, '') as language
  from taken t
  left join messages m on m.brand_id = $1 and m.id = t.message_id
  left join notes n on n.brand_id = $1 and n.id = t.note_id
  left join accounts a on a.brand_id = $1 and a.id = m.account_id
 where m.deleted_at is null;

-- name: take_unread_of_case
-- Takes what waits for reading in one case; whoever is reading it at this moment is waited for.
with said as materialized (  -- a case holds few messages; after a burst thousands wait to be read
    select id from messages where brand_id = $1 and case_id = $2 and direction = 'in'
    union all
    select id from notes where brand_id = $1 and case_id = $2
), waiting as (
    select u.id
      from unread u
     where u.brand_id = $1 and u.id in (select id from said)
     order by u.id desc
     limit $3
       for update of u
), taken as (
    delete from unread where brand_id = $1 and id in (select id from waiting)
    returning message_id, note_id, channel
)
select t.message_id, t.note_id, coalesce(m.case_id, n.case_id) as case_id, m.author_id as handle_id,
       coalesce(nullif(t.channel, ''), a.channel, '') as channel, coalesce(m.subject, '') as subject,
       coalesce(m.text, n.text, '') as text, coalesce(m.occurred_at, n.created_at) as said_at,
       coalesce(m.language, '') as language
  from taken t
  left join messages m on m.brand_id = $1 and m.id = t.message_id
  left join notes n on n.brand_id = $1 and n.id = t.note_id
  left join accounts a on a.brand_id = $1 and a.id = m.account_id
 where m.deleted_at is null;

-- name: learn_facts
-- Writes what was found, instead of what was found in the same texts before; what an agent decided on stays.
with gone as (
    delete from facts
     where brand_id = $1 and state in ('read', 'guessed', 'proposed') and (message_id = any($2::uuid[]) or note_id = any($3::uuid[]))
)
insert into facts (brand_id, id, message_id, note_id, handle_id, key, value, detail, kind, start_at, end_at, sure, state,
                   channel, said_at, learnt_at)
select $1, new.id, new.message_id, new.note_id, new.handle_id, new.key, new.value, new.detail, new.kind, new.start_at,
       new.end_at, new.sure, new.state, new.channel, new.said_at, $18
  from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[],
              $12::int[], $13::int[], $14::float8[], $15::text[], $16::text[], $17::timestamptz[])
       as new (id, message_id, note_id, handle_id, key, value, detail, kind, start_at, end_at, sure, state, channel,
               said_at)
 where not exists (
    select from facts d
     where d.brand_id = $1 and d.state not in ('read', 'guessed', 'proposed') and d.key = new.key and d.value = new.value
       and (d.message_id = new.message_id or d.note_id = new.note_id));

-- name: facts_around
-- What the customer of a case ever said, in this case and others, newest first: words of participants are not theirs.
with customer as (
    select h.customer_id, u.name
      from cases c
      join handles h on h.brand_id = c.brand_id and h.id = c.handle_id
      join customers u on u.brand_id = h.brand_id and u.id = h.customer_id
     where c.brand_id = $1 and c.id = $2
), said as (
    select f.id, m.case_id
      from customer
      join handles h on h.brand_id = $1 and h.customer_id = customer.customer_id
      join facts f on f.brand_id = $1 and f.handle_id = h.id
      join messages m on m.brand_id = $1 and m.id = f.message_id and m.deleted_at is null
    union all
    select f.id, n.case_id
      from customer
      join handles h on h.brand_id = $1 and h.customer_id = customer.customer_id
      join cases c on c.brand_id = $1 and c.handle_id = h.id
      join notes n on n.brand_id = $1 and n.case_id = c.id
      join facts f on f.brand_id = $1 and f.note_id = n.id
)
select f.id, f.key, f.value, f.detail, f.kind, f.start_at, f.end_at, f.sure, f.state, f.channel, f.said_at, f.learnt_at,
       f.message_id, f.note_id, s.case_id, c.code, customer.name as said_by, f.agent_id,
       coalesce(g.name, '') as agent_name, f.decided_at, f.replaces_id
  from said s
  cross join customer
  join facts f on f.brand_id = $1 and f.id = s.id
  join cases c on c.brand_id = $1 and c.id = s.case_id
  left join agents g on g.brand_id = $1 and g.id = f.agent_id
 order by f.said_at desc, f.id desc
 limit $3;

-- name: facts_of_customer
-- What a customer ever said of themselves with these keys, in any case, newest first.
with said as (
    select f.id, m.case_id
      from handles h
      join facts f on f.brand_id = $1 and f.handle_id = h.id and f.key = any($3::text[])
      join messages m on m.brand_id = $1 and m.id = f.message_id and m.deleted_at is null
     where h.brand_id = $1 and h.customer_id = $2
    union all
    select f.id, n.case_id
      from handles h
      join cases c on c.brand_id = $1 and c.handle_id = h.id
      join notes n on n.brand_id = $1 and n.case_id = c.id
      join facts f on f.brand_id = $1 and f.note_id = n.id and f.key = any($3::text[])
     where h.brand_id = $1 and h.customer_id = $2
)
select f.id, f.key, f.value, f.detail, f.kind, f.start_at, f.end_at, f.sure, f.state, f.channel, f.said_at, f.learnt_at,
       f.message_id, f.note_id, s.case_id, c.code, u.name as said_by, f.agent_id, coalesce(g.name, '') as agent_name,
       f.decided_at, f.replaces_id
  from said s
  join customers u on u.brand_id = $1 and u.id = $2
  join facts f on f.brand_id = $1 and f.id = s.id
  join cases c on c.brand_id = $1 and c.id = s.case_id
  left join agents g on g.brand_id = $1 and g.id = f.agent_id
 order by f.said_at desc, f.id desc
 limit $4;

-- name: decide_fact
-- What an agent made of a fact.
update facts set state = $3, agent_id = $4, decided_at = $5 where brand_id = $1 and id = $2 and state <> 'corrected';

-- name: replace_fact
-- The right value, from the same source.
insert into facts (brand_id, id, message_id, note_id, handle_id, key, value, kind, start_at, end_at, sure, state, channel,
                   said_at, learnt_at, agent_id, decided_at, replaces_id)
select brand_id, $3, message_id, note_id, handle_id, key, $4, kind, start_at, end_at, 1, 'confirmed', channel, said_at,
       $6, $5, $6, id
  from facts
 where brand_id = $1 and id = $2;

-- name: forget_message
-- The author took a message back: what it told is not known any more.
with unheard as (
    delete from unread where brand_id = $1 and message_id = $2
)
delete from facts where brand_id = $1 and message_id = $2;

-- name: others_with_number
-- Who else has a confirmed customer number that this customer has confirmed, too.
select distinct h2.customer_id, u.name, theirs.value
  from handles h
  join facts own on own.brand_id = $1 and own.handle_id = h.id and own.key = 'customer_number' and own.state = 'confirmed'
  join facts theirs on theirs.brand_id = $1 and theirs.key = 'customer_number' and theirs.state = 'confirmed'
   and theirs.value = own.value
  join handles h2 on h2.brand_id = $1 and h2.id = theirs.handle_id and h2.customer_id <> h.customer_id
  join customers u on u.brand_id = $1 and u.id = h2.customer_id
 where h.brand_id = $1 and h.customer_id = $2
 order by u.name
 limit 5;

-- name: said_in
-- What a message or note says, as long as it is there.
select m.id as message_id, n.id as note_id, coalesce(m.case_id, n.case_id) as case_id, m.author_id as handle_id,
       coalesce(a.channel, '') as channel, coalesce(m.subject, '') as subject, coalesce(m.text, n.text, '') as text,
       coalesce(m.occurred_at, n.created_at) as said_at, coalesce(m.language, '') as language
  from (select $2::uuid as id) as source
  left join messages m on m.brand_id = $1 and m.id = source.id and m.deleted_at is null
  left join notes n on n.brand_id = $1 and n.id = source.id
  left join accounts a on a.brand_id = $1 and a.id = m.account_id
 where m.id is not null or n.id is not null;

-- name: values_said
-- What is known from a message or note already, key and value in small letters, removed facts, too.
select key || ' ' || lower(value) from facts
 where brand_id = $1 and state <> 'guessed' and (message_id = $2 or note_id = $2);
