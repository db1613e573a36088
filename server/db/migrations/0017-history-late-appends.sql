-- Whoever stores late readings must not wait for another who does: rows are only ever added, one a minute and hour at most, and tidied up by the job that
-- keeps hours (server/history/keep-hours.ts). The clock is read once a statement: read once a row it made two rows of one hour.
alter table history_late drop constraint history_late_pkey;
create index on history_late (hour, changed_at);

create or replace function tell_late_hours() returns trigger language plpgsql volatile as $$
declare
  at timestamptz := clock_timestamp();
begin
  insert into history_late (hour, changed_at)
  select h.hour, at
    from (select distinct hour from come, generate_series(t0, t1 - interval '1 hour', interval '1 hour') hour) h
   where not exists (select from history_late l where l.hour = h.hour and l.changed_at > at - interval '1 minute');
  return null;
end $$;
