-- The house as it first stood. brand_id leads every key, so brands stay apart and rows can be spread by it.

create table brands (
    id          uuid primary key,
    slug        text not null unique,
    name        text not null,
    zone        text not null,
    language    text not null,
    hosts       text[] not null default '{}',
    settings    jsonb not null default '{}',
    created_at  timestamptz not null
);

-- accounts: the brand's own presence on each channel ------------------------------------------------------------

create table accounts (
    brand_id        uuid not null references brands (id),
    id              uuid not null,
    channel         text not null,
    scope           text not null,
    handle          text not null,
    external_id     text not null,
    display_name    text not null default '',
    url             text not null default '',
    role            text not null check (role in ('service', 'main')),
    settings        jsonb not null default '{}',
    secrets         bytea not null,
    state           text not null default 'active' check (state in ('active', 'paused', 'removed')),
    reason          text not null default '',
    cursor          text,
    complete_until  timestamptz,
    last_ok_at      timestamptz,
    last_error      text not null default '',
    last_error_at   timestamptz,
    created_at      timestamptz not null,
    primary key (brand_id, id)
);
create unique index accounts_one_per_handle on accounts (brand_id, channel, external_id) where state <> 'removed';

-- staff ---------------------------------------------------------------------------------------------------------

create table agents (
    brand_id        uuid not null references brands (id),
    id              uuid not null,
    login           text not null,
    name            text not null,
    initials        text not null check (initials ~ '^[a-z]{2}$'),
    role            text not null check (role in ('admin', 'lead', 'agent')),
    password_hash   text not null,
    language        text not null default '',
    theme           text not null default 'auto' check (theme in ('auto', 'light', 'dark')),
    single_keys     boolean not null default true,
    presence        text not null default 'off' check (presence in ('here', 'away', 'off')),
    presence_at     timestamptz,
    photo           text not null default '',
    shown           boolean not null default true,
    disabled_at     timestamptz,
    created_at      timestamptz not null,
    primary key (brand_id, id)
);
create unique index agents_one_per_login on agents (brand_id, lower(login));
create unique index agents_one_per_initials on agents (brand_id, initials) where disabled_at is null;

create table sessions (
    brand_id    uuid not null,
    token_hash  bytea not null,
    agent_id    uuid not null,
    csrf        text not null,
    created_at  timestamptz not null,
    seen_at     timestamptz not null,
    expires_at  timestamptz not null,
    primary key (brand_id, token_hash),
    foreign key (brand_id, agent_id) references agents (brand_id, id)
);
create index sessions_expired on sessions (brand_id, expires_at);

create table tokens (
    brand_id      uuid not null,
    token_hash    bytea not null,
    agent_id      uuid not null,
    label         text not null default '',
    created_at    timestamptz not null,
    last_used_at  timestamptz,
    revoked_at    timestamptz,
    primary key (brand_id, token_hash),
    foreign key (brand_id, agent_id) references agents (brand_id, id)
);

create table attempts (
    brand_id    uuid not null,
    key         text not null,
    failures    integer not null,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    primary key (brand_id, key)
);

-- intake --------------------------------------------------------------------------------------------------------

create table receipts (
    brand_id     uuid not null,
    id           uuid not null,
    account_id   uuid not null,
    scope        text not null,
    dedupe_key   text not null,
    payload      bytea not null,
    occurred_at  timestamptz,
    received_at  timestamptz not null,
    state        text not null default 'new' check (state in ('new', 'digested', 'parked', 'failed')),
    run_at       timestamptz not null,
    attempts     integer not null default 0,
    error        text not null default '',
    digested_at  timestamptz,
    primary key (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);
create unique index receipts_once on receipts (brand_id, account_id, dedupe_key);
create index receipts_to_digest on receipts (brand_id, scope, run_at, id) where state = 'new';
create index receipts_failed on receipts (brand_id, id) where state = 'failed';
create index receipts_old on receipts (brand_id, digested_at) where state in ('digested', 'parked');

-- A post of our own whose thread nobody has joined waits here until somebody does.
create table parked (
    brand_id    uuid not null,
    scope       text not null,
    name        text not null,
    receipt_id  uuid not null,
    primary key (brand_id, scope, name, receipt_id),
    foreign key (brand_id, receipt_id) references receipts (brand_id, id) on delete cascade
);

create table listeners (
    brand_id     uuid not null,
    account_id   uuid not null,
    holder       uuid not null,
    lease_until  timestamptz not null,
    primary key (brand_id, account_id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);

-- customers -----------------------------------------------------------------------------------------------------

create table customers (
    brand_id    uuid not null references brands (id),
    id          uuid not null,
    name        text not null,
    created_at  timestamptz not null,
    primary key (brand_id, id)
);

create table handles (
    brand_id      uuid not null,
    id            uuid not null,
    scope         text not null,
    external_id   text not null,
    customer_id   uuid not null,
    handle        text not null,
    display_name  text not null default '',
    avatar_url    text,
    avatar_blob   text,
    url           text,
    bot           boolean not null default false,
    local_id      text not null default '',
    evidence      text not null default 'first contact',
    linked_at     timestamptz not null,
    seen_at       timestamptz not null,
    gone_at       timestamptz,
    primary key (brand_id, id),
    -- deferred: the handle is written first, so that its unique index decides which of two writers makes the customer
    foreign key (brand_id, customer_id) references customers (brand_id, id) deferrable initially deferred
);
create unique index handles_once on handles (brand_id, scope, external_id);
create index handles_of_customer on handles (brand_id, customer_id);
create index handles_to_picture on handles (brand_id, seen_at) where avatar_url is not null and avatar_blob is null;
create index handles_by_name on handles (brand_id, lower(handle) text_pattern_ops);

-- cases ---------------------------------------------------------------------------------------------------------

create table cases (
    brand_id         uuid not null references brands (id),
    id               uuid not null,
    code             text not null,
    handle_id        uuid not null,
    account_id       uuid not null,
    state            text not null default 'open' check (state in ('open', 'waiting', 'solved', 'closed')),
    owner_id         uuid,
    waiting_since    timestamptz,
    snoozed_until    timestamptz,
    queue_at         timestamptz not null,
    opened_at        timestamptz not null,
    solved_at        timestamptz,
    closed_at        timestamptz,
    last_message_id  uuid,
    last_message_at  timestamptz,
    follows_id       uuid,
    joined_into_id   uuid,
    participants     integer not null default 0,
    customer_fixed   boolean not null default false,
    version          bigint not null default 0,
    primary key (brand_id, id),
    foreign key (brand_id, handle_id) references handles (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id),
    foreign key (brand_id, owner_id) references agents (brand_id, id)
);
create unique index cases_by_code on cases (brand_id, code);
create index cases_in_queue on cases (brand_id, state, queue_at, id)
    where joined_into_id is null and snoozed_until is null;
create index cases_of_owner on cases (brand_id, owner_id, state, queue_at, id)
    where joined_into_id is null and snoozed_until is null and owner_id is not null;
create index cases_free on cases (brand_id, state, queue_at, id)
    where joined_into_id is null and snoozed_until is null and owner_id is null;
create index cases_of_account on cases (brand_id, account_id, state, queue_at, id)
    where joined_into_id is null and snoozed_until is null;
create index cases_snoozed on cases (brand_id, snoozed_until, id)
    where joined_into_id is null and snoozed_until is not null;
create index cases_of_handle on cases (brand_id, handle_id, id);
create index cases_to_close on cases (brand_id, solved_at) where state = 'solved';

create table conversations (
    brand_id     uuid not null,
    id           uuid not null,
    case_id      uuid not null,
    account_id   uuid not null,
    scope        text not null,
    thread_key   text not null,
    visibility   text not null check (visibility in ('public', 'private')),
    partner      text not null default '',
    opened_at    timestamptz not null,
    last_at      timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);
-- partner: empty for the public part of a thread, the handle's id for a private one, so that two people's
-- private words in one thread never share a conversation.
create unique index conversations_once on conversations (brand_id, scope, thread_key, visibility, partner);
create index conversations_of_case on conversations (brand_id, case_id, last_at);

create table messages (
    brand_id            uuid not null,
    id                  uuid not null,
    conversation_id     uuid not null,
    case_id             uuid not null,
    account_id          uuid not null,
    scope               text not null,
    external_id         text,
    parent_name         text,
    direction           text not null check (direction in ('in', 'out')),
    visibility          text not null check (visibility in ('public', 'private')),
    network_visibility  text not null default '',
    author_id           uuid,
    agent_id            uuid,
    outside             boolean not null default false,
    withdrawn           boolean not null default false,
    needs_answer        boolean not null default false,
    settled             boolean not null default false,
    text                text not null,
    language            text not null default '',
    url                 text,
    ref                 jsonb not null default '{}',
    reply_policy        jsonb not null default '{}',
    to_main             boolean not null default false,
    occurred_at         timestamptz not null,
    received_at         timestamptz not null,
    edited_at           timestamptz,
    deleted_at          timestamptz,
    erased_at           timestamptz,
    request_key         text,
    request_hash        text,
    search              tsvector generated always as
        (to_tsvector('simple', left(text, 20000)) || to_tsvector('german', left(text, 20000))
         || to_tsvector('english', left(text, 20000))) stored,
    primary key (brand_id, id),
    foreign key (brand_id, conversation_id) references conversations (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id),
    foreign key (brand_id, account_id) references accounts (brand_id, id),
    foreign key (brand_id, author_id) references handles (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id)
);
create unique index messages_once on messages (brand_id, scope, external_id) where external_id is not null;
create unique index messages_asked_once on messages (brand_id, agent_id, request_key) where request_key is not null;
create index messages_of_case on messages (brand_id, case_id, occurred_at, id);
create index messages_standing on messages (brand_id, case_id, direction, occurred_at) where not withdrawn;
create index messages_of_conversation on messages (brand_id, conversation_id, direction, occurred_at);
create index messages_unaddressed on messages (brand_id, scope, parent_name)
    where direction = 'in' and not needs_answer and parent_name is not null;
create index messages_to_erase on messages (brand_id, deleted_at) where deleted_at is not null and erased_at is null;
create index messages_found on messages using gin (search);

-- Every name under which the network speaks of a message: its external id, a server's local id.
create table message_names (
    brand_id    uuid not null,
    scope       text not null,
    name        text not null,
    message_id  uuid not null,
    primary key (brand_id, scope, name),
    foreign key (brand_id, message_id) references messages (brand_id, id)
);
create index message_names_of on message_names (brand_id, message_id);

create table edits (
    brand_id    uuid not null,
    id          uuid not null,
    message_id  uuid not null,
    text        text not null,
    written_at  timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, message_id) references messages (brand_id, id)
);
create index edits_of_message on edits (brand_id, message_id, id);

create table attachments (
    brand_id      uuid not null,
    id            uuid not null,
    message_id    uuid,
    case_id       uuid not null,
    agent_id      uuid,
    position      integer not null default 0,
    kind          text not null check (kind in ('image', 'video', 'audio', 'file')),
    content_type  text not null default '',
    name          text not null default '',
    alt           text not null default '',
    source_url    text,
    sha256        text,
    size          bigint,
    state         text not null default 'pending' check (state in ('pending', 'stored', 'refused')),
    error         text not null default '',
    created_at    timestamptz not null,
    primary key (brand_id, id),
    foreign key (brand_id, message_id) references messages (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id)
);
create index attachments_of_message on attachments (brand_id, message_id, position);
create index attachments_to_fetch on attachments (brand_id, created_at) where state = 'pending' and source_url is not null;
create index attachments_of_draft on attachments (brand_id, case_id, agent_id) where message_id is null;

create table notes (
    brand_id    uuid not null,
    id          uuid not null,
    case_id     uuid not null,
    agent_id    uuid not null,
    text        text not null,
    created_at  timestamptz not null,
    request_key text,
    primary key (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id),
    foreign key (brand_id, agent_id) references agents (brand_id, id)
);
create index notes_of_case on notes (brand_id, case_id, id);
create unique index notes_asked_once on notes (brand_id, agent_id, request_key) where request_key is not null;

create table drafts (
    brand_id    uuid not null,
    agent_id    uuid not null,
    case_id     uuid not null,
    kind        text not null check (kind in ('public', 'private', 'note')),
    text        text not null,
    version     bigint not null,
    saved_at    timestamptz not null,
    primary key (brand_id, agent_id, case_id, kind),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id)
);
create index drafts_of_case on drafts (brand_id, case_id);

create table seen (
    brand_id    uuid not null,
    agent_id    uuid not null,
    case_id     uuid not null,
    seen_at     timestamptz not null,
    primary key (brand_id, agent_id, case_id),
    foreign key (brand_id, agent_id) references agents (brand_id, id),
    foreign key (brand_id, case_id) references cases (brand_id, id)
);

-- outbox: the only place where the sending state lives; it knows nothing of cases --------------------------------

create table deliveries (
    brand_id         uuid not null,
    id               uuid not null,
    message_id       uuid not null,
    conversation_id  uuid not null,
    account_id       uuid not null,
    state            text not null check (state in ('held', 'queued', 'sending', 'sent', 'refused', 'unknown', 'undone')),
    request          jsonb not null,
    run_at           timestamptz not null,
    attempts         integer not null default 0,
    lease_until      timestamptz,
    first_tried_at   timestamptz,
    external_id      text,
    ref              jsonb,
    reason           text not null default '',
    created_at       timestamptz not null,
    finished_at      timestamptz,
    taken_at         timestamptz,
    primary key (brand_id, id)
);
create unique index deliveries_of_message on deliveries (brand_id, message_id);
create index deliveries_due on deliveries (brand_id, account_id, run_at, id) where state in ('held', 'queued');
create index deliveries_in_order on deliveries (brand_id, conversation_id, id) where state in ('held', 'queued', 'sending', 'unknown');
create index deliveries_leased on deliveries (brand_id, account_id, lease_until) where state = 'sending';
create index deliveries_to_take on deliveries (brand_id, id) where taken_at is null and finished_at is not null;
create index deliveries_refused on deliveries (brand_id, id) where state = 'refused';
create index deliveries_of_account on deliveries (brand_id, account_id, id)
    where state in ('sending', 'unknown') or (state = 'sent' and external_id is null);
create index deliveries_by_external on deliveries (brand_id, account_id, external_id) where external_id is not null;

-- An account's way out: the pace of its sending and a wait the network asked for, shared by all workers.
create table lanes (
    brand_id     uuid not null,
    account_id   uuid not null,
    paced_until  timestamptz,
    wait_until   timestamptz,
    primary key (brand_id, account_id),
    foreign key (brand_id, account_id) references accounts (brand_id, id)
);

-- timeline: what happened to a subject; ids only, never text; only ever inserted ----------------------------------

create table timeline (
    brand_id    uuid not null,
    id          uuid not null,
    subject     text not null,
    subject_id  uuid not null,
    kind        text not null,
    at          timestamptz not null,
    agent_id    uuid,
    refs        jsonb not null default '{}',
    primary key (brand_id, id)
);
create index timeline_of_subject on timeline (brand_id, subject, subject_id, id);
