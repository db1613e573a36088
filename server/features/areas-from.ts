/**
 * Divisions and supervision units as one list of areas, cut to the caller's part of the tree: geography is public to anybody signed in,
 * yet a city's analyst has no use for another's. An enterprise gets the counties where it works.
 */
export const AREAS_FROM = `
  select a.*, o.is_indicative, o.review_number, o.geom
    from (select d.code as id, d.name, d.level,
                 case d.level when 'province' then null
                      when 'county' then case when m.unit_code = d.code then p.parent else m.unit_code end
                      else d.parent end as parent,
                 d.parent as division_parent, d.area_km2
            from division d
            left join unit_county m on m.county_code = d.code
            left join supervision_unit p on p.code = d.code
          union all
          select s.code, s.name, 'city', s.parent, null,
                 (select sum(c.area_km2) from unit_county m join division c on c.code = m.county_code where m.unit_code = s.code)
            from supervision_unit s
           where not exists (select from division d where d.code = s.code)) a
    left join outline o on o.code = a.id
   where (select app_level()) = 'province'
      or a.id = any ((select app_areas())::text[])
      or a.id in (select w.area_code from enterprise_area w where w.enterprise_id = (select app_enterprise()))`;
