-- Teams: named groups of agents; an agent belongs to one at most, so that figures by team count everything once.

create table teams (
    brand_id    uuid not null references brands (id),
    id          uuid not null,
    name        text not null,
    created_at  timestamptz not null,
    primary key (brand_id, id)
);
create unique index teams_one_per_name on teams (brand_id, lower(name));

create table team_members (
    brand_id  uuid not null,
    agent_id  uuid not null,
    team_id   uuid not null,
    primary key (brand_id, agent_id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, team_id) references teams (brand_id, id) on delete cascade
);
create index team_members_of on team_members (brand_id, team_id);
