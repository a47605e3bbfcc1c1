-- name: save_auto_reply
-- How an account answers by itself what comes in with one visibility.
insert into rules_auto_replies as r (brand_id, account_id, visibility, switched_on, way, before_minutes, texts, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (brand_id, account_id, visibility) do update
   set switched_on = excluded.switched_on, way = excluded.way, before_minutes = excluded.before_minutes,
       texts = excluded.texts, changed_at = excluded.changed_at;

-- name: auto_replies
-- Everything that was written down about automatic answers.
select account_id, visibility, switched_on, way, before_minutes, texts from rules_auto_replies where brand_id = $1;

-- name: fresh_entries
-- What customers said in the last quarter of an hour and nobody has looked at. The id of a line begins with its time (RFC 9562).
select t.id
  from timeline t
 where t.brand_id = $1
   and t.id > (lpad(to_hex((extract(epoch from now() - interval '15 minutes') * 1000)::bigint), 12, '0')
               || '70008000000000000000')::uuid
   and t.subject = 'case' and t.kind = 'message.in'
   and not exists (select from rules_looked l where l.brand_id = $1 and l.entry_id = t.id)
 order by t.id
 limit $2;

-- name: look
-- Whoever writes this line down first looks at it, nobody else does.
insert into rules_looked (brand_id, entry_id, looked_at) values ($1, $2, $3)
on conflict do nothing
returning entry_id;

-- name: forget_looked
-- Lines that are too old to be asked for again.
delete from rules_looked where brand_id = $1 and looked_at < $2;

-- name: heard
-- What was said, by whom, and what became of the case so far.
select m.case_id, m.conversation_id, m.account_id, m.visibility, h.customer_id, m.language, c.state, m.occurred_at,
       (select max(a.occurred_at)
          from messages a
         where a.brand_id = m.brand_id and a.case_id = m.case_id and a.direction = 'out'
           and not a.withdrawn and not a.automatic) as answered_at,
       m.needs_answer, m.automatic, h.bot, m.author_id = c.handle_id as is_customer
  from timeline t
  join messages m on m.brand_id = t.brand_id and m.id = (t.refs ->> 'message')::uuid
  join cases c on c.brand_id = m.brand_id and c.id = m.case_id
  join handles h on h.brand_id = m.brand_id and h.id = m.author_id
 where t.brand_id = $1 and t.id = $2 and m.deleted_at is null;

-- name: tell_once
-- Whether this customer is to be told in this closed period; from now on they are.
insert into rules_told as t (brand_id, customer_id, period, told_at) values ($1, $2, $3, $4)
on conflict (brand_id, customer_id) do update
   set period = excluded.period, told_at = excluded.told_at
 where t.period <> excluded.period and t.told_at < $5
returning customer_id;
