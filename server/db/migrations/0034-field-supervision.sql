-- What supervisors ask of hazards, answered from indexes alone, and draws of visits for a second look (抽查).

create index hazard_board on hazard (grade, state, due_at, found_at, climbed_to, area_code, enterprise_id) where state <> 'closed';
create index hazard_due on hazard (due_at, state, area_code, enterprise_id);

create table field_sampling (
  id text primary key,
  area_code text not null,
  enterprise_id text not null,
  drawn_at timestamptz not null default now(),
  by_account text not null,
  by_name text not null,
  from_day date not null,
  to_day date not null,
  among text not null check (among in ('entered', 'flagged')),
  share double precision not null,
  seed text not null,
  visits integer not null
);
create index on field_sampling (drawn_at desc);

-- A visit that was drawn, and what the second look found: written with the record that takes it.
create table field_sample (
  sampling_id text not null,
  record_id text not null,
  area_code text not null,
  enterprise_id text not null,
  customer_id text not null,
  author text not null,
  author_name text not null,
  at timestamptz not null,
  outcome text not null,
  task_id text not null,
  second_id text,
  second_author text,
  second_author_name text,
  second_at timestamptz,
  second_outcome text,
  differences jsonb not null default '[]',
  primary key (sampling_id, record_id)
);
create index on field_sample (task_id);
create index on field_sample (at);
create index on field_sample (area_code);
create index on field_sample (enterprise_id);

select guard_owned_table(t) from unnest(array['field_sampling', 'field_sample']::regclass[]) t;
