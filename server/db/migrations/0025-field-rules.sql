-- Rules of field work as data: how often doors and pipes are visited, deadlines of hazards, how what is late climbs. Each with its clause,
-- where that comes from, and its dates. Numbers that no source gives are the product's defaults and say so.
create table field_rule (
  id text not null,
  version integer not null,
  area_code text not null,
  enterprise_id text,
  kind text not null check (kind in ('visit', 'hazard', 'climb', 'patrol', 'leak', 'work')),
  status text not null check (status in ('active', 'replaced', 'retired')),
  name text not null,
  body jsonb not null,
  clause text not null,
  source text not null,
  certainty text not null check (certainty in ('source', 'field', 'default')),
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null default now(),
  created_by text,
  primary key (id, version, area_code)
);
select guard_table('field_rule');
grant select on field_rule to gas_app;
grant select, insert, update on field_rule to gas_system;
create policy province on field_rule for select to gas_province using ((select app_level()) = 'province');
create policy area on field_rule for select to gas_area using (
  area_code = any ((select app_areas())::text[])
  or (enterprise_id is null and area_code = any ((select app_ancestors())::text[]))
);
create policy enterprise on field_rule for select to gas_enterprise using (
  enterprise_id = (select app_enterprise())
  or (enterprise_id is null and area_code = any ((select app_ancestors())::text[]))
);

insert into field_rule (id, version, area_code, kind, status, name, body, clause, source, certainty, valid_from) values
('visit-urban', 1, '130000', 'visit', 'active', '城镇居民入户安检',
 '{"gasKinds": ["urban_ng"], "classes": ["residential"], "perYear": 1, "heating": null}',
 '城镇居民用户每年至少入户安全检查一次', '河北省燃气管理条例', 'source', '2021-01-01'),
('visit-rural', 1, '130000', 'visit', 'active', '农村居民入户安检',
 '{"gasKinds": ["rural_ng"], "classes": ["residential"], "perYear": 2, "heating": {"from": "09-15", "until": "11-15"}}',
 '农村居民用户每年至少入户安全检查两次，通气点火时和每个采暖期前各一次', '河北省燃气管理条例', 'source', '2021-01-01'),
('visit-lpg', 1, '130000', 'visit', 'active', '瓶装气居民入户安检',
 '{"gasKinds": ["lpg"], "classes": ["residential"], "perYear": 1, "heating": null}',
 '瓶装液化石油气居民用户每年至少入户安全检查一次', '产品默认值', 'default', '2021-01-01'),
('visit-coal', 1, '130000', 'visit', 'active', '人工煤气居民入户安检',
 '{"gasKinds": ["coal_gas"], "classes": ["residential"], "perYear": 1, "heating": null}',
 '人工煤气居民用户每年至少入户安全检查一次', '产品默认值', 'default', '2021-01-01'),
('visit-unit', 1, '130000', 'visit', 'active', '单位用户安检',
 '{"classes": ["commercial", "industrial", "public", "heating", "vehicle"], "perYear": 1, "heating": null}',
 '单位用户每年至少安全检查一次', '河北省燃气管理条例', 'source', '2021-01-01'),
('hazard-deadline', 1, '130000', 'hazard', 'active', '隐患整改期限',
 '{"days": {"major": 3, "general": 30, "minor": null}}',
 '一级隐患立即处置、1–7 日内整改；二级 30 日内；三级提出建议，下次入户复看', '产品默认值', 'default', '2021-01-01'),
('hazard-climb', 1, '130000', 'climb', 'active', '逾期升级',
 '{"days": {"county": 0, "city": 3, "province": 7}}',
 '逾期隐患报县级，逾期 3 日报市级，7 日报省级', '产品默认值', 'default', '2021-01-01'),
('patrol-high', 1, '130000', 'patrol', 'active', '高压、次高压管线巡线',
 '{"levels": ["UHP", "HP_A", "HP_B", "SHP_A", "SHP_B"], "everyDays": 1}',
 '高压、次高压管线每日巡线', '行业惯例', 'field', '2021-01-01'),
('patrol-medium', 1, '130000', 'patrol', 'active', '中压管线巡线',
 '{"levels": ["MP_A", "MP_B", "unknown"], "everyDays": 7}',
 '中压管线城区每日至每周一次，郊区每月两次', '行业惯例', 'field', '2021-01-01'),
('patrol-low', 1, '130000', 'patrol', 'active', '低压管线巡线',
 '{"levels": ["LP"], "everyDays": 30}',
 '低压管线每周至每月一次', '行业惯例', 'field', '2021-01-01'),
('leak-sound', 1, '130000', 'leak', 'active', 'PE 管和有防腐钢管泄漏检测',
 '{"materials": ["PE80", "PE100", "steel", "other"], "everyDays": 365, "designLifeY": 30, "agedFactor": 0.5}',
 'PE 管、有防腐的钢管每年一次；超过设计年限一半的间隔减半', 'CJJ/T 215', 'field', '2021-01-01'),
('leak-weak', 1, '130000', 'leak', 'active', '铸铁管和无防腐钢管泄漏检测',
 '{"materials": ["iron", "galvanised"], "everyDays": 183, "designLifeY": 30, "agedFactor": 0.5}',
 '铸铁管、无防腐钢管每半年一次；超过设计年限一半的间隔减半', 'CJJ/T 215', 'field', '2021-01-01'),
('work-notice', 1, '130000', 'work', 'active', '第三方施工告知',
 '{"noticeDays": 5, "needsPlan": true, "needsGuard": true}',
 '施工单位提前五日书面告知，会同制定燃气设施保护方案，燃气企业派人现场指导', '河北省燃气管理条例 第四十三条', 'source', '2021-01-01');
