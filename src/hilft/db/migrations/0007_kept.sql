-- What a channel keeps for itself between starts (a network's session), sealed like the account's secrets.
-- Apart from them: it changes by itself every few hours and is no reason to build the channel anew.

alter table accounts add column kept bytea;
