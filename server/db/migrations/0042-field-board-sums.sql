-- What the supervisor's board reads at ten million checks: people by day, doors due by month, open tasks by day, and when somebody is at home.

-- Adds to a table of sums what a statement changed in the table that it sums; what it changed nothing of is not written.
-- tg_argv: the table of sums; its key columns and its sums, separated by spaces; a query of these over $rows, with $n as 1 or -1.
create function keep_sum() returns trigger language plpgsql as $$
declare
  keys constant text := replace(tg_argv[1], ' ', ', ');
  sums constant text := replace(tg_argv[2], ' ', ', ');
  came constant text := replace(replace(tg_argv[3], '$rows', 'come'), '$n', '1');
  went constant text := replace(replace(tg_argv[3], '$rows', 'gone'), '$n', '(-1)');
  added text;
  changed text;
  renewed text;
begin
  select string_agg(format('sum(%I)', name), ', '), string_agg(format('sum(%I) <> 0', name), ' or '),
         string_agg(format('%1$I = t.%1$I + excluded.%1$I', name), ', ')
    into added, changed, renewed
    from unnest(string_to_array(tg_argv[2], ' ')) name;
  execute format(
    'insert into public.%1$I as t (%2$s, %3$s) select %2$s, %4$s from (%5$s) m (%2$s, %3$s) group by %2$s having %6$s order by %2$s
     on conflict (%2$s) do update set %7$s',
    tg_argv[0], keys, sums, added,
    case tg_op when 'INSERT' then came when 'DELETE' then went else came || ' union all ' || went end, changed, renewed);
  return null;
end $$;

-- Keeps a table of sums by the rows of another, and fills it from those that are there.
create function keep_sums(named text, tabled regclass, keys text, sums text, facts text) returns void language plpgsql as $$
declare
  all_facts constant text := replace(replace(facts, '$rows', tabled::text), '$n', '1');
begin
  execute format('create trigger %I after insert on %s referencing new table as come for each statement execute function keep_sum(%L, %L, %L, %L)',
    'sum_insert_' || named, tabled, named, keys, sums, facts);
  execute format('create trigger %I after delete on %s referencing old table as gone for each statement execute function keep_sum(%L, %L, %L, %L)',
    'sum_delete_' || named, tabled, named, keys, sums, facts);
  execute format('create trigger %I after update on %s referencing old table as gone new table as come for each statement execute function keep_sum(%L, %L, %L, %L)',
    'sum_update_' || named, tabled, named, keys, sums, facts);
  execute format('insert into %1$I as t (%2$s, %3$s) select %2$s, %4$s from (%5$s) m (%2$s, %3$s) group by %2$s on conflict (%2$s) do update set %6$s',
    named, replace(keys, ' ', ', '), replace(sums, ' ', ', '),
    (select string_agg(format('sum(%I)', name), ', ') from unnest(string_to_array(sums, ' ')) name), all_facts,
    (select string_agg(format('%1$I = excluded.%1$I', name), ', ') from unnest(string_to_array(sums, ' ')) name));
end $$;
revoke execute on function keep_sums(text, regclass, text, text, text) from public;

-- Records and visits of a person on a day (Asia/Shanghai).
create table field_person_day (
  day date not null,
  author text not null,
  area_code text not null,
  enterprise_id text not null,
  records integer not null default 0,
  flagged integer not null default 0,
  -- When the last of the records was finished.
  last_at timestamptz,
  -- Visits that stand, and those of them with the commonest outcomes.
  visited integer not null default 0,
  entered integer not null default 0,
  refused integer not null default 0,
  nobody_home integer not null default 0,
  primary key (enterprise_id, day, author, area_code)
);
create index on field_person_day (day);
create index on field_person_day (area_code, day);

create table field_due_month (
  -- First day of the month.
  month date not null,
  area_code text not null,
  enterprise_id text not null,
  doors integer not null,
  primary key (enterprise_id, month, area_code)
);
create index on field_due_month (month);
create index on field_due_month (area_code, month);

-- Open tasks by the day they are due.
create table field_task_due (
  due_on date not null,
  area_code text not null,
  enterprise_id text not null,
  kind text not null,
  tasks integer not null,
  primary key (enterprise_id, due_on, area_code, kind)
);
-- Days that are done with stay as rows of nothing.
create index on field_task_due (due_on) where tasks <> 0;
create index on field_task_due (area_code, due_on) where tasks <> 0;

-- Visits that tell whether somebody was at home, by month and hour of the day (Asia/Shanghai).
create table field_home_hour (
  month date not null,
  hour integer not null,
  area_code text not null,
  enterprise_id text not null,
  visits integer not null,
  entered integer not null,
  primary key (enterprise_id, hour, month, area_code)
);
create index on field_home_hour (area_code);

select guard_owned_table(t)
  from unnest(array['field_person_day', 'field_due_month', 'field_task_due', 'field_home_hour']::regclass[]) t;

select keep_sums('field_due_month', 'field_due', 'enterprise_id month area_code', 'doors',
  $f$select enterprise_id, due_on - (extract(day from due_on)::int - 1), area_code, $n * doors from $rows$f$);
select keep_sums('field_task_due', 'field_task', 'enterprise_id due_on area_code kind', 'tasks',
  $f$select enterprise_id, due_on, area_code, kind, $n from $rows where state = 'open'$f$);
select keep_sums('field_home_hour', 'field_visit', 'enterprise_id hour month area_code', 'visits entered',
  $f$select enterprise_id, extract(hour from at at time zone 'Asia/Shanghai')::int, date_trunc('month', at at time zone 'Asia/Shanghai')::date, area_code,
            $n, $n * (outcome = 'entered')::int
       from $rows where outcome in ('entered', 'nobody_home', 'refused')$f$);
select keep_sums('field_person_day', 'field_visit', 'enterprise_id day author area_code', 'visited entered refused nobody_home',
  $f$select enterprise_id, (at at time zone 'Asia/Shanghai')::date, author, area_code,
            $n, $n * (outcome = 'entered')::int, $n * (outcome = 'refused')::int, $n * (outcome = 'nobody_home')::int
       from $rows where not is_superseded$f$);

-- Sums of records, whose last one is no sum: a record that leaves (its owner is known better, as a rule) may have been the last.
create function count_people() returns trigger language plpgsql as $$
declare
  came constant text := 'select 1 as n, enterprise_id, author, area_code, finished_at, flags from come';
  went constant text := 'select -1 as n, enterprise_id, author, area_code, finished_at, flags from gone';
begin
  execute format(
    'insert into public.field_person_day as p (enterprise_id, day, author, area_code, records, flagged, last_at)
     select enterprise_id, (finished_at at time zone ''Asia/Shanghai'')::date, author, area_code, sum(n), coalesce(sum(n) filter (where flags <> ''{}''), 0),
            max(finished_at) filter (where n = 1)
       from (%s) m group by 1, 2, 3, 4
     having sum(n) <> 0 or sum(n) filter (where flags <> ''{}'') <> 0
         or max(finished_at) filter (where n = 1) is distinct from max(finished_at) filter (where n = -1)
      order by 1, 2, 3, 4
     on conflict (enterprise_id, day, author, area_code)
       do update set records = p.records + excluded.records, flagged = p.flagged + excluded.flagged, last_at = greatest(p.last_at, excluded.last_at)',
    case tg_op when 'INSERT' then came when 'DELETE' then went else came || ' union all ' || went end);
  if tg_op = 'INSERT' then return null; end if;
  execute format(
    'with left_by as (
       select enterprise_id, (finished_at at time zone ''Asia/Shanghai'')::date as day, author, area_code, max(finished_at) as at
         from (%s) m group by 1, 2, 3, 4
       having max(finished_at) filter (where n = 1) is distinct from max(finished_at)
     )
     update public.field_person_day p
        set last_at = (
          select max(r.finished_at) from public.field_record r
           where r.author = p.author and r.enterprise_id = p.enterprise_id and r.area_code = p.area_code
             and r.finished_at >= p.day::timestamp at time zone ''Asia/Shanghai'' and r.finished_at < (p.day + 1)::timestamp at time zone ''Asia/Shanghai''
        )
       from left_by g
      where (p.enterprise_id, p.day, p.author, p.area_code) = (g.enterprise_id, g.day, g.author, g.area_code) and p.last_at <= g.at',
    case tg_op when 'DELETE' then went else came || ' union all ' || went end);
  return null;
end $$;
create trigger people_insert after insert on field_record referencing new table as come for each statement execute function count_people();
create trigger people_delete after delete on field_record referencing old table as gone for each statement execute function count_people();
create trigger people_update after update on field_record referencing old table as gone new table as come
  for each statement execute function count_people();
insert into field_person_day as p (enterprise_id, day, author, area_code, records, flagged, last_at)
select enterprise_id, (finished_at at time zone 'Asia/Shanghai')::date, author, area_code, count(*), count(*) filter (where flags <> '{}'), max(finished_at)
  from field_record group by 1, 2, 3, 4
on conflict (enterprise_id, day, author, area_code) do update set records = excluded.records, flagged = excluded.flagged, last_at = excluded.last_at;

create index on field_walk (author, at);
