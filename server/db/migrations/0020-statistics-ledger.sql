-- Statistics with two times: a ledger of what changed in the sums, never a sum that is written over. An entry says how much a cell (whose, where,
-- what) gained or lost on a day of the facts (`day`: when it was true) and when that became known (`known_at`: the transaction's time). What a
-- figure was as known at any moment is the sum of the entries known until then; why it moved is the entries since.
--
-- Statement triggers post within the transaction that changes a row, so that the ledger and the rows cannot differ. What a transaction takes out
-- and puts in again is nothing: an import that replaces a dataset by itself leaves no entry.

-- Whose and what: the words of a fact. '' = the topic has no such word, or the fact none.
create table stat_cell (
  id integer generated always as identity primary key,
  topic text not null,
  area_code text not null,
  enterprise_id text not null,
  gas_kind text not null,
  pressure_level text not null,
  material text not null,
  kind text not null,
  state text not null,
  -- The dataset that told it; '' where it came another way.
  source text not null,
  known_at timestamptz not null,
  unique (topic, area_code, enterprise_id, gas_kind, pressure_level, material, kind, state, source)
);
create index on stat_cell (area_code);
create index on stat_cell (enterprise_id);
select guard_owned_table('stat_cell');

create table stat_entry (
  topic text not null,
  cell integer not null,
  day date not null,
  known_at timestamptz not null,
  n bigint not null,
  amount bigint not null,
  primary key (cell, day, known_at)
);
create index on stat_entry (topic, day);
create index on stat_entry (topic, known_at);

-- The entries by month of the facts and month of knowing (Asia/Shanghai): whole months are read from here.
create table stat_month (
  topic text not null,
  cell integer not null,
  month date not null,
  known_month date not null,
  n bigint not null,
  amount bigint not null,
  primary key (cell, month, known_month)
);
create index on stat_month (topic, month);

-- A row is seen by whoever sees its cell.
do $$
declare
  named text;
begin
  foreach named in array array['stat_entry', 'stat_month'] loop
    perform guard_table(named::regclass);
    execute format('grant select on %I to gas_app', named);
    execute format('grant select, insert, update, delete on %I to gas_system', named);
    execute format('create policy province on %I for select to gas_province using ((select app_level()) = ''province'')', named);
    execute format('create policy area on %I for select to gas_area using (cell in (select id from stat_cell))', named);
    execute format('create policy enterprise on %I for select to gas_enterprise using (cell in (select id from stat_cell))', named);
  end loop;
end $$;

-- When what this transaction posts becomes known: once per transaction, the clock after it has joined the posting ones (or, for a past that is
-- brought over whole from another system, app.known_at). Who freezes a figure takes the same lock alone: nothing that is posted later can be known
-- earlier.
create function stat_known() returns timestamptz language plpgsql volatile as $$
begin
  if coalesce(current_setting('app.known_at', true), '') = '' then
    perform pg_advisory_xact_lock_shared(1309000011);
    perform set_config('app.known_at', clock_timestamp()::text, true);
  end if;
  return current_setting('app.known_at')::timestamptz;
end $$;

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' or old.known_at <> stat_known() then
    raise exception 'the ledger of statistics is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger append_only before update or delete on stat_entry for each row execute function refuse_ledger_change();
create trigger append_only_whole before truncate on stat_entry for each statement execute function refuse_ledger_change();

create type stat_fact as (
  area_code text, enterprise_id text, gas_kind text, pressure_level text, material text, kind text, state text, source text,
  day date, n bigint, amount bigint
);

-- A query that gathers facts, given as a query of stat_fact's columns, into one array; null where they come to nothing. Run by the trigger
-- itself: nobody else sees its transition tables.
create function stat_gather(facts text) returns text language sql immutable as $$
  select format(
    'select array_agg(row(area_code, enterprise_id, gas_kind, pressure_level, material, kind, state, source, day, n, amount)::stat_fact)
       from (select area_code, enterprise_id, gas_kind, pressure_level, material, kind, state, source,
                    least(greatest(day, date ''1900-01-01''), date ''2200-12-31'') as day, sum(n)::bigint as n, sum(amount)::bigint as amount
               from (%s) f (area_code, enterprise_id, gas_kind, pressure_level, material, kind, state, source, day, n, amount)
              group by 1, 2, 3, 4, 5, 6, 7, 8, 9
             having sum(n) <> 0 or sum(amount) <> 0) g', facts)
$$;

-- Posts facts to a topic.
create function stat_post(named text, posted stat_fact[]) returns void language plpgsql volatile as $$
declare
  known timestamptz;
  learnt date;
begin
  if posted is null then return; end if;
  known := stat_known();
  learnt := date_trunc('month', known at time zone 'Asia/Shanghai')::date;
  insert into stat_cell (topic, area_code, enterprise_id, gas_kind, pressure_level, material, kind, state, source, known_at)
  select distinct named, f.area_code, f.enterprise_id, f.gas_kind, f.pressure_level, f.material, f.kind, f.state, f.source, known
    from unnest(posted) f
   where not exists (
     select from stat_cell c
      where (c.topic, c.area_code, c.enterprise_id, c.gas_kind, c.pressure_level, c.material, c.kind, c.state, c.source)
          = (named, f.area_code, f.enterprise_id, f.gas_kind, f.pressure_level, f.material, f.kind, f.state, f.source))
   order by 1, 2, 3, 4, 5, 6, 7, 8, 9
  on conflict do nothing;
  -- A statement of its own: it sees the cells that another transaction made meanwhile.
  with entry as (
    insert into stat_entry as e (topic, cell, day, known_at, n, amount)
    select named, c.id, f.day, known, f.n, f.amount
      from unnest(posted) f
      join stat_cell c on (c.topic, c.area_code, c.enterprise_id, c.gas_kind, c.pressure_level, c.material, c.kind, c.state, c.source)
                        = (named, f.area_code, f.enterprise_id, f.gas_kind, f.pressure_level, f.material, f.kind, f.state, f.source)
    on conflict (cell, day, known_at) do update set n = e.n + excluded.n, amount = e.amount + excluded.amount
  )
  insert into stat_month as m (topic, cell, month, known_month, n, amount)
  select named, c.id, date_trunc('month', f.day::timestamp)::date, learnt, sum(f.n)::bigint, sum(f.amount)::bigint
    from unnest(posted) f
    join stat_cell c on (c.topic, c.area_code, c.enterprise_id, c.gas_kind, c.pressure_level, c.material, c.kind, c.state, c.source)
                      = (named, f.area_code, f.enterprise_id, f.gas_kind, f.pressure_level, f.material, f.kind, f.state, f.source)
   group by 2, 3
   order by 2, 3
  on conflict (cell, month, known_month) do update set n = m.n + excluded.n, amount = m.amount + excluded.amount;
  delete from stat_entry where topic = named and known_at = known and n = 0 and amount = 0;
end $$;

-- tg_argv: the topic; its facts as a query over $rows. Columns in stat_fact's order.
create function keep_ledger() returns trigger language plpgsql as $$
declare
  facts text := tg_argv[1];
  minus constant text := 'select f1, f2, f3, f4, f5, f6, f7, f8, f9, - f10, - f11 from (%s) f (f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11)';
  posted stat_fact[];
begin
  execute stat_gather(case tg_op
    when 'INSERT' then replace(facts, '$rows', 'come')
    when 'DELETE' then format(minus, replace(facts, '$rows', 'gone'))
    when 'UPDATE' then replace(facts, '$rows', 'come') || ' union all ' || format(minus, replace(facts, '$rows', 'gone'))
    else format('select c.area_code, c.enterprise_id, c.gas_kind, c.pressure_level, c.material, c.kind, c.state, c.source, e.day, - e.n, - e.amount
                   from stat_cell c join stat_entry e on e.cell = c.id where c.topic = %L', tg_argv[0])
  end) into posted;
  perform stat_post(tg_argv[0], posted);
  return null;
end $$;

-- Keeps a topic of the ledger by the rows of a table, and posts what is there already: as known when its dataset was imported.
create function keep_topic(named text, tabled regclass, facts text) returns void language plpgsql as $$
begin
  execute format('create trigger %I after insert on %s referencing new table as come for each statement execute function keep_ledger(%L, %L)',
    'ledger_insert_' || named, tabled, named, facts);
  execute format('create trigger %I after delete on %s referencing old table as gone for each statement execute function keep_ledger(%L, %L)',
    'ledger_delete_' || named, tabled, named, facts);
  execute format('create trigger %I after update on %s referencing old table as gone new table as come for each statement execute function keep_ledger(%L, %L)',
    'ledger_update_' || named, tabled, named, facts);
  execute format('create trigger %I after truncate on %s for each statement execute function keep_ledger(%L, %L)',
    'ledger_truncate_' || named, tabled, named, facts);
end $$;
revoke execute on function keep_topic(text, regclass, text) from public;

do $$
declare
  topic text[];
  told record;
  posted stat_fact[];
begin
  foreach topic slice 1 in array array[
    ['enterprise', 'enterprise',
     $f$select area_code, id, '', '', '', '', '', dataset_name, date '1900-01-01', 1, 0 from $rows$f$],
    ['licence', 'enterprise_licence',
     $f$select l.area_code, l.enterprise_id, '', '', '', l.kind, '', '', v.day, v.n, 0
          from $rows l cross join lateral (values (date '1900-01-01', 1), (greatest(l.expires, date '1900-01-01') + 1, -1)) v (day, n)$f$],
    ['pipe', 'pipe',
     $f$select area_code, enterprise_id, gas_kind, pressure_level, material, status, '', dataset_name,
               make_date(least(greatest(coalesce(laid_year, 1900), 1900), 2200), 1, 1), 1, round(length_m * 1000)::bigint from $rows$f$],
    ['station', 'station',
     $f$select area_code, enterprise_id, gas_kind, pressure_level, '', kind, status, dataset_name,
               make_date(least(greatest(coalesce(built_year, 1900), 1900), 2200), 1, 1), 1, 0 from $rows$f$],
    ['equipment', 'node',
     $f$select area_code, enterprise_id, '', pressure_level, '', kind, coalesce(condition, ''), dataset_name, date '1900-01-01', 1, 0
          from $rows where kind in ('valve', 'regulator')$f$],
    ['customer', 'customer',
     $f$select area_code, enterprise_id, gas_kind, '', '', class, '', dataset_name, date '1900-01-01', 1, round(coalesce(annual_m3, 0))::bigint
          from $rows$f$],
    ['tag', 'tag',
     $f$select area_code, enterprise_id, '', '', '', kind, '', dataset_name, date '1900-01-01', 1, 0 from $rows$f$],
    ['supply', 'supply_report',
     $f$select area_code, enterprise_id, gas_kind, '', '', '', '', dataset_name, day, 1, round(m3 * 1000)::bigint from $rows$f$],
    ['hazard', 'hazard',
     $f$select area_code, enterprise_id, '', '', '', grade, state, coalesce(dataset_name, ''),
               (found_at at time zone 'Asia/Shanghai')::date, 1, 0 from $rows$f$],
    ['hazard_due', 'hazard',
     $f$select area_code, enterprise_id, '', '', '', grade, state, coalesce(dataset_name, ''),
               (due_at at time zone 'Asia/Shanghai')::date, 1, 0 from $rows where due_at is not null$f$]
  ] loop
    perform keep_topic(topic[1], topic[2]::regclass, topic[3]);
    -- What was there before this file, as the server's own work: under forced row security the owner sees no row.
    set local role gas_system;
    if topic[2] = 'enterprise_licence' then
      execute stat_gather(replace(topic[3], '$rows', topic[2])) into posted;
      perform stat_post(topic[1], posted);
    else
      for told in execute format(
        'select coalesce(t.dataset_name, '''') as name, max(d.imported_at) as at from %I t left join dataset d on d.name = t.dataset_name group by 1',
        topic[2])
      loop
        perform set_config('app.known_at', coalesce(told.at, now())::text, true);
        execute stat_gather(replace(topic[3], '$rows',
          format('(select * from %I where coalesce(dataset_name, '''') = %L) old', topic[2], told.name))) into posted;
        perform stat_post(topic[1], posted);
      end loop;
      perform set_config('app.known_at', '', true);
    end if;
    reset role;
  end loop;
end $$;
