-- By which opening hours the figures were counted: when hours of the past change, they are counted anew.

alter table report_editions
    add column hours       jsonb not null default '{}',
    add column hours_upto  timestamptz;
-- hours: a mark of each account's open times up to hours_upto; null: not looked at yet.
