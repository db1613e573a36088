-- The tables of the house (design.md §2). Rows that belong to somebody carry area_code and enterprise_id.
-- Geometry is EPSG:4490 (CGCS2000); on a web map it is drawn as WGS84.

create table division (
  code text primary key check (code ~ '^\d{6}$'),
  name text not null,
  level text not null check (level in ('province', 'city', 'county')),
  parent text references division (code),
  lng double precision not null,
  lat double precision not null,
  area_km2 double precision not null,
  pinyin text not null default '',
  initials text not null default ''
);

-- The supervision tree beside the division tree. A unit that is no division (雄安新区) has a code of its own.
create table supervision_unit (
  code text primary key check (code ~ '^\d{6}$'),
  name text not null,
  parent text references supervision_unit (code),
  lng double precision not null,
  lat double precision not null,
  pinyin text not null default '',
  initials text not null default ''
);

-- Which county answers to which unit: every county exactly once.
create table unit_county (
  county_code text primary key references division (code),
  unit_code text not null references supervision_unit (code)
);

-- Outlines by code: divisions and 雄安新区; neighbours have codes outside the province.
create table outline (
  code text primary key,
  name text not null,
  level text not null check (level in ('province', 'city', 'county', 'neighbour')),
  is_indicative boolean not null default true,
  source text not null,
  review_number text,
  geom geometry(MultiPolygon, 4490) not null
);

create table dataset (
  name text primary key,
  kind text not null,
  area_code text not null,
  enterprise_id text,
  version integer not null,
  rows integer not null,
  rejected integer not null,
  source_crs text,
  file_name text not null,
  file_sha256 text not null,
  imported_at timestamptz not null default now()
);

create table dataset_reject (
  dataset_name text not null,
  version integer not null,
  ordinal integer not null,
  area_code text not null,
  enterprise_id text,
  line integer not null,
  field text,
  rule text not null,
  expected text not null,
  received text not null,
  primary key (dataset_name, version, ordinal)
);

create table enterprise (
  id text primary key,
  dataset_name text not null,
  name text not null,
  area_code text not null,
  credit_code text not null,
  safety_staff integer not null default 0,
  pinyin text not null default '',
  initials text not null default ''
);

create table enterprise_licence (
  enterprise_id text not null,
  area_code text not null,
  kind text not null check (kind in ('piped', 'bottled_lpg', 'vehicle_filling')),
  number text not null,
  expires date not null,
  primary key (enterprise_id, kind, number)
);

-- Counties where an enterprise works; its home county is among them.
create table enterprise_area (
  enterprise_id text not null,
  area_code text not null,
  primary key (enterprise_id, area_code)
);

create table station (
  id text primary key,
  dataset_name text not null,
  name text not null,
  kind text not null,
  area_code text not null,
  enterprise_id text not null,
  gas_kind text not null,
  address text,
  pressure_level text not null,
  outlet_level text,
  inlet_kpa double precision,
  outlet_kpa double precision,
  capacity_m3h double precision,
  built_year integer,
  status text not null,
  pinyin text not null default '',
  initials text not null default '',
  geom geometry(Point, 4490) not null
);

create table node (
  id text primary key,
  dataset_name text not null,
  kind text not null,
  name text,
  area_code text not null,
  enterprise_id text not null,
  station_id text,
  pressure_level text not null,
  is_open boolean,
  condition text,
  is_motorised boolean,
  last_exercised date,
  set_point_kpa double precision,
  pressure_kpa double precision,
  elevation_m double precision,
  geom geometry(Point, 4490) not null
);

create table pipe (
  id text primary key,
  dataset_name text not null,
  area_code text not null,
  enterprise_id text not null,
  gas_kind text not null,
  pressure_level text not null,
  material text not null,
  dn_mm double precision not null,
  wall_mm double precision,
  length_m double precision not null,
  laid_year integer,
  depth_m double precision,
  design_kpa double precision,
  operating_kpa double precision,
  flow_m3h double precision,
  status text not null,
  anticorrosion text,
  survey_accuracy_m double precision,
  source_crs text not null,
  from_node text not null,
  to_node text not null,
  geom geometry(LineString, 4490) not null
);

create table tag (
  id text primary key,
  dataset_name text not null,
  name text not null,
  kind text not null,
  station_id text not null,
  node_id text,
  area_code text not null,
  enterprise_id text not null,
  unit text not null,
  low_alarm double precision,
  low_warning double precision,
  high_warning double precision,
  high_alarm double precision,
  dead_band double precision not null default 0,
  sampling_s integer not null,
  stale_after_s integer not null,
  nominal double precision
);

-- Idempotent by (tag, time): a message delivered twice is one row. Partitioned by month; the first partition takes what
-- no other does, so that no reading is ever refused for its date.
create table reading (
  tag_id text not null,
  t timestamptz not null,
  area_code text not null,
  enterprise_id text not null,
  v double precision not null,
  q smallint not null default 0,
  primary key (tag_id, t)
) partition by range (t);
create table reading_default partition of reading default;

-- The newest reading of each tag, rebuilt into memory at start.
create table latest (
  tag_id text primary key,
  area_code text not null,
  enterprise_id text not null,
  t timestamptz not null,
  v double precision not null,
  q smallint not null default 0
);

create table alarm (
  id text primary key,
  dataset_name text,
  tag_id text not null,
  area_code text not null,
  enterprise_id text not null,
  level text not null check (level in ('red', 'orange', 'yellow', 'blue')),
  raised_at timestamptz not null,
  cleared_at timestamptz,
  value double precision
);

create table camera (
  id text primary key,
  dataset_name text not null,
  name text not null,
  device_id text not null,
  station_id text,
  area_code text not null,
  enterprise_id text not null,
  geom geometry(Point, 4490) not null
);

create table customer (
  id text primary key,
  dataset_name text not null,
  area_code text not null,
  enterprise_id text not null,
  gas_kind text not null,
  class text not null,
  service_node text,
  is_critical boolean not null default false,
  annual_m3 double precision,
  geom geometry(Point, 4490) not null
);

-- Personal columns apart (domain.md §7): only code with a purpose reads them.
create table customer_person (
  customer_id text primary key,
  dataset_name text not null,
  area_code text not null,
  enterprise_id text not null,
  person_name text,
  phone text,
  address text
);

create table supply_report (
  enterprise_id text not null,
  area_code text not null,
  gas_kind text not null,
  day date not null,
  m3 double precision not null,
  dataset_name text not null,
  primary key (enterprise_id, area_code, gas_kind, day)
);

create table hazard (
  id text primary key,
  dataset_name text,
  area_code text not null,
  enterprise_id text not null,
  grade text not null check (grade in ('major', 'general', 'minor')),
  state text not null,
  found_at timestamptz not null,
  due_at timestamptz,
  note text,
  geom geometry(Point, 4490) not null
);

create table account (
  account text primary key,
  name text not null,
  role text not null,
  level text not null check (level in ('province', 'city', 'county', 'enterprise')),
  area_code text not null,
  enterprise_id text,
  password_hash text not null,
  is_demo boolean not null default false,
  failures integer not null default 0,
  locked_until timestamptz,
  last_sign_in timestamptz,
  created_at timestamptz not null default now(),
  check ((level = 'enterprise') = (enterprise_id is not null))
);

-- Only the hash of the token is kept: who reads this table cannot sign in with it.
create table session (
  token_hash text primary key,
  account text not null references account (account) on delete cascade,
  csrf text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ip text,
  user_agent text
);

create table api_key (
  key_hash text primary key,
  name text not null,
  area_code text not null,
  enterprise_id text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- Append-only, each row carrying the hash of the one before.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  account text,
  action text not null,
  subject text,
  area_code text,
  enterprise_id text,
  ip text,
  detail jsonb not null default '{}',
  hash text not null
);

create table job (
  id text primary key,
  kind text not null,
  state text not null check (state in ('running', 'done', 'failed')),
  area_code text,
  enterprise_id text,
  progress double precision not null default 0,
  detail jsonb not null default '{}',
  started_at timestamptz not null default now(),
  ended_at timestamptz
);
