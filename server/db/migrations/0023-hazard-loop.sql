-- The loop of a hazard: 发现 → 定级 → 派单/告知 → 接单 → 整改 → 复查 → 销号, and its branches. The row says where it stands, its events how it came
-- there; events are never changed.
alter table hazard
  add column code text,
  add column customer_id text,
  add column pipe_id text,
  add column record_id text,
  add column is_cut boolean not null default false,
  add column is_extended boolean not null default false,
  add column pressed integer not null default 0,
  add column climbed_to text check (climbed_to in ('county', 'city', 'province')),
  add column assignee text,
  add column assignee_name text,
  add column closed_at timestamptz;
create index on hazard (customer_id);
create index hazard_open_due on hazard (due_at) where state <> 'closed';

create table hazard_event (
  id text primary key,
  hazard_id text not null,
  n integer not null,
  area_code text not null,
  enterprise_id text not null,
  step text not null,
  from_state text,
  to_state text not null,
  at timestamptz not null,
  known_at timestamptz not null default now(),
  by_account text not null,
  by_name text not null,
  lng double precision,
  lat double precision,
  note text not null,
  files text[] not null default '{}',
  record_id text,
  detail jsonb not null default '{}',
  unique (hazard_id, n)
);
select guard_owned_table('hazard_event');
create index on hazard_event (enterprise_id);
create index on hazard_event (area_code);
revoke update, delete on hazard_event from gas_system;
create function refuse_hazard_event_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was done with a hazard is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on hazard_event
  for each statement execute function refuse_hazard_event_change();

-- A file that brings hazards anew replaces its rows. One that people work with outlives that: what the file says of it comes in, how far
-- the work has come stays.
create function keep_hazard_in_work() returns trigger language plpgsql as $$
begin
  if not exists (select from public.hazard_event e where e.hazard_id = old.id) then return old; end if;
  update public.hazard set dataset_name = null where id = old.id;
  return null;
end $$;
create trigger keep_in_work before delete on hazard for each row execute function keep_hazard_in_work();
create function meet_hazard_in_work() returns trigger language plpgsql as $$
begin
  if new.dataset_name is null then return new; end if;
  update public.hazard
     set dataset_name = new.dataset_name, area_code = new.area_code, enterprise_id = new.enterprise_id, note = new.note, geom = new.geom
   where id = new.id and dataset_name is null and exists (select from public.hazard_event e where e.hazard_id = new.id);
  if found then return null; end if;
  return new;
end $$;
create trigger meet_in_work before insert on hazard for each row execute function meet_hazard_in_work();
