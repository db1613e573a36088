-- Hours of history into which readings came after they were closed, and when: what was packed of them before is no longer right. Told by the marks
-- that roll-ups live by (0010-reading-rollups.sql), so that no way of storing readings has to think of it.
create table history_late (
  hour timestamptz primary key,
  changed_at timestamptz not null
);
-- Times and nothing else.
select guard_table('history_late');
grant select, insert, update, delete on history_late to gas_system;

create function tell_late_hours() returns trigger language plpgsql volatile as $$
begin
  insert into history_late (hour, changed_at)
  select distinct hour, clock_timestamp()
    from come, generate_series(t0, t1 - interval '1 hour', interval '1 hour') hour
   order by hour
  on conflict (hour) do update set changed_at = excluded.changed_at;
  return null;
end $$;
create trigger tell_late_insert after insert on rollup_mark referencing new table as come for each statement execute function tell_late_hours();
create trigger tell_late_update after update on rollup_mark referencing new table as come for each statement execute function tell_late_hours();
