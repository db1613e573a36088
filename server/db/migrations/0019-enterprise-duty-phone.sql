-- The telephone that an enterprise answers day and night: a company's line, for whoever has to call because of an alarm.
alter table enterprise add column duty_phone text check (duty_phone ~ '^[0-9+() -]{5,30}$');
