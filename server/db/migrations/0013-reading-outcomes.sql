-- What became of readings that were late, out of order, doubled or not kept, as the enterprise that sent them sees it: one row per hour, tag,
-- outcome and way, with their number and the last of them, so that a flood is a row too. Written in the transaction that the sender is answered for.
create table reading_outcome (
  -- The enterprise that sent, or claims to have; empty where a message names none that is known: only the province sees those.
  enterprise_id text not null,
  area_code text not null,
  hour timestamptz not null,
  -- As the sender named it; '*' stands for those beyond the first thousand that nobody knows.
  tag_id text not null,
  outcome text not null,
  way text not null,
  n bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- Of the last one: its own time and value, where it had any, and how it began.
  last_t timestamptz,
  last_v double precision,
  sample text,
  primary key (enterprise_id, hour, tag_id, outcome, way)
);
create index on reading_outcome (hour);
create index on reading_outcome (area_code);
select guard_owned_table('reading_outcome');

-- Answers given to requests with an Idempotency-Key, for a day: the same request again is given the same answer.
create table reading_push (
  enterprise_id text not null,
  key text not null,
  body_sha256 text not null,
  reply jsonb not null,
  at timestamptz not null default now(),
  primary key (enterprise_id, key)
);
create index on reading_push (at);
select guard_table('reading_push');
grant select, insert, update, delete on reading_push to gas_system;

-- What the detectors think of a tag, as long as it is not good. A tag without a row is good.
create table tag_quality (
  tag_id text primary key,
  area_code text not null,
  enterprise_id text not null,
  -- stuck, jumping, out_of_range, neighbours, late
  reasons text[] not null,
  since timestamptz not null,
  seen_at timestamptz not null
);
create index on tag_quality (area_code);
create index on tag_quality (enterprise_id);
select guard_owned_table('tag_quality');
