-- Answers on paper: written by the channel, printed and posted by people. One for a delivery.

create table papers (
    brand_id    uuid not null,
    id          uuid not null,
    recipient   text not null,
    pages       integer not null,
    content     bytea,
    made_at     timestamptz not null,
    printed_at  timestamptz,
    printed_by  uuid,
    posted_at   timestamptz,
    posted_by   uuid,
    primary key (brand_id, id),
    foreign key (brand_id, id) references deliveries (brand_id, id),
    foreign key (brand_id, printed_by) references agents (brand_id, id),
    foreign key (brand_id, posted_by) references agents (brand_id, id)
);
-- id: of the delivery. content: the PDF; null once it was posted long ago, or its text was erased.
create index papers_waiting on papers (brand_id, made_at, id) where posted_at is null;
create index papers_posted on papers (brand_id, posted_at desc, id desc) where posted_at is not null;
create index papers_kept on papers (brand_id, posted_at) where posted_at is not null and content is not null;
