-- The day a patrol last walked the pipe, from the enterprise's file; null for never or not told.
alter table pipe add column last_patrolled date;
