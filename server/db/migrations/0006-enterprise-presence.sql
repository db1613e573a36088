-- Where an enterprise is besides its home, one rule for every question: where its file says that it works, and where its pipes, stations
-- and users are. As the caller sees it: each of these tables shows the rows of the caller's own area, so that counties elsewhere are not told.
create view enterprise_presence with (security_invoker = true) as
  select enterprise_id, area_code from enterprise_area
  union select enterprise_id, area_code from pipe_rollup
  union select enterprise_id, area_code from station_rollup
  union select enterprise_id, area_code from customer_rollup;
grant select on enterprise_presence to gas_app, gas_system;

alter policy area on enterprise using (
  area_code = any ((select app_areas())::text[]) or id in (select enterprise_id from enterprise_presence)
);
alter policy area on enterprise_licence using (
  area_code = any ((select app_areas())::text[]) or enterprise_id in (select enterprise_id from enterprise_presence)
);
