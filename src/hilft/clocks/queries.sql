-- Targets ---------------------------------------------------------------------------------------------------------

-- name: targets
-- How long things may take.
select id, kind, account_id, tag, priority, minutes, measure, warn_percent
  from targets
 where brand_id = $1
 order by kind, account_id nulls first, tag, priority;

-- name: insert_target
-- Writes one target down.
insert into targets (brand_id, id, kind, account_id, tag, priority, minutes, measure, warn_percent, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: drop_targets
-- Takes all targets away.
delete from targets where brand_id = $1;

-- name: drop_target
-- Takes one target away.
delete from targets where brand_id = $1 and id = $2;

-- Clocks ----------------------------------------------------------------------------------------------------------

-- name: clocks_of_case
-- Every clock of a case, the oldest first.
select id, kind, ref_id, account_id, state, started_at, stopped_at, ran_from, ran_until, minutes, measure, fixed_due_at,
       warn_at, due_at, mark
  from clocks
 where brand_id = $1 and case_id = $2
 order by started_at, id;

-- name: clock_of_ref
-- The clock of one promise or call-back.
select id, kind, ref_id, account_id, state, started_at, stopped_at, ran_from, ran_until, minutes, measure, fixed_due_at,
       warn_at, due_at, mark
  from clocks
 where brand_id = $1 and kind = $2 and ref_id = $3;

-- name: case_of_clock
-- Which case a clock belongs to.
select case_id from clocks where brand_id = $1 and id = $2;

-- name: save_clock
-- Writes a clock as it is now.
insert into clocks (brand_id, id, case_id, account_id, kind, ref_id, state, started_at, stopped_at, ran_from, ran_until,
                    minutes, measure, fixed_due_at, warn_at, due_at, mark)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
on conflict (brand_id, id) do update
   set state = excluded.state, started_at = excluded.started_at, stopped_at = excluded.stopped_at,
       ran_from = excluded.ran_from, ran_until = excluded.ran_until, minutes = excluded.minutes,
       measure = excluded.measure, fixed_due_at = excluded.fixed_due_at, warn_at = excluded.warn_at,
       due_at = excluded.due_at, mark = excluded.mark;

-- name: cases_with_clocks
-- Which of these cases have a clock.
select c.id
  from unnest($2::uuid[]) as c (id)
 where exists (select from clocks k where k.brand_id = $1 and k.case_id = c.id);
