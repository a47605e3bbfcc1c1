-- Who is to be here when. Times are those of the wall in the brand's zone, so a change of clocks moves no shift.

create table shifts (
    brand_id    uuid not null,
    id          uuid not null,
    agent_id    uuid not null,
    day         date not null,
    starts      integer not null check (starts between 0 and 1439),
    ends        integer not null check (ends > starts and ends <= starts + 1440),
    made_by     uuid not null,
    made_at     timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, made_by) references agents (brand_id, id)
);
-- starts, ends: minutes since midnight of day; an end of more than 1440 is on the next day.
create index shifts_by_day on shifts (brand_id, day, starts);
