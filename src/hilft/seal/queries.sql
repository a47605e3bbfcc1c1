-- name: insert_installation
-- The row of a new installation; nothing when there is one.
insert into installation (id, home, sealed_at) values ($1, $2, $3) on conflict do nothing;

-- name: lock_installation
-- The row, and whoever examines or confirms at the same time waits.
select id, home, renewals, sealed_at, copy_since, copy_reason from installation for update;

-- name: find_installation
-- The row as it is.
select id, home, renewals, sealed_at, copy_since, copy_reason from installation;

-- name: set_copied
-- This is a copy, and why.
update installation set copy_since = $1, copy_reason = $2 where copy_since is null;

-- name: set_confirmed
-- A person said that this is the only one: a new name, at home here.
update installation
   set id = $1, home = $2, sealed_at = $3, renewals = renewals + 1, copy_since = null, copy_reason = ''
returning id, home, renewals, sealed_at, copy_since, copy_reason;

-- name: renew
-- Goes one on, so that an older state of the database is recognised; nothing for a copy.
update installation set renewals = renewals + 1 where copy_since is null
returning id, home, renewals, sealed_at, copy_since, copy_reason;

-- name: set_home
-- Where this database is at home.
update installation set home = $1;

-- name: may_ask_the_server
-- May we ask the server for its identity?
select has_function_privilege('pg_control_system()', 'execute');

-- name: home_by_server
-- Which database of which server this is: neither a dump nor a clone of the database carries it along.
select s.system_identifier::text || ':' || d.oid::text
  from pg_control_system() s, pg_database d
 where d.datname = current_database();

-- name: home_by_name
-- The same where the server does not tell who it is.
select 'unnamed:' || oid::text || ':' || datname from pg_database where datname = current_database();
