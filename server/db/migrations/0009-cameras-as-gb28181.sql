-- Cameras as a GB/T 28181 platform knows them: where they look, how they are reached, and which media server draws their streams.
alter table camera
  add column heading_deg double precision check (heading_deg between 0 and 360),
  add column fov_deg double precision check (fov_deg > 0 and fov_deg <= 360),
  add column range_m double precision check (range_m > 0),
  -- Platforms between the media server and the device; their ids, the nearest to us first, ; between.
  add column cascade_level smallint check (cascade_level between 0 and 9),
  add column cascade_path text,
  -- The media server of MEDIA_SERVERS, and the name of the stream there; none = the device id.
  add column adapter text,
  add column channel text,
  -- Where the media server fetches the stream itself, with the camera's password in it: read by the system alone.
  add column source_url text;

revoke select on camera from gas_app;
grant select (id, dataset_name, name, device_id, station_id, area_code, enterprise_id, geom,
              heading_deg, fov_deg, range_m, cascade_level, cascade_path, adapter, channel)
  on camera to gas_app;
