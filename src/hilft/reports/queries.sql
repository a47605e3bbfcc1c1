-- Editions --------------------------------------------------------------------------------------------------------

-- name: editions
-- Every edition of a brand, the newest first.
select id, zone, ready_at from report_editions where brand_id = $1 order by id desc;

-- name: lock_edition
-- One edition, locked until the transaction ends: one at a time counts in it.
select id, zone, seen, upto, after_xact, after_line, walked, begun_at, ready_at, hours, hours_upto
  from report_editions
 where brand_id = $1 and id = $2
   for update;

-- name: begin_edition
-- Begins an edition; what is written after this instant is followed.
insert into report_editions (brand_id, id, zone, seen, begun_at)
values ($1, $2, $3, pg_current_snapshot()::text, $4);

-- name: keep_walk
-- The first count has come up to this case; with a time, to the end.
update report_editions set walked = $3, ready_at = $4 where brand_id = $1 and id = $2;

-- name: keep_place
-- Up to which line of a snapshot everything is counted.
update report_editions set upto = $3, after_xact = $4, after_line = $5 where brand_id = $1 and id = $2;

-- name: keep_seen
-- Everything a snapshot shows is counted.
update report_editions set seen = $3, upto = null, after_xact = 0, after_line = null where brand_id = $1 and id = $2;

-- name: keep_hours
-- By which hours is counted, up to when.
update report_editions set hours = $3, hours_upto = $4 where brand_id = $1 and id = $2;

-- name: account_ids
-- Every account there ever was.
select id from accounts where brand_id = $1 order by id;

-- name: drop_edition
-- Takes an edition away with all its sums.
delete from report_editions where brand_id = $1 and id = $2;

-- name: snapshot
-- What is visible now; whether the one before comes from another server, whose transactions had other numbers.
select pg_current_snapshot()::text as seen,
       pg_snapshot_xmin($1::text::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) as foreign_to_us;

-- name: fresh_lines
-- Lines one snapshot shows and an earlier one did not, behind a place, in the order of their transactions.
select t.written_in, t.id, t.subject_id, t.refs
  from timeline t
 where t.brand_id = $1 and t.written_in is not null
   and t.written_in >= greatest(pg_snapshot_xmin($2::text::pg_snapshot)::text::bigint, $4)
   and (t.written_in, t.id) > ($4, $5)
   and not pg_visible_in_snapshot(t.written_in::text::xid8, $2::text::pg_snapshot)
   and pg_visible_in_snapshot(t.written_in::text::xid8, $3::text::pg_snapshot)
   and t.subject = 'case'
 order by t.written_in, t.id
 limit $6;

-- What counts -----------------------------------------------------------------------------------------------------

-- name: next_cases
-- Cases behind one, in order.
select id from cases where brand_id = $1 and id > $2 order by id limit $3;

-- name: kept_of
-- What the rows of cases say.
select id, account_id, owner_id, state, tags, coalesce(solved_at, closed_at) as ended_at, joined_into_id
  from cases
 where brand_id = $1 and id = any($2::uuid[]);

-- name: spoken_of
-- What counts as asked, taken down or answered in cases: nothing deleted, taken back, written by a machine, or a mere thanks.
-- A letter is asked when it is put into the desk, and whoever put it there has not answered it.
select m.case_id, case when m.agent_id is not null and m.needs_answer then m.received_at else m.occurred_at end as at,
       m.direction = 'in' as inbound, case when m.needs_answer then null else m.agent_id end as agent_id, m.language,
       m.direction = 'out' and exists (select from asked_events e
                where e.brand_id = m.brand_id and e.message_id = m.id and e.outcome <> 'taken') as asks_again
  from messages m
 where m.brand_id = $1 and m.case_id = any($2::uuid[]) and not m.withdrawn and not m.automatic
   and case m.direction when 'in' then m.deleted_at is null and (m.needs_answer or m.agent_id is not null)
            else not m.needs_answer end
 order by m.case_id, at, m.id;

-- name: lines_of
-- What the timeline tells of the state of cases, in the order in which it was written.
select subject_id as case_id, kind, at, agent_id
  from timeline
 where brand_id = $1 and subject = 'case' and subject_id = any($2::uuid[]) and kind = any($3::text[])
 order by subject_id, id;

-- name: promised_of
-- What was promised in cases, wherever its messages are now; withdrawn ones left out.
select m.case_id, p.agent_id, p.due_at, p.state
  from messages m
  join promises p on p.brand_id = m.brand_id and p.message_id = m.id
 where m.brand_id = $1 and m.case_id = any($2::uuid[]) and m.direction = 'out' and p.state <> 'withdrawn'
 union all
select p.case_id, p.agent_id, p.due_at, p.state
  from promises p
 where p.brand_id = $1 and p.case_id = any($2::uuid[]) and p.message_id is null and p.state <> 'withdrawn';

-- name: rated_of
-- What the customers of cases said of them.
select case_id, rated_at as at, verdict = 'good' as good, agent_id
  from ratings
 where brand_id = $1 and case_id = any($2::uuid[]) and verdict is not null;

-- Sums ------------------------------------------------------------------------------------------------------------

-- name: counted
-- What of these cases is in the sums.
select case_id, counted from report_cases where brand_id = $1 and edition_id = $2 and case_id = any($3::uuid[]);

-- name: keep_counted
-- Notes what of these cases is in the sums now.
insert into report_cases (brand_id, edition_id, case_id, counted)
select $1, $2, c.case_id, c.counted from unnest($3::uuid[], $4::text[]) as c (case_id, counted)
on conflict (brand_id, edition_id, case_id) do update set counted = excluded.counted;

-- name: forget_counted
-- Nothing of these cases is in the sums any more.
delete from report_cases where brand_id = $1 and edition_id = $2 and case_id = any($3::uuid[]);

-- name: sums_at
-- These rows, as far as they are there.
select s.series, s.dimension, s.grain, s.day, s.key, s.buckets, s.counts, s.total
  from unnest($3::smallint[], $4::text[], $5::text[], $6::date[], $7::text[]) as w (series, dimension, grain, day, key)
  join report_sums s on s.brand_id = $1 and s.edition_id = $2 and s.series = w.series and s.dimension = w.dimension
   and s.grain = w.grain and s.day = w.day and s.key = w.key;

-- name: save_sums
-- Writes rows as they are now, each an object of columns.
insert into report_sums (brand_id, edition_id, series, dimension, grain, day, key, buckets, counts, total)
select $1, $2, series, dimension, grain, day, key, buckets, counts, total
  from jsonb_populate_recordset(null::report_sums, $3::jsonb)
on conflict (brand_id, edition_id, series, dimension, grain, day, key) do update
   set buckets = excluded.buckets, counts = excluded.counts, total = excluded.total;

-- name: drop_sums
-- Takes rows away in which nothing is left.
delete from report_sums s
 using unnest($3::smallint[], $4::text[], $5::text[], $6::date[], $7::text[]) as w (series, dimension, grain, day, key)
 where s.brand_id = $1 and s.edition_id = $2 and s.series = w.series and s.dimension = w.dimension
   and s.grain = w.grain and s.day = w.day and s.key = w.key;

-- name: sums
-- The rows of a period: months ($5 to $6), and days at its beginning ($7 to $8) and its end ($9 to $10).
select false as a_day, series, day, key, buckets, counts, total
  from report_sums
 where brand_id = $1 and edition_id = $2 and series = any($3::smallint[]) and dimension = $4
   and grain = 'month' and day between $5 and $6
 union all
select true, series, day, key, buckets, counts, total
  from report_sums
 where brand_id = $1 and edition_id = $2 and series = any($3::smallint[]) and dimension = $4
   and grain = 'day' and (day between $7 and $8 or day between $9 and $10);

-- name: agent_names
-- Everybody who ever worked here, by id.
select id, name from agents where brand_id = $1;
