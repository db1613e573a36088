/** "GPKG" and version 1.3 (OGC 12-128r17). */
const APPLICATION_ID = 0x47504b47;
const USER_VERSION = 10_300;

const WGS84 =
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],' +
  'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]';

const SPEC = "http://www.geopackage.org/spec131/#extension";

/** The tables that make a SQLite file a GeoPackage, with those of the extensions for metadata and for titles of columns. */
export const SYSTEM_TABLES = `
  pragma application_id = ${APPLICATION_ID}; pragma user_version = ${USER_VERSION};
  create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer not null primary key, organization text not null,
    organization_coordsys_id integer not null, definition text not null, description text);
  create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique, description text default '',
    last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), min_x double, min_y double, max_x double, max_y double,
    srs_id integer, constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
  create table gpkg_geometry_columns (table_name text not null, column_name text not null, geometry_type_name text not null, srs_id integer not null,
    z tinyint not null, m tinyint not null, constraint pk_geom_cols primary key (table_name, column_name),
    constraint uk_gc_table_name unique (table_name), constraint fk_gc_tn foreign key (table_name) references gpkg_contents (table_name),
    constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
  create table gpkg_extensions (table_name text, column_name text, extension_name text not null, definition text not null, scope text not null,
    constraint ge_tce unique (table_name, column_name, extension_name));
  create table gpkg_metadata (id integer constraint m_pk primary key asc not null, md_scope text not null default 'dataset',
    md_standard_uri text not null, mime_type text not null default 'text/xml', metadata text not null default '');
  create table gpkg_metadata_reference (reference_scope text not null, table_name text, column_name text, row_id_value integer,
    timestamp datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), md_file_id integer not null, md_parent_id integer,
    constraint crmr_mfi_fk foreign key (md_file_id) references gpkg_metadata (id));
  create table gpkg_data_columns (table_name text not null, column_name text not null, name text, title text, description text, mime_type text,
    constraint_name text, constraint pk_gdc primary key (table_name, column_name), constraint gdc_tn unique (table_name, name));
  insert into gpkg_spatial_ref_sys values ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', null),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', null), ('WGS 84 geodetic', 4326, 'EPSG', 4326, '${WGS84}', null);
  insert into gpkg_extensions values
    ('gpkg_metadata', null, 'gpkg_metadata', '${SPEC}_metadata', 'read-write'),
    ('gpkg_metadata_reference', null, 'gpkg_metadata', '${SPEC}_metadata', 'read-write'),
    ('gpkg_data_columns', null, 'gpkg_schema', '${SPEC}_schema', 'read-write');
`;

/** The spatial index of a layer's column geom, which programs that change the file keep up by its triggers (extension gpkg_rtree_index). */
export function indexSql(table: string): string {
  const index = `rtree_${table}_geom`;
  const box = "NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)";
  const isPlaced = "NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)";
  const isNot = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))";
  return `
    create virtual table "${index}" using rtree(id, minx, maxx, miny, maxy);
    insert into gpkg_extensions values ('${table}', 'geom', 'gpkg_rtree_index', '${SPEC}_rtree', 'write-only');
    create trigger "${index}_update1" after update of geom on "${table}" when OLD.fid = NEW.fid and (${isPlaced})
      begin insert or replace into "${index}" values (${box}); end;
    create trigger "${index}_update2" after update of geom on "${table}" when OLD.fid = NEW.fid and ${isNot}
      begin delete from "${index}" where id = OLD.fid; end;
    create trigger "${index}_update3" after update on "${table}" when OLD.fid != NEW.fid and (${isPlaced})
      begin delete from "${index}" where id = OLD.fid; insert or replace into "${index}" values (${box}); end;
    create trigger "${index}_update4" after update on "${table}" when OLD.fid != NEW.fid and ${isNot}
      begin delete from "${index}" where id in (OLD.fid, NEW.fid); end;
    create trigger "${index}_delete" after delete on "${table}" when OLD.geom NOTNULL begin delete from "${index}" where id = OLD.fid; end;`;
}

/** Created once the rows are in: while they go in, the index is filled beside them. */
export const insertTriggerSql = (table: string): string => `
  create trigger "rtree_${table}_geom_insert" after insert on "${table}" when (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
    begin insert or replace into "rtree_${table}_geom" values
      (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); end;`;
