-- The usual time to a first answer, kept by a beat so that the public page never computes it.

create table usual_answers (
    brand_id     uuid primary key references brands (id),
    minutes      numeric,
    answers      integer not null,
    computed_at  timestamptz not null
);
-- minutes: null when nobody was answered lately.

create index messages_answering on messages (brand_id, occurred_at, case_id)
    where direction = 'out' and not withdrawn and not needs_answer and not automatic;
