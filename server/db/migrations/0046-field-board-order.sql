-- What a list of due doors asks of hazards, each door's by the visit that found them; and people's days lie together, whom a board reads by day.
create index on hazard (record_id) where record_id is not null;
cluster field_person_day using field_person_day_day_idx;
