-- Ducts of other utilities for reporting tools (0036-bi.sql, docs/bi.md).
create view bi.duct as
  select id as duct_id, kind, area_code, enterprise_id, owner_name, width_mm, height_mm,
         round(st_length(geom::geography)::numeric, 2)::float8 as length_m, from_space, to_space
    from duct;
comment on view bi.duct is 'Ducts of other utilities that gas creeps along, as recorded by the enterprise that keeps the record.';
comment on column bi.duct.kind is 'sewer, rainwater, power, telecom, heating, tunnel, other';
comment on column bi.duct.owner_name is 'whose duct it is, in words';
comment on column bi.duct.width_mm is 'mm inside; of a round one the diameter';
comment on column bi.duct.height_mm is 'mm inside; null for a round one';
comment on column bi.duct.length_m is 'm along the line as recorded';
comment on column bi.duct.from_space is 'what its beginning opens into: a node, or a well of its own';
comment on column bi.duct.to_space is 'what its end opens into';

-- Where logins were made before, they read it as they read the others (server/bi/logins.ts).
do $$ begin
  if (select pg_get_userbyid(relowner) from pg_class where oid = 'bi.pipe'::regclass) = 'gas_bi_view' then
    grant create on schema bi to gas_bi_view;
    alter view bi.duct owner to gas_bi_view;
    grant select on bi.duct to gas_bi;
    revoke create on schema bi from gas_bi_view;
  end if;
end $$;
