-- name: insert_agent
-- A new agent, or nothing when the login or the initials are taken.
insert into agents (brand_id, id, login, name, initials, role, password_hash, language, photo, shown, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict do nothing
returning id, brand_id, login, name, initials, role, language, theme, single_keys, presence, photo, shown;

-- name: name_of_initials
-- Who signs with these initials?
select name from agents where brand_id = $1 and initials = $2 and disabled_at is null;

-- name: agent_by_id
-- One agent who is not disabled.
select id, brand_id, login, name, initials, role, language, theme, single_keys, presence, photo, shown
  from agents
 where brand_id = $1 and id = $2 and disabled_at is null;

-- name: agent_by_name
-- The agent with this login, else with these initials.
select id, brand_id, login, name, initials, role, language, theme, single_keys, presence, photo, shown
  from agents
 where brand_id = $1 and (lower(login) = $2 or initials = $2) and disabled_at is null
 order by (lower(login) = $2) desc
 limit 1;

-- name: colleagues
-- Everybody of the brand who is not disabled, by name.
select id, brand_id, login, name, initials, role, language, theme, single_keys, presence, photo, shown
  from agents
 where brand_id = $1 and disabled_at is null
 order by name, id;

-- name: who_is_here
-- Who is here and may be shown to customers?
select id, brand_id, login, name, initials, role, language, theme, single_keys, presence, photo, shown
  from agents
 where brand_id = $1 and disabled_at is null and shown and presence = 'here'
 order by name, id;

-- name: lock_administrators
-- The ids of the brand's administrators, locked so that two cannot leave at once.
select id from agents where brand_id = $1 and role = 'admin' and disabled_at is null order by id for update;

-- name: set_disabled
-- The agent does not work here any more.
update agents
   set disabled_at = $3, presence = 'off', presence_at = $3, away_reason = '', away_by_itself = false
 where brand_id = $1 and id = $2 and disabled_at is null;

-- name: set_settings
-- How the agent wants their pages.
update agents
   set language = $3, theme = $4, single_keys = $5
 where brand_id = $1 and id = $2
returning id, brand_id, login, name, initials, role, language, theme, single_keys, presence, photo, shown;

-- name: set_photo
-- The agent's photo, or none.
update agents
   set photo = $3
 where brand_id = $1 and id = $2
returning id, brand_id, login, name, initials, role, language, theme, single_keys, presence, photo, shown;

-- name: photo_belongs
-- Is this the photo of somebody who works here?
select exists (select from agents where brand_id = $1 and photo = $2 and disabled_at is null);

-- name: set_password
-- A new hash for the agent.
update agents set password_hash = $3 where brand_id = $1 and id = $2;

-- name: credentials_of_login
-- Whose login is this, and which hash must the password match?
select id, password_hash from agents where brand_id = $1 and lower(login) = $2 and disabled_at is null;

-- name: lock_attempts
-- What was counted under this key, with its row locked; made when missing, so that guesses queue up.
insert into attempts (brand_id, key, failures, first_at, last_at)
values ($1, $2, 0, $3, $3)
on conflict (brand_id, key) do update set key = excluded.key
returning failures, first_at, last_at;

-- name: find_attempts
-- What was counted under this key, without a lock.
select failures, first_at, last_at from attempts where brand_id = $1 and key = $2;

-- name: set_attempts
-- What is counted under this key now.
update attempts set failures = $3, first_at = $4, last_at = $5 where brand_id = $1 and key = $2;

-- name: delete_attempts
-- The right password was given: nothing is held against this key.
delete from attempts where brand_id = $1 and key = $2;

-- name: delete_old_attempts
-- Counters that nothing was added to since then are forgotten.
delete from attempts where brand_id = $1 and last_at < $2;

-- name: insert_session
-- Somebody signed in.
insert into sessions (brand_id, token_hash, agent_id, csrf, created_at, seen_at, expires_at)
values ($1, $2, $3, $4, $5, $5, $6);

-- name: find_session
-- The agent behind this token, with the session's times; nothing when it has ended.
select a.id, a.brand_id, a.login, a.name, a.initials, a.role, a.language, a.theme, a.single_keys, a.presence, a.photo,
       a.shown, a.active_at, a.away_by_itself, s.csrf, s.created_at, s.seen_at, s.expires_at
  from sessions s
  join agents a on a.brand_id = s.brand_id and a.id = s.agent_id
 where s.brand_id = $1 and s.token_hash = $2 and s.expires_at > $3 and a.disabled_at is null;

-- name: find_sessions
-- The agents behind these tokens, with the sessions' times; what has ended is missing.
select a.id, a.brand_id, a.login, a.name, a.initials, a.role, a.language, a.theme, a.single_keys, a.presence, a.photo,
       a.shown, a.active_at, a.away_by_itself, s.csrf, s.created_at, s.seen_at, s.expires_at, s.token_hash
  from sessions s
  join agents a on a.brand_id = s.brand_id and a.id = s.agent_id
 where s.brand_id = $1 and s.token_hash = any($2::bytea[]) and s.expires_at > $3 and a.disabled_at is null;

-- name: set_seen
-- The session was used: it lives on until then.
update sessions set seen_at = $3, expires_at = $4 where brand_id = $1 and token_hash = $2;

-- name: delete_session
-- Signed out.
delete from sessions where brand_id = $1 and token_hash = $2;

-- name: delete_sessions_of
-- All sessions of one agent but this one end.
delete from sessions where brand_id = $1 and agent_id = $2 and token_hash is distinct from $3;

-- name: count_sessions_of
-- In how many browsers is the agent signed in?
select count(*) from sessions where brand_id = $1 and agent_id = $2 and expires_at > $3;

-- name: delete_expired_sessions
-- Sessions that have ended go; agents whose last one it was are not here any more. Gives how many agents left.
with gone as (
    delete from sessions where brand_id = $1 and expires_at <= $2 returning agent_id
), lost as (
    update agents a
       set presence = 'off', presence_at = $2, away_reason = '', away_by_itself = false
     where a.brand_id = $1 and a.presence <> 'off' and a.id in (select agent_id from gone)
       and not exists (select from sessions s
                        where s.brand_id = $1 and s.agent_id = a.id and s.expires_at > $2)
    returning a.id
)
select count(*) from lost;

-- name: insert_token
-- A new API token; gives its label, nothing when it is somebody else's.
insert into tokens (brand_id, token_hash, agent_id, label, created_at)
values ($1, $2, $3, $4, $5)
on conflict (brand_id, token_hash) do update set label = excluded.label where tokens.agent_id = excluded.agent_id
returning label;

-- name: agent_of_token
-- The agent behind this API token, with when it was last used; nothing when it was revoked.
select a.id, a.brand_id, a.login, a.name, a.initials, a.role, a.language, a.theme, a.single_keys, a.presence, a.photo,
       a.shown, t.last_used_at
  from tokens t
  join agents a on a.brand_id = t.brand_id and a.id = t.agent_id
 where t.brand_id = $1 and t.token_hash = $2 and t.revoked_at is null and a.disabled_at is null;

-- name: set_token_used
-- The token was used.
update tokens set last_used_at = $3 where brand_id = $1 and token_hash = $2;

-- name: set_token_revoked
-- The token opens nothing any more.
update tokens set revoked_at = $3 where brand_id = $1 and token_hash = $2 and revoked_at is null;

-- name: set_tokens_revoked
-- No token of this agent opens anything any more.
update tokens set revoked_at = $3 where brand_id = $1 and agent_id = $2 and revoked_at is null;

-- name: tokens_of
-- The API tokens of one agent, newest first.
select token_hash, label, created_at, last_used_at, revoked_at
  from tokens
 where brand_id = $1 and agent_id = $2
 order by created_at desc, token_hash;

-- name: teams
-- The teams of a brand by name, each with those of its members who still work here.
select t.id, t.name,
       array(select m.agent_id from team_members m
               join agents a on a.brand_id = m.brand_id and a.id = m.agent_id and a.disabled_at is null
              where m.brand_id = t.brand_id and m.team_id = t.id
              order by a.name, a.id) as members
  from teams t
 where t.brand_id = $1
 order by lower(t.name), t.id;

-- name: team_names
-- The team of everybody who ever was in one: figures tell of those who left, too.
select m.agent_id, t.name
  from team_members m
  join teams t on t.brand_id = m.brand_id and t.id = m.team_id
 where m.brand_id = $1;

-- name: insert_team
-- A new team; nothing when there is one of this name.
insert into teams (brand_id, id, name, created_at) values ($1, $2, $3, $4)
on conflict do nothing
returning id;

-- name: team_of_name
-- Which team has this name.
select id from teams where brand_id = $1 and lower(name) = lower($2);

-- name: rename_team
-- A team goes by another name; nothing when it does not exist.
update teams set name = $3 where brand_id = $1 and id = $2 returning id;

-- name: drop_members
-- Nobody who works here is in this team any more, but these.
delete from team_members m
 using agents a
 where m.brand_id = $1 and m.team_id = $2 and not m.agent_id = any($3::uuid[])
   and a.brand_id = m.brand_id and a.id = m.agent_id and a.disabled_at is null;

-- name: put_members
-- These are in this team, and in no other one.
insert into team_members (brand_id, agent_id, team_id)
select a.brand_id, a.id, $2 from agents a where a.brand_id = $1 and a.id = any($3::uuid[]) and a.disabled_at is null
on conflict (brand_id, agent_id) do update set team_id = excluded.team_id;

-- name: delete_team
-- There is no such team any more; its members are in none.
delete from teams where brand_id = $1 and id = $2 returning id;
