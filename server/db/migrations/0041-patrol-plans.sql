-- Patrols and leak surveys planned from the rules: what was planned, by whom, and the rounds that came of it.
create table field_patrol_plan (
  id text primary key,
  area_code text not null,
  enterprise_id text not null,
  kind text not null check (kind in ('patrol', 'leak_survey')),
  made_at timestamptz not null default now(),
  by_account text not null,
  by_name text not null,
  due_by date not null,
  round_m double precision not null,
  rounds integer not null,
  pipes integer not null,
  length_m double precision not null,
  -- The rules that made them due, as they stood.
  reasons jsonb not null
);
create index on field_patrol_plan (made_at desc);
create index on field_patrol_plan (enterprise_id);
create index on field_patrol_plan (area_code);

alter table field_task add column plan_id text;
create index on field_task (plan_id) where plan_id is not null;

-- The day on which a pipe was last surveyed for leaks, as records of surveys say.
create table field_surveyed (
  pipe_id text primary key,
  area_code text not null,
  enterprise_id text not null,
  day date not null,
  record_id text not null
);
create index on field_surveyed (enterprise_id);
create index on field_surveyed (area_code);

select guard_owned_table(t) from unnest(array['field_patrol_plan', 'field_surveyed']::regclass[]) t;
