-- name: draft_of
-- What an agent typed for a case, or for somebody new.
select name, name_version, text, text_version
  from counter_drafts
 where brand_id = $1 and agent_id = $2 and case_id is not distinct from $3::uuid;

-- name: save_text
-- Keeps the note that is being typed; the newer version wins.
insert into counter_drafts as d (brand_id, id, agent_id, case_id, text, text_version)
values ($1, $2, $3, $4, $5, $6)
on conflict (brand_id, agent_id, case_id) do update
   set text = excluded.text, text_version = excluded.text_version
 where d.text_version < excluded.text_version;

-- name: save_name
-- Keeps the name that is being typed; the newer version wins.
insert into counter_drafts as d (brand_id, id, agent_id, case_id, name, name_version)
values ($1, $2, $3, $4, $5, $6)
on conflict (brand_id, agent_id, case_id) do update
   set name = excluded.name, name_version = excluded.name_version
 where d.name_version < excluded.name_version;

-- name: empty_draft
-- What was typed is with its case now.
update counter_drafts
   set text = '', text_version = greatest(text_version + 1, $4), name = '', name_version = greatest(name_version + 1, $4)
 where brand_id = $1 and agent_id = $2 and case_id is not distinct from $3::uuid;

-- name: kept_note
-- A note that was given to its case.
select id, account_id, agent_id, case_id, kept_at from counter_notes where brand_id = $1 and id = $2;

-- name: insert_note
-- A note was given to its case.
insert into counter_notes (brand_id, id, account_id, agent_id, case_id, kept_at) values ($1, $2, $3, $4, $5, $6);

-- name: lately
-- Whom an agent wrote down last.
select s.code, s.state, u.name as customer, n.kept_at
  from counter_notes n
  join cases s on s.brand_id = n.brand_id and s.id = n.case_id
  join handles h on h.brand_id = s.brand_id and h.id = s.handle_id
  join customers u on u.brand_id = h.brand_id and u.id = h.customer_id
 where n.brand_id = $1 and n.agent_id = $2
 order by n.kept_at desc, n.id desc
 limit $3;
