-- What agents wrote down or put into the desk for a customer: few messages, asked for whenever a case is settled, however long it is.

create index messages_brought on messages (brand_id, case_id, occurred_at) where direction = 'in' and agent_id is not null;
