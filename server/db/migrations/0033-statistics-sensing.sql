-- Tags in doubt and the days on which tags told anything, in the ledger of statistics.
do $$
declare
  topic text[];
  posted stat_fact[];
begin
  foreach topic slice 1 in array array[
    -- Of several reasons the first counts: a tag is one.
    ['tag_quality', 'tag_quality',
     $f$select area_code, enterprise_id, '', '', '', coalesce(reasons[1], ''), '', '', (since at time zone 'Asia/Shanghai')::date, 1, 0 from $rows$f$],
    -- One for each tag and day, and how many readings of it can be trusted.
    ['telemetry', 'reading_day',
     $f$select area_code, enterprise_id, '', '', '', '', '', '', (t at time zone 'Asia/Shanghai')::date, 1, n from $rows$f$]
  ] loop
    perform keep_topic(topic[1], topic[2]::regclass, topic[3]);
    set local role gas_system;
    execute stat_gather(replace(topic[3], '$rows', topic[2])) into posted;
    perform stat_post(topic[1], posted);
    reset role;
  end loop;
end $$;
