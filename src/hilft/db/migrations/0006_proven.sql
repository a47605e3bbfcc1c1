-- Trouble with sending is told apart from trouble with fetching; the delivery log has an end; erased files are found.

alter table accounts
    add column send_error    text not null default '',
    add column send_error_at timestamptz;

create index delivery_log_old on delivery_log (brand_id, at);
create index attachments_by_content on attachments (brand_id, sha256) where sha256 is not null;
