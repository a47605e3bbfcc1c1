-- Figures: sums by day and month, kept as things happen. What of a case went into them is kept beside them, so that it
-- can be taken out again when the case changes.

-- In which transaction a line was written: ids are made before the commit and say nothing of its order.
alter table timeline add column written_in bigint;
alter table timeline alter column written_in set default (pg_current_xact_id()::text::bigint);
create index timeline_written on timeline (brand_id, written_in, id) where written_in is not null;

-- An edition: all figures of a brand, counted once through and followed since. The newest that is ready is told.
create table report_editions (
    brand_id    uuid not null references brands (id),
    id          uuid not null,
    zone        text not null,
    seen        text not null,
    upto        text,
    after_xact  bigint not null default 0,
    after_line  uuid,
    walked      uuid,
    begun_at    timestamptz not null,
    ready_at    timestamptz,
    primary key (brand_id, id)
);
-- seen: the snapshot (pg_snapshot) whose lines are all counted; upto: the one being worked through, line by line;
-- walked: while not ready, the case up to which the first count has come.

create table report_cases (
    brand_id    uuid not null,
    edition_id  uuid not null,
    case_id     uuid not null,
    counted     text not null,
    primary key (brand_id, edition_id, case_id),
    foreign key (brand_id, edition_id) references report_editions (brand_id, id) on delete cascade
);

create table report_sums (
    brand_id    uuid not null,
    edition_id  uuid not null,
    series      smallint not null,
    dimension   text not null check (dimension in ('all', 'account', 'agent', 'tag', 'language')),
    grain       text not null check (grain in ('day', 'month')),
    day         date not null,
    key         text not null,
    buckets     integer[] not null,
    counts      integer[] not null,
    total       bigint not null,
    primary key (brand_id, edition_id, series, dimension, grain, day, key),
    foreign key (brand_id, edition_id) references report_editions (brand_id, id) on delete cascade
);
-- buckets, counts: the numbers of a histogram that are not zero; total: all durations in milliseconds.
