-- Hollow ways of other utilities that gas creeps along (contract/duct.ts), as the enterprise recorded them that keeps the record. `from_space`
-- and `to_space` are what the line's ends open into: a node, or a well of the duct's own that stands at that end.
create table duct (
  id text primary key,
  dataset_name text not null,
  kind text not null,
  area_code text not null,
  enterprise_id text not null,
  owner_name text,
  width_mm double precision,
  height_mm double precision,
  from_space text,
  to_space text,
  geom geometry(LineString, 4490) not null
);
create index on duct (area_code);
create index on duct (enterprise_id);
create index on duct (dataset_name);
create index on duct using gist (geom);
select guard_owned_table('duct');
