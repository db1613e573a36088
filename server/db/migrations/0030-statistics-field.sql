-- Field work in the ledger of statistics: visits at doors, doors that are due, metres of pipe walked.

-- A visit keeps what gas and class its customer had, so that what is taken out of the ledger is what was put in, whatever the register says by then.
alter table field_visit
  add column gas_kind text not null default '',
  add column class text not null default '';
create function settle_visit() returns trigger language plpgsql as $$
begin
  if new.gas_kind = '' then
    select c.gas_kind, c.class into new.gas_kind, new.class from public.customer c where c.id = new.customer_id;
    new.gas_kind := coalesce(new.gas_kind, '');
    new.class := coalesce(new.class, '');
  end if;
  return new;
end $$;
update field_visit v set gas_kind = c.gas_kind, class = c.class from customer c where c.id = v.customer_id;
create trigger settle before insert on field_visit for each row execute function settle_visit();

do $$
declare
  topic text[];
  posted stat_fact[];
begin
  foreach topic slice 1 in array array[
    ['visit', 'field_visit',
     $f$select area_code, enterprise_id, gas_kind, '', '', outcome, class, '', (at at time zone 'Asia/Shanghai')::date, 1, (outcome = 'entered')::int
          from $rows where not is_superseded$f$],
    -- Late from the day after.
    ['door_overdue', 'field_door',
     $f$select area_code, enterprise_id, gas_kind, '', '', '', class, '', due_on + 1, 1, 0 from $rows where due_on is not null and not is_off_plan$f$],
    ['door_due', 'field_door',
     $f$select area_code, enterprise_id, gas_kind, '', '', '', class, '', due_on, 1, 0 from $rows where due_on is not null and not is_off_plan$f$],
    ['walk', 'field_walk',
     $f$select area_code, enterprise_id, '', '', '', case when is_doubted then 'doubted' else 'proven' end, '', '',
               (at at time zone 'Asia/Shanghai')::date, 1, round((to_m - from_m) * 1000)::bigint from $rows$f$]
  ] loop
    perform keep_topic(topic[1], topic[2]::regclass, topic[3]);
    set local role gas_system;
    execute stat_gather(replace(topic[3], '$rows', topic[2])) into posted;
    perform stat_post(topic[1], posted);
    reset role;
  end loop;
end $$;
