-- Threads: which message is this, where does it belong ------------------------------------------------------------

-- name: lock_scope
-- Lets one digester at a time decide threads of a scope; the lock ends with the transaction.
select pg_advisory_xact_lock(hashtextextended($1::uuid::text || ' ' || $2::text, 0));

-- name: message_by_names
-- The message known under any of these names of the network.
select m.id, m.conversation_id, m.case_id, m.account_id, m.direction, m.visibility, m.author_id, m.external_id,
       m.text, m.to_main, m.outside, m.needs_answer, m.occurred_at, m.edited_at, m.deleted_at
  from message_names n
  join messages m on m.brand_id = n.brand_id and m.id = n.message_id
 where n.brand_id = $1 and n.scope = $2 and n.name = any($3::text[])
 limit 1;

-- name: message_by_id
-- One message by its id.
select id, conversation_id, case_id, account_id, direction, visibility, author_id, external_id, text, to_main,
       outside, needs_answer, occurred_at, edited_at, deleted_at
  from messages
 where brand_id = $1 and id = $2;

-- name: conversations_by_keys
-- The conversations whose thread goes by one of these keys, the oldest first.
select brand_id, id, case_id, account_id, scope, thread_key, visibility, partner, opened_at, last_at
  from conversations
 where brand_id = $1 and scope = $2 and thread_key = any($3::text[])
 order by opened_at, id;

-- name: conversation_by_id
-- One conversation by its id.
select brand_id, id, case_id, account_id, scope, thread_key, visibility, partner, opened_at, last_at
  from conversations
 where brand_id = $1 and id = $2;

-- name: open_conversation
-- Finds or creates the conversation of a thread, visibility and partner; the unique index decides.
insert into conversations (brand_id, id, case_id, account_id, scope, thread_key, visibility, partner, opened_at, last_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
on conflict (brand_id, scope, thread_key, visibility, partner)
   do update set last_at = greatest(conversations.last_at, excluded.last_at)
returning brand_id, id, case_id, account_id, scope, thread_key, visibility, partner, opened_at, last_at;

-- name: rekey_conversation
-- The thread turned out to go by another key.
update conversations set thread_key = $3 where brand_id = $1 and id = $2;

-- name: move_conversation
-- Gives a conversation to another case.
update conversations set case_id = $3 where brand_id = $1 and id = $2;

-- name: move_messages_of_conversation
-- Gives the messages of a conversation, with their files, to another case.
with moved as (
    update messages set case_id = $3 where brand_id = $1 and conversation_id = $2 returning id
)
update attachments set case_id = $3 where brand_id = $1 and message_id in (select id from moved);

-- name: only_ours
-- Whether no customer has said anything in a conversation yet.
select not exists (select from messages where brand_id = $1 and conversation_id = $2 and direction = 'in');

-- name: private_words_elsewhere
-- The private conversations of a thread that one customer has with us in other cases that are not at rest.
select k.brand_id, k.id, k.case_id, k.account_id, k.scope, k.thread_key, k.visibility, k.partner, k.opened_at, k.last_at
  from conversations k
  join handles h on h.brand_id = k.brand_id and h.id = nullif(k.partner, '')::uuid
  join cases c on c.brand_id = k.brand_id and c.id = k.case_id and c.state in ('open', 'waiting')
 where k.brand_id = $1 and k.scope = $2 and k.thread_key = $3 and k.visibility = 'private'
   and h.customer_id = $4 and k.case_id <> $5
 order by k.opened_at, k.id;

-- name: private_words_of_others
-- The private conversations in a case of participants: who speaks in public there and is not the customer.
select k.brand_id, k.id, k.case_id, k.account_id, k.scope, k.thread_key, k.visibility, k.partner, k.opened_at, k.last_at
  from conversations k
  join handles h on h.brand_id = k.brand_id and h.id = nullif(k.partner, '')::uuid
  join cases c on c.brand_id = k.brand_id and c.id = k.case_id and not c.customer_fixed
 where k.brand_id = $1 and k.case_id = $2 and k.visibility = 'private' and h.customer_id <> $3
   and exists (select from messages m
                where m.brand_id = k.brand_id and m.case_id = k.case_id and m.author_id = h.id
                  and m.visibility = 'public')
 order by k.opened_at, k.id;

-- name: merge_messages
-- Moves the messages of one conversation into another one.
update messages set conversation_id = $3, case_id = $4 where brand_id = $1 and conversation_id = $2;

-- name: merge_deliveries
-- Keeps the order of sending when two conversations become one.
update deliveries set conversation_id = $3 where brand_id = $1 and conversation_id = $2;

-- name: drop_conversation
-- Removes a conversation that was merged into another one.
delete from conversations where brand_id = $1 and id = $2;

-- name: move_own_words
-- Moves what one person wrote in a conversation, and the answers to it, into another conversation and case.
with own as (
    select n.name, m.id
      from messages m
      left join message_names n on n.brand_id = m.brand_id and n.message_id = m.id
     where m.brand_id = $1 and m.conversation_id = $2 and m.author_id = $3
), moved as (
    update messages
       set conversation_id = $4, case_id = $5
     where brand_id = $1 and conversation_id = $2
       and (id in (select id from own)
            or (direction = 'out' and parent_name in (select name from own)))
    returning id
), queued as (
    update deliveries set conversation_id = $4 where brand_id = $1 and message_id in (select id from moved)
)
update attachments set case_id = $5 where brand_id = $1 and message_id in (select id from moved);

-- name: insert_messages
-- Messages of the network, each an object of columns; nothing where the network's id is known.
insert into messages (brand_id, id, conversation_id, case_id, account_id, scope, external_id, parent_name, direction,
                      visibility, network_visibility, author_id, outside, needs_answer, text, language, url, ref,
                      reply_policy, to_main, occurred_at, received_at, edited_at, subject, quoted, html, automatic,
                      origin)
select $1, id, conversation_id, case_id, account_id, scope, external_id, parent_name, direction, visibility,
       network_visibility, author_id, outside, needs_answer, text, language, url, ref, reply_policy, to_main,
       occurred_at, received_at, edited_at, subject, quoted, html, automatic, origin
  from jsonb_populate_recordset(null::messages, $2::jsonb)
on conflict (brand_id, scope, external_id) where external_id is not null do nothing;

-- name: taken_down_by
-- These words of a customer were written down by an agent.
update messages set agent_id = $3 where brand_id = $1 and id = $2 and direction = 'in';

-- name: name_message
-- Notes the names under which the network speaks of a message.
insert into message_names (brand_id, scope, name, message_id)
select $1, $2, name, $4 from unnest($3::text[]) as name
on conflict (brand_id, scope, name) do nothing;

-- name: name_messages
-- Notes names of many messages, each with the message it is a name of.
insert into message_names (brand_id, scope, name, message_id)
select $1, $2, n.name, n.message_id from unnest($3::text[], $4::uuid[]) as n (name, message_id)
on conflict (brand_id, scope, name) do nothing;

-- name: insert_attachment
-- A file of an inbound message: to be fetched later, or stored already when its bytes came along.
insert into attachments (brand_id, id, message_id, case_id, position, kind, content_type, name, alt, source_url, size,
                         created_at, sha256, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, case when $13::text is null then 'pending' else 'stored' end);

-- name: addressed_to_service
-- The post names the service account, too: it is no longer one to the main account only.
update messages set to_main = false, account_id = $3 where brand_id = $1 and id = $2 and to_main;

-- name: case_to_service
-- A case none of whose messages went to the main account only is the service account's.
update cases
   set account_id = $3
 where brand_id = $1 and id = $2 and account_id <> $3
   and not exists (select from messages where brand_id = $1 and case_id = $2 and to_main);

-- name: wants_answer
-- It turned out that somebody waits for an answer to these.
update messages set needs_answer = true where brand_id = $1 and id = any($2::uuid[]) and direction = 'in';

-- name: answers_to
-- What customers said to these names without naming us, as long as we did not know the names to be ours.
select id, conversation_id, case_id, account_id, direction, visibility, author_id, external_id, text, to_main,
       outside, needs_answer, occurred_at, edited_at, deleted_at
  from messages
 where brand_id = $1 and scope = $2 and parent_name = any($3::text[]) and direction = 'in' and not needs_answer;

-- name: edit_message
-- Takes over what the author made of it, unless we know a newer edit.
update messages
   set text = $3, edited_at = $4
 where brand_id = $1 and id = $2 and deleted_at is null and (edited_at is null or edited_at < $4);

-- name: keep_edit
-- The text as it was before an edit.
insert into edits (brand_id, id, message_id, text, written_at) values ($1, $2, $3, $4, $5);

-- name: hide_message
-- The author deleted it: hidden in the desk from now on, erased later.
update messages set deleted_at = $3 where brand_id = $1 and id = $2 and deleted_at is null;

-- name: erase_deleted
-- Erases texts whose authors deleted them before that time.
with gone as (
    update messages
       set text = '', subject = '', quoted = '', html = '', erased_at = $3, ref = '{}', reply_policy = '{}', origin = '{}'
     where (brand_id, id) in (
        select brand_id, id from messages
         where brand_id = $1 and deleted_at < $2 and erased_at is null
         order by deleted_at limit 500)
    returning id
), histories as (
    delete from edits where brand_id = $1 and message_id in (select id from gone)
)
select id from gone;

-- name: erase_files
-- Forgets the files of erased messages; gives what was in them, by content.
with theirs as (
    select id, sha256 from attachments where brand_id = $1 and message_id = any($2::uuid[])
), erased as (
    update attachments
       set state = 'refused', error = '', name = '', alt = '', source_url = null, sha256 = null, size = null
     where brand_id = $1 and id in (select id from theirs)
)
select distinct sha256 from theirs where sha256 is not null;

-- name: contents_in_use
-- Which of these contents a file of the brand still has.
select distinct sha256 from attachments where brand_id = $1 and sha256 = any($2::text[]);

-- Threads and cases of many messages at once ----------------------------------------------------------------------

-- name: messages_by_names
-- The messages known under these names of the network, with the name each was asked by.
select n.name as called, m.id, m.conversation_id, m.case_id, m.account_id, m.direction, m.visibility, m.author_id,
       m.external_id, m.text, m.to_main, m.outside, m.needs_answer, m.occurred_at, m.edited_at, m.deleted_at
  from message_names n
  join messages m on m.brand_id = n.brand_id and m.id = n.message_id
 where n.brand_id = $1 and n.scope = $2 and n.name = any($3::text[]);

-- name: conversations_by_ids
-- These conversations.
select brand_id, id, case_id, account_id, scope, thread_key, visibility, partner, opened_at, last_at
  from conversations
 where brand_id = $1 and id = any($2::uuid[]);

-- name: parts_of_cases
-- The conversations of these cases, and whether a customer has said anything in each.
select k.brand_id, k.id, k.case_id, k.account_id, k.scope, k.thread_key, k.visibility, k.partner, k.opened_at, k.last_at,
       exists (select from messages m
                where m.brand_id = k.brand_id and m.conversation_id = k.id and m.direction = 'in') as heard
  from conversations k
 where k.brand_id = $1 and k.case_id = any($2::uuid[]);

-- name: cases_by_ids
-- These cases, their rows locked in one order until the transaction ends.
select id, brand_id, code, handle_id, account_id, state, owner_id, waiting_since, snoozed_until, queue_at, opened_at,
       solved_at, closed_at, last_message_id, last_message_at, follows_id, joined_into_id, participants, version,
       priority, tags, waiting_for, risk, due_at
  from cases
 where brand_id = $1 and id = any($2::uuid[])
 order by id
   for update;

-- name: private_cases_of
-- For each of these customers the case a private message could belong to (as `cases_for_private`), and the newest one.
select u.id as customer_id,
       (select c.id
          from handles h
          join cases c on c.brand_id = h.brand_id and c.handle_id = h.id
          left join lateral (
            select max(m.occurred_at) as at
              from messages m
             where m.brand_id = c.brand_id and m.case_id = c.id and m.direction = 'out' and not m.withdrawn
          ) as answered on true
         where h.brand_id = $1 and h.customer_id = u.id and c.joined_into_id is null
           and (c.state in ('open', 'waiting') or (c.state = 'solved' and c.solved_at > $3))
         order by (c.state = 'solved'), answered.at desc nulls last, c.opened_at desc
         limit 1) as fitting_id,
       (select c.id
          from handles h
          join cases c on c.brand_id = h.brand_id and c.handle_id = h.id
         where h.brand_id = $1 and h.customer_id = u.id and c.joined_into_id is null
         order by c.id desc
         limit 1) as newest_id
  from unnest($2::uuid[]) as u (id);

-- name: codes_there
-- Which of these codes are codes of cases.
select code from cases where brand_id = $1 and code = any($2::text[]);

-- name: insert_cases
-- Opens cases, gives those whose code was not taken.
insert into cases (brand_id, id, code, handle_id, account_id, queue_at, opened_at, follows_id)
select $1, new.id, new.code, new.handle_id, new.account_id, new.queue_at, $7, new.follows_id
  from unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::timestamptz[], $8::uuid[])
       as new (id, code, handle_id, account_id, queue_at, follows_id)
on conflict (brand_id, code) do nothing
returning id;

-- name: open_conversations
-- Finds or creates conversations, each of another thread, visibility or partner.
insert into conversations (brand_id, id, case_id, account_id, scope, thread_key, visibility, partner, opened_at, last_at)
select $1, new.id, new.case_id, new.account_id, $2, new.thread_key, new.visibility, new.partner, new.at, new.at
  from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
       as new (id, case_id, account_id, thread_key, visibility, partner, at)
on conflict (brand_id, scope, thread_key, visibility, partner)
   do update set last_at = greatest(conversations.last_at, excluded.last_at)
returning brand_id, id, case_id, account_id, scope, thread_key, visibility, partner, opened_at, last_at;

-- name: standings_of
-- Who waits since when, who spoke last, in each of these cases (as `standing_of`).
select c.id as case_id,
       -- What an agent put into the desk (a letter) waits since then, whatever day it bears.
       least(
         (select min(m.occurred_at)
            from messages m
           where m.brand_id = $1 and m.case_id = c.id and m.needs_answer and not m.settled and m.deleted_at is null
             and (m.agent_id is null or m.direction = 'out') and m.occurred_at > coalesce(answered.at, '-infinity')),
         (select min(m.received_at)
            from messages m
           where m.brand_id = $1 and m.case_id = c.id and m.needs_answer and not m.settled and m.deleted_at is null
             and m.direction = 'in' and m.agent_id is not null
             and m.received_at > coalesce(answered.at, '-infinity'))) as waiting_since,
       case when spoken.at is null or spoken.at <= answered.at then answered.at end as answered_at,
       newest.id as last_message_id, newest.occurred_at as last_message_at
  from unnest($2::uuid[]) as c (id)
 cross join lateral (
    select max(m.occurred_at) as at
      from messages m
     where m.brand_id = $1 and m.case_id = c.id and m.direction = 'out' and not m.withdrawn and not m.needs_answer
 ) as answered
 cross join lateral (
    select max(m.occurred_at) as at
      from messages m
     where m.brand_id = $1 and m.case_id = c.id and m.direction = 'in' and m.agent_id is not null and not m.needs_answer
       and m.deleted_at is null
 ) as spoken
  left join lateral (
    select m.id, m.occurred_at
      from messages m
     where m.brand_id = $1 and m.case_id = c.id and not m.withdrawn
     order by m.occurred_at desc, m.id desc
     limit 1
 ) as newest on true;

-- name: save_cases
-- Writes what cases add up to now that customers spoke in them.
update cases c
   set state = new.state, waiting_since = new.waiting_since, queue_at = new.queue_at,
       last_message_id = new.last_message_id, last_message_at = new.last_message_at, version = new.version,
       waiting_for = new.waiting_for, risk = new.risk, due_at = new.due_at
  from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::uuid[], $7::timestamptz[], $8::bigint[],
              $9::text[], $10::text[], $11::timestamptz[])
       as new (id, state, waiting_since, queue_at, last_message_id, last_message_at, version, waiting_for, risk, due_at)
 where c.brand_id = $1 and c.id = new.id;

-- Cases: what they are, what becomes of them --------------------------------------------------------------------

-- name: insert_case
-- Opens a case; nothing when the code is taken.
insert into cases (brand_id, id, code, handle_id, account_id, queue_at, opened_at, follows_id)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (brand_id, code) do nothing
returning id;

-- name: case_by_id
-- One case, its row locked until the transaction ends.
select id, brand_id, code, handle_id, account_id, state, owner_id, waiting_since, snoozed_until, queue_at, opened_at,
       solved_at, closed_at, last_message_id, last_message_at, follows_id, joined_into_id, participants, version,
       priority, tags, waiting_for, risk, due_at
  from cases
 where brand_id = $1 and id = $2
   for update;

-- name: case_by_code
-- One case by its code.
select id, brand_id, code, handle_id, account_id, state, owner_id, waiting_since, snoozed_until, queue_at, opened_at,
       solved_at, closed_at, last_message_id, last_message_at, follows_id, joined_into_id, participants, version,
       priority, tags, waiting_for, risk, due_at
  from cases
 where brand_id = $1 and code = $2;

-- name: cases_for_private
-- The newest cases of a customer that a private message could belong to, the one answered last first.
select c.id
  from handles h
  join cases c on c.brand_id = h.brand_id and c.handle_id = h.id
  left join lateral (
    select max(m.occurred_at) as at
      from messages m
     where m.brand_id = c.brand_id and m.case_id = c.id and m.direction = 'out' and not m.withdrawn
       and not m.automatic
  ) as answered on true
 where h.brand_id = $1 and h.customer_id = $2 and c.joined_into_id is null
   and (c.state in ('open', 'waiting') or (c.state = 'solved' and c.solved_at > $3))
 order by (c.state = 'solved'), answered.at desc nulls last, c.opened_at desc
 limit 1;

-- name: newest_case_of
-- The newest case of a customer.
select c.id
  from handles h
  join cases c on c.brand_id = h.brand_id and c.handle_id = h.id
 where h.brand_id = $1 and h.customer_id = $2 and c.joined_into_id is null
 order by c.id desc
 limit 1;

-- name: standing_of
-- Who waits since when, who spoke last: from the messages of one case, whatever order they came in.
with answered as (
    select max(occurred_at) as at
      from messages
     where brand_id = $1 and case_id = $2 and direction = 'out' and not withdrawn and not needs_answer
       and not automatic
), newest as (
    select id, occurred_at
      from messages
     where brand_id = $1 and case_id = $2 and not withdrawn and not (direction = 'out' and automatic)
     order by occurred_at desc, id desc
     limit 1
)
select least(
         (select min(occurred_at)
            from messages
           where brand_id = $1 and case_id = $2 and needs_answer and not settled and deleted_at is null
             and (agent_id is null or direction = 'out') and occurred_at > coalesce((select at from answered), '-infinity')),
         (select min(received_at)
            from messages
           where brand_id = $1 and case_id = $2 and needs_answer and not settled and deleted_at is null
             and direction = 'in' and agent_id is not null
             and received_at > coalesce((select at from answered), '-infinity'))) as waiting_since,
       -- Whoever spoke to us since then, on the telephone or at the counter, is not waited for.
       (select at from answered
         where not exists (select from messages t
                            where t.brand_id = $1 and t.case_id = $2 and t.direction = 'in' and t.agent_id is not null
                              and not t.needs_answer and t.deleted_at is null and t.occurred_at > answered.at)
       ) as answered_at,
       (select id from newest) as last_message_id,
       (select occurred_at from newest) as last_message_at;

-- name: set_settled
-- Whether what was asked in a case so far needs no answer any more, because a person called it settled.
update messages set settled = $3 where brand_id = $1 and case_id = $2 and needs_answer and settled <> $3;

-- name: count_participants
-- How many others than the customer speak in a case.
select count(distinct h.customer_id)::int
  from messages m
  join handles h on h.brand_id = m.brand_id and h.id = m.author_id
 where m.brand_id = $1 and m.case_id = $2 and m.direction = 'in'
   and h.customer_id <> (select customer_id from handles where brand_id = $1 and id = $3);

-- name: first_voice
-- Whose problem it is: whom a person settled on, else who asked us first, in public before in private.
select m.author_id
  from messages m
  join cases c on c.brand_id = m.brand_id and c.id = m.case_id
 where m.brand_id = $1 and m.case_id = $2 and m.direction = 'in' and m.author_id is not null
 order by c.customer_fixed and m.author_id <> c.handle_id, m.visibility = 'private', not m.needs_answer,
          m.occurred_at, m.external_id
 limit 1;

-- name: fix_customer
-- A person said whose case this is; who spoke first decides it no more.
update cases set customer_fixed = true where brand_id = $1 and id = $2;

-- name: save_case
-- Writes what the case adds up to now.
update cases
   set state = $3, owner_id = $4, waiting_since = $5, snoozed_until = $6, queue_at = $7, solved_at = $8, closed_at = $9,
       last_message_id = $10, last_message_at = $11, handle_id = $12, participants = $13, version = $14,
       joined_into_id = $15, priority = $16, tags = $17, waiting_for = $18, risk = $19, due_at = $20
 where brand_id = $1 and id = $2;

-- name: answered_by_people
-- When the customer first asked, when people of ours first answered, and when they did lately, the oldest first.
select least(
         (select min(occurred_at) from messages
           where brand_id = $1 and case_id = $2 and needs_answer and deleted_at is null
             and (agent_id is null or direction = 'out')),
         (select min(received_at) from messages
           where brand_id = $1 and case_id = $2 and needs_answer and deleted_at is null and direction = 'in'
             and agent_id is not null)) as asked_at,
       least(
         (select min(occurred_at) from messages
           where brand_id = $1 and case_id = $2 and direction = 'out' and not withdrawn and not needs_answer
             and not automatic and occurred_at > $3),
         -- Who was spoken to at once, on the telephone or at the counter, waits for no first answer; written words do.
         (select greatest(m.occurred_at, $3) from messages m
           where m.brand_id = $1 and m.case_id = $2 and m.direction = 'in' and m.agent_id is not null
             and not m.needs_answer and m.deleted_at is null
             and not exists (select from messages w
                              where w.brand_id = $1 and w.case_id = $2 and w.needs_answer and w.deleted_at is null
                                and w.occurred_at <= m.occurred_at)
           order by m.occurred_at limit 1)) as first_answer_at,
       array(select occurred_at from (
               select occurred_at from messages
                where brand_id = $1 and case_id = $2 and direction = 'out' and not withdrawn and not needs_answer
                  and not automatic
                order by occurred_at desc limit 20) as lately
              order by occurred_at) as answers;

-- name: cases_on_the_clock
-- Open and waiting cases behind one, in order.
select id from cases
 where brand_id = $1 and joined_into_id is null and state in ('open', 'waiting') and id > $2
 order by id
 limit $3;

-- name: tags_in_use
-- Which tags cases of the last months carry, in order of the alphabet.
select distinct unnest(tags) as tag
  from (select tags from cases where brand_id = $1 order by id desc limit 2000) as lately
 order by tag;

-- name: conversations_of_case
-- The conversations of a case, the oldest first.
select brand_id, id, case_id, account_id, scope, thread_key, visibility, partner, opened_at, last_at
  from conversations
 where brand_id = $1 and case_id = $2
 order by opened_at, id;

-- name: move_notes
-- Gives the notes of a case to another one.
update notes set case_id = $3 where brand_id = $1 and case_id = $2 returning id;

-- name: move_attachments
-- Gives the files of a case to another one.
update attachments set case_id = $3 where brand_id = $1 and case_id = $2;

-- name: move_drafts
-- Gives unsent texts to another case, behind those that are being written there: nothing typed is lost.
with gone as (
    delete from drafts where brand_id = $1 and case_id = $2 returning *
)
insert into drafts (brand_id, agent_id, case_id, kind, text, version, saved_at)
select brand_id, agent_id, $3, kind, text, version, saved_at from gone
on conflict (brand_id, agent_id, case_id, kind)
   do update set text = drafts.text || e'\n\n' || excluded.text, version = drafts.version + 1;

-- Pages: what agents read -----------------------------------------------------------------------------------------

-- fragment: page_head
-- The head of the inbox query: chooses the cases of one page; a view, an account, a cursor and an order follow.
with page as materialized (
    select c.id, c.queue_at, c.snoozed_until, c.due_at
      from cases c
     where c.brand_id = $1 and c.joined_into_id is null

-- fragment: page_tail
-- The tail of the inbox query: what a row shows, by primary keys only; promises that press are few.
), pressing as materialized (
    select coalesce(o.case_id, p.case_id) as case_id, min(p.state) as state
      from ((select case_id, message_id, state from promises
              where brand_id = $1 and state = 'open' and warned_at is not null order by due_at limit 500)
            union all
            (select case_id, message_id, state from promises
              where brand_id = $1 and state = 'broken' and settled_by is null order by due_at desc limit 500)) p
      left join messages o on o.brand_id = $1 and o.id = p.message_id
     group by 1
)
select c.id, c.code, c.state, u.name as customer, h.handle, h.id as handle_id,
       coalesce(h.avatar_blob, '') <> '' as has_avatar, a.channel, a.handle as account_handle,
       a.role as account_role, c.owner_id, o.initials as owner_initials, o.name as owner_name, c.waiting_since,
       c.queue_at, c.opened_at, c.snoozed_until,
       case when m.deleted_at is null then left(m.text, 200) end as preview, m.direction as preview_direction,
       m.visibility, coalesce(m.to_main, false) as to_main, c.participants, c.version, c.last_message_at,
       c.priority, c.tags, c.risk, c.due_at, coalesce(pressing.state, '') as promise
  from page
  join cases c on c.brand_id = $1 and c.id = page.id
  join handles h on h.brand_id = $1 and h.id = c.handle_id
  join customers u on u.brand_id = $1 and u.id = h.customer_id
  join accounts a on a.brand_id = $1 and a.id = c.account_id
  left join agents o on o.brand_id = $1 and o.id = c.owner_id
  left join messages m on m.brand_id = $1 and m.id = c.last_message_id
  left join pressing on pressing.case_id = c.id

-- name: count_cases
-- How many cases each view holds, counted up to a thousand; by agent, how many open ones are theirs.
select (select count(*)::int from (select from cases where brand_id = $1 and state = 'open'
            and joined_into_id is null and snoozed_until is null limit 1000) as few) as open,
       (select coalesce(jsonb_object_agg(owner_id, least(n, 1000)), '{}')
          from (select owner_id, count(*) as n
                  from (select owner_id from cases where brand_id = $1 and state = 'open' and joined_into_id is null
                           and snoozed_until is null limit 20000) as at_work
                 where owner_id is not null
                 group by owner_id) as owned) as mine,
       (select count(*)::int from (select from cases where brand_id = $1 and state = 'open' and owner_id is null
            and joined_into_id is null and snoozed_until is null limit 1000) as few) as free,
       (select count(*)::int from (select from cases where brand_id = $1 and state = 'waiting'
            and joined_into_id is null and snoozed_until is null limit 1000) as few) as waiting,
       (select count(*)::int from (select from cases where brand_id = $1 and snoozed_until is not null
            and joined_into_id is null limit 1000) as few) as snoozed,
       (select count(*)::int from (select from cases where brand_id = $1 and state = 'solved'
            and joined_into_id is null and snoozed_until is null limit 1000) as few) as solved,
       (select count(*)::int from (select from cases where brand_id = $1 and risk <> ''
            and joined_into_id is null and snoozed_until is null limit 1000) as few) as at_risk;

-- name: messages_before
-- A case's messages up to a point, newest first, with who wrote them.
select m.id, m.conversation_id, m.direction, m.visibility, m.network_visibility,
       coalesce(h.display_name, '') as author_name, coalesce(h.handle, '') as author_handle, m.author_id,
       coalesce(h.avatar_blob, '') <> '' as has_avatar,
       coalesce(h.customer_id <> owner.customer_id, false) as is_participant,
       g.name as agent_name, g.initials as agent_initials, coalesce(g.photo, '') as agent_photo,
       m.outside, m.to_main, a.handle as account_handle, a.channel,
       case when m.deleted_at is null then m.text else '' end as text, m.language, m.edited_at, m.deleted_at,
       m.occurred_at, m.external_id, m.url, m.withdrawn and not m.needs_answer as withdrawn,
       case when m.deleted_at is null then m.subject else '' end as subject,
       case when m.deleted_at is null then m.quoted else '' end as quoted,
       m.html <> '' and m.deleted_at is null as has_html, m.automatic, m.origin
  from messages m
  join accounts a on a.brand_id = m.brand_id and a.id = m.account_id
  left join handles h on h.brand_id = m.brand_id and h.id = m.author_id
  left join agents g on g.brand_id = m.brand_id and g.id = m.agent_id
  join cases c on c.brand_id = m.brand_id and c.id = m.case_id
  join handles owner on owner.brand_id = m.brand_id and owner.id = c.handle_id
 where m.brand_id = $1 and m.case_id = $2 and (m.occurred_at, m.id) < ($3, $4)
 order by m.occurred_at desc, m.id desc
 limit $5;

-- name: html_of_message
-- One message as its author laid it out, and its files by the name its HTML gives them.
select m.case_id, m.html, m.language,
       coalesce((select jsonb_object_agg(f.source_url, f.id)
                   from attachments f
                  where f.brand_id = m.brand_id and f.message_id = m.id and f.state = 'stored'
                    and f.source_url like 'cid:%'), '{}') as files
  from messages m
 where m.brand_id = $1 and m.id = $2 and m.html <> '' and m.deleted_at is null;

-- name: first_words
-- The first things a case's customer said in it, the oldest first.
select m.id, m.text, m.occurred_at as said_at, a.channel
  from cases c
  join handles owner on owner.brand_id = c.brand_id and owner.id = c.handle_id
  join messages m on m.brand_id = c.brand_id and m.case_id = c.id and m.direction = 'in' and m.deleted_at is null
       and m.text <> '' and not m.automatic
  join handles h on h.brand_id = m.brand_id and h.id = m.author_id and h.customer_id = owner.customer_id
  join accounts a on a.brand_id = m.brand_id and a.id = m.account_id
 where c.brand_id = $1 and c.id = $2
 order by m.occurred_at, m.id
 limit $3;

-- name: attachments_of_messages
-- The files of some messages; what an author took back took its files along.
select a.id, a.message_id, a.kind, a.content_type, a.name, a.alt, a.state, a.size, a.sha256
  from attachments a
  join messages m on m.brand_id = a.brand_id and m.id = a.message_id and m.deleted_at is null
 where a.brand_id = $1 and a.message_id = any($2::uuid[])
 order by a.message_id, a.position;

-- name: attachment_by_id
-- One file by its id, unless its message's author took it back.
select a.id, a.message_id, a.kind, a.content_type, a.name, a.alt, a.state, a.size, a.sha256
  from attachments a
  left join messages m on m.brand_id = a.brand_id and m.id = a.message_id
 where a.brand_id = $1 and a.id = $2 and m.deleted_at is null;

-- name: draft_attachments
-- The files an agent has put to an answer that is not sent yet.
select id, message_id, kind, content_type, name, alt, state, size, sha256
  from attachments
 where brand_id = $1 and case_id = $2 and agent_id = $3 and message_id is null
 order by position, id;

-- name: notes_of_case
-- The notes of a case, the oldest first.
select n.id, g.name as agent_name, g.initials as agent_initials, n.text, n.created_at
  from notes n
  join agents g on g.brand_id = n.brand_id and g.id = n.agent_id
 where n.brand_id = $1 and n.case_id = $2
 order by n.id
 limit 500;

-- name: history_of_case
-- What happened to a case, newest first, with who did it; with whom the desk gave it to.
select t.id, t.at, t.kind, g.name as agent_name, g.initials as agent_initials, t.refs,
       coalesce(d.reason, e.reason, r.text, '') as reason
  from timeline t
  left join agents g on g.brand_id = t.brand_id
        and g.id = case when t.kind = 'case.given' then (t.refs ->> 'to')::uuid else t.agent_id end
  left join disclosures d on d.brand_id = t.brand_id and d.id = (t.refs->>'disclosure')::uuid
  left join asked_events e on e.brand_id = t.brand_id and e.id = (t.refs->>'event')::uuid
  left join ratings r on r.brand_id = t.brand_id and r.id = (t.refs->>'rating')::uuid and t.kind <> 'rating.asked'
 where t.brand_id = $1 and t.subject = 'case' and t.subject_id = $2
 order by t.id desc
 limit $3;

-- name: mentioned_cases
-- The cases of others that these messages name, as they are today.
select distinct on (c.id) c.code, c.state, u.name as customer
  from unnest($2::uuid[], $3::uuid[]) as named (case_id, message_id)
  join messages m on m.brand_id = $1 and m.id = named.message_id and m.deleted_at is null and m.case_id = $4
  join cases there on there.brand_id = $1 and there.id = named.case_id
  join cases c on c.brand_id = $1 and c.id = coalesce(there.joined_into_id, there.id) and c.joined_into_id is null
  join handles h on h.brand_id = $1 and h.id = c.handle_id
  join customers u on u.brand_id = $1 and u.id = h.customer_id
 where c.id <> $4
 order by c.id desc
 limit 3;

-- name: cases_of_customer
-- The newest cases of a customer over all handles.
select c.code, c.state, c.opened_at, coalesce(left(m.text, 120), '') as preview
  from handles h
  join cases c on c.brand_id = h.brand_id and c.handle_id = h.id
  left join messages m on m.brand_id = c.brand_id and m.id = c.last_message_id and m.deleted_at is null
 where h.brand_id = $1 and h.customer_id = $2 and c.joined_into_id is null
 order by c.id desc
 limit $3;

-- name: find_words_before
-- Messages that hold the words among the 5,000 before one, newest first: one walk along the key, whatever the words.
with asked as materialized (
    select websearch_to_tsquery('simple', $2) || websearch_to_tsquery('german', $2)
           || websearch_to_tsquery('english', $2) as words
), newest as materialized (
    select m.id
      from (select id, search, deleted_at from messages
             where brand_id = $1 and id < $3 order by id desc limit 5000) m
     where m.deleted_at is null and m.search @@ (select words from asked)
     order by m.id desc
     limit $4
)
select c.code, c.state, u.name as customer, h.handle, left(m.text, 200) as snippet, m.occurred_at as at
  from newest
  join messages m on m.brand_id = $1 and m.id = newest.id
  join cases c on c.brand_id = $1 and c.id = m.case_id
  join handles h on h.brand_id = $1 and h.id = c.handle_id
  join customers u on u.brand_id = $1 and u.id = h.customer_id
 order by m.id desc;

-- name: count_words
-- How many messages hold the words, counted up to five thousand.
with asked as materialized (
    select websearch_to_tsquery('simple', $2) || websearch_to_tsquery('german', $2)
           || websearch_to_tsquery('english', $2) as words
)
select count(*)::int
  from (select from messages
         where brand_id = $1 and deleted_at is null and search @@ (select words from asked) limit 5000) as few;

-- name: find_rare_words
-- Messages that hold words which few hold, newest first: every hit is fetched, so count before.
with asked as materialized (
    select websearch_to_tsquery('simple', $2) || websearch_to_tsquery('german', $2)
           || websearch_to_tsquery('english', $2) as words
), hits as materialized (
    select id from messages where brand_id = $1 and deleted_at is null and search @@ (select words from asked)
), newest as materialized (
    select id from hits order by id desc limit $3
)
select c.code, c.state, u.name as customer, h.handle, left(m.text, 200) as snippet, m.occurred_at as at
  from newest
  join messages m on m.brand_id = $1 and m.id = newest.id
  join cases c on c.brand_id = $1 and c.id = m.case_id
  join handles h on h.brand_id = $1 and h.id = c.handle_id
  join customers u on u.brand_id = $1 and u.id = h.customer_id
 order by m.id desc;

-- name: hits_before
-- The messages that hold the words among the 5,000 before one, newest first.
with asked as materialized (
    select websearch_to_tsquery('simple', $2) || websearch_to_tsquery('german', $2)
           || websearch_to_tsquery('english', $2) as words
)
select m.id
  from (select id, search, deleted_at from messages
         where brand_id = $1 and id < $3 order by id desc limit 5000) m
 where m.deleted_at is null and m.search @@ (select words from asked)
 order by m.id desc
 limit $4;

-- name: rare_hits
-- The newest messages that hold words which few hold: every hit is looked at, so count before.
with asked as materialized (
    select websearch_to_tsquery('simple', $2) || websearch_to_tsquery('german', $2)
           || websearch_to_tsquery('english', $2) as words
), hits as materialized (
    select id from messages where brand_id = $1 and deleted_at is null and search @@ (select words from asked)
)
select id from hits order by id desc limit $3;

-- name: rank_hits
-- Of these messages those that fit the words best: all of them near each other, often, in short texts; then the newest.
with asked as materialized (
    select websearch_to_tsquery('simple', $2) || websearch_to_tsquery('german', $2)
           || websearch_to_tsquery('english', $2) as words
), best as materialized (
    select m.id, ts_rank_cd(m.search, (select words from asked), 1) as fits
      from unnest($3::uuid[]) as hit (id)
      join messages m on m.brand_id = $1 and m.id = hit.id
     order by fits desc, m.id desc
     limit $4
)
select c.code, c.state, u.name as customer, h.handle, left(m.text, 200) as snippet, m.occurred_at as at
  from best
  join messages m on m.brand_id = $1 and m.id = best.id
  join cases c on c.brand_id = $1 and c.id = m.case_id
  join handles h on h.brand_id = $1 and h.id = c.handle_id
  join customers u on u.brand_id = $1 and u.id = h.customer_id
 order by best.fits desc, m.id desc;

-- name: end_of_slice
-- The message up to which `find_words_before` looked; nothing when it saw the first one of all.
select id from messages where brand_id = $1 and id < $2 order by id desc offset 4999 limit 1;

-- name: find_people
-- Cases of people whose handle begins so, newest first; of a beginning that many share, those of 200 people.
select c.code, c.state, u.name as customer, h.handle, coalesce(left(m.text, 200), '') as snippet, c.opened_at as at
  from (select id, customer_id, handle from handles where brand_id = $1 and lower(handle) like $2 limit 200) h
  join customers u on u.brand_id = $1 and u.id = h.customer_id
  join cases c on c.brand_id = $1 and c.handle_id = h.id
  left join messages m on m.brand_id = c.brand_id and m.id = c.last_message_id and m.deleted_at is null
 order by c.id desc
 limit $3;

-- Agents: what they write ----------------------------------------------------------------------------------------

-- name: newest_conversation
-- The conversation of a case in which somebody wrote last, of one visibility; what was said aloud is none to write in.
select brand_id, id, case_id, account_id, scope, thread_key, visibility, partner, opened_at, last_at
  from conversations n
 where brand_id = $1 and case_id = $2 and visibility = $3
   and not exists (select from messages m
                    where m.brand_id = n.brand_id and m.conversation_id = n.id and m.direction = 'in'
                      and m.agent_id is not null and not m.needs_answer)
 order by last_at desc, id desc
 limit 1;

-- name: message_to_answer
-- The newest thing the customer said in a conversation, rather than a machine of theirs; else somebody else's.
select m.id, m.external_id, m.network_visibility, m.url, m.ref, m.reply_policy, m.author_id,
       array(select n.name from message_names n
              where n.brand_id = m.brand_id and n.message_id = m.id and n.name <> m.external_id
              order by n.name) as names
  from messages m
 where m.brand_id = $1 and m.conversation_id = $2 and m.direction = 'in'
 order by (m.deleted_at is not null), (m.author_id is distinct from $3::uuid), m.automatic, m.occurred_at desc, m.id desc
 limit 1;

-- name: insert_answer
-- An agent's answer, before the network knows of it.
insert into messages (brand_id, id, conversation_id, case_id, account_id, scope, parent_name, direction, visibility,
                      network_visibility, agent_id, text, language, occurred_at, received_at, request_key, request_hash)
values ($1, $2, $3, $4, $5, $6, $7, 'out', $8, $9, $10, $11, $12, $13, $13, $14, $15);

-- name: insert_automatic
-- An answer nobody wrote, before the network knows of it.
insert into messages (brand_id, id, conversation_id, case_id, account_id, scope, parent_name, direction, visibility,
                      network_visibility, text, language, occurred_at, received_at, automatic)
values ($1, $2, $3, $4, $5, $6, $7, 'out', $8, $9, $10, $11, $12, $12, true);

-- name: touch_conversation
-- Somebody spoke in the conversation.
update conversations set last_at = greatest(last_at, $3) where brand_id = $1 and id = $2;

-- name: author_of_answer
-- Which agent wrote an answer.
select agent_id from messages where brand_id = $1 and id = $2;

-- name: answer_by_key
-- What was answered under this request key before.
select m.id, m.case_id, m.request_hash, m.text from messages m
 where m.brand_id = $1 and m.agent_id = $2 and m.request_key = $3;

-- name: withdraw_message
-- Whether an answer counts (one that was undone or refused does not), and whether somebody must look at it.
update messages set withdrawn = $3, needs_answer = $4 where brand_id = $1 and id = $2;

-- name: record_sent
-- The network took an answer under this id.
update messages set external_id = $3, url = $4, ref = $5, withdrawn = false, needs_answer = false
 where brand_id = $1 and id = $2;

-- name: drop_outside_twin
-- Removes what was taken for a post outside the desk and turned out to be the answer itself.
delete from messages where brand_id = $1 and id = $2 and outside;

-- name: drop_names
-- Forgets the names of a message that is removed or renamed.
delete from message_names where brand_id = $1 and message_id = $2;

-- name: drop_edits
-- Forgets what a message that is removed was before.
delete from edits where brand_id = $1 and message_id = $2;

-- name: drop_attachments
-- Forgets the files of a message that is removed.
delete from attachments where brand_id = $1 and message_id = $2;

-- name: insert_note
-- A note for colleagues; nothing when the request was made before.
insert into notes (brand_id, id, case_id, agent_id, text, created_at, request_key)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (brand_id, agent_id, request_key) where request_key is not null do nothing
returning id;

-- name: note_by_key
-- The note written under this request key before.
select id, case_id, text, created_at from notes where brand_id = $1 and agent_id = $2 and request_key = $3;

-- name: save_draft
-- Keeps an unsent text unless a newer one is there; gives the version that is kept.
insert into drafts (brand_id, agent_id, case_id, kind, text, version, saved_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (brand_id, agent_id, case_id, kind)
   do update set text = case when excluded.version > drafts.version then excluded.text else drafts.text end,
                 version = greatest(drafts.version, excluded.version),
                 saved_at = case when excluded.version > drafts.version then excluded.saved_at else drafts.saved_at end
returning version;

-- name: drop_draft
-- Empties a draft after its text was sent; its version goes on, so that a late save cannot bring it back.
update drafts set text = '', version = version + 1, saved_at = $5
 where brand_id = $1 and agent_id = $2 and case_id = $3 and kind = $4;

-- name: drafts_of
-- An agent's unsent texts in a case.
select kind, text, version, saved_at from drafts where brand_id = $1 and agent_id = $2 and case_id = $3;

-- name: mark_seen
-- The agent has seen the case as it is now.
insert into seen (brand_id, agent_id, case_id, seen_at) values ($1, $2, $3, $4)
on conflict (brand_id, agent_id, case_id) do update set seen_at = greatest(seen.seen_at, excluded.seen_at);

-- name: insert_upload
-- A file an agent puts to an answer.
insert into attachments (brand_id, id, case_id, agent_id, kind, content_type, name, alt, sha256, size, state, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'stored', $11);

-- name: drop_upload
-- Takes a file off an answer that is not sent yet.
delete from attachments where brand_id = $1 and id = $2 and agent_id = $3 and message_id is null;

-- name: describe_upload
-- The text that stands for a picture.
update attachments set alt = $4 where brand_id = $1 and id = $2 and agent_id = $3 and message_id is null;

-- name: attach_uploads
-- The files go with the answer.
update attachments set message_id = $4
 where brand_id = $1 and case_id = $2 and agent_id = $3 and message_id is null and id = any($5::uuid[]);

-- name: release_uploads
-- The answer was undone: its files are a draft's again.
update attachments set message_id = null where brand_id = $1 and message_id = $2 and agent_id is not null;

-- Jobs: what happens later ----------------------------------------------------------------------------------------

-- name: cases_to_wake
-- Snoozed cases whose time has come.
select id from cases
 where brand_id = $1 and snoozed_until <= $2 and joined_into_id is null
 order by snoozed_until limit 200;

-- name: cases_to_close
-- Solved cases nobody came back to.
select id from cases where brand_id = $1 and state = 'solved' and solved_at < $2 order by solved_at limit 200;

-- name: attachments_to_fetch
-- Files of inbound messages that were not fetched yet.
select id, case_id, source_url from attachments
 where brand_id = $1 and state = 'pending' and source_url is not null and created_at > $2
 order by created_at limit $3;

-- name: give_up_attachments
-- Files that nobody could fetch for so long; gives their cases.
with late as (
    update attachments set state = 'refused', error = $3
     where (brand_id, id) in (
        select brand_id, id from attachments
         where brand_id = $1 and state = 'pending' and source_url is not null and created_at <= $2
         order by created_at limit 500)
    returning case_id
)
select distinct case_id from late;

-- name: keep_attachment
-- The file was fetched.
update attachments set state = 'stored', sha256 = $3, size = $4, content_type = $5 where brand_id = $1 and id = $2;

-- name: refuse_attachment
-- The file will not be fetched, and why.
update attachments set state = 'refused', error = $3 where brand_id = $1 and id = $2;

-- name: messages_to_reread
-- The newest inbound messages of cases that still matter, whose edits and deletions the network does not announce.
select m.external_id, m.scope, m.account_id, m.occurred_at,
       array(select n.name from message_names n
              where n.brand_id = m.brand_id and n.message_id = m.id and n.name <> m.external_id) as names
  from cases c
  join lateral (
    select * from messages m
     where m.brand_id = c.brand_id and m.case_id = c.id and m.direction = 'in' and m.deleted_at is null
       and m.external_id is not null and m.occurred_at > $2
     order by m.occurred_at desc limit 3
  ) as m on true
 where c.brand_id = $1 and c.state in ('open', 'waiting') and c.joined_into_id is null and c.snoozed_until is null
   and c.last_message_at > $2 and m.account_id = $3
 order by m.occurred_at desc
 limit $4;

-- name: read_case
-- One case, only to look at.
select id, brand_id, code, handle_id, account_id, state, owner_id, waiting_since, snoozed_until, queue_at, opened_at,
       solved_at, closed_at, last_message_id, last_message_at, follows_id, joined_into_id, participants, version,
       priority, tags, waiting_for, risk, due_at
  from cases
 where brand_id = $1 and id = $2;

-- name: case_of_message
-- To which case a message belongs now.
select case_id from messages where brand_id = $1 and id = $2;

-- name: gave_conversations
-- Which conversations a case gave away when it was joined, by its timeline, as far as they are still there.
select distinct k.id
  from timeline t
  join conversations k on k.brand_id = t.brand_id and k.id = (t.refs ->> 'conversation')::uuid
 where t.brand_id = $1 and t.subject = 'case' and t.subject_id = $2 and t.kind = 'case.gave' and k.case_id = $3;

-- name: gave_notes
-- Brings back the notes a case gave away when it was joined, by its timeline.
update notes set case_id = $2
 where brand_id = $1 and case_id = $3
   and id in (select (refs ->> 'note')::uuid from timeline
               where brand_id = $1 and subject = 'case' and subject_id = $2 and kind = 'case.gave' and refs ? 'note');

-- name: unsettled_answers
-- Answers that have not arrived: on their way or unclear whenever, refused within the time given; newest first.
select d.id, d.state, d.reason, d.run_at, m.text, m.visibility, c.code, u.name as customer,
       coalesce(g.name, '') as agent_name, a.handle as account_handle
  from ((select * from deliveries
          where brand_id = $1 and state in ('held', 'queued', 'sending', 'unknown')
          order by id desc limit $3)
        union all
        (select * from deliveries
          where brand_id = $1 and state = 'refused' and created_at > $2
          order by id desc limit $3)) d
  join messages m on m.brand_id = d.brand_id and m.id = d.message_id
  join cases c on c.brand_id = m.brand_id and c.id = m.case_id
  join handles h on h.brand_id = c.brand_id and h.id = c.handle_id
  join customers u on u.brand_id = h.brand_id and u.id = h.customer_id
  join accounts a on a.brand_id = d.brand_id and a.id = d.account_id
  left join agents g on g.brand_id = m.brand_id and g.id = m.agent_id
 order by d.id desc
 limit $3;

-- Secure forms ----------------------------------------------------------------------------------------------------

-- name: insert_form
-- A form that was sent.
insert into forms (brand_id, id, token_hash, case_id, agent_id, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: form_by_token
-- The form of a link.
select id, brand_id, case_id, agent_id, expires_at, answered_at from forms where brand_id = $1 and token_hash = $2;

-- name: answer_form
-- Notes the answer; whoever comes second changes nothing.
update forms set answered_at = $3, note_id = $4, consent = $5, consent_text = $6
 where brand_id = $1 and id = $2 and answered_at is null;

-- The usual time to a first answer ---------------------------------------------------------------------------------

-- name: first_answers
-- Which cases were answered for the first time by a person since an instant: by whose hours, asked when, answered when.
select c.id as case_id, c.account_id, q.asked_at, a.answered_at
  from (select distinct case_id from messages
         where brand_id = $1 and direction = 'out' and not withdrawn and not needs_answer and not automatic
           and occurred_at >= $2) as lately
  join cases c on c.brand_id = $1 and c.id = lately.case_id and c.joined_into_id is null
 cross join lateral (select least(
         (select min(occurred_at) from messages
           where brand_id = $1 and case_id = c.id and needs_answer and deleted_at is null
             and (agent_id is null or direction = 'out')),
         (select min(received_at) from messages
           where brand_id = $1 and case_id = c.id and needs_answer and deleted_at is null and direction = 'in'
             and agent_id is not null)) as asked_at) as q
 cross join lateral (select min(occurred_at) as answered_at from messages
         where brand_id = $1 and case_id = c.id and direction = 'out' and not withdrawn and not needs_answer
           and not automatic and occurred_at > q.asked_at) as a
 where q.asked_at is not null and a.answered_at >= $2;

-- name: usual_answer
-- What was last found to be usual.
select minutes, answers, computed_at from usual_answers where brand_id = $1;

-- name: keep_usual_answer
-- Keeps what was found to be usual.
insert into usual_answers (brand_id, minutes, answers, computed_at) values ($1, $2, $3, $4)
on conflict (brand_id) do update
   set minutes = excluded.minutes, answers = excluded.answers, computed_at = excluded.computed_at;

-- Giving free cases to those here -----------------------------------------------------------------------------------

-- name: free_cases
-- Open cases that are nobody's, whoever waits longest first.
select id
  from cases
 where brand_id = $1 and state = 'open' and owner_id is null and joined_into_id is null and snoozed_until is null
 order by queue_at, id
 limit $2;

-- name: open_loads
-- How many open cases each of these agents has, counted up to a thousand.
select a.id as agent_id,
       (select count(*)::int from (select from cases where brand_id = $1 and owner_id = a.id and state = 'open'
            and joined_into_id is null and snoozed_until is null limit 1000) as few) as open
  from unnest($2::uuid[]) as a (id);
