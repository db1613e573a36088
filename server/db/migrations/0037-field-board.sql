-- What the supervisor's board reads at the size of a province: visits by month beside those by day, doors on the plan whatever day they are
-- due, and records by day and by mark.

create table field_tally_month (
  -- First day of the month.
  month date not null,
  area_code text not null,
  enterprise_id text not null,
  kind text not null,
  outcome text not null,
  records integer not null,
  primary key (enterprise_id, month, area_code, kind, outcome)
);
create index on field_tally_month (month);

create function months_in() returns trigger language plpgsql as $$
begin
  insert into public.field_tally_month as m (month, area_code, enterprise_id, kind, outcome, records)
  select day - (extract(day from day)::int - 1), area_code, enterprise_id, kind, outcome, sum(records)
    from came group by 1, 2, 3, 4, 5 order by 3, 1, 2, 4, 5
  on conflict (enterprise_id, month, area_code, kind, outcome) do update set records = m.records + excluded.records;
  return null;
end $$;
create function months_out() returns trigger language plpgsql as $$
begin
  update public.field_tally_month m set records = m.records - g.records
    from (
      select day - (extract(day from day)::int - 1) as month, area_code, enterprise_id, kind, outcome, sum(records)::int as records
        from gone group by 1, 2, 3, 4, 5
    ) g
   where (m.enterprise_id, m.month, m.area_code, m.kind, m.outcome) = (g.enterprise_id, g.month, g.area_code, g.kind, g.outcome);
  return null;
end $$;
create trigger months_in after insert on field_tally referencing new table as came for each statement execute function months_in();
create trigger months_out after delete on field_tally referencing old table as gone for each statement execute function months_out();
create trigger months_again_out after update on field_tally referencing old table as gone for each statement execute function months_out();
create trigger months_again_in after update on field_tally referencing new table as came for each statement execute function months_in();

create table field_plan (
  area_code text not null,
  enterprise_id text not null,
  gas_kind text not null,
  class text not null,
  doors integer not null,
  primary key (enterprise_id, area_code, gas_kind, class)
);
create function plan_in() returns trigger language plpgsql as $$
begin
  insert into public.field_plan as p (area_code, enterprise_id, gas_kind, class, doors)
  select area_code, enterprise_id, gas_kind, class, sum(doors) from came group by 1, 2, 3, 4 order by 2, 1, 3, 4
  on conflict (enterprise_id, area_code, gas_kind, class) do update set doors = p.doors + excluded.doors;
  return null;
end $$;
create function plan_out() returns trigger language plpgsql as $$
begin
  update public.field_plan p set doors = p.doors - g.doors
    from (select area_code, enterprise_id, gas_kind, class, sum(doors)::int as doors from gone group by 1, 2, 3, 4) g
   where (p.enterprise_id, p.area_code, p.gas_kind, p.class) = (g.enterprise_id, g.area_code, g.gas_kind, g.class);
  return null;
end $$;
create trigger plan_in after insert on field_due referencing new table as came for each statement execute function plan_in();
create trigger plan_out after delete on field_due referencing old table as gone for each statement execute function plan_out();
create trigger plan_again_out after update on field_due referencing old table as gone for each statement execute function plan_out();
create trigger plan_again_in after update on field_due referencing new table as came for each statement execute function plan_in();

insert into field_tally_month
select day - (extract(day from day)::int - 1), area_code, enterprise_id, kind, outcome, sum(records) from field_tally group by 1, 2, 3, 4, 5;
insert into field_plan
select area_code, enterprise_id, gas_kind, class, sum(doors) from field_due group by 1, 2, 3, 4;

select guard_owned_table(t) from unnest(array['field_tally_month', 'field_plan']::regclass[]) t;

create index on field_record (finished_at);
create index on field_visit (at);
create index field_record_marked on field_record (received_at desc, id desc) where flags <> '{}';
create index field_record_marked_area on field_record (area_code, received_at desc, id desc) where flags <> '{}';
create index field_task_open_day on field_task (due_on, id) where state = 'open';
