-- What each import of pipes, stations or tags changed, so that the map's snapshot takes a few rows over without reading all of them.
create table dataset_change (
  dataset_name text not null,
  version integer not null,
  -- A dataset's first version, or more than is worth telling row by row: the lists are empty.
  is_whole boolean not null,
  added text[] not null,
  changed text[] not null,
  removed text[] not null,
  primary key (dataset_name, version)
);
-- The ids are of everybody's rows: no person reads them here.
select guard_table('dataset_change');
grant select, insert, delete on dataset_change to gas_system;
