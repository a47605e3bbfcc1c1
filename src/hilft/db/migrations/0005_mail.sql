-- What mails have beyond other messages: a subject, a folded part, HTML, a machine as author, checks of their origin.

alter table messages
    add column subject   text not null default '',
    add column quoted    text not null default '',
    add column html      text not null default '',
    add column automatic boolean not null default false,
    add column origin    jsonb not null default '{}';

-- The subject is searched, too.
drop index messages_found;
alter table messages drop column search;
alter table messages add column search tsvector generated always as
    (to_tsvector('simple', subject || ' ' || left(text, 20000)) || to_tsvector('german', subject || ' ' || left(text, 20000))
     || to_tsvector('english', subject || ' ' || left(text, 20000))) stored;
create index messages_found on messages using gin (search);
