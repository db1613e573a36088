-- What people noted at a time, or a span of time, of a tag's history. Whose it is, is what the tag's owner was when it was written.
create table annotation (
  id text primary key,
  tag_id text not null,
  area_code text not null,
  enterprise_id text not null,
  at timestamptz not null,
  until timestamptz,
  note text not null,
  author text not null,
  author_name text not null,
  written_at timestamptz not null default now(),
  check (until >= at)
);
create index on annotation (tag_id, at);
create index on annotation (area_code);
create index on annotation (enterprise_id);
select guard_owned_table('annotation');
