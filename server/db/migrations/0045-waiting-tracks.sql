-- Tracks that wait to be laid upon the network, counted also where nobody is shown them: no author, time or place stands here.
create table field_track_waiting (
  record_id text primary key,
  area_code text not null,
  enterprise_id text not null
);
create index on field_track_waiting (enterprise_id);
create index on field_track_waiting (area_code);
select guard_owned_table('field_track_waiting');

insert into field_track_waiting select record_id, area_code, enterprise_id from field_track where matched_at is null;

create function keep_waiting_track() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from public.field_track_waiting where record_id = old.record_id;
  elsif new.matched_at is null then
    insert into public.field_track_waiting values (new.record_id, new.area_code, new.enterprise_id) on conflict do nothing;
  else
    delete from public.field_track_waiting where record_id = new.record_id;
  end if;
  return null;
end $$;
create trigger waiting after insert or delete or update of matched_at on field_track for each row execute function keep_waiting_track();
