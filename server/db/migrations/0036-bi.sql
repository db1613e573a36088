-- Views for reporting tools that speak SQL (docs/bi.md). A tool signs in as a login of its own, gasbi_…, whose sight stands in bi_login. It may
-- set whatever settings it likes: for such a login they are not asked.

create table bi_login (
  login text primary key check (login ~ '^gasbi_[a-z][a-z0-9_]{0,39}$'),
  level text not null check (level in ('province', 'city', 'county', 'enterprise')),
  area_code text not null,
  enterprise_id text,
  made_at timestamptz not null default now(),
  check ((level = 'enterprise') = (enterprise_id is not null))
);
select guard_table('bi_login');
grant select on bi_login to gas_app;
grant select, insert, update, delete on bi_login to gas_system;
create policy own on bi_login for select using (login = session_user::text);

-- session_user is who signed in: no statement of a login changes it, neither SET ROLE nor a view that runs as its owner. Functions are named with
-- their schema: a login sets its search path as it likes.
create function is_bi() returns boolean language sql stable as
  $$ select starts_with(session_user::text, 'gasbi_') $$;
create or replace function app_level() returns text language sql stable as $$
  select case when public.is_bi() then (select level from public.bi_login where login = session_user::text)
              else nullif(current_setting('app.level', true), '') end
$$;
create function app_area() returns text language sql stable as $$
  select case when public.is_bi() then (select area_code from public.bi_login where login = session_user::text)
              else current_setting('app.area', true) end
$$;
create or replace function app_enterprise() returns text language sql stable as $$
  select case when public.app_level() <> 'enterprise' then null
              when public.is_bi() then (select enterprise_id from public.bi_login where login = session_user::text)
              else nullif(current_setting('app.enterprise', true), '') end
$$;
create or replace function app_role() returns text language sql stable as
  $$ select case when not public.is_bi() then nullif(current_setting('app.role', true), '') end $$;
create or replace function app_purpose() returns text language sql stable as
  $$ select case when not public.is_bi() then nullif(current_setting('app.purpose', true), '') end $$;
create or replace function app_areas() returns text[] language sql stable as $$
  select case public.app_level()
    when 'county' then array[public.app_area()]
    when 'city' then array(
      select county_code from public.unit_county where unit_code = public.app_area()
      union
      select public.app_area()
    )
    else '{}'
  end
$$;

create schema bi;

create view bi.area as
  select d.code as area_code, d.name, d.level, d.parent as parent_code, u.unit_code, d.area_km2, d.lng, d.lat
    from division d left join unit_county u on u.county_code = d.code;
create view bi.enterprise as
  select id as enterprise_id, name, area_code, credit_code, safety_staff from enterprise;
create view bi.licence as
  select enterprise_id, area_code, kind, number, expires as expires_on from enterprise_licence;
create view bi.station as
  select id as station_id, name, kind, area_code, enterprise_id, gas_kind, address, pressure_level, outlet_level,
         inlet_kpa, outlet_kpa, capacity_m3h, built_year, status, st_x(geom) as lng, st_y(geom) as lat
    from station;
create view bi.pipe as
  select id as pipe_id, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, wall_mm, length_m, laid_year, depth_m,
         design_kpa, operating_kpa, flow_m3h, status, anticorrosion, survey_accuracy_m, last_patrolled as last_patrolled_on
    from pipe;
create view bi.tag as
  select t.id as tag_id, t.name, t.kind, t.unit, t.station_id, t.area_code, t.enterprise_id, t.low_alarm, t.low_warning, t.high_warning,
         t.high_alarm, t.sampling_s, l.t as latest_at, l.v as latest_value, l.q as latest_quality, q.reasons as doubts
    from tag t left join latest l on l.tag_id = t.id left join tag_quality q on q.tag_id = t.id;
create view bi.reading_hour as
  select tag_id, t as hour_at, area_code, enterprise_id, low, high, mean, n, n_suspect, n_bad from reading_hour;
create view bi.alarm as
  select id as alarm_id, tag_id, area_code, enterprise_id, level, state, condition, raised_at, cleared_at, acked_at, value, limit_value,
         peak, rings, is_chattering, is_leak, incident_id, escalated_to
    from alarm;
create view bi.customer as
  select id as customer_id, area_code, enterprise_id, gas_kind, class, is_critical, annual_m3 from customer;
create view bi.household_visit as
  select record_id, customer_id, area_code, enterprise_id, outcome, at, form_id, form_version from field_visit where not is_superseded;
create view bi.door_due as
  select customer_id, area_code, enterprise_id, due_on from field_door;
create view bi.hazard as
  select id as hazard_id, area_code, enterprise_id, grade, state, code, found_at, due_at, closed_at, is_cut, is_extended,
         pressed, climbed_to, customer_id, pipe_id, st_x(geom) as lng, st_y(geom) as lat
    from hazard;
create view bi.supply_day as
  select enterprise_id, area_code, gas_kind, day, m3 from supply_report;

comment on schema bi is 'For reporting tools: what the login may see, without names, telephone numbers and addresses of residents. Times are UTC instants; codes are those of docs/bi.md.';
comment on view bi.area is 'Divisions: province, cities, counties. One row each.';
comment on column bi.area.area_code is 'six digits of GB/T 2260';
comment on column bi.area.unit_code is 'the supervision unit that a county answers to';
comment on column bi.area.area_km2 is 'km²';
comment on column bi.area.lng is 'degrees east, CGCS2000, a place within it';
comment on column bi.area.lat is 'degrees north, CGCS2000';
comment on view bi.enterprise is 'Gas enterprises, also those that only work in the area.';
comment on column bi.enterprise.credit_code is 'unified social credit code, GB 32100';
comment on column bi.enterprise.safety_staff is 'persons';
comment on view bi.licence is 'Licences of enterprises; the last day on which each is good.';
comment on view bi.station is 'Stations, regulators, boxes and well chambers.';
comment on column bi.station.inlet_kpa is 'kPa gauge, as designed';
comment on column bi.station.outlet_kpa is 'kPa gauge, as designed';
comment on column bi.station.capacity_m3h is 'm³/h at 20 °C and 101.325 kPa';
comment on column bi.station.lng is 'degrees east, CGCS2000';
comment on column bi.station.lat is 'degrees north, CGCS2000';
comment on view bi.pipe is 'Pipe segments. Kilometres are sum(length_m) / 1000.';
comment on column bi.pipe.dn_mm is 'nominal diameter, mm';
comment on column bi.pipe.wall_mm is 'wall thickness, mm';
comment on column bi.pipe.length_m is 'm along the pipe';
comment on column bi.pipe.depth_m is 'm of cover';
comment on column bi.pipe.design_kpa is 'kPa gauge';
comment on column bi.pipe.operating_kpa is 'kPa gauge';
comment on column bi.pipe.flow_m3h is 'm³/h at 20 °C and 101.325 kPa';
comment on column bi.pipe.survey_accuracy_m is 'm';
comment on view bi.tag is 'Measuring points with their newest value.';
comment on column bi.tag.unit is 'unit of limits and values';
comment on column bi.tag.sampling_s is 'seconds';
comment on column bi.tag.latest_quality is '0 good, 1 suspect, 2 bad';
comment on column bi.tag.doubts is 'why the detectors do not trust it; null when they do';
comment on view bi.reading_hour is 'Readings by hour, which begins at hour_at; low, high and mean in the unit of the tag.';
comment on column bi.reading_hour.n is 'readings with a value, n_suspect of them suspect; n_bad had none';
comment on view bi.alarm is 'Occurrences of alarms; values in the unit of the tag.';
comment on column bi.alarm.level is 'red, orange, yellow, blue';
comment on column bi.alarm.rings is 'how often its condition began within this occurrence';
comment on view bi.customer is 'Customers without who and where they are.';
comment on column bi.customer.annual_m3 is 'm³ a year';
comment on view bi.household_visit is 'Visits at doors that count; what came of each.';
comment on view bi.door_due is 'Doors that are visited by plan, and the day by which each is due.';
comment on view bi.hazard is 'Hazards and how far each has come.';
comment on column bi.hazard.pressed is 'how often it was pressed (督办)';
comment on view bi.supply_day is 'Gas supplied by enterprise, county, gas kind and day.';
comment on column bi.supply_day.m3 is 'm³ at 20 °C and 101.325 kPa';
