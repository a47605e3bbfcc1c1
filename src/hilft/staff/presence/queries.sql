-- name: presences
-- Everybody who works here, those here first, with since when.
select id, login, name, initials, photo, role, presence, away_reason, away_by_itself, presence_at, active_at, given_at
  from agents
 where brand_id = $1 and disabled_at is null
 order by array_position(array['here', 'away', 'off'], presence), name, id;

-- name: set_presence
-- Whether the agent is here, and why not; said by themselves, which is activity. Gives the agent.
update agents
   set presence_at = case when presence = $3 and away_reason = $4 then presence_at else $5 end,
       presence = $3, away_reason = $4, away_by_itself = false, active_at = $5
 where brand_id = $1 and id = $2 and disabled_at is null
returning id, brand_id, login, name, initials, role, language, theme, single_keys, presence, photo, shown;

-- name: stir
-- The agent does something; whoever was away by themselves is here again. Tells how they are now; never waits for a lock.
update agents
   set active_at = $3, presence = case when away_by_itself and presence = 'away' then 'here' else presence end,
       presence_at = case when away_by_itself and presence = 'away' then $3 else presence_at end,
       away_by_itself = false
 where brand_id = $1
   and id = (select id from agents
              where brand_id = $1 and id = $2 and (active_at is null or active_at <= $4 or away_by_itself)
                for no key update skip locked)
returning presence;

-- name: seen_active
-- These do something that leaves no request: they are on the telephone.
update agents set active_at = $3 where brand_id = $1 and id = any($2::uuid[]) and presence = 'here';

-- name: away_who_is_idle
-- Those here who have done nothing since then are away by themselves.
update agents
   set presence = 'away', away_reason = '', away_by_itself = true, presence_at = $3
 where brand_id = $1 and presence = 'here' and coalesce(greatest(active_at, presence_at), created_at) <= $2
returning id;

-- name: chosen_to_give
-- The agent is given a case now, if they are here still; the row stays locked, so nobody leaves meanwhile.
update agents
   set given_at = $3
 where brand_id = $1 and id = $2 and presence = 'here' and disabled_at is null
returning id;

-- name: presence_rules
-- How the brand's team works.
select away_after, reasons, giving, most_open, per_hour from presence_rules where brand_id = $1;

-- name: save_presence_rules
-- How the brand's team works from now on.
insert into presence_rules (brand_id, away_after, reasons, giving, most_open, per_hour, changed_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (brand_id) do update
   set away_after = excluded.away_after, reasons = excluded.reasons, giving = excluded.giving,
       most_open = excluded.most_open, per_hour = excluded.per_hour, changed_at = excluded.changed_at;
