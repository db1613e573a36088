-- Under which incident an alarm stood after each entry of its journal: alarms move from one to another, and the past is shown as it was.
-- null: written before this was kept.
alter table alarm_event add column incident_id text;
