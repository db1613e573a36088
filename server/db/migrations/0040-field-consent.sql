-- What people answered when asked whether they may be seen on a patrol. Answers are never changed: the newest one of a person stands. A track
-- of somebody who does not agree, did not answer or withdrew is counted in metres and shown to nobody, whatever statement reads it.
create table field_consent (
  record_id text primary key,
  area_code text not null,
  enterprise_id text not null,
  author text not null,
  author_name text not null,
  state text not null check (state in ('accepted', 'declined')),
  -- Of the text that was read, and the language.
  version integer not null,
  language text not null,
  -- The device's clock, put right; and when the server heard of it.
  at timestamptz not null,
  known_at timestamptz not null default now()
);
create index on field_consent (author, at desc, record_id desc);
select guard_owned_table('field_consent');
create index on field_consent (enterprise_id);
create index on field_consent (area_code);
revoke update, delete on field_consent from gas_system;

alter table field_track add column is_shown boolean not null default false;
create policy agreed on field_track as restrictive for select to gas_app using (is_shown);
