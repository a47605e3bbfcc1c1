-- Secure forms: one link, one customer, one answer, a short life. The link is kept as a hash; what was entered is a note of
-- the case, so it is erased with it and never part of a message.

create table forms (
    brand_id     uuid not null,
    id           uuid not null,
    token_hash   bytea not null,
    case_id      uuid not null,
    agent_id     uuid not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    answered_at  timestamptz,
    note_id      uuid,
    consent      boolean,
    consent_text text not null default '',
    primary key (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, note_id) references notes (brand_id, id)
);
create unique index forms_by_token on forms (brand_id, token_hash);
create index forms_of_case on forms (brand_id, case_id, created_at);
