-- Sums of the large tables by whose they are, kept by triggers within the transaction that changes a row, so that they can never differ from
-- it: an overview of a province reads thousands of rows instead of millions. Lengths are whole millimetres: integers come and go exactly.

create table pipe_rollup (
  area_code text not null,
  enterprise_id text not null,
  gas_kind text not null,
  pressure_level text not null,
  material text not null,
  status text not null,
  pipes bigint not null,
  length_mm bigint not null,
  primary key (area_code, enterprise_id, gas_kind, pressure_level, material, status)
);
create table station_rollup (
  area_code text not null,
  enterprise_id text not null,
  gas_kind text not null,
  pressure_level text not null,
  kind text not null,
  status text not null,
  stations bigint not null,
  primary key (area_code, enterprise_id, gas_kind, pressure_level, kind, status)
);
create table customer_rollup (
  area_code text not null,
  enterprise_id text not null,
  gas_kind text not null,
  class text not null,
  customers bigint not null,
  primary key (area_code, enterprise_id, gas_kind, class)
);
create index on pipe_rollup (enterprise_id);
create index on station_rollup (enterprise_id);
create index on customer_rollup (enterprise_id);
select guard_owned_table(t) from unnest(array['pipe_rollup', 'station_rollup', 'customer_rollup']::regclass[]) t;

-- One trigger function for the three: `tg_argv` holds the rollup, its key columns, its sums, and what is summed up of a row.
create function keep_rollup() returns trigger language plpgsql as $$
declare
  rollup text := tg_argv[0];
  keys text := tg_argv[1];
  sums text[] := string_to_array(tg_argv[2], ', ');
  terms text[] := string_to_array(tg_argv[3], '; ');
  sign text;
  side text;
begin
  if tg_op = 'TRUNCATE' then
    execute format('delete from %I', rollup);
    return null;
  end if;
  foreach side in array array['gone', 'come'] loop
    continue when (side = 'gone' and tg_op = 'INSERT') or (side = 'come' and tg_op = 'DELETE');
    sign := case side when 'gone' then '-' else '' end;
    execute format(
      'insert into %1$I as r (%2$s, %3$s) select %2$s, %4$s from %5$I group by %2$s order by %2$s on conflict (%2$s) do update set %6$s',
      rollup, keys, tg_argv[2],
      (select string_agg(format('%s sum(%s)::bigint', sign, term), ', ' order by i) from unnest(terms) with ordinality as t (term, i)),
      side,
      (select string_agg(format('%1$I = r.%1$I + excluded.%1$I', s), ', ') from unnest(sums) s));
  end loop;
  if tg_op <> 'INSERT' then
    execute format('delete from %I where %I = 0', rollup, sums[1]);
  end if;
  return null;
end $$;

do $$
declare
  spec text[];
begin
  foreach spec slice 1 in array array[
    ['pipe', 'pipe_rollup', 'area_code, enterprise_id, gas_kind, pressure_level, material, status', 'pipes, length_mm', '1; round(length_m * 1000)'],
    ['station', 'station_rollup', 'area_code, enterprise_id, gas_kind, pressure_level, kind, status', 'stations', '1'],
    ['customer', 'customer_rollup', 'area_code, enterprise_id, gas_kind, class', 'customers', '1']
  ] loop
    execute format('create trigger rollup_insert after insert on %I referencing new table as come for each statement execute function keep_rollup(%L, %L, %L, %L)',
      spec[1], spec[2], spec[3], spec[4], spec[5]);
    execute format('create trigger rollup_delete after delete on %I referencing old table as gone for each statement execute function keep_rollup(%L, %L, %L, %L)',
      spec[1], spec[2], spec[3], spec[4], spec[5]);
    execute format('create trigger rollup_update after update on %I referencing old table as gone new table as come for each statement execute function keep_rollup(%L, %L, %L, %L)',
      spec[1], spec[2], spec[3], spec[4], spec[5]);
    execute format('create trigger rollup_truncate after truncate on %I for each statement execute function keep_rollup(%L, %L, %L, %L)',
      spec[1], spec[2], spec[3], spec[4], spec[5]);
  end loop;
end $$;

-- What was there before this file.
insert into pipe_rollup select area_code, enterprise_id, gas_kind, pressure_level, material, status, count(*), sum(round(length_m * 1000))::bigint from pipe group by 1, 2, 3, 4, 5, 6;
insert into station_rollup select area_code, enterprise_id, gas_kind, pressure_level, kind, status, count(*) from station group by 1, 2, 3, 4, 5, 6;
insert into customer_rollup select area_code, enterprise_id, gas_kind, class, count(*) from customer group by 1, 2, 3, 4;

-- An enterprise whose pipes or stations lie in my area is known to me by name, whether or not its file names the county among its areas.
alter policy area on enterprise using (
  area_code = any ((select app_areas())::text[])
  or id in (select enterprise_id from enterprise_area)
  or id in (select enterprise_id from pipe_rollup)
  or id in (select enterprise_id from station_rollup)
);
alter policy area on enterprise_licence using (
  area_code = any ((select app_areas())::text[])
  or enterprise_id in (select enterprise_id from enterprise_area)
  or enterprise_id in (select enterprise_id from pipe_rollup)
  or enterprise_id in (select enterprise_id from station_rollup)
);
