-- name: insert_job
-- Writes a job; one with the same key that waits is moved forward, one that runs will run once more.
insert into jobs as waiting (brand_id, id, kind, key, payload, run_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (brand_id, kind, key) where key is not null and failed_at is null do update
   set payload = excluded.payload,
       run_at = case when waiting.lease is null then least(waiting.run_at, excluded.run_at) else excluded.run_at end,
       again = waiting.lease is not null;

-- name: claim
-- Takes what is due, of every brand: new, or left behind by a loop that died. SKIP LOCKED lets loops pass each other.
with due as (
    select brand_id, id
      from jobs
     where failed_at is null and coalesce(lease_until, run_at) <= now() and kind = any($1::text[])
     order by coalesce(lease_until, run_at)
     limit $2
       for update skip locked
)
update jobs
   set lease = $3, lease_until = now() + $4::interval, attempts = attempts + 1
  from due
 where jobs.brand_id = due.brand_id and jobs.id = due.id
returning jobs.brand_id, jobs.id, jobs.kind, jobs.key, jobs.payload, jobs.run_at, jobs.attempts, jobs.lease;

-- name: next_due
-- How long until something is due, of every brand; null when nothing waits.
select min(coalesce(lease_until, run_at)) - now() from jobs where failed_at is null and kind = any($1::text[]);

-- name: renew
-- Holds on to what runs.
update jobs set lease_until = now() + $2::interval where lease = any($1::uuid[]) and failed_at is null;

-- name: lock_own
-- Whether this job is still ours, and if so, whether it was asked for once more while it ran.
select again from jobs where brand_id = $1 and id = $2 and lease = $3 for update;

-- name: delete_job
-- It is done.
delete from jobs where brand_id = $1 and id = $2;

-- name: release
-- Gives it back to run at its own time: it was asked for once more.
update jobs set lease = null, lease_until = null, again = false, attempts = 0 where brand_id = $1 and id = $2;

-- name: postpone
-- It did not work; another try after a pause.
update jobs
   set lease = null, lease_until = null, again = false, run_at = now() + $4::interval, error = $5
 where brand_id = $1 and id = $2 and lease = $3;

-- name: give_up
-- It failed too often; it stays to be looked at.
update jobs
   set lease = null, lease_until = null, failed_at = now(), error = $4
 where brand_id = $1 and id = $2 and lease = $3;

-- name: failed_jobs
-- What was given up, newest first.
select id, kind, key, payload, attempts, error, failed_at
  from jobs
 where brand_id = $1 and failed_at is not null
 order by failed_at desc, id
 limit $2;

-- name: revive
-- Tries a failed one again, unless one with its key waits anyway.
update jobs
   set failed_at = null, attempts = 0, run_at = $3
 where brand_id = $1 and id = $2 and failed_at is not null
   and not exists (select from jobs as other
                    where other.brand_id = $1 and other.kind = jobs.kind and other.key = jobs.key
                      and other.failed_at is null);

-- name: discard_failed
-- Forgets a failed one.
delete from jobs where brand_id = $1 and id = $2 and failed_at is not null;
