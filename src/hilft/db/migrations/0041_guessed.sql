-- What is only guessed of what a customer tells: shown to nobody, so that no search and no list takes it for read.
alter table facts drop constraint facts_state_check;
alter table facts add constraint facts_state_check
    check (state in ('read', 'guessed', 'proposed', 'confirmed', 'corrected', 'removed'));
