-- Conflicts of the ledger at the desk: what kind they are of, who wrote them, what a person decided, and each step of it for ever.
alter table field_conflict
  add column kind text not null default '',
  add column author_name text not null default '',
  -- The record under which the other content stands as well, once both are kept; made once.
  add column branch_id text;
update field_conflict c
   set kind = r.kind, author_name = coalesce((select name from account a where a.account = c.author), c.author)
  from field_record r where r.id = c.record_id;
alter table field_conflict drop constraint field_conflict_resolution_check;
alter table field_conflict add constraint field_conflict_resolution_check
  check (resolution in ('keep_first', 'keep_other', 'keep_both', 'as_is'));
create index on field_conflict (at desc, id desc);
create index field_conflict_open on field_conflict (at desc, id desc) where resolved_at is null;
create index on field_conflict (enterprise_id, at desc);
create index on field_conflict (area_code, at desc);
create index on field_conflict (branch_id) where branch_id is not null;

-- Each step with a conflict. Append-only.
create table field_conflict_event (
  id text primary key,
  conflict_id text not null,
  n integer not null,
  area_code text not null,
  enterprise_id text not null,
  step text not null check (step in ('decided', 'reopened')),
  resolution text check (resolution in ('keep_first', 'keep_other', 'keep_both', 'as_is')),
  at timestamptz not null default now(),
  by_account text not null,
  by_name text not null,
  note text not null,
  unique (conflict_id, n)
);
create index on field_conflict_event (enterprise_id);
create index on field_conflict_event (area_code);

-- The files that each content under a disputed id names, so that both can be looked at whichever counts.
create table field_content_file (
  record_id text not null,
  hash text not null,
  file_id text not null,
  area_code text not null,
  enterprise_id text not null,
  n integer not null,
  kind text not null,
  mime text not null,
  bytes bigint not null,
  sha256 text not null,
  item text,
  primary key (record_id, hash, file_id)
);
create index on field_content_file (file_id);
create index on field_content_file (enterprise_id);
create index on field_content_file (area_code);

select guard_owned_table(t) from unnest(array['field_conflict_event', 'field_content_file']::regclass[]) t;
revoke update, delete on field_conflict_event from gas_system;
create function refuse_conflict_event_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was decided about a conflict is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on field_conflict_event
  for each statement execute function refuse_conflict_event_change();

insert into field_conflict_event (id, conflict_id, n, area_code, enterprise_id, step, resolution, at, by_account, by_name, note)
select c.id || '-1', c.id, 1, c.area_code, c.enterprise_id, 'decided', c.resolution, c.resolved_at, coalesce(c.resolved_by, ''),
       coalesce(c.resolved_by, ''), coalesce(c.note, '')
  from field_conflict c where c.resolved_at is not null;
insert into field_content_file (record_id, hash, file_id, area_code, enterprise_id, n, kind, mime, bytes, sha256, item)
select e.record_id, e.hash, f.value ->> 'id', e.area_code, e.enterprise_id, (f.ordinality - 1)::int, f.value ->> 'kind', f.value ->> 'mime',
       (f.value ->> 'bytes')::bigint, f.value ->> 'sha256', f.value ->> 'item'
  from field_envelope e
       cross join lateral json_array_elements(e.body::json -> 'attachments') with ordinality f
 where e.record_id in (select record_id from field_conflict)
on conflict do nothing;
