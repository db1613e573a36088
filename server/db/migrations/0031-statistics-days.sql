-- Days of the ledger, folded: what was known when it was last folded, by day, in two coarser kinds. A year day by day of ten million visits is read
-- from some hundred thousand rows instead of from the entries; what has become known since is added from the entries, so that a figure is the same
-- whether or not anything has been folded. Nobody who posts waits for it.

-- All entries of a topic that were known by `until` are in its folded days.
create table stat_fold (
  topic text primary key,
  until timestamptz not null
);
-- Times and nothing else.
select guard_public_table('stat_fold');

-- Whose and where, whatever it was.
create table stat_day_owner (
  topic text not null,
  day date not null,
  area_code text not null,
  enterprise_id text not null,
  n bigint not null,
  amount bigint not null,
  primary key (topic, day, area_code, enterprise_id)
);
create index on stat_day_owner (area_code, topic, day);
create index on stat_day_owner (enterprise_id, topic, day);
select guard_owned_table('stat_day_owner');

-- What, in which supervision unit: `area_code` is that of the unit, or what lies in none. Of the province as a whole, and so seen by the province alone.
create table stat_day_word (
  topic text not null,
  day date not null,
  area_code text not null,
  gas_kind text not null,
  pressure_level text not null,
  material text not null,
  kind text not null,
  state text not null,
  n bigint not null,
  amount bigint not null,
  primary key (topic, day, area_code, gas_kind, pressure_level, material, kind, state)
);
select guard_table('stat_day_word');
grant select on stat_day_word to gas_app;
grant select, insert, update, delete on stat_day_word to gas_system;
create policy province on stat_day_word for select to gas_province using ((select app_level()) = 'province');

-- Folds what has become known of a topic since the last time; false where another does so or somebody posts: then it is tried again later. The
-- posting lock is held alone only while the clock is read: what is posted afterwards is known later.
create function stat_fold_days(named text) returns boolean language plpgsql volatile as $$
declare
  upto timestamptz;
begin
  if not pg_try_advisory_xact_lock(1309000019) or not pg_try_advisory_lock(1309000011) then return false; end if;
  upto := clock_timestamp();
  perform pg_advisory_unlock(1309000011);
  create temporary table folding on commit drop as
    select e.day, c.area_code, c.enterprise_id, c.gas_kind, c.pressure_level, c.material, c.kind, c.state, e.n, e.amount
      from (select cell, day, sum(n)::bigint as n, sum(amount)::bigint as amount
              from stat_entry
             where topic = named and known_at <= upto
               and known_at > coalesce((select until from stat_fold where topic = named), '-infinity')
             group by 1, 2) e
      join stat_cell c on c.id = e.cell;
  insert into stat_day_owner as d (topic, day, area_code, enterprise_id, n, amount)
  select named, day, area_code, enterprise_id, sum(n)::bigint, sum(amount)::bigint from folding group by 2, 3, 4
  on conflict (topic, day, area_code, enterprise_id) do update set n = d.n + excluded.n, amount = d.amount + excluded.amount;
  insert into stat_day_word as d (topic, day, area_code, gas_kind, pressure_level, material, kind, state, n, amount)
  select named, f.day, coalesce(u.unit_code, f.area_code), f.gas_kind, f.pressure_level, f.material, f.kind, f.state,
         sum(f.n)::bigint, sum(f.amount)::bigint
    from folding f left join unit_county u on u.county_code = f.area_code
   group by 2, 3, 4, 5, 6, 7, 8
  on conflict (topic, day, area_code, gas_kind, pressure_level, material, kind, state)
    do update set n = d.n + excluded.n, amount = d.amount + excluded.amount;
  insert into stat_fold (topic, until) values (named, upto) on conflict (topic) do update set until = excluded.until;
  drop table folding;
  return true;
end $$;
revoke execute on function stat_fold_days(text) from public;
grant execute on function stat_fold_days(text) to gas_system;

-- A past that is brought over later than it was folded, or other units: the days are folded anew.
create function unfold_days() returns trigger language plpgsql as $$
begin
  delete from public.stat_fold;
  delete from public.stat_day_owner;
  delete from public.stat_day_word;
  return null;
end $$;
create trigger unfold after insert or update or delete or truncate on unit_county for each statement execute function unfold_days();

create function unfold_past() returns trigger language plpgsql as $$
declare
  named text;
begin
  for named in
    select f.topic from (select topic, min(known_at) as known_at from come group by 1) c join public.stat_fold f on f.topic = c.topic
     where c.known_at <= f.until
  loop
    delete from public.stat_fold where topic = named;
    delete from public.stat_day_owner where topic = named;
    delete from public.stat_day_word where topic = named;
  end loop;
  return null;
end $$;
create trigger unfold_past after insert on stat_entry referencing new table as come for each statement execute function unfold_past();

-- Records behind a figure are read by area and id.
create index on field_visit (area_code, record_id);
