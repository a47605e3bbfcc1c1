-- Missed calls that showed no number: nobody can be called back, and none of them is lost in the list of all calls.

create index calls_missed_hidden on calls (brand_id, rang_at desc, id desc)
    where number = '' and incoming and answered_at is null and ended_at is not null;
