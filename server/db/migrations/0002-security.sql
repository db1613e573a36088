-- Who may see which row. Every table is under forced row-level security; without a policy that fits, a row does not exist.
--
-- Roles, none of which can log in, owns a table or bypasses row security:
--   gas_app         what every person's transaction may read at all (grants); it alone sees no row that belongs to somebody
--   gas_province    a person at province level    \
--   gas_area        a person at city or county     > one role per level, so that each policy is one condition without OR
--   gas_enterprise  a person at an enterprise     /   and the planner can use the index on area_code or enterprise_id
--   gas_system      the server's own work: ingest, import, snapshot, sign-in
-- A transaction takes its role with SET LOCAL ROLE and says its scope with set_config(…, true): app.level, app.area, app.enterprise,
-- app.role (administrators' tables), app.purpose (personal data). Nothing said = no row.

do $$
declare
  name text;
begin
  foreach name in array array['gas_app', 'gas_system', 'gas_province', 'gas_area', 'gas_enterprise'] loop
    -- Roles belong to the whole server: another database of it, or an administrator, may have made them.
    if not exists (select from pg_roles where rolname = name) then
      begin
        execute format('create role %I nologin nosuperuser nobypassrls inherit', name);
      exception when duplicate_object or unique_violation then
        null; -- made by another database in this very moment
      end;
    end if;
    if not pg_has_role(current_user, name, 'usage') then
      execute format('grant %I to current_user', name);
    end if;
  end loop;
  for name in select unnest(array['gas_province', 'gas_area', 'gas_enterprise']) loop
    if not pg_has_role(name, 'gas_app', 'usage') then
      execute format('grant gas_app to %I', name);
    end if;
  end loop;
  execute format('grant temporary on database %I to gas_system', current_database());
exception when insufficient_privilege then
  raise exception using
    errcode = 'insufficient_privilege',
    message = format('The database account %s may not make the roles of row-level security, or not use them: %s', current_user, sqlerrm),
    hint = 'Give it CREATEROLE, or have an administrator make the roles once; docs/decisions/2026-11-22-database-accounts.md';
end $$;

revoke create on schema public from public;
grant usage on schema public to gas_app, gas_system;

-- The scope of this transaction, read once per statement (each is used as a scalar subquery).
create function app_level() returns text language sql stable as
  $$ select nullif(current_setting('app.level', true), '') $$;
create function app_role() returns text language sql stable as
  $$ select nullif(current_setting('app.role', true), '') $$;
create function app_purpose() returns text language sql stable as
  $$ select nullif(current_setting('app.purpose', true), '') $$;
create function app_enterprise() returns text language sql stable as
  $$ select case when app_level() = 'enterprise' then nullif(current_setting('app.enterprise', true), '') end $$;

-- A county is itself; a city is its supervision unit (保定 has neither 雄安's counties nor 定州) with the counties that answer to it.
create function app_areas() returns text[] language sql stable as $$
  select case app_level()
    when 'county' then array[current_setting('app.area', true)]
    when 'city' then array(
      select county_code from public.unit_county where unit_code = current_setting('app.area', true)
      union
      select current_setting('app.area', true)
    )
    else '{}'
  end
$$;

-- For every table: what is not said in a policy cannot be seen, by its owner neither; the system's own work sees it all.
create function guard_table(named regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', named);
  execute format('alter table %s force row level security', named);
  execute format('create policy system on %s to gas_system using (true) with check (true)', named);
end $$;

-- For a table whose rows belong to somebody by area_code and enterprise_id.
create function guard_owned_table(named regclass) returns void language plpgsql as $$
begin
  perform guard_table(named);
  execute format('grant select on %s to gas_app', named);
  execute format('grant select, insert, update, delete on %s to gas_system', named);
  execute format('create policy province on %s for select to gas_province using ((select app_level()) = ''province'')', named);
  execute format('create policy area on %s for select to gas_area using (area_code = any ((select app_areas())::text[]))', named);
  execute format('create policy enterprise on %s for select to gas_enterprise using (enterprise_id = (select app_enterprise()))', named);
end $$;

-- For public geography: whoever has a scope at all.
create function guard_public_table(named regclass) returns void language plpgsql as $$
begin
  perform guard_table(named);
  execute format('grant select on %s to gas_app', named);
  execute format('grant select, insert, update, delete on %s to gas_system', named);
  execute format('create policy anybody on %s for select to gas_app using ((select app_level()) is not null)', named);
end $$;

select guard_public_table(t) from unnest(array['division', 'supervision_unit', 'unit_county', 'outline']::regclass[]) t;

select guard_owned_table(t) from unnest(array[
  'dataset', 'dataset_reject', 'station', 'node', 'pipe', 'tag', 'reading', 'reading_default', 'latest', 'alarm', 'camera', 'customer',
  'supply_report', 'hazard', 'job', 'enterprise_area'
]::regclass[]) t;

-- An enterprise is also seen where it works: the name of a trunk line's company must stand beside its pipe. Its counties elsewhere
-- are not told: enterprise_area shows each caller the rows of their own area, and these two policies read it through that.
select guard_table('enterprise');
grant select on enterprise to gas_app;
grant select, insert, update, delete on enterprise to gas_system;
create policy province on enterprise for select to gas_province using ((select app_level()) = 'province');
create policy area on enterprise for select to gas_area
  using (area_code = any ((select app_areas())::text[]) or id in (select enterprise_id from enterprise_area));
create policy enterprise on enterprise for select to gas_enterprise using (id = (select app_enterprise()));

select guard_table('enterprise_licence');
grant select on enterprise_licence to gas_app;
grant select, insert, update, delete on enterprise_licence to gas_system;
create policy province on enterprise_licence for select to gas_province using ((select app_level()) = 'province');
create policy area on enterprise_licence for select to gas_area
  using (area_code = any ((select app_areas())::text[]) or enterprise_id in (select enterprise_id from enterprise_area));
create policy enterprise on enterprise_licence for select to gas_enterprise using (enterprise_id = (select app_enterprise()));

-- Personal data: the enterprise that owns the customer, or a purpose that has been written down.
select guard_table('customer_person');
grant select on customer_person to gas_app;
grant select, insert, update, delete on customer_person to gas_system;
create policy province on customer_person for select to gas_province
  using ((select app_level()) = 'province' and (select app_purpose()) is not null);
create policy area on customer_person for select to gas_area
  using ((select app_purpose()) is not null and area_code = any ((select app_areas())::text[]));
create policy enterprise on customer_person for select to gas_enterprise using (enterprise_id = (select app_enterprise()));

-- Accounts and sessions: security administrators, within their area, never the password's hash or the token's.
select guard_table('account');
grant select (account, name, role, level, area_code, enterprise_id, is_demo, failures, locked_until, last_sign_in, created_at)
  on account to gas_app;
grant select, insert, update, delete on account to gas_system;
create policy province on account for select to gas_province
  using ((select app_role()) = 'security_admin' and (select app_level()) = 'province');
create policy area on account for select to gas_area
  using ((select app_role()) = 'security_admin' and area_code = any ((select app_areas())::text[]));
create policy enterprise on account for select to gas_enterprise
  using ((select app_role()) = 'security_admin' and enterprise_id = (select app_enterprise()));

select guard_table('session');
grant select (account, created_at, seen_at, expires_at, ip, user_agent) on session to gas_app;
grant select, insert, update, delete on session to gas_system;
create policy person on session for select to gas_app
  using ((select app_role()) = 'security_admin' and account in (select account from account));

select guard_table('api_key');
grant select, insert, update, delete on api_key to gas_system;

-- The audit trail: audit administrators read it within their area; nobody, not even its owner, changes or removes a row.
select guard_table('audit');
grant select on audit to gas_app;
grant select, insert on audit to gas_system;
create policy province on audit for select to gas_province
  using ((select app_role()) = 'audit_admin' and (select app_level()) = 'province');
create policy area on audit for select to gas_area
  using ((select app_role()) = 'audit_admin' and area_code = any ((select app_areas())::text[]));
create policy enterprise on audit for select to gas_enterprise
  using ((select app_role()) = 'audit_admin' and enterprise_id = (select app_enterprise()));

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on audit for each statement execute function refuse_change();

-- What the program itself keeps about the database.
select guard_table('migration');
grant select on migration to gas_system;

-- Which file of facts stands in the tables, so that an unchanged one is not read again.
create table fact_file (
  name text primary key,
  sha256 text not null,
  loaded_at timestamptz not null default now()
);
select guard_table('fact_file');
grant select, insert, update, delete on fact_file to gas_system;

-- Readings are kept by month (UTC). The system's work asks for the months it is about to write; only the owner can make a table.
-- Rows that had gone to the partition for everything else are moved over.
create function ensure_reading_partition(month date) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  first timestamptz := date_trunc('month', month)::timestamp at time zone 'UTC';
  next timestamptz := (date_trunc('month', month) + interval '1 month')::timestamp at time zone 'UTC';
  part text := 'reading_' || to_char(month, 'YYYYMM');
begin
  if to_regclass(part) is not null then return; end if;
  perform pg_advisory_xact_lock(1309000002);
  if to_regclass(part) is not null then return; end if;
  execute format('create table %I (like reading including defaults including constraints)', part);
  execute format(
    'with moved as (delete from reading_default where t >= %L and t < %L returning *) insert into %I select * from moved',
    first, next, part);
  execute format('alter table reading attach partition %I for values from (%L) to (%L)', part, first, next);
  perform guard_owned_table(part::regclass);
end $$;
revoke execute on function ensure_reading_partition(date) from public;
grant execute on function ensure_reading_partition(date) to gas_system;
