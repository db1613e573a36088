-- The ledger of field records: what devices sent, kept word for word, and where each stands. A record belongs to the owner of what it tells
-- of; one that tells of nothing in particular, or of something unknown, to whom its sender stands for (an authority has no enterprise: '').

-- Every content that ever came, two of them where one id came with two. Append-only; given up after 30 days at the earliest.
create table field_envelope (
  record_id text not null,
  hash text not null,
  area_code text not null,
  enterprise_id text not null,
  sent_by text not null,
  received_at timestamptz not null default now(),
  -- Canonical JSON, as it was hashed.
  body text not null,
  primary key (record_id, hash)
);
create index on field_envelope (received_at);

create table field_record (
  id text primary key,
  hash text not null,
  kind text not null,
  form_id text not null,
  form_version integer not null,
  author text not null,
  author_name text not null,
  sent_by text not null,
  area_code text not null,
  enterprise_id text not null,
  state text not null check (state in ('received', 'accepted', 'counted', 'held')),
  reasons text[] not null default '{}',
  detail text,
  flags text[] not null default '{}',
  evidence jsonb not null default '{}',
  subject text,
  outcome text,
  -- The device's clock, put right by what the two clocks differed when they last spoke.
  started_at timestamptz not null,
  finished_at timestamptz not null,
  received_at timestamptz not null default now(),
  accepted_at timestamptz,
  counted_at timestamptz,
  lng double precision,
  lat double precision,
  task_id text,
  replaces text,
  replaced_by text,
  device text not null,
  app text not null,
  files integer not null,
  hazards jsonb not null default '[]'
);
create index on field_record (received_at desc, id desc);
create index on field_record (enterprise_id, received_at desc);
create index on field_record (area_code, received_at desc);
create index on field_record (author, finished_at desc);
create index on field_record (subject, finished_at desc);
create index field_record_uncounted on field_record (accepted_at) where state = 'accepted';
create index field_record_open on field_record (received_at) where state in ('received', 'held');

-- Which files a record names. They may come before it or after.
create table field_manifest (
  record_id text not null,
  file_id text not null,
  area_code text not null,
  enterprise_id text not null,
  n integer not null,
  kind text not null,
  mime text not null,
  bytes bigint not null,
  sha256 text not null,
  item text,
  primary key (record_id, file_id)
);
create index on field_manifest (file_id);
create index on field_manifest (sha256);

-- A file that is being uploaded or is whole; its bytes lie in the data directory. It is shown through the records that name it alone.
create table field_file (
  id text primary key,
  account text not null,
  mime text not null,
  bytes bigint not null,
  sha256 text not null,
  created_at timestamptz not null default now(),
  touched_at timestamptz not null default now(),
  whole_at timestamptz
);
create index on field_file (touched_at) where whole_at is null;

-- Two contents under one id: the first stands until a person decides.
create table field_conflict (
  id text primary key,
  record_id text not null,
  area_code text not null,
  enterprise_id text not null,
  author text not null,
  at timestamptz not null default now(),
  kept_hash text not null,
  other_hash text not null,
  resolved_at timestamptz,
  resolved_by text,
  resolution text check (resolution in ('keep_first', 'keep_other')),
  note text,
  unique (record_id, other_hash)
);

select guard_owned_table(t)
  from unnest(array['field_envelope', 'field_record', 'field_manifest', 'field_conflict']::regclass[]) t;
select guard_table('field_file');
grant select, insert, update, delete on field_file to gas_system;

create function refuse_envelope_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.received_at < now() - interval '30 days' then return old; end if;
  raise exception 'what came from the field is kept for 30 days and never changed: % is refused', tg_op
    using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on field_envelope for each row execute function refuse_envelope_change();
revoke update on field_envelope from gas_system;
