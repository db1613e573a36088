-- Readings by minute, hour and day: lowest, highest, mean, count and quality, made from the readings and made again where one comes late.
-- The job of server/db/rollup-*.ts makes them; this file says when what has been made is no longer right.

-- Bad readings (quality 2) have no value: they are counted in n_bad alone, and a span of nothing else has no lowest. `n` counts the others, and
-- n_suspect those of `n` that are suspect. The owner stands in the key: of a tag that was handed over each owner sees their own part.
create table reading_minute (
  tag_id text not null,
  t timestamptz not null,
  area_code text not null,
  enterprise_id text not null,
  low double precision,
  high double precision,
  mean double precision,
  n integer not null,
  n_suspect integer not null,
  n_bad integer not null,
  primary key (tag_id, t, enterprise_id)
) partition by range (t);
create table reading_hour (like reading_minute including constraints, primary key (tag_id, t, enterprise_id)) partition by range (t);
-- A day is China's: it begins at 16:00 UTC.
create table reading_day (like reading_minute including constraints, primary key (tag_id, t, enterprise_id));
create table reading_minute_default partition of reading_minute default;
create table reading_hour_default partition of reading_hour default;
select guard_owned_table(t) from unnest(array[
  'reading_minute', 'reading_minute_default', 'reading_hour', 'reading_hour_default', 'reading_day'
]::regclass[]) t;

-- How far the roll-ups have come, in one row. Whoever draws a range takes them up to these times and readings beyond.
create table rollup_state (
  is_only boolean primary key default true check (is_only),
  -- Minutes before this are closed: a reading that comes for one of them is late, and marks what has to be made again.
  closed_to timestamptz not null,
  -- All minutes, hours and days before these have been made.
  minutes_to timestamptz not null,
  hours_to timestamptz not null,
  days_to timestamptz not null,
  -- What is older has been dropped, and is not made again from what is left.
  readings_from timestamptz not null default '-infinity',
  minutes_from timestamptz not null default '-infinity',
  hours_from timestamptz not null default '-infinity'
);
insert into rollup_state (closed_to, minutes_to, hours_to, days_to)
select closed, closed, date_bin('1 hour', closed, '2000-01-01 00:00Z'), date_bin('1 day', closed, '2000-01-01 16:00Z')
  from date_bin('1 minute', now(), '2000-01-01 00:00Z') closed;
-- Times and nothing else.
select guard_public_table('rollup_state');

-- Whole hours of a tag's day that have to be made again.
create table rollup_mark (
  tag_id text not null,
  day timestamptz not null,
  t0 timestamptz not null,
  t1 timestamptz not null,
  primary key (tag_id, day)
);
select guard_table('rollup_mark');
grant select, insert, update, delete on rollup_mark to gas_system;

-- Marks in the transaction that stores, so that no crash can lose a mark. The lock is held until its commit: minutes are closed under the same
-- lock taken alone (close_minutes), so that a reading is either seen by who makes the minute or marked by this. Each statement of a volatile
-- function sees what was committed before it began: `closed` is read after the lock is had.
create function mark_late_readings() returns trigger language plpgsql volatile as $$
declare
  state rollup_state;
begin
  perform pg_advisory_xact_lock_shared(1309000003);
  select * into state from rollup_state;
  insert into rollup_mark as m (tag_id, day, t0, t1)
  select tag_id, date_bin('1 day', t, '2000-01-01 16:00Z') as day,
         date_bin('1 hour', min(t), '2000-01-01 00:00Z'), date_bin('1 hour', max(t), '2000-01-01 00:00Z') + interval '1 hour'
    from come
   where t < state.closed_to and t >= state.readings_from
   group by 1, 2
   order by 1, 2
  on conflict (tag_id, day) do update set t0 = least(m.t0, excluded.t0), t1 = greatest(m.t1, excluded.t1);
  return null;
end $$;
create trigger mark_late after insert on reading referencing new table as come for each statement execute function mark_late_readings();

-- Closes the minutes before `upto`; waits for the transactions that store at this moment, and those that come for this one: the caller sets a
-- lock_timeout and tries again later, so that a long import does not hold up every reading.
create function close_minutes(upto timestamptz) returns timestamptz language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(1309000003);
  update rollup_state set closed_to = greatest(closed_to, date_bin('1 minute', upto, '2000-01-01 00:00Z'));
  return (select closed_to from rollup_state);
end $$;
revoke execute on function close_minutes(timestamptz) from public;
grant execute on function close_minutes(timestamptz) to gas_system;

-- Monthly partitions of the roll-ups, as ensure_reading_partition makes those of readings.
create function ensure_rollup_partition(parent text, month date) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  first timestamptz := date_trunc('month', month)::timestamp at time zone 'UTC';
  next timestamptz := (date_trunc('month', month) + interval '1 month')::timestamp at time zone 'UTC';
  part text := parent || '_' || to_char(month, 'YYYYMM');
begin
  if parent not in ('reading_minute', 'reading_hour') then raise exception 'no roll-up is called %', parent; end if;
  if to_regclass(part) is not null then return; end if;
  perform pg_advisory_xact_lock(1309000002);
  if to_regclass(part) is not null then return; end if;
  execute format('create table %I (like %I including defaults including constraints)', part, parent);
  execute format(
    'with moved as (delete from %I where t >= %L and t < %L returning *) insert into %I select * from moved',
    parent || '_default', first, next, part);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, first, next);
  perform guard_owned_table(part::regclass);
end $$;
revoke execute on function ensure_rollup_partition(text, date) from public;
grant execute on function ensure_rollup_partition(text, date) to gas_system;

-- Drops the monthly partitions that end at `before` or earlier; returns their names. What lies in the default partition is the caller's to delete.
create function drop_old_partitions(parent text, before timestamptz) returns text[] language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part text;
  dropped text[] := '{}';
begin
  if parent not in ('reading', 'reading_minute', 'reading_hour') then raise exception 'nothing of % is dropped', parent; end if;
  for part in
    select c.relname
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = parent::regclass and c.relname ~ ('^' || parent || '_\d{6}$')
       and (to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month')::timestamp at time zone 'UTC' <= before
     order by c.relname
  loop
    execute format('drop table %I', part);
    dropped := dropped || part;
  end loop;
  return dropped;
end $$;
revoke execute on function drop_old_partitions(text, timestamptz) from public;
grant execute on function drop_old_partitions(text, timestamptz) to gas_system;

-- What was there before this file: a tag's days are made like those that came late. As the system, because the owner sees no row.
set local role gas_system;
insert into rollup_mark (tag_id, day, t0, t1)
select tag_id, date_bin('1 day', t, '2000-01-01 16:00Z'),
       date_bin('1 hour', min(t), '2000-01-01 00:00Z'), date_bin('1 hour', max(t), '2000-01-01 00:00Z') + interval '1 hour'
  from reading
 group by 1, 2;
set local role none;
