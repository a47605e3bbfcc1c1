-- What people do ------------------------------------------------------------------------------------------------

-- name: open_lane
-- Gives an account its lane, once.
insert into lanes (brand_id, account_id) values ($1, $2) on conflict do nothing;

-- name: insert_delivery
-- A new delivery, or nothing when the message already has one.
insert into deliveries (brand_id, id, message_id, conversation_id, account_id, state, request, run_at, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (brand_id, message_id) do nothing
returning brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
          first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at;

-- name: delivery_of_message
-- The one delivery of a message.
select brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
       first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at
  from deliveries
 where brand_id = $1 and message_id = $2;

-- name: find_delivery
-- One delivery by its id.
select brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
       first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at
  from deliveries
 where brand_id = $1 and id = $2;

-- name: undo
-- Takes back what is still held; of this and a claim exactly one wins. There is nothing left to take in.
update deliveries
   set state = 'undone', finished_at = $3, taken_at = $3
 where brand_id = $1 and id = $2 and state = 'held'
returning brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
          first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at;

-- name: take_back
-- Takes back what the network was certainly never given; of this and a claim exactly one wins.
update deliveries
   set state = 'undone', finished_at = $3, taken_at = $3
 where brand_id = $1 and id = $2 and (state = 'held' or (state = 'queued' and first_tried_at is null))
returning brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
          first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at;

-- name: queue_again
-- Back into the queue by a person's word; the key's age stays as it is.
update deliveries
   set state = 'queued', run_at = $4, attempts = 0, lease_until = null, reason = '',
       finished_at = null, taken_at = null
 where brand_id = $1 and id = $2 and state = $3
returning brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
          first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at;

-- name: confirm_sent
-- A person saw it at the network.
update deliveries
   set state = 'sent', external_id = $3, ref = $4, reason = '', lease_until = null, finished_at = $5, taken_at = null
 where brand_id = $1 and id = $2 and state = 'unknown'
returning brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
          first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at;

-- name: doubt_all
-- A copy of the data woke up: the other one may have sent all this.
update deliveries
   set state = 'unknown', reason = $2, lease_until = null, finished_at = $3, taken_at = null
 where brand_id = $1 and state in ('held', 'queued', 'sending');

-- What pages and rooms above ask ---------------------------------------------------------------------------------

-- name: deliveries_of
-- The deliveries of these messages.
select brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
       first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at
  from deliveries
 where brand_id = $1 and message_id = any($2::uuid[]);

-- name: unfinished_of_account
-- What of this account may come back as a post whose id we do not know yet, the newest first.
select brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
       first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at
  from deliveries
 where brand_id = $1 and account_id = $2
   and (state in ('sending', 'unknown') or (state = 'sent' and external_id is null))
 order by id desc
 limit $3;

-- name: by_external
-- The delivery that the network knows under this id.
select brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
       first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at
  from deliveries
 where brand_id = $1 and account_id = $2 and external_id = $3
 limit 1;

-- name: said_to_all
-- Which of these names are those of something a brand's account on this network said to everybody; and what is being
-- said this moment, whose names nobody knows yet; what was left behind in doubt holds up nobody.
select d.id, d.message_id, d.account_id, d.external_id, d.ref
  from deliveries d
  join accounts a on a.brand_id = d.brand_id and a.id = d.account_id and a.scope = $2
 where d.brand_id = $1 and d.request ? 'everybody'
   and (d.external_id = any($3::text[]) or d.ref -> 'names' ?| $3::text[]
        or (d.state = 'sending' and d.lease_until > $4));

-- name: finished
-- Outcomes that nobody has taken in yet, locked for the one who asks.
select brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
       first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at
  from deliveries
 where brand_id = $1 and taken_at is null and finished_at is not null
 order by id
 limit $2
   for update skip locked;

-- name: next_part
-- The part of a numbered thread that comes after this delivery, as long as it has not left.
select brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
       first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at
  from deliveries
 where brand_id = $1 and conversation_id = $2 and state in ('held', 'queued', 'sending', 'unknown')
   and request ->> 'follows' = $3::uuid::text;

-- name: mark_taken
-- These outcomes were taken in.
update deliveries
   set taken_at = $3
 where brand_id = $1 and id = any($2::uuid[]) and taken_at is null and finished_at is not null;

-- What workers do ------------------------------------------------------------------------------------------------

-- name: waiting_lanes
-- Which active accounts have something to send or to find out, and from when on, the earliest first.
select l.brand_id, l.account_id, greatest(min(due.at), l.wait_until) as due_at
  from lanes l
  join accounts a on a.brand_id = l.brand_id and a.id = l.account_id and a.state = 'active'
 cross join lateral (
       (select d.run_at as at
          from deliveries d
         where d.brand_id = l.brand_id and d.account_id = l.account_id and d.state in ('held', 'queued')
           and d.id = (select e.id
                         from deliveries e
                        where e.brand_id = d.brand_id and e.conversation_id = d.conversation_id
                          and e.state in ('held', 'queued', 'sending', 'unknown')
                        order by e.id
                        limit 1)
         order by d.run_at, d.id
         limit 1)
       union all
       (select d.lease_until
          from deliveries d
         where d.brand_id = l.brand_id and d.account_id = l.account_id and d.state = 'sending'
         order by d.lease_until
         limit 1)
       ) due
 group by l.brand_id, l.account_id, l.wait_until
 order by due_at;

-- name: lock_lane
-- An active account's lane; whoever holds it is the only one who claims for this account.
select l.paced_until, l.wait_until
  from lanes l
  join accounts a on a.brand_id = l.brand_id and a.id = l.account_id and a.state = 'active'
 where l.brand_id = $1 and l.account_id = $2
   for update of l;

-- name: in_flight
-- How many deliveries of the account are being carried right now, and how many were left behind.
select count(*) filter (where lease_until > $3) as busy, count(*) filter (where lease_until <= $3) as doubtful
  from deliveries
 where brand_id = $1 and account_id = $2 and state = 'sending';

-- name: claim_doubtful
-- Claims what was left behind or whose answer was lost: to be found out, not to be sent.
with found as (
    select brand_id, id
      from deliveries
     where brand_id = $1 and account_id = $2 and state = 'sending' and lease_until <= $3
     order by lease_until
     limit $5
       for update skip locked
)
update deliveries d
   set attempts = d.attempts + 1,
       lease_until = $3::timestamptz + $4::interval * (1 + jsonb_array_length(d.request -> 'attachments'))
  from found
 where d.brand_id = found.brand_id and d.id = found.id
returning d.brand_id, d.id, d.message_id, d.conversation_id, d.account_id, d.state, d.request, d.run_at,
          d.attempts, d.lease_until, d.first_tried_at, d.external_id, d.ref, d.reason, d.created_at,
          d.finished_at, d.taken_at, d.delivered_at,
          d.first_tried_at as tried_before, true as in_doubt;

-- name: claim_due
-- Claims what may leave now and is the first of its conversation (asked so, each row costs one look at an index), as many
-- as the pace ($5) and what is being carried already ($6: at most so many at once) allow.
with found as (
    select d.brand_id, d.id, d.first_tried_at
      from deliveries d
     where d.brand_id = $1 and d.account_id = $2 and d.state in ('held', 'queued') and d.run_at <= $3
       and d.id = (select e.id
                     from deliveries e
                    where e.brand_id = d.brand_id and e.conversation_id = d.conversation_id
                      and e.state in ('held', 'queued', 'sending', 'unknown')
                    order by e.id
                    limit 1)
     order by d.run_at, d.id
     limit (select greatest(least($5::bigint, $6::bigint - count(*)), 0)
              from deliveries b
             where b.brand_id = $1 and b.account_id = $2 and b.state = 'sending' and b.lease_until > $3)
       for update of d skip locked
)
update deliveries d
   set state = 'sending', attempts = d.attempts + 1, reason = '', first_tried_at = coalesce(d.first_tried_at, $3),
       lease_until = $3::timestamptz + $4::interval * (1 + jsonb_array_length(d.request -> 'attachments')),
       request = case
           when d.request ? 'follows' then jsonb_set(d.request, '{in_reply_to}', coalesce(
               (select f.ref - 'occurred_at' from deliveries f
                 where f.brand_id = d.brand_id and f.id = (d.request ->> 'follows')::uuid),
               d.request -> 'in_reply_to'))
           else d.request end
  from found
 where d.brand_id = found.brand_id and d.id = found.id
returning d.brand_id, d.id, d.message_id, d.conversation_id, d.account_id, d.state, d.request, d.run_at,
          d.attempts, d.lease_until, d.first_tried_at, d.external_id, d.ref, d.reason, d.created_at,
          d.finished_at, d.taken_at, d.delivered_at,
          found.first_tried_at as tried_before, false as in_doubt;

-- name: pace_lane
-- Counts what was just claimed against the account's pace.
update lanes set paced_until = $3 where brand_id = $1 and account_id = $2;

-- name: rest_lane
-- The network asked the whole account to wait.
update lanes set wait_until = greatest(wait_until, $3) where brand_id = $1 and account_id = $2;

-- name: record_move
-- What became of a claim, as long as it is still ours: a claim taken over by somebody else is not touched.
update deliveries
   set state = $4, run_at = coalesce($5, run_at), lease_until = $6, first_tried_at = $7, attempts = $8,
       reason = $9, finished_at = $10, taken_at = null
 where brand_id = $1 and id = $2 and state = 'sending' and lease_until = $3;

-- name: record_sent
-- The network has it. A fact: it also wins over what others concluded meanwhile.
update deliveries
   set state = 'sent', external_id = $3, ref = $4, reason = '', lease_until = null, finished_at = $5, taken_at = null
 where brand_id = $1 and id = $2
   and (state in ('queued', 'sending', 'refused', 'unknown') or (state = 'sent' and external_id is null))
returning brand_id, id, message_id, conversation_id, account_id, state, request, run_at, attempts, lease_until,
          first_tried_at, external_id, ref, reason, created_at, finished_at, taken_at, delivered_at;

-- name: record_all_sent
-- The network has these (as `record_sent`), in the order of their keys; each attempt goes into the log.
with sent as materialized (
    select * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[], $7::jsonb[])
                  as s (log_id, account_id, id, at, external_id, ref)
), logged as (
    insert into delivery_log (brand_id, id, account_id, delivery_id, at, outcome)
    select $1, log_id, account_id, id, at, $8 from sent
), known as (
    select d.id, sent.at, sent.external_id, sent.ref
      from sent
      join deliveries d on d.brand_id = $1 and d.id = sent.id
     where d.state in ('queued', 'sending', 'refused', 'unknown') or (d.state = 'sent' and d.external_id is null)
     order by d.id
       for update of d
)
update deliveries d
   set state = 'sent', external_id = known.external_id, ref = known.ref, reason = '', lease_until = null,
       finished_at = known.at, taken_at = null
  from known
 where d.brand_id = $1 and d.id = known.id;

-- What the network tells later, and the log -----------------------------------------------------------------------

-- name: note_delivered
-- The person has it.
update deliveries set delivered_at = coalesce(delivered_at, $3) where brand_id = $1 and id = $2 and state = 'sent';

-- name: take_back_sent
-- The network took it and could not deliver it after all: refused, to be taken in once more.
update deliveries
   set state = 'refused', reason = $3, finished_at = $4, taken_at = null, delivered_at = null
 where brand_id = $1 and id = $2 and state = 'sent';

-- name: log
-- Writes down what one attempt or report came to.
insert into delivery_log (brand_id, id, account_id, delivery_id, at, outcome, detail) values ($1, $2, $3, $4, $5, $6, $7);

-- name: forget_texts
-- What was said is erased; that it was sent stays.
update deliveries
   set request = jsonb_set(request, '{text}', '""')
 where brand_id = $1 and message_id = any($2::uuid[]) and state in ('sent', 'refused', 'undone');

-- name: insert_paper
-- A sheet for the mail room, once for a delivery.
insert into papers (brand_id, id, recipient, pages, content, made_at) values ($1, $2, $3, $4, $5, $6)
on conflict do nothing;

-- name: forget_papers
-- What was written on paper is erased; that it was posted stays.
update papers p
   set content = null, recipient = ''
  from deliveries d
 where p.brand_id = $1 and d.brand_id = p.brand_id and d.id = p.id and d.message_id = any($2::uuid[]);

-- name: forget_log
-- Removes entries that nobody asks for any more.
with old as (
    select id from delivery_log where brand_id = $1 and at < $2 order by at limit 5000
), gone as (
    delete from delivery_log where brand_id = $1 and id in (select id from old) returning 1
)
select count(*)::int from gone;

-- name: log_of_account
-- The newest entries of an account's log, those before $3 (null: from the newest on).
select g.id, g.at, g.outcome, g.detail, g.delivery_id, d.message_id, d.state, d.attempts, d.external_id,
       left(d.request ->> 'text', 80) as opening
  from delivery_log g
  join deliveries d on d.brand_id = g.brand_id and d.id = g.delivery_id
 where g.brand_id = $1 and g.account_id = $2 and ($3::uuid is null or g.id < $3)
 order by g.id desc
 limit $4;
