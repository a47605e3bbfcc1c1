-- name: waiting
-- What is to be printed and posted, the oldest first.
select p.id, p.recipient, p.pages, p.made_at, p.printed_at, coalesce(pr.name, '') as printed_by, p.posted_at,
       '' as posted_by, s.code, coalesce(g.name, '') as agent_name, p.content is not null as there
  from papers p
  join deliveries d on d.brand_id = p.brand_id and d.id = p.id
  join messages m on m.brand_id = d.brand_id and m.id = d.message_id
  join cases s on s.brand_id = m.brand_id and s.id = m.case_id
  left join agents g on g.brand_id = m.brand_id and g.id = m.agent_id
  left join agents pr on pr.brand_id = p.brand_id and pr.id = p.printed_by
 where p.brand_id = $1 and p.posted_at is null
 order by p.made_at, p.id
 limit $2;

-- name: posted
-- What was posted, the newest first.
select p.id, p.recipient, p.pages, p.made_at, p.printed_at, coalesce(pr.name, '') as printed_by, p.posted_at,
       coalesce(po.name, '') as posted_by, s.code, coalesce(g.name, '') as agent_name, p.content is not null as there
  from papers p
  join deliveries d on d.brand_id = p.brand_id and d.id = p.id
  join messages m on m.brand_id = d.brand_id and m.id = d.message_id
  join cases s on s.brand_id = m.brand_id and s.id = m.case_id
  left join agents g on g.brand_id = m.brand_id and g.id = m.agent_id
  left join agents pr on pr.brand_id = p.brand_id and pr.id = p.printed_by
  left join agents po on po.brand_id = p.brand_id and po.id = p.posted_by
 where p.brand_id = $1 and p.posted_at is not null
 order by p.posted_at desc, p.id desc
 limit $2;

-- name: printable
-- The PDFs of these sheets.
select id, content from papers where brand_id = $1 and id = any($2::uuid[]) and content is not null order by made_at, id;

-- name: mark_printed
-- These were printed; printed again, the first time counts.
update papers p
   set printed_at = $3, printed_by = $4
  from deliveries d
  join messages m on m.brand_id = d.brand_id and m.id = d.message_id
 where p.brand_id = $1 and p.id = any($2::uuid[]) and p.printed_at is null and d.brand_id = p.brand_id and d.id = p.id
returning p.id, m.case_id;

-- name: mark_posted
-- These are in the post.
update papers p
   set posted_at = $3, posted_by = $4
  from deliveries d
  join messages m on m.brand_id = d.brand_id and m.id = d.message_id
 where p.brand_id = $1 and p.id = any($2::uuid[]) and p.posted_at is null and d.brand_id = p.brand_id and d.id = p.id
returning p.id, m.case_id;

-- name: drop_old
-- What was posted long ago is not printed again: its text stands in its case.
with old as (
    select id from papers
     where brand_id = $1 and posted_at < $2 and content is not null
     order by posted_at limit 200
)
update papers set content = null where brand_id = $1 and id in (select id from old);

-- name: address_of
-- The newest postal address of the customer behind a handle.
select o.local_id
  from handles h
  join handles o on o.brand_id = h.brand_id and o.customer_id = h.customer_id and o.scope = 'post' and o.gone_at is null
 where h.brand_id = $1 and h.id = $2 and o.local_id <> ''
 order by o.id desc
 limit 1;

-- name: handle_at
-- Whether somebody is known at this postal address.
select id from handles where brand_id = $1 and scope = $2 and external_id = $3;
