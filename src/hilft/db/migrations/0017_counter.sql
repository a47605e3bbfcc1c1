-- The counter: what is typed there before it is a customer's words, and which visits were written down.

create table counter_drafts (
    brand_id      uuid not null,
    id            uuid not null,
    agent_id      uuid not null,
    case_id       uuid,
    name          text not null default '',
    name_version  bigint not null default 0,
    text          text not null default '',
    text_version  bigint not null default 0,
    primary key (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id)
);
-- One draft of an agent for each case, and one for whoever comes in without a code.
create unique index counter_drafts_of_agent on counter_drafts (brand_id, agent_id, case_id) nulls not distinct;

create table counter_notes (
    brand_id    uuid not null,
    id          uuid not null,
    account_id  uuid not null,
    agent_id    uuid not null,
    case_id     uuid not null,
    kept_at     timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id)
);
create index counter_notes_of_agent on counter_notes (brand_id, agent_id, kept_at desc, id desc);
create index counter_notes_of_case on counter_notes (brand_id, case_id);

-- Who told this number, however it was written: asked while somebody stands there.
create index facts_by_number on facts (brand_id, upper(translate(value, ' -./()', '')))
    where key in ('customer_number', 'order_number', 'phone');
