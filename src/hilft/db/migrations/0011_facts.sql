-- What is known: facts with their source. Deleting a message takes its facts along.

create table facts (
    brand_id     uuid not null,
    id           uuid not null,
    message_id   uuid,
    note_id      uuid,
    handle_id    uuid,
    key          text not null,
    value        text not null,
    detail       text not null default '',
    kind         text not null default '',
    start_at     integer not null default 0,
    end_at       integer not null default 0,
    sure         double precision not null check (sure between 0 and 1),
    state        text not null check (state in ('read', 'proposed', 'confirmed', 'corrected', 'removed')),
    channel      text not null default '',
    said_at      timestamptz not null,
    learnt_at    timestamptz not null,
    agent_id     uuid,
    decided_at   timestamptz,
    replaces_id  uuid,
    primary key (brand_id, id),
    foreign key (brand_id, message_id) references messages (brand_id, id) on delete cascade,
    foreign key (brand_id, note_id) references notes (brand_id, id) on delete cascade,
    foreign key (brand_id, handle_id) references handles (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, replaces_id) references facts (brand_id, id) on delete cascade,
    check (num_nonnulls(message_id, note_id) = 1)
);
-- Who said it never changes, where it belongs does: so facts hang on messages and are found by whoever said them.
create index facts_of_handle on facts (brand_id, handle_id, said_at desc) where handle_id is not null;
create index facts_of_message on facts (brand_id, message_id) where message_id is not null;
create index facts_of_note on facts (brand_id, note_id) where note_id is not null;
create index facts_replacing on facts (brand_id, replaces_id) where replaces_id is not null;

-- What was said and is not read for facts yet; reading it removes the row in the same transaction.
create table unread (
    brand_id    uuid not null,
    id          uuid not null,
    message_id  uuid,
    note_id     uuid,
    channel     text not null default '',
    heard_at    timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, message_id) references messages (brand_id, id) on delete cascade,
    foreign key (brand_id, note_id) references notes (brand_id, id) on delete cascade,
    check (num_nonnulls(message_id, note_id) = 1)
);
create unique index unread_message_once on unread (brand_id, message_id) where message_id is not null;
create unique index unread_note_once on unread (brand_id, note_id) where note_id is not null;

-- What open cases were told before there were facts.
insert into unread (brand_id, id, message_id, heard_at)
select m.brand_id, m.id, m.id, m.received_at
  from cases c
  join messages m on m.brand_id = c.brand_id and m.case_id = c.id
 where c.state in ('open', 'waiting') and c.joined_into_id is null
   and m.direction = 'in' and not m.automatic and m.deleted_at is null;
