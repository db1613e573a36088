-- Since when alarms are watched here: what was silent before has not fallen silent now.
alter table alarm_checkpoint add column since timestamptz not null default now();
