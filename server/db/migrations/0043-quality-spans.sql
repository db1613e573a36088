-- What tag_quality said, kept for the time machine: a row for each time that a tag was suspect, open while it is. Given up with the readings.
create table tag_quality_span (
  tag_id text not null,
  area_code text not null,
  enterprise_id text not null,
  reasons text[] not null,
  from_at timestamptz not null,
  to_at timestamptz,
  primary key (tag_id, from_at)
);
create index on tag_quality_span (to_at);
create index on tag_quality_span (area_code);
create index on tag_quality_span (enterprise_id);
select guard_owned_table('tag_quality_span');

set local role gas_system;
insert into tag_quality_span (tag_id, area_code, enterprise_id, reasons, from_at)
select tag_id, area_code, enterprise_id, reasons, since from tag_quality;
reset role;
