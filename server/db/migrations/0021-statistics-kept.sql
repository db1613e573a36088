-- What people keep of the statistics: views by name (and when a report of one is due), frozen reports, notes beside figures. Whose they are, is the
-- scope of who kept them: an authority's carry no enterprise, so that no enterprise reads its neighbours' sums.

create table stat_view (
  id text primary key,
  level text not null check (level in ('province', 'city', 'county', 'enterprise')),
  area_code text not null,
  enterprise_id text not null,
  name text not null,
  owner text not null,
  owner_name text not null,
  -- The view as the address of the page has it, and its question for reports.
  search text not null,
  query jsonb not null,
  every text check (every in ('day', 'week', 'month')),
  next_at timestamptz,
  written_at timestamptz not null default now(),
  check ((every is null) = (next_at is null))
);
create index on stat_view (area_code, written_at desc);
create index on stat_view (enterprise_id);
create index on stat_view (next_at) where next_at is not null;
select guard_owned_table('stat_view');

-- `text` is the question and its answer as they were when it was frozen, `sha256` that of these very bytes (UTF-8).
create table stat_report (
  id text primary key,
  level text not null check (level in ('province', 'city', 'county', 'enterprise')),
  area_code text not null,
  enterprise_id text not null,
  name text not null,
  view_id text,
  owner text not null,
  owner_name text not null,
  measure text not null,
  known_at timestamptz not null,
  text text not null,
  sha256 text not null,
  frozen_at timestamptz not null default now()
);
create index on stat_report (area_code, frozen_at desc);
create index on stat_report (enterprise_id);
select guard_owned_table('stat_report');
revoke update, delete on stat_report from gas_system;
create function refuse_report_change() returns trigger language plpgsql as $$
begin
  raise exception 'a frozen report stays as it is: % is refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on stat_report for each statement execute function refuse_report_change();

create table stat_note (
  id text primary key,
  area_code text not null,
  enterprise_id text not null,
  measure text not null,
  -- The line of the figure that it speaks of; '' = the whole.
  line text not null,
  note text not null,
  author text not null,
  author_name text not null,
  written_at timestamptz not null default now()
);
create index on stat_note (area_code, measure);
create index on stat_note (enterprise_id);
select guard_owned_table('stat_note');
