-- Whether a person heard an entry of the journal: it rings, and nothing held it at that moment. What the standard's measures count.
alter table alarm_event add column is_heard boolean not null default false;
create index on alarm_event (at) where is_heard;
