-- Ways that were walked, and the metres of pipe that they prove; third-party work near pipes; leak readings.

create table field_track (
  record_id text primary key,
  patrol_id text,
  area_code text not null,
  enterprise_id text not null,
  author text not null,
  author_name text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  points integer not null,
  -- Hash of the way's rounded shape without its times: two people who walk the same street differ, copies do not.
  shape text not null,
  -- [[lng, lat, seconds since from_at], …], simplified for showing.
  line jsonb not null,
  matched_at timestamptz,
  length_m double precision,
  matched_m double precision
);
create index on field_track (shape);
create index on field_track (author, from_at);
create index on field_track (enterprise_id, from_at);
create index on field_track (area_code, from_at);
create index field_track_unmatched on field_track (record_id) where matched_at is null;

-- Metres from … to of a pipe that a track proves to have been walked. `is_doubted`: the track carries a flag that a person must judge.
create table field_walk (
  pipe_id text not null,
  record_id text not null,
  area_code text not null,
  enterprise_id text not null,
  author text not null,
  at timestamptz not null,
  from_m double precision not null,
  to_m double precision not null,
  is_doubted boolean not null default false,
  primary key (pipe_id, record_id, from_m)
);
create index on field_walk (enterprise_id, at);
create index on field_walk (area_code, at);
create index on field_walk (record_id);

create table field_work (
  id text primary key,
  area_code text not null,
  enterprise_id text not null,
  record_id text not null,
  how text not null check (how in ('found', 'noticed')),
  name text not null,
  contractor text not null,
  noticed_at timestamptz,
  begins_at timestamptz not null,
  ends_at timestamptz,
  plan text not null,
  guard text not null,
  is_over boolean not null,
  -- Of the newest record about it, so that one that comes late changes nothing.
  told_at timestamptz not null,
  geom geometry(Point, 4490) not null
);

create table field_leak (
  record_id text not null,
  n integer not null,
  area_code text not null,
  enterprise_id text not null,
  at timestamptz not null,
  value double precision not null,
  unit text not null,
  subject text,
  geom geometry(Point, 4490) not null,
  primary key (record_id, n)
);

select guard_owned_table(t) from unnest(array['field_track', 'field_walk', 'field_work', 'field_leak']::regclass[]) t;
