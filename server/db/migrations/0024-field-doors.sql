-- Visits at doors, doors with when they are due, and the tasks made of that. Checklists of an installation's own beside the product's.

create table field_visit (
  record_id text primary key,
  customer_id text not null,
  area_code text not null,
  enterprise_id text not null,
  author text not null,
  author_name text not null,
  outcome text not null,
  at timestamptz not null,
  form_id text not null,
  form_version integer not null,
  answers jsonb not null,
  meter_code text,
  task_id text,
  -- Put right by another record, or of a task that was done before: evidence, and not counted again.
  is_superseded boolean not null default false
);
create index on field_visit (customer_id, at desc);
create index on field_visit (enterprise_id, at);
create index on field_visit (area_code, at);

-- One row for each customer that is visited by plan. `due_on` is what the rules make of the last visit that was let in.
create table field_door (
  customer_id text primary key,
  area_code text not null,
  enterprise_id text not null,
  gas_kind text not null,
  class text not null,
  entered_at timestamptz,
  tried_at timestamptz,
  -- Visits in a row that nobody let in.
  tries integer not null default 0,
  last_outcome text,
  is_off_plan boolean not null default false,
  due_on date,
  rule_id text,
  appointment_from timestamptz,
  appointment_to timestamptz
);
create index on field_door (enterprise_id, due_on);
create index on field_door (area_code, due_on);

-- How many doors are due on which day: kept by the statements that change doors, so that a board never counts millions.
create table field_due (
  area_code text not null,
  enterprise_id text not null,
  gas_kind text not null,
  class text not null,
  due_on date not null,
  doors integer not null,
  primary key (enterprise_id, due_on, area_code, gas_kind, class)
);
create index on field_due (due_on);
create function count_doors() returns trigger language plpgsql as $$
begin
  insert into public.field_due as d (area_code, enterprise_id, gas_kind, class, due_on, doors)
  select area_code, enterprise_id, gas_kind, class, due_on, sum(n)
    from (
      select area_code, enterprise_id, gas_kind, class, due_on, 1 as n from came where due_on is not null and not is_off_plan
    ) c
   group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (enterprise_id, due_on, area_code, gas_kind, class) do update set doors = d.doors + excluded.doors;
  return null;
end $$;
create function uncount_doors() returns trigger language plpgsql as $$
begin
  update public.field_due d set doors = d.doors - g.n
    from (
      select area_code, enterprise_id, gas_kind, class, due_on, count(*)::int as n from gone
       where due_on is not null and not is_off_plan group by 1, 2, 3, 4, 5
    ) g
   where (d.area_code, d.enterprise_id, d.gas_kind, d.class, d.due_on) = (g.area_code, g.enterprise_id, g.gas_kind, g.class, g.due_on);
  return null;
end $$;
create trigger counted_in after insert on field_door referencing new table as came for each statement execute function count_doors();
create trigger counted_out after delete on field_door referencing old table as gone for each statement execute function uncount_doors();
create trigger counted_again_out after update on field_door referencing old table as gone for each statement execute function uncount_doors();
create trigger counted_again_in after update on field_door referencing new table as came for each statement execute function count_doors();

create table field_task (
  id text primary key,
  kind text not null check (kind in ('check', 'recheck', 'sampling', 'patrol', 'leak_survey', 'hazard')),
  state text not null check (state in ('open', 'done', 'cancelled')),
  area_code text not null,
  enterprise_id text not null,
  assignee text,
  assignee_name text,
  title text not null,
  due_on date not null,
  rule_id text,
  customer_id text,
  hazard_id text,
  record_id text,
  pipes text[] not null default '{}',
  line jsonb not null default '[]',
  created_at timestamptz not null default now(),
  done_at timestamptz,
  done_by text,
  geom geometry(Point, 4490) not null
);
create index field_task_open on field_task (enterprise_id, due_on) where state = 'open';
create index field_task_open_area on field_task (area_code, due_on) where state = 'open';
create index on field_task (assignee) where state = 'open';
create unique index field_task_once on field_task (customer_id, kind) where state = 'open' and customer_id is not null;
create index on field_task (hazard_id) where hazard_id is not null;

create table field_checklist (
  id text not null,
  version integer not null,
  body jsonb not null,
  primary key (id, version)
);

-- What the figures have: one row for each day (Asia/Shanghai), owner, kind and outcome, summed from records once, in the transaction that
-- marks them counted.
create table field_tally (
  day date not null,
  area_code text not null,
  enterprise_id text not null,
  kind text not null,
  outcome text not null,
  records integer not null,
  primary key (enterprise_id, day, area_code, kind, outcome)
);
create index on field_tally (day);

select guard_owned_table(t)
  from unnest(array['field_visit', 'field_door', 'field_due', 'field_task', 'field_tally']::regclass[]) t;
select guard_public_table('field_checklist');
