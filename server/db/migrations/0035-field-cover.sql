-- When each metre of pipe was walked last, as tracks prove it; and sums of that by day, so that no board adds up metres of millions of pipes.

-- Pieces of one pipe meet nowhere; the newest walk of each metre stands. Of pipes that are there no more nothing is left after their next walk.
create table field_cover (
  pipe_id text not null,
  from_m double precision not null,
  to_m double precision not null,
  area_code text not null,
  enterprise_id text not null,
  pressure_level text not null,
  -- Of Asia/Shanghai.
  day date not null,
  record_id text not null,
  author text not null,
  -- The track carries a flag that a person must judge: evidence, and still counted.
  is_doubted boolean not null,
  primary key (pipe_id, from_m)
);
create index on field_cover (enterprise_id, day);
create index on field_cover (area_code, day);

create table field_cover_day (
  area_code text not null,
  enterprise_id text not null,
  pressure_level text not null,
  day date not null,
  metres double precision not null,
  doubted_m double precision not null,
  primary key (enterprise_id, day, area_code, pressure_level)
);
create index on field_cover_day (area_code, day);
create index on field_cover_day (day);

create function cover_in() returns trigger language plpgsql as $$
begin
  insert into public.field_cover_day as d (area_code, enterprise_id, pressure_level, day, metres, doubted_m)
  select area_code, enterprise_id, pressure_level, day, sum(to_m - from_m), coalesce(sum(to_m - from_m) filter (where is_doubted), 0)
    from came group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (enterprise_id, day, area_code, pressure_level)
    do update set metres = d.metres + excluded.metres, doubted_m = d.doubted_m + excluded.doubted_m;
  return null;
end $$;
create function cover_out() returns trigger language plpgsql as $$
begin
  update public.field_cover_day d set metres = d.metres - g.metres, doubted_m = d.doubted_m - g.doubted_m
    from (
      select area_code, enterprise_id, pressure_level, day, sum(to_m - from_m) as metres,
             coalesce(sum(to_m - from_m) filter (where is_doubted), 0) as doubted_m
        from gone group by 1, 2, 3, 4
    ) g
   where (d.area_code, d.enterprise_id, d.pressure_level, d.day) = (g.area_code, g.enterprise_id, g.pressure_level, g.day);
  return null;
end $$;
create trigger summed_in after insert on field_cover referencing new table as came for each statement execute function cover_in();
create trigger summed_out after delete on field_cover referencing old table as gone for each statement execute function cover_out();

-- The day since which nearly all of a pipe has been walked. `is_told`: the map has it.
create table field_walked (
  pipe_id text primary key,
  area_code text not null,
  enterprise_id text not null,
  day date not null,
  is_told boolean not null default false
);
create index field_walked_untold on field_walked (pipe_id) where not is_told;

select guard_owned_table(t) from unnest(array['field_cover', 'field_cover_day', 'field_walked']::regclass[]) t;
