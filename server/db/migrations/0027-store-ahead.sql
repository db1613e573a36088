-- Storing readings that are newer than all others of their tags, which nearly all are. The statement trigger of `reading` (0010-reading-rollups.sql)
-- keeps a copy of each row that comes, so as to find those whose minute is closed: that costs more than storing them. Here the rows go straight
-- into their month, where that trigger does not look, and this marks what comes late itself, under the same lock and in the same transaction.
-- A row outside of the month, or there already, is an error.
create function store_ahead(
  part regclass, tag_ids text[], ts timestamptz[], area_codes text[], enterprise_ids text[], vs float8[], qs int2[]
) returns void language plpgsql volatile as $$
declare
  state rollup_state;
begin
  perform pg_advisory_xact_lock_shared(1309000003);
  select * into state from rollup_state;
  execute format('insert into %s (tag_id, t, area_code, enterprise_id, v, q) select * from unnest($1, $2, $3, $4, $5, $6)', part)
    using tag_ids, ts, area_codes, enterprise_ids, vs, qs;
  if (select min(t) from unnest(ts) t) >= state.closed_to then return; end if;
  insert into rollup_mark as m (tag_id, day, t0, t1)
  select tag_id, date_bin('1 day', t, '2000-01-01 16:00Z') as day,
         date_bin('1 hour', min(t), '2000-01-01 00:00Z'), date_bin('1 hour', max(t), '2000-01-01 00:00Z') + interval '1 hour'
    from unnest(tag_ids, ts) as come (tag_id, t)
   where t < state.closed_to and t >= state.readings_from
   group by 1, 2
   order by 1, 2
  on conflict (tag_id, day) do update set t0 = least(m.t0, excluded.t0), t1 = greatest(m.t1, excluded.t1);
end $$;
revoke execute on function store_ahead(regclass, text[], timestamptz[], text[], text[], float8[], int2[]) from public;
grant execute on function store_ahead(regclass, text[], timestamptz[], text[], text[], float8[], int2[]) to gas_system;
