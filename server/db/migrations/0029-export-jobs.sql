-- Exports wait in line and can be called off.
alter table job drop constraint job_state_check;
alter table job add constraint job_state_check check (state in ('queued', 'running', 'done', 'failed', 'cancelled'));
create index on job ((detail ->> 'account'), started_at) where kind = 'export';
