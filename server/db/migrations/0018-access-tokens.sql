-- Keys by which a person's own programs read what that person may see. Only the hash is kept; the key is told once.
create table access_token (
  token_hash text primary key,
  id text not null unique,
  account text not null references account (account) on delete cascade,
  name text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index on access_token (account);
select guard_table('access_token');
grant select, insert, update, delete on access_token to gas_system;
