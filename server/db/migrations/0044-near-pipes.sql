-- The pipe nearest to where something was found that names none: a finding or work is n = 0, a leak reading its number. A row is its pipe's
-- owner's, so that nobody is told of a pipe out of their sight.
create table field_near_pipe (
  record_id text not null,
  n integer not null,
  area_code text not null,
  enterprise_id text not null,
  pipe_id text not null,
  distance_m double precision not null,
  primary key (record_id, n)
);
create index on field_near_pipe (pipe_id);
create index on field_near_pipe (enterprise_id);
create index on field_near_pipe (area_code);
select guard_owned_table('field_near_pipe');

-- How far its pipe is from a hazard; null where a person or file named the pipe.
alter table hazard add column pipe_distance_m double precision;
create index on hazard (pipe_id);
