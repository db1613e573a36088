-- Row security asks for area_code or enterprise_id first; imports replace by dataset_name; maps ask by geometry.
do $$
declare
  named text;
begin
  foreach named in array array['station', 'node', 'pipe', 'tag', 'camera', 'customer', 'hazard', 'alarm'] loop
    execute format('create index on %I (area_code)', named);
    execute format('create index on %I (enterprise_id)', named);
    execute format('create index on %I (dataset_name)', named);
  end loop;
  foreach named in array array['station', 'node', 'pipe', 'camera', 'customer', 'hazard', 'outline'] loop
    execute format('create index on %I using gist (geom)', named);
  end loop;
  foreach named in array array['latest', 'supply_report', 'customer_person', 'dataset', 'dataset_reject'] loop
    execute format('create index on %I (area_code)', named);
    execute format('create index on %I (enterprise_id)', named);
  end loop;
end $$;

create index on customer_person (dataset_name);
create index on supply_report (dataset_name);
create index on supply_report (day);
create index on unit_county (unit_code);
create index on division (parent);
create index on enterprise (area_code);
create index on enterprise (dataset_name);
create index on enterprise_area (area_code);
create index on enterprise_licence (area_code);
create index on enterprise_licence (expires);
create index on station (kind);
create index on tag (station_id);
create index on tag (node_id);
create index on node (station_id);
create index on camera (station_id);
create index on alarm (tag_id);
create index on alarm (raised_at);
create index on session (account);
create index on session (expires_at);
create index on audit (account);
create index on audit (area_code);
create index on job (started_at);
