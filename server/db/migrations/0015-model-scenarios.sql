-- What-if cases on an area's network: named, kept, opened by link. Nothing of them touches the network. `detail` holds the changes and
-- what came of them on the snapshot `version`. An enterprise's scenario carries its id; an authority's carries none, so that no
-- enterprise reads sums of its neighbours.
create table model_scenario (
  id text primary key,
  area_code text not null,
  enterprise_id text not null,
  name text not null,
  owner text not null,
  owner_name text not null,
  version text not null,
  detail jsonb not null,
  written_at timestamptz not null default now()
);
create index on model_scenario (area_code, written_at desc);
create index on model_scenario (enterprise_id);
select guard_owned_table('model_scenario');
